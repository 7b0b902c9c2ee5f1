//! Edits against slow plain twins: a raster, where all lines run along the axes and nothing is
//! rounded, and points far from any line where something is.

use crate::checker::area_twice;
use crate::editing_random::{all, any_wish, edit, whole};
use crate::towns::{any_town, at, cases};
use model::{Area, GridId, Polygon, Position, Ring};
use proptest::prelude::*;
use spatial::{Draft, Edit, EditRules, Keep, Partition, Refused, RepairSettings};
use std::collections::{BTreeMap, BTreeSet};

/// Cells of the raster along each axis, and lattice steps of a cell.
const CELLS: i32 = 9;
const STEP: i32 = 10;

/// Who has each cell, row by row.
type Raster = BTreeMap<(i32, i32), Option<u32>>;

fn areas(raster: &Raster) -> Vec<Area> {
    let count = raster.values().flatten().max().map_or(0, |&most| most + 1);
    let mut areas = vec![Area::default(); count as usize];
    for (&(x, y), owner) in raster {
        if let Some(grid) = owner {
            let corner = |dx, dy| at((x + dx) * STEP, (y + dy) * STEP);
            let outer = vec![corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
            areas[*grid as usize].polygons.push(Polygon { outer, holes: vec![] });
        }
    }
    areas
}

/// Whether a ring goes around the middle of a cell an odd number of times.
fn odd(ring: &Ring, (x, y): (i32, i32)) -> bool {
    let (mx, my) = (x * STEP + STEP / 2, y * STEP + STEP / 2);
    let next = ring.iter().cycle().skip(1);
    let west = ring.iter().zip(next).filter(|(p, q)| {
        let (low, high) = (p.lat_e7().min(q.lat_e7()), p.lat_e7().max(q.lat_e7()));
        p.lon_e7() == q.lon_e7() && p.lon_e7() < mx && low < my && my < high
    });
    west.count() % 2 == 1
}

fn in_area(area: &Area, cell: (i32, i32)) -> bool {
    area.polygons.iter().any(|polygon| {
        odd(&polygon.outer, cell) && !polygon.holes.iter().any(|hole| odd(hole, cell))
    })
}

/// Two neighbouring cells.
type Open = ((i32, i32), (i32, i32));

/// The draft has exactly the land of the raster.
fn same(draft: &Draft, raster: &Raster) {
    let mut cells = vec![0_i128; draft.grid_count()];
    for (&(x, y), &owner) in raster {
        let middle = at(x * STEP + STEP / 2, y * STEP + STEP / 2);
        assert_eq!(draft.owner_at(middle).map(|found| found.grid.0), owner, "{middle:?}");
        if let Some(grid) = owner {
            cells[grid as usize] += 1;
        }
    }
    for (grid, cells) in (0..).zip(cells) {
        let twice = 2 * cells * i128::from(STEP * STEP);
        assert_eq!(area_twice(&draft.area(GridId(grid))), twice);
    }
}

/// The cells of a grid in sets between which no side is open.
fn flood(raster: &Raster, grid: u32, shut: &BTreeSet<Open>) -> BTreeSet<BTreeSet<(i32, i32)>> {
    let mut left: BTreeSet<(i32, i32)> =
        raster.iter().filter(|(_, owner)| **owner == Some(grid)).map(|(&cell, _)| cell).collect();
    let mut sets = BTreeSet::new();
    while let Some(first) = left.pop_first() {
        let mut set = BTreeSet::from([first]);
        let mut todo = vec![first];
        while let Some((x, y)) = todo.pop() {
            for other in [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)] {
                let side = ((x, y).min(other), (x, y).max(other));
                if left.contains(&other) && !shut.contains(&side) {
                    left.remove(&other);
                    set.insert(other);
                    todo.push(other);
                }
            }
        }
        sets.insert(set);
    }
    sets
}

/// The sides between cells that a line along the axes runs over.
fn sides(line: &[(i32, i32)]) -> BTreeSet<Open> {
    let mut shut = BTreeSet::new();
    for pair in line.windows(2) {
        let ((ax, ay), (bx, by)) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
        if ax == bx {
            shut.extend((ay..by).map(|y| ((ax - 1, y), (ax, y))));
        } else {
            shut.extend((ax..bx).map(|x| ((x, ay - 1), (x, ay))));
        }
    }
    shut
}

/// A line of cell corners along the axes: turns by one coordinate at a time.
fn along_axes(seeds: &[i32], start: (i32, i32)) -> Vec<(i32, i32)> {
    let mut line = vec![start];
    for (k, &seed) in seeds.iter().enumerate() {
        let (x, y) = line[line.len() - 1];
        line.push(if k % 2 == 0 { (seed, y) } else { (x, seed) });
    }
    line.dedup();
    line
}

/// The end of a line runs on to the border of the grid if it is inside.
fn run_on(raster: &Raster, grid: u32, line: &mut Vec<(i32, i32)>) {
    let inside = |(x, y): (i32, i32)| {
        [(x - 1, y - 1), (x, y - 1), (x - 1, y), (x, y)]
            .iter()
            .all(|cell| raster.get(cell) == Some(&Some(grid)))
    };
    let [.., (px, py), (x, y)] = line[..] else { return };
    let (dx, dy) = ((x - px).signum(), (y - py).signum());
    let mut end = (x, y);
    while inside(end) {
        end = (end.0 + dx, end.1 + dy);
    }
    line.push(end);
}

fn any_raster() -> impl Strategy<Value = Raster> {
    let cells = prop::collection::vec(prop::option::weighted(0.9, 0..5_u32), 81);
    let blocks = (prop::collection::vec(prop::option::weighted(0.9, 0..9_u32), 9), cells);
    (blocks, any::<bool>()).prop_map(|((blocks, cells), rough)| {
        let cell = |k: usize| ((k % 9) as i32, (k / 9) as i32);
        let owner = |k: usize| if rough { cells[k] } else { blocks[k % 9 / 3 + k / 27 * 3] };
        (0..81).map(|k| (cell(k), owner(k))).collect()
    })
}

fn ring(corners: &[(i32, i32)]) -> Ring {
    corners.iter().map(|&(x, y)| at(x * STEP, y * STEP)).collect()
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn areas_change_hands_as_in_a_raster(
        mut raster in any_raster(),
        wishes in prop::collection::vec(
            (0..3_u8, 0..6_u32, 0..7_u32, prop::collection::vec(0..=CELLS, 4..9), any::<bool>()),
            1..8,
        ),
    ) {
        let built = Partition::build(&areas(&raster), &RepairSettings::NOTHING);
        let mut draft = Draft::new(&built.unwrap().partition);
        same(&draft, &raster);
        for (kind, from, to, seeds, holed) in wishes {
            let mut corners = along_axes(&seeds[1..], (seeds[0], seeds[1]));
            // Closed along the axes.
            let (first, last) = (corners[0], corners[corners.len() - 1]);
            corners.extend([(last.0, first.1)]);
            let holes = if holed { vec![ring(&[(3, 3), (6, 3), (6, 6), (3, 6)])] } else { vec![] };
            let outer = ring(&corners);
            let area = Area { polygons: vec![Polygon { outer, holes }] };
            let (from, to) = (GridId(from), GridId(to));
            let edit = match kind {
                0 => Edit::MoveArea { from, to, area: area.clone() },
                1 => Edit::AddLand { to, area: area.clone() },
                _ => Edit::RemoveLand { from: holed.then(|| vec![from]), area: area.clone() },
            };
            let give = |owner: Option<u32>| match kind {
                0 => if owner == Some(from.0) { Some(to.0) } else { owner },
                1 => owner.or(Some(to.0)),
                _ => owner.filter(|&grid| holed && grid != from.0),
            };
            let rules = EditRules { may_vanish: true, ..EditRules::default() };
            match draft.apply(&edit, rules) {
                Ok(_) => {
                    for (cell, owner) in &mut raster {
                        if in_area(&area, *cell) {
                            *owner = give(*owner);
                        }
                    }
                    whole(&draft);
                }
                Err(Refused::NothingToDo { .. }) => {
                    for (cell, owner) in &raster {
                        prop_assert!(!in_area(&area, *cell) || give(*owner) == *owner);
                    }
                }
                Err(_) => {}
            }
            same(&draft, &raster);
        }
    }

    #[test]
    fn grids_are_divided_as_in_a_raster(
        raster in any_raster(),
        grid in 0..5_u32,
        seeds in prop::collection::vec(-1..=CELLS + 1, 3..9),
    ) {
        let built = Partition::build(&areas(&raster), &RepairSettings::NOTHING);
        let mut draft = Draft::new(&built.unwrap().partition);
        let line = along_axes(&seeds[1..], (seeds[0], seeds[1]));
        let mut longer = line.clone();
        // A closed line that begins inside stays as it is.
        for _ in 0..if line.first() == line.last() { 0 } else { 2 } {
            run_on(&raster, grid, &mut longer);
            longer.reverse();
        }
        let before = flood(&raster, grid, &BTreeSet::new());
        let after = flood(&raster, grid, &sides(&longer));
        let new = (0..40).map(|k| GridId(draft.grid_count() as u32 + k)).collect();
        let edit = Edit::Split { grid: GridId(grid), line: ring(&line), keep: Keep::Largest, new };
        let made = draft.apply(&edit, EditRules::default());
        let cut: Vec<&BTreeSet<(i32, i32)>> = after.difference(&before).collect();
        prop_assert_eq!(made.is_ok(), !cut.is_empty(), "{:?}", made);
        let Ok(made) = made else { return Ok(()) };
        whole(&draft);
        prop_assert_eq!(made.made.len() + 1, cut.len());
        let owner = |&(x, y): &(i32, i32)| {
            draft.owner_at(at(x * STEP + 5, y * STEP + 5)).map(|found| found.grid.0)
        };
        let largest = cut.iter().map(|set| set.len()).max();
        let mut owners = BTreeSet::new();
        for set in &cut {
            let one: BTreeSet<_> = set.iter().map(owner).collect();
            prop_assert_eq!(one.len(), 1);
            prop_assert!(!one.contains(&Some(grid)) || Some(set.len()) == largest);
            owners.extend(one);
        }
        prop_assert_eq!(owners.len(), cut.len());
        for (cell, was) in &raster {
            if !cut.iter().any(|set| set.contains(cell)) {
                prop_assert_eq!(owner(cell), *was);
            }
        }
    }

    #[test]
    fn far_from_lines_an_area_changes_hands_as_drawn(
        town in any_town(),
        wish in any_wish(),
        seeds in prop::collection::vec((0..1_000_i64, 0..1_000_i64), 60),
    ) {
        let before = Partition::build(&town, &RepairSettings::default()).unwrap().partition;
        let mut draft = Draft::new(&before);
        let old = all(&draft);
        let Some(edit) = edit(&draft, &wish, 0) else { return Ok(()) };
        let (from, to, area) = match &edit {
            Edit::MoveArea { from, to, area } => (Some(Some(*from)), Some(*to), area),
            Edit::AddLand { to, area } => (Some(None), Some(*to), area),
            Edit::RemoveLand { from, area } => (from.as_ref().map(|of| Some(of[0])), None, area),
            _ => return Ok(()),
        };
        let owner = |draft: &Draft, p: Position| draft.owner_at(p).map(|found| found.grid);
        let around = before.bounds().unwrap();
        let places: Vec<(Position, Option<GridId>)> = seeds
            .iter()
            .map(|&(x, y)| {
                let by = |low: i32, high: i32, n: i64| {
                    low + ((i64::from(high) - i64::from(low)) * n / 1_000) as i32
                };
                let (min, max) = (around.min, around.max);
                at(by(min.lon_e7(), max.lon_e7(), x), by(min.lat_e7(), max.lat_e7(), y))
            })
            .filter(|&p| old.iter().all(|piece| far(p, piece.from, piece.to)))
            .filter(|&p| area.rings().all(|ring| {
                ring.iter().zip(ring.iter().cycle().skip(1)).all(|(&a, &b)| far(p, a, b))
            }))
            .map(|p| (p, owner(&draft, p)))
            .collect();
        if draft.apply(&edit, wish.rules).is_err() {
            return Ok(());
        }
        for (p, was) in places {
            let gives = from.is_none_or(|from| from == was);
            let expected = if gives && around_it(&area.polygons[0].outer, p) { to } else { was };
            prop_assert_eq!(owner(&draft, p), expected);
        }
    }
}

/// Whether a point is more than three steps from a segment's line or well off its ends.
fn far(p: Position, a: Position, b: Position) -> bool {
    let xy = |q: Position| (f64::from(q.lon_e7()), f64::from(q.lat_e7()));
    let ((px, py), (ax, ay), (bx, by)) = (xy(p), xy(a), xy(b));
    let (dx, dy) = (bx - ax, by - ay);
    let long = dx * dx + dy * dy;
    let t =
        if long > 0.0 { (((px - ax) * dx + (py - ay) * dy) / long).clamp(0.0, 1.0) } else { 0.0 };
    (px - ax - t * dx).hypot(py - ay - t * dy) > 3.0
}

/// Whether a ring goes around a point that is far from it an odd number of times.
fn around_it(ring: &Ring, p: Position) -> bool {
    let xy = |q: Position| (f64::from(q.lon_e7()), f64::from(q.lat_e7()));
    let (px, py) = xy(p);
    let next = ring.iter().cycle().skip(1);
    let east = ring.iter().zip(next).filter(|&(&a, &b)| {
        let ((ax, ay), (bx, by)) = (xy(a), xy(b));
        (ay <= py) != (by <= py) && ax + (py - ay) / (by - ay) * (bx - ax) > px
    });
    east.count() % 2 == 1
}
