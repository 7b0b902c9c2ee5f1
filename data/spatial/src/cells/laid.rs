//! Cells laid over grids: whole where no border runs near, taken apart where one does.

use super::overlay::{ground_area, pieces};
use super::{Cell, CoverError};
use crate::GridMap;
use model::{Area, Bounds, GridId};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// Cells taken apart along the borders of grids.
pub(super) struct Laid {
    /// Cell, grid (`None` is outside) and square metres.
    pub(super) pieces: Vec<(Cell, Option<GridId>, f64)>,
}

impl Laid {
    /// Lays cells over all grids, or one.
    pub(super) fn lay(
        map: &GridMap,
        cells: &[Cell],
        only: Option<GridId>,
    ) -> Result<Self, CoverError> {
        let outlines: Vec<Area> = cells.iter().map(|cell| cell.area()).collect();
        let near = near_borders(map, &outlines, only);
        let mut laid = Self { pieces: Vec::new() };
        let mut crossed: Vec<u32> = Vec::new();
        for (place, (&cell, outline)) in (0..).zip(cells.iter().zip(&outlines)) {
            if near.cells[place as usize] {
                crossed.push(place);
            } else {
                let grid = map.assign(cell.centre()).map(|at| at.grid);
                let grid = grid.filter(|grid| only.is_none_or(|only| only == *grid));
                laid.pieces.push((cell, grid, ground_area(outline)));
            }
        }
        let grids: Vec<Area> = near.grids.iter().map(|&grid| map.partition().area(grid)).collect();
        let outlines: Vec<Area> =
            crossed.iter().map(|&place| outlines[place as usize].clone()).collect();
        let found = pieces(&grids, &outlines)?;
        laid.pieces.extend(found.into_iter().map(|(cell, grid, area)| {
            let grid = grid.map(|grid| near.grids[grid as usize]);
            (cells[crossed[cell as usize] as usize], grid, area)
        }));
        Ok(laid)
    }

    /// The areas of the grids that there are pieces of, by number, as pieces are measured.
    pub(super) fn grid_areas(&self, map: &GridMap) -> Vec<f64> {
        let mut areas = vec![0.0; map.partition().grid_count()];
        let mut grids: Vec<GridId> = self.pieces.iter().filter_map(|&(_, grid, _)| grid).collect();
        grids.sort_unstable();
        grids.dedup();
        for grid in grids {
            if let Some(area) = areas.get_mut(grid.0 as usize) {
                *area = ground_area(&map.partition().area(grid));
            }
        }
        areas
    }

    /// Adds cells that lie wholly in a grid.
    pub(super) fn add_inside(&mut self, inside: &[(Cell, GridId)]) {
        let whole = |&(cell, grid): &(Cell, GridId)| (cell, Some(grid), ground_area(&cell.area()));
        self.pieces.extend(inside.iter().map(whole));
    }
}

/// What borders run close by.
struct Near {
    /// By cell: whether a border runs through the box around it.
    cells: Vec<bool>,
    /// The grids beside those borders, sorted.
    grids: Vec<GridId>,
}

/// Which outlines have a border of any grid (or one) in the box around one of their parts.
fn near_borders(map: &GridMap, outlines: &[Area], only: Option<GridId>) -> Near {
    type Boxed = GeomWithData<Rectangle<[f64; 2]>, u32>;
    let boxed = (0_u32..).zip(outlines).flat_map(|(place, outline)| {
        outline.polygons.iter().filter_map(move |polygon| {
            let around = Bounds::around(polygon.outer.iter().copied())?;
            Some(Boxed::new(Rectangle::from_aabb(aabb(&around)), place))
        })
    });
    let tree = RTree::bulk_load(boxed.collect::<Vec<_>>());
    let mut near = Near { cells: vec![false; outlines.len()], grids: Vec::new() };
    let concerns = |grid: Option<GridId>| only.is_none() || grid == only;
    for edge in map.partition().edges() {
        if !(concerns(edge.left) || concerns(edge.right)) {
            continue;
        }
        // Most edges are nowhere near: one question for all of their sides.
        let all = Bounds::around(edge.points.iter().copied()).map(|around| aabb(&around));
        if all.is_none_or(|all| tree.locate_in_envelope_intersecting(all).next().is_none()) {
            continue;
        }
        let mut met = false;
        for side in edge.points.windows(2) {
            let Some(around) = Bounds::around(side.iter().copied()) else { continue };
            for boxed in tree.locate_in_envelope_intersecting(aabb(&around)) {
                near.cells[boxed.data as usize] = true;
                met = true;
            }
        }
        if met {
            near.grids.extend([edge.left, edge.right].into_iter().flatten());
        }
    }
    near.grids.retain(|grid| only.is_none_or(|only| only == *grid));
    near.grids.sort_unstable();
    near.grids.dedup();
    near
}

fn aabb(around: &Bounds) -> AABB<[f64; 2]> {
    let corner = |at: model::Position| [f64::from(at.lon_e7()), f64::from(at.lat_e7())];
    AABB::from_corners(corner(around.min), corner(around.max))
}
