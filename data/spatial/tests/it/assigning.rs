//! The index against a slow, plain twin: even-odd over every ring, in integers.

use crate::checker::{on, p};
use crate::towns::{any_garbage, any_town, at, square};
use model::{Area, Code, GridId, Level, Position, Unit, UnitTree};
use proptest::prelude::*;
use spatial::{Assigned, GridMap, Partition, RepairSettings};

/// A tree of grids only.
pub(crate) fn flat(grids: usize) -> UnitTree {
    let unit = |k: usize| Unit {
        code: Code::try_from(&*format!("g{k}")).unwrap(),
        name: format!("g{k}"),
        level: Level::TOP,
        parent: None,
        households: None,
        kind: None,
    };
    UnitTree::new((0..grids).map(unit).collect()).unwrap()
}

pub(crate) fn map(areas: &[Area]) -> GridMap {
    let partition = Partition::build(areas, &RepairSettings::default()).unwrap().partition;
    GridMap::new(flat(areas.len()), partition).unwrap()
}

/// Whether the point, moved by (+ε, +ε²), is inside the rings of an area.
fn holds(area: &Area, point: Position) -> bool {
    let (x, y) = p(point);
    let mut inside = false;
    for ring in area.rings() {
        for (k, &b) in ring.iter().enumerate() {
            let (a, b) = (p(ring[(k + ring.len() - 1) % ring.len()]), p(b));
            if (a.1 <= y) != (b.1 <= y) {
                // The side crosses the height at ax + (y - ay) (bx - ax) / (by - ay) > x?
                let (left, right) = ((y - a.1) * (b.0 - a.0), (x - a.0) * (b.1 - a.1));
                if if b.1 > a.1 { left > right } else { left < right } {
                    inside = !inside;
                }
            }
        }
    }
    inside
}

fn touches(area: &Area, point: Position) -> bool {
    area.rings().any(|ring| {
        (0..ring.len()).any(|k| on(p(ring[k]), p(ring[(k + 1) % ring.len()]), p(point)))
    })
}

/// The answer by looking at every grid, and how many grids claim the point.
fn slow(areas: &[Area], point: Position) -> (Option<Assigned>, usize) {
    let claims: Vec<usize> = (0..areas.len()).filter(|&k| holds(&areas[k], point)).collect();
    let touched = (0..areas.len()).find(|&k| touches(&areas[k], point));
    let grid = claims.first().copied().or(touched);
    let answer = grid.map(|grid| Assigned {
        grid: GridId(grid as u32),
        on_border: touched.is_some(),
        outer: claims.is_empty(),
    });
    (answer, claims.len())
}

/// Half of the points lie on vertices, on edges and beside them.
fn questions(map: &GridMap, random: &[(u32, u32)]) -> Vec<Position> {
    let Some(bounds) = map.partition().bounds() else { return vec![at(0, 0)] };
    let span = |low: i32, high: i32, r: u32| {
        let wide = i64::from(high) - i64::from(low) + 3;
        (i64::from(low) - 1 + i64::from(r) % wide) as i32
    };
    let mut asked = Vec::new();
    let vertices: Vec<Position> = map.partition().edges().flat_map(|e| e.points.to_vec()).collect();
    for &(r, s) in random {
        let (x, y) = (
            span(bounds.min.lon_e7(), bounds.max.lon_e7(), r),
            span(bounds.min.lat_e7(), bounds.max.lat_e7(), s),
        );
        let k = r as usize % vertices.len();
        let (a, b) = (vertices[k], vertices[(k + 1) % vertices.len()]);
        let middle = |a: i32, b: i32| (i64::from(a) + i64::from(b)).div_euclid(2) as i32;
        let beside = |at: Position| (at.lon_e7() + (s % 3) as i32 - 1, at.lat_e7());
        asked.extend([
            Some((x, y)),
            Some((a.lon_e7(), a.lat_e7())),
            Some((middle(a.lon_e7(), b.lon_e7()), middle(a.lat_e7(), b.lat_e7()))),
            Some(beside(b)),
            Some((x, a.lat_e7())),
            Some((a.lon_e7(), y)),
        ]);
    }
    asked.into_iter().flatten().filter_map(|(x, y)| Position::from_e7(x, y)).collect()
}

fn agrees(areas: &[Area], random: &[(u32, u32)]) -> Result<(), TestCaseError> {
    let map = map(areas);
    let built: Vec<Area> =
        (0..areas.len() as u32).map(|grid| map.partition().area(GridId(grid))).collect();
    let points = questions(&map, random);
    let mut in_bulk = Vec::new();
    let on_border = map.points().assign_all_counting(&points, &mut in_bulk);
    prop_assert_eq!(in_bulk.len(), points.len());
    let touching = points.iter().filter(|at| built.iter().any(|area| touches(area, **at)));
    prop_assert_eq!(on_border, touching.count());
    let mut again = Vec::new();
    map.points().assign_all(&points, &mut again);
    prop_assert_eq!(&again, &in_bulk);
    for (point, in_bulk) in points.into_iter().zip(in_bulk) {
        let (expected, claims) = slow(&built, point);
        prop_assert!(claims <= 1, "{point:?} is in {claims} grids");
        prop_assert_eq!(map.assign(point), expected, "at {:?}", point);
        let grid = expected.map(|expected| expected.grid);
        prop_assert_eq!(in_bulk, grid, "in bulk at {:?}", point);
        prop_assert_eq!(map.points().grid_at(point), grid, "alone at {:?}", point);
    }
    Ok(())
}

#[test]
fn a_border_belongs_to_the_east_and_to_the_north() {
    // 2 | 3
    // 0 | 1
    let map = map(&[
        square(0, 0, 10, 10),
        square(10, 0, 20, 10),
        square(0, 10, 10, 20),
        square(10, 10, 20, 20),
    ]);
    let grid = |x, y| map.assign(at(x, y)).map(|a| (a.grid.0, a.on_border, a.outer));
    assert_eq!(grid(10, 5), Some((1, true, false)));
    assert_eq!(grid(5, 10), Some((2, true, false)));
    assert_eq!(grid(10, 10), Some((3, true, false)));
    assert_eq!(grid(5, 5), Some((0, false, false)));
    assert_eq!(grid(0, 0), Some((0, true, false)));
    assert_eq!(grid(20, 20), Some((3, true, true)));
    assert_eq!(grid(20, 10), Some((1, true, true)));
    assert_eq!(grid(5, 20), Some((2, true, true)));
    assert_eq!(grid(21, 10), None);
    assert_eq!(grid(1_800_000_000, 900_000_000), None);
}

/// Grids whose sides are long against their number, so that cells are large: far leaves.
fn far(areas: &[Area]) -> Vec<Area> {
    let stretch = |at: &Position| {
        let far = |n: i32, by: i64, most: i64| (i64::from(n) * by).clamp(-most, most) as i32;
        let (x, y) = (far(at.lon_e7(), 2_503, 1_800_000_000), far(at.lat_e7(), 1_201, 900_000_000));
        Position::from_e7(x, y)
    };
    let ring = |ring: &model::Ring| ring.iter().filter_map(stretch).collect();
    let polygon = |polygon: &model::Polygon| model::Polygon {
        outer: ring(&polygon.outer),
        holes: polygon.holes.iter().map(ring).collect(),
    };
    let area = |area: &Area| Area { polygons: area.polygons.iter().map(polygon).collect() };
    areas.iter().map(area).collect()
}

proptest! {
    #![proptest_config(crate::towns::cases(128))]

    #[test]
    fn a_province_answers_as_the_slow_twin(
        areas in any_town(),
        random in prop::collection::vec(any::<(u32, u32)>(), 40),
    ) {
        agrees(&far(&areas), &random)?;
    }

    #[test]
    fn a_town_answers_as_the_slow_twin(
        areas in any_town(),
        random in prop::collection::vec(any::<(u32, u32)>(), 40),
    ) {
        agrees(&areas, &random)?;
    }

    #[test]
    fn garbage_answers_as_the_slow_twin(
        areas in any_garbage().prop_filter("no grid", |areas| !areas.is_empty()),
        random in prop::collection::vec(any::<(u32, u32)>(), 20),
    ) {
        agrees(&areas, &random)?;
    }
}
