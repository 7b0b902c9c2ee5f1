//! Kernels on any bytes, each against a slow, plain twin. They panic when something is wrong.

use crate::checker;
use model::{Area, Code, GridId, Level, Polygon, Position, Ring, Shape, Unit, UnitTree};
use spatial::{
    Cell, CellCover, CellResolution, GridMap, Near, Overlays, Partition, PlaceTree, RepairSettings,
    distance,
};

/// More points than this teach nothing and take long.
const POINTS_MAX: usize = 80;

/// Areas read from bytes: the first says how large they are, then one byte says what comes.
fn areas(bytes: &[u8]) -> Vec<Area> {
    let Some((&size, mut rest)) = bytes.split_first() else { return Vec::new() };
    let step = [1, 3, 100, 10_000, 1_000_000, 7_000_000, 14_000_000, 1][usize::from(size % 8)];
    let (east, north) = [(0, 0), (1_038_000_000, 360_000_000)][usize::from(size >= 128)];
    let mut areas = vec![Area::default()];
    let mut points: Vec<Position> = Vec::new();
    while let Some((&what, after)) = rest.split_first() {
        rest = after;
        let Some(area) = areas.last_mut() else { break };
        match what {
            0..16 => areas.push(Area::default()),
            16..32 => area.polygons.push(Polygon::default()),
            32..48 => area.polygons.last_mut().into_iter().for_each(|p| p.holes.push(Ring::new())),
            _ => {
                let point = if what < 96 {
                    points.get(usize::from(what - 48)).copied()
                } else {
                    let Some((&[x, y], after)) = rest.split_first_chunk() else { break };
                    rest = after;
                    let place = |byte: u8, from: i32| {
                        (i32::from(byte.cast_signed()) * step).saturating_add(from)
                    };
                    Position::from_e7(place(x, east), place(y, north))
                };
                let Some(point) = point else { continue };
                points.push(point);
                if points.len() > POINTS_MAX {
                    break;
                }
                if area.polygons.is_empty() {
                    area.polygons.push(Polygon::default());
                }
                let Some(polygon) = area.polygons.last_mut() else { break };
                polygon.holes.last_mut().unwrap_or(&mut polygon.outer).push(point);
            }
        }
    }
    areas
}

/// Every point of the areas, its neighbours, and where their longitudes and latitudes cross.
fn questions(areas: &[Area]) -> Vec<Position> {
    let points: Vec<Position> = areas.iter().flat_map(Area::positions).collect();
    let mut asked = Vec::new();
    for (k, at) in points.iter().enumerate() {
        let next = points[(k + 1) % points.len()];
        let middle = |a: i32, b: i32| (i64::from(a) + i64::from(b)).div_euclid(2) as i32;
        let (x, y) = (at.lon_e7(), at.lat_e7());
        let (mid_x, mid_y) = (middle(x, next.lon_e7()), middle(y, next.lat_e7()));
        for (x, y) in [(x, y), (x + 1, y), (x - 1, y), (x, y + 1), (mid_x, mid_y), (mid_x, y)] {
            asked.extend(Position::from_e7(x, y));
        }
    }
    asked
}

/// Whether a ring holds a point moved by (+ε, +ε²): even-odd.
pub fn ring_holds(ring: &[Position], point: Position) -> bool {
    let number = |at: Position| (i128::from(at.lon_e7()), i128::from(at.lat_e7()));
    let (x, y) = number(point);
    let mut inside = false;
    for (k, &b) in ring.iter().enumerate() {
        let (a, b) = (number(ring[(k + ring.len() - 1) % ring.len()]), number(b));
        if (a.1 <= y) != (b.1 <= y) {
            // The side crosses the height at ax + (y - ay) (bx - ax) / (by - ay) > x?
            let (left, right) = ((y - a.1) * (b.0 - a.0), (x - a.0) * (b.1 - a.1));
            inside ^= if b.1 > a.1 { left > right } else { left < right };
        }
    }
    inside
}

/// Whether some polygon's outer ring holds a point and none of its holes does.
pub fn area_holds(area: &Area, point: Position) -> bool {
    area.polygons.iter().any(|polygon| {
        ring_holds(&polygon.outer, point)
            && !polygon.holes.iter().any(|hole| ring_holds(hole, point))
    })
}

/// Whether a point lies on a side of an area.
pub fn area_touches(area: &Area, point: Position) -> bool {
    let p = checker::p;
    let on = |a: Position, b: Position| a != b && checker::on(p(a), p(b), p(point));
    area.rings().any(|ring| (0..ring.len()).any(|k| on(ring[k], ring[(k + 1) % ring.len()])))
}

fn map(areas: &[Area]) -> Option<GridMap> {
    let partition = Partition::build(areas, &RepairSettings::default()).ok()?.partition;
    let unit = |k: usize| {
        let code = Code::try_from(&*format!("g{k}")).ok()?;
        let (level, name) = (Level::TOP, String::new());
        Some(Unit { code, name, level, parent: None, households: None, kind: None })
    };
    let tree = UnitTree::new((0..areas.len()).filter_map(unit).collect()).ok()?;
    GridMap::new(tree, partition).ok()
}

/// Any areas give an exact partition, and its own areas give it again.
pub fn partition(bytes: &[u8]) {
    let areas = areas(bytes);
    let _ = spatial::check(&areas);
    let Ok(built) = Partition::build(&areas, &RepairSettings::default()) else { return };
    checker::check(&built.partition);
    let own: Vec<Area> = built.partition.grids().map(|grid| built.partition.area(grid)).collect();
    let again = Partition::build(&own, &RepairSettings::NOTHING);
    let again = again.expect("what was built can be built").partition;
    for (grid, area) in (0..).zip(&own) {
        let twice = checker::area_twice(&again.area(GridId(grid)));
        assert_eq!(twice, checker::area_twice(area), "grid {grid} changes");
    }
}

/// The index answers as a look at every grid does.
pub fn assign(bytes: &[u8]) {
    let drawn = areas(bytes);
    let Some(map) = map(&drawn) else { return };
    let own: Vec<Area> = map.partition().grids().map(|grid| map.partition().area(grid)).collect();
    for at in questions(&drawn) {
        let held = (0..).zip(&own).find(|(_, area)| area_holds(area, at)).map(|(k, _)| GridId(k));
        let touched =
            (0..).zip(&own).find(|(_, area)| area_touches(area, at)).map(|(k, _)| GridId(k));
        let found = map.assign(at);
        assert_eq!(found.map(|found| found.grid), held.or(touched), "at {at:?}");
        assert_eq!(found.is_some_and(|found| found.on_border), touched.is_some(), "at {at:?}");
        assert_eq!(found.is_some_and(|found| found.outer), found.is_some() && held.is_none());
    }
}

/// Overlays answer as each area alone.
pub fn overlays(bytes: &[u8]) {
    let areas = areas(bytes);
    let Ok(overlays) = Overlays::build(&areas) else { return };
    for at in questions(&areas) {
        let all = 0..areas.len() as u32;
        let of = |k: &u32| &areas[*k as usize];
        let held: Vec<u32> = all.clone().filter(|k| area_holds(of(k), at)).collect();
        assert_eq!(*overlays.at(at), held, "at {at:?}");
        let touched: Vec<u32> =
            all.filter(|k| !held.contains(k) && area_touches(of(k), at)).collect();
        assert_eq!(overlays.touching(at), touched, "at {at:?}");
    }
}

/// The nearest places are those that measuring all finds; lines and areas do not panic.
pub fn nearest(bytes: &[u8]) {
    let areas = areas(bytes);
    let points: Vec<Position> = areas.iter().flat_map(Area::positions).collect();
    let tree = PlaceTree::new((0..).zip(points.iter().map(|&at| Shape::Point(at))));
    let shapes = areas.iter().flat_map(|area| {
        let lines = area.rings().map(|ring| Shape::Line(ring.clone()));
        lines.chain([Shape::Area(area.clone())])
    });
    let mut others = PlaceTree::default();
    for (id, shape) in (0..).zip(shapes) {
        others.insert(id, shape);
    }
    for (k, &at) in points.iter().enumerate() {
        let asked = points[(k * 7 + 3) % points.len()];
        let mut all: Vec<Near> = (0..)
            .zip(&points)
            .map(|(id, &point)| Near { id, distance_m: distance(asked, point) })
            .collect();
        all.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.id.cmp(&b.id)));
        all.truncate(5);
        assert_eq!(tree.nearest(asked, 5, f64::INFINITY), all);
        // A ring goes through its points.
        assert!(others.nearest(at, 1, 0.001).iter().all(|near| near.distance_m <= 0.001));
        assert!(!others.within(at, 0.001).is_empty(), "{at:?} is on no ring");
        let beside = others.nearest(asked, 3, f64::INFINITY);
        assert!(beside.is_sorted_by(|a, b| a.distance_m <= b.distance_m));
    }
    for id in 0..others.len() as u32 {
        assert!(others.remove(id).is_some());
    }
}

/// Texts are cells or refused; shares of covers add up.
pub fn cells(bytes: &[u8]) {
    if let Ok(cell) = String::from_utf8_lossy(bytes).parse::<Cell>() {
        assert_eq!(cell.to_string().parse(), Ok(cell));
    }
    let id = bytes.first_chunk().map_or(0, |&id| u64::from_le_bytes(id));
    if let Ok(cell) = Cell::try_from(id) {
        assert_eq!(cell.id(), id);
        let parent = CellResolution::all().filter_map(|resolution| cell.parent(resolution)).last();
        assert_eq!(parent, Some(cell));
        assert!(!cell.area().polygons.is_empty() && cell.boundary().len() >= 5);
    }
    let drawn = areas(bytes);
    let Some(map) = map(&drawn) else { return };
    // Coarse for large areas, so that there are some hundred cells at most.
    let finest =
        [12, 12, 10, 7, 3, 1, 1, 12][usize::from(bytes.first().map_or(0, |size| size % 8))];
    let resolution = bytes.last().map_or(0, |last| last % (finest + 1));
    let Ok(resolution) = CellResolution::try_from(resolution) else { return };
    let Ok(cover) = CellCover::new(&map, resolution) else { return };
    for &(cell, outside) in cover.cells() {
        let inside: f64 = cover.of_cell(cell).iter().map(|piece| piece.of_cell).sum();
        assert!((inside + outside - 1.0).abs() < 1e-9, "{cell}: {inside} and {outside}");
    }
    for grid in map.partition().grids() {
        let pieces = cover.pieces_of_grid(grid);
        let (some, all): (bool, f64) = (pieces.len() > 0, pieces.map(|piece| piece.of_grid).sum());
        assert!(!some || (all - 1.0).abs() < 1e-9, "{grid:?}: {all}");
    }
    for piece in cover.pieces() {
        assert!(piece.of_cell > 0.0 && piece.of_cell <= 1.0 + 1e-9, "{piece:?}");
        assert!(piece.of_grid > 0.0 && piece.of_grid <= 1.0, "{piece:?}");
    }
}
