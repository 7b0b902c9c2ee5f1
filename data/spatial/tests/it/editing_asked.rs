//! Questions to a draft against plain answers, what an edit says of itself, and malformed edits.

use crate::editing_random::{all, any_wish, edit, whole};
use crate::towns::{any_town, at, cases, square};
use model::{Area, Bounds, GridId, Position};
use proptest::prelude::*;
use spatial::{
    Draft, Edit, EditRules, GridMap, Keep, Partition, RepairSettings, Segment, distance,
    ground_area,
};
use std::collections::BTreeSet;

fn edited(town: &[Area], wishes: &[crate::editing_random::Wish]) -> Draft {
    let built = Partition::build(town, &RepairSettings::default()).unwrap();
    let mut draft = Draft::new(&built.partition);
    for wish in wishes {
        if let Some(edit) = edit(&draft, wish, 0) {
            let _ = draft.apply(&edit, wish.rules);
        }
    }
    draft
}

/// Whether a piece meets a box: some part of it, cut off at the four sides, is left.
fn meets(piece: &Segment, within: Bounds) -> bool {
    let xy = |p: Position| [i128::from(p.lon_e7()), i128::from(p.lat_e7())];
    let (a, b, low, high) = (xy(piece.from), xy(piece.to), xy(within.min), xy(within.max));
    // The stretch from/with to/with of the piece, as fractions (n, d) with d > 0.
    let (mut from, mut to) = ((0, 1), (1, 1));
    for k in 0..2 {
        let step = b[k] - a[k];
        for (sign, limit) in [(1, low[k]), (-1, high[k])] {
            // sign * (a + t * step - limit) >= 0
            let (gain, lack) = (sign * step, sign * (limit - a[k]));
            if gain == 0 && lack > 0 {
                return false;
            }
            if gain > 0 && lack * from.1 > from.0 * gain {
                from = (lack, gain);
            }
            if gain < 0 && -lack * to.1 < to.0 * -gain {
                to = (-lack, -gain);
            }
        }
    }
    from.0 * to.1 <= to.0 * from.1
}

/// An edit of points and numbers without sense: far ends of the Earth, repeated points, vertices.
type Nonsense = (u8, Vec<u32>, Vec<(u8, i32, i32)>);

fn any_nonsense() -> impl Strategy<Value = Nonsense> {
    let point = (0..5_u8, -30..230_i32, -30..230_i32);
    (0..9_u8, prop::collection::vec(0..7_u32, 4), prop::collection::vec(point, 0..12))
}

fn nonsense(draft: &Draft, (kind, numbers, points): &Nonsense) -> Edit {
    let vertices: Vec<Position> = all(draft).iter().map(|piece| piece.from).collect();
    let point = |&(how, x, y): &(u8, i32, i32)| match how {
        0 => at(if x % 2 == 0 { 1_800_000_000 } else { -1_800_000_000 }, y * 3_900_000),
        1 => at(x * 7_800_000, if y % 2 == 0 { 900_000_000 } else { -900_000_000 }),
        2 if !vertices.is_empty() => vertices[x.unsigned_abs() as usize % vertices.len()],
        3 => at(x / 50 * 50, y / 50 * 50),
        _ => at(x, y),
    };
    let line: Vec<Position> = points.iter().map(point).collect();
    let grid = |k: usize| GridId(if numbers[k] == 6 { u32::MAX } else { numbers[k] });
    let place = |k: usize| line.get(k).copied().unwrap_or(at(100, 100));
    let polygons = line
        .chunks(5)
        .map(|part| model::Polygon { outer: part.to_vec(), holes: vec![line.clone()] })
        .collect();
    let area = Area { polygons };
    match kind {
        0 => Edit::Split { grid: grid(0), line, keep: Keep::Largest, new: vec![grid(1), grid(2)] },
        1 => Edit::Merge { from: grid(0), into: grid(1) },
        2 => Edit::MoveVertex { from: place(0), to: place(1) },
        3 => Edit::InsertVertex { between: [place(0), place(1)], at: place(2) },
        4 => Edit::RemoveVertex { at: place(0) },
        5 => Edit::Reroute { piece: [place(0), place(1)], line },
        6 => Edit::MoveArea { from: grid(0), to: grid(1), area },
        7 => Edit::AddLand { to: grid(0), area },
        _ => Edit::RemoveLand { from: (numbers[3] < 3).then(|| vec![grid(0), grid(1)]), area },
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn nonsense_is_refused_or_leaves_a_partition(
        edits in prop::collection::vec(any_nonsense(), 1..12),
    ) {
        let squares =
            [square(0, 0, 100, 100), square(100, 0, 200, 100), square(0, 100, 200, 200)];
        let built = Partition::build(&squares, &RepairSettings::default()).unwrap();
        let mut draft = Draft::new(&built.partition);
        for wish in &edits {
            let edit = nonsense(&draft, wish);
            let before = draft.clone();
            let rules = EditRules { may_vanish: wish.1[2] < 2, ..EditRules::default() };
            match draft.apply(&edit, rules) {
                Err(refused) => {
                    prop_assert_eq!(&draft, &before);
                    let _ = (refused.place(), refused.grids(), refused.to_string());
                }
                Ok(done) => {
                    whole(&draft);
                    let after = draft.clone();
                    let undone = draft.undo(&done).unwrap();
                    prop_assert_eq!(&draft, &before);
                    draft.undo(&undone).unwrap();
                    prop_assert_eq!(&draft, &after);
                }
            }
        }
    }

    #[test]
    fn what_changed_lies_in_the_boxes_told(
        town in any_town(),
        wishes in prop::collection::vec(any_wish(), 1..6),
        last in any_wish(),
        seeds in prop::collection::vec((0..=1_000_i64, 0..=1_000_i64), 40),
    ) {
        let mut draft = edited(&town, &wishes);
        let Some(edit) = edit(&draft, &last, 0) else { return Ok(()) };
        let before = draft.clone();
        let Ok(done) = draft.apply(&edit, last.rules) else { return Ok(()) };
        let (old, new): (Vec<Segment>, Vec<Segment>) = (all(&before), all(&draft));
        let changed = old.iter().filter(|piece| !new.contains(piece))
            .chain(new.iter().filter(|piece| !old.contains(piece)));
        let mut grids = BTreeSet::new();
        for piece in changed {
            let inside = |of: &Bounds| of.contains(piece.from) && of.contains(piece.to);
            prop_assert!(done.boxes.iter().any(inside));
            grids.extend(piece.left.into_iter().chain(piece.right));
        }
        prop_assert_eq!(grids.into_iter().collect::<Vec<_>>(), done.grids.clone());
        for (k, one) in done.boxes.iter().enumerate() {
            prop_assert!(done.boxes[k + 1..].iter().all(|other| !other.meets(one)));
        }
        let around = Bounds::around(old.iter().flat_map(|piece| [piece.from, piece.to])).unwrap();
        for (x, y) in seeds {
            let by = |low: i32, high: i32, n: i64| {
                low + ((i64::from(high) - i64::from(low)) * n / 1_000) as i32
            };
            let p = at(
                by(around.min.lon_e7(), around.max.lon_e7(), x),
                by(around.min.lat_e7(), around.max.lat_e7(), y),
            );
            let same = draft.owner_at(p) == before.owner_at(p);
            prop_assert!(same || done.boxes.iter().any(|of| of.contains(p)), "{:?}", p);
        }
    }

    #[test]
    fn a_draft_answers_as_plain_scans_do(
        town in any_town(),
        wishes in prop::collection::vec(any_wish(), 0..8),
        seeds in prop::collection::vec((0..=1_000_i64, 0..=1_000_i64, 0..=300_i64), 12),
    ) {
        let draft = edited(&town, &wishes);
        let partition = draft.freeze();
        let pieces = all(&draft);
        let Some(around) = partition.bounds() else { return Ok(()) };
        let place = |x: i64, y: i64| {
            let by = |low: i32, high: i32, n: i64| {
                low + ((i64::from(high) - i64::from(low)) * n / 1_000) as i32
            };
            at(
                by(around.min.lon_e7(), around.max.lon_e7(), x),
                by(around.min.lat_e7(), around.max.lat_e7(), y),
            )
        };
        let tree = crate::assigning::flat(partition.grid_count());
        let map = GridMap::new(tree, partition.clone()).unwrap();
        let mut asked: Vec<Position> = seeds.iter().map(|&(x, y, _)| place(x, y)).collect();
        asked.extend(pieces.iter().map(|piece| piece.from));
        for vertex in &asked {
            let mut found: Vec<Segment> = draft.segments_at(*vertex).collect();
            found.sort_by_key(|piece| (piece.from, piece.to));
            let ends = |piece: &&Segment| piece.from == *vertex || piece.to == *vertex;
            let slow: Vec<Segment> = pieces.iter().filter(ends).copied().collect();
            prop_assert_eq!(found, slow);
        }
        for p in asked {
            prop_assert_eq!(draft.owner_at(p), map.assign(p), "{:?}", p);
        }
        for (x, y, wide) in seeds {
            let within = Bounds { min: place(x, y), max: place(x + wide, y + wide) };
            let mut found: Vec<Segment> = draft.segments_in(within).collect();
            found.sort_by_key(|piece| (piece.from, piece.to));
            let slow: Vec<Segment> =
                pieces.iter().filter(|piece| meets(piece, within)).copied().collect();
            prop_assert_eq!(&found, &slow);
            let edges = draft.edges_in(within);
            let total: usize = edges.iter().map(|edge| edge.points.len() - 1).sum();
            prop_assert!(total >= found.len());
            let p = place(x, y);
            let near = draft.nearest(p, 1e6);
            let least = pieces
                .iter()
                .flat_map(|piece| [piece.from, piece.to])
                .map(|vertex| distance(p, vertex))
                .fold(f64::INFINITY, f64::min);
            let told = near.vertex.map_or(f64::INFINITY, |vertex| vertex.1);
            prop_assert!((told - least).abs() <= 0.01 * least, "{} {}", told, least);
            let edge = near.edge.unwrap();
            prop_assert!(edge.distance_m <= told * 1.000_001);
        }
        for grid in partition.grids() {
            let figures = draft.figures(grid);
            let area = partition.area(grid);
            let ground = ground_area(&area).get();
            prop_assert!((figures.area.get() - ground).abs() <= 1e-6 * ground + 1e-3);
            prop_assert_eq!(figures.parts, area.polygons.len());
            let holes: usize = area.polygons.iter().map(|polygon| polygon.holes.len()).sum();
            prop_assert_eq!(figures.holes, holes);
            let shared = partition.neighbours(grid);
            prop_assert_eq!(figures.neighbours.len(), shared.len());
            for (one, other) in figures.neighbours.iter().zip(shared) {
                let lengths = (one.1, f64::from(other.1.get()));
                prop_assert!(one.0 == other.0 && (lengths.0 - lengths.1).abs() <= 0.6);
            }
            let sum: f64 = figures.neighbours.iter().map(|(_, m)| m).sum();
            prop_assert!((sum + figures.outer_m - figures.perimeter_m).abs() < 1e-6 * sum + 1e-3);
        }
    }
}
