//! Random edits of all kinds, one after the other: the partition stays one, and all are taken back
//! to the same bytes.

use crate::checker::{area_twice, check};
use crate::towns::{any_garbage, any_town, cases};
use model::{Area, Bounds, GridId, Polygon, Position};
use proptest::prelude::*;
use spatial::{
    Done, Draft, Edit, EditRules, FaultKind, Keep, Partition, RepairSettings, Segment, Torn,
};

/// An edit as wished for: numbers that are read against the draft as it is then.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    kind: u8,
    pick: [u32; 3],
    /// In thousandths of the box of the map, or of a fiftieth of it around some vertex.
    points: Vec<(i32, i32)>,
    near: bool,
    pub(crate) rules: EditRules,
}

pub(crate) fn any_wish() -> impl Strategy<Value = Wish> {
    let point = (-60..1_060_i32, -60..1_060_i32);
    let rules = (any::<bool>(), any::<bool>()).prop_map(|(may_vanish, strict)| EditRules {
        may_vanish,
        torn: if strict { Torn::Refuse } else { Torn::Warn },
    });
    (0..10_u8, any::<[u32; 3]>(), prop::collection::vec(point, 2..8), any::<bool>(), rules)
        .prop_map(|(kind, pick, points, near, rules)| Wish { kind, pick, points, near, rules })
}

/// Every piece, in order.
pub(crate) fn all(draft: &Draft) -> Vec<Segment> {
    let corner = |x, y| Position::from_e7(x, y).unwrap();
    let earth = Bounds {
        min: corner(-1_800_000_000, -900_000_000),
        max: corner(1_800_000_000, 900_000_000),
    };
    let mut pieces: Vec<Segment> = draft.segments_in(earth).collect();
    pieces.sort_by_key(|piece| (piece.from, piece.to));
    pieces
}

/// The edit that a wish means for this draft; new grids get numbers from the first free one on, and
/// so many more.
pub(crate) fn edit(draft: &Draft, wish: &Wish, ahead: u32) -> Option<Edit> {
    let pieces = all(draft);
    let piece = *pieces.get(wish.pick[0] as usize % pieces.len().max(1))?;
    let around = Bounds::around(pieces.iter().flat_map(|piece| [piece.from, piece.to]))?;
    let wide = i64::from(around.max.lon_e7()) - i64::from(around.min.lon_e7());
    let high = i64::from(around.max.lat_e7()) - i64::from(around.min.lat_e7());
    let place = |&(x, y): &(i32, i32)| {
        let (x, y) = (i64::from(x), i64::from(y));
        let (lon, lat) = if wish.near {
            let by = |n: i64, span: i64| (n - 500) * (span / 8).max(3) / 1_000;
            (
                i64::from(piece.from.lon_e7()) + by(x, wide),
                i64::from(piece.from.lat_e7()) + by(y, high),
            )
        } else {
            let by = |n: i64, span: i64| n * span / 1_000;
            (
                i64::from(around.min.lon_e7()) + by(x, wide),
                i64::from(around.min.lat_e7()) + by(y, high),
            )
        };
        let held = |n: i64, most: i64| n.clamp(-most, most) as i32;
        Position::from_e7(held(lon, 1_800_000_000), held(lat, 900_000_000)).unwrap()
    };
    let points: Vec<Position> = wish.points.iter().map(place).collect();
    let outer = points.clone();
    let area = Area { polygons: vec![Polygon { outer, holes: vec![] }] };
    let beside = |piece: Segment| {
        [piece.left, piece.right].map(|grid| grid.unwrap_or(GridId(wish.pick[1] % 8)))
    };
    let [left, right] = beside(piece);
    let new = GridId(draft.grid_count() as u32 + ahead);
    Some(match wish.kind {
        0 | 1 => {
            let keep =
                if wish.pick[1].is_multiple_of(3) { Keep::At(points[0]) } else { Keep::Largest };
            let new = (0..4).map(|k| GridId(new.0 + k)).collect();
            Edit::Split { grid: left, line: points, keep, new }
        }
        2 => Edit::Merge { from: left, into: right },
        3 => Edit::MoveVertex { from: piece.from, to: points[0] },
        4 => Edit::InsertVertex { between: [piece.to, piece.from], at: points[0] },
        5 => Edit::RemoveVertex { at: piece.from },
        6 => {
            let edges = draft.edges_in(Bounds { min: piece.from, max: piece.from });
            let edge = &edges.first()?.points;
            let mut line = vec![edge[0]];
            line.extend(&points[..points.len() / 2]);
            line.push(*edge.last()?);
            Edit::Reroute { piece: [edge[1], edge[0]], line }
        }
        7 => Edit::MoveArea {
            from: left,
            to: if wish.pick[2].is_multiple_of(3) { new } else { right },
            area,
        },
        8 => Edit::AddLand { to: if wish.pick[2].is_multiple_of(3) { new } else { left }, area },
        _ => Edit::RemoveLand { from: (wish.pick[2].is_multiple_of(2)).then(|| vec![left]), area },
    })
}

/// The partition keeps its promises, and its areas build the same partition.
pub(crate) fn whole(draft: &Draft) -> Partition {
    let partition = draft.freeze();
    check(&partition);
    let areas: Vec<Area> = partition.grids().map(|grid| partition.area(grid)).collect();
    let built = Partition::build(&areas, &RepairSettings::NOTHING).unwrap();
    let known = [FaultKind::Vanished, FaultKind::Gap];
    let bad = built.faults.iter().find(|f| f.kind.breaks_partition() && !known.contains(&f.kind));
    assert_eq!(bad, None);
    assert_eq!(built.partition, partition);
    for grid in partition.grids() {
        assert_eq!(area_twice(&draft.area(grid)), area_twice(&partition.area(grid)));
    }
    partition
}

fn total(draft: &Draft) -> i128 {
    (0..draft.grid_count() as u32).map(|grid| area_twice(&draft.area(GridId(grid)))).sum()
}

/// Makes what can be made of the wishes, checking every step; then takes everything back, makes it
/// again and takes it back again. How many edits were made.
pub(crate) fn play(start: &Partition, wishes: &[Wish], every: impl Fn(&Draft)) -> usize {
    let mut draft = Draft::new(start);
    let mut made: Vec<(Vec<u8>, Edit, EditRules, Done)> = Vec::new();
    for wish in wishes {
        let Some(edit) = edit(&draft, wish, 0) else { continue };
        let before = (draft.encode(), draft.stamp());
        let sum = total(&draft);
        match draft.apply(&edit, wish.rules) {
            Err(refused) => {
                assert_eq!((draft.encode(), draft.stamp()), before, "{refused}");
                assert!(!refused.to_string().is_empty());
            }
            Ok(done) => {
                every(&draft);
                let kept = !matches!(edit, Edit::AddLand { .. } | Edit::RemoveLand { .. });
                let inner = matches!(edit, Edit::Merge { .. });
                // Only rounding of the outer border, or moving it, changes the sum.
                assert!(!(kept && inner) || total(&draft) == sum);
                made.push((before.0, edit, wish.rules, done));
            }
        }
    }
    let end = draft.encode();
    for (before, .., done) in made.iter().rev() {
        draft.undo(done).unwrap();
        assert_eq!(draft.encode(), *before);
    }
    assert_eq!(draft.freeze(), *start);
    assert_eq!(draft.stamp(), Draft::new(start).stamp());
    for (before, edit, rules, done) in &made {
        assert_eq!(draft.encode(), *before);
        assert_eq!(draft.apply(edit, *rules).as_ref(), Ok(done), "the same again");
    }
    assert_eq!(draft.encode(), end);
    made.len()
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn edits_keep_the_partition_and_are_taken_back_to_the_same_bytes(
        town in any_town(),
        wishes in prop::collection::vec(any_wish(), 1..40),
    ) {
        let built = Partition::build(&town, &RepairSettings::default()).unwrap();
        play(&built.partition, &wishes, |draft| { whole(draft); });
    }

    #[test]
    fn what_was_garbage_can_be_edited(
        garbage in any_garbage(),
        wishes in prop::collection::vec(any_wish(), 1..12),
    ) {
        let built = Partition::build(&garbage, &RepairSettings::default()).unwrap();
        play(&built.partition, &wishes, |draft| { whole(draft); });
    }

    #[test]
    fn edits_far_from_each_other_may_be_made_in_either_order(
        town in any_town(),
        wishes in prop::collection::vec(any_wish(), 2..12),
    ) {
        let built = Partition::build(&town, &RepairSettings::default()).unwrap();
        let mut draft = Draft::new(&built.partition);
        let edits: Vec<(Edit, EditRules, Done)> = (0..)
            .zip(&wishes)
            .filter_map(|(k, wish)| {
                let edit = edit(&draft, wish, 10 * k)?;
                let done = draft.apply(&edit, wish.rules).ok()?;
                draft.undo(&done).unwrap();
                Some((edit, wish.rules, done))
            })
            .collect();
        for (k, one) in edits.iter().enumerate() {
            for other in edits[k + 1..].iter().filter(|other| one.2.apart_from(&other.2)) {
                let mut ends = Vec::new();
                for pair in [[one, other], [other, one]] {
                    let made = pair.map(|(edit, rules, _)| draft.apply(edit, *rules).unwrap());
                    ends.push(draft.encode());
                    made.iter().rev().for_each(|done| { draft.undo(done).unwrap(); });
                }
                prop_assert!(ends[0] == ends[1], "{:?} and {:?}", one.0, other.0);
            }
        }
    }
}
