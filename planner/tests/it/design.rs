//! A design made of squares: every step keeps its word, is taken back to the same, and is made again
//! from its record to the same.

#![expect(clippy::unwrap_used, reason = "what is built here is known to be right")]

use model::{Area, Code, GridId, Level, Polygon, Position, Unit, UnitId, UnitTree};
use planner::design::{Became, Design, FindingKind, Load, Named, Refusal, Step, Target};
use proptest::prelude::*;
use spatial::{Edit, GridMap, Keep, Partition, RepairSettings};
use std::collections::BTreeSet;

const SIDE: i32 = 4;
const STEP: i32 = 10_000;

fn at(x: i32, y: i32) -> Position {
    Position::from_e7(1_038_000_000 + x, 360_000_000 + y).unwrap()
}

fn square(column: i32, row: i32) -> Area {
    let corner = |x, y| at(STEP * (column + x), STEP * (row + y));
    let outer = vec![corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
    Area { polygons: vec![Polygon { outer, holes: Vec::new() }] }
}

/// 16 squares, the western half in one community, the eastern in another; 100 households each.
fn town() -> GridMap {
    let unit = |level: u8, code: String, parent: Option<u32>, households| Unit {
        name: format!("名{code}"),
        code: Code::try_from(&*code).unwrap(),
        level: Level::new(level).unwrap(),
        parent: parent.map(UnitId),
        households,
        kind: None,
    };
    let mut units = vec![
        unit(1, "62".to_owned(), None, None),
        unit(2, "6201".to_owned(), Some(0), None),
        unit(2, "6202".to_owned(), Some(0), None),
    ];
    let mut areas = Vec::new();
    for community in 0..2 {
        for k in 0..8 {
            let code = format!("620{}{:03}", community + 1, k + 1);
            units.push(unit(3, code, Some(1 + community), Some(100)));
            let west = if community == 0 { 0 } else { 2 };
            areas.push(square(west + k % 2, k / 2));
        }
    }
    let built = Partition::build(&areas, &RepairSettings::default()).unwrap();
    GridMap::new(UnitTree::new(units).unwrap(), built.partition).unwrap()
}

fn design() -> Design {
    let map = town();
    let incidents: Vec<Position> = (0..40).map(|k| at(997 * k, 983 * k)).collect();
    let load = Load::new(&map, &incidents);
    let past = BTreeSet::from([Code::try_from("6201009").unwrap()]);
    Design::new(&map, load, past)
}

fn land(edit: Edit) -> Step {
    Step::Land { edit, names: Vec::new() }
}

fn split(grid: u32, line: &[Position]) -> Step {
    let (line, keep) = (line.to_vec(), Keep::Largest);
    land(Edit::Split { grid: GridId(grid), line, keep, new: Vec::new() })
}

fn total(design: &Design) -> [u64; 2] {
    design
        .grids()
        .filter_map(|(grid, _)| design.figures(grid))
        .fold([0, 0], |sum, it| [sum[0] + it.households, sum[1] + it.incidents])
}

#[test]
fn a_new_grid_is_of_the_same_community_and_has_the_next_code_nobody_had() {
    let mut design = design();
    let (kept, change) = design.apply(split(0, &[at(5000, -9), at(5001, STEP + 9)])).unwrap();
    assert_eq!(change.made, [GridId(16)]);
    assert_eq!(change.grids[0], GridId(0));
    let new = design.grid(GridId(16)).unwrap();
    // 6201009 is of the past.
    assert_eq!((new.named.code.as_str(), new.parent), ("6201010", Some(UnitId(1))));
    let Step::Land { names, .. } = kept else { panic!("another step") };
    assert_eq!(names, std::slice::from_ref(&new.named));
    let [one, two] = [0, 16].map(|grid| design.figures(GridId(grid)).unwrap());
    assert_eq!(one.households + two.households, 100);
    assert!(one.households.abs_diff(two.households) < 10, "{} {}", one.households, two.households);
    assert_eq!(total(&design)[0], 1600);
}

#[test]
fn the_line_of_a_community_stays_and_its_name_is_said() {
    let mut design = design();
    let before = design.draft().encode();
    let shift = land(Edit::MoveVertex { from: at(2 * STEP, STEP), to: at(2 * STEP + 300, STEP) });
    let refused = design.apply(shift).unwrap_err();
    let Refusal::MovesUpperBorder { unit, at } = &refused else { panic!("{refused}") };
    assert!(unit == "名6201" || unit == "名6202", "{unit}");
    assert_eq!(at.lon_e7(), 1_038_000_000 + 2 * STEP);
    let merge = land(Edit::Merge { from: GridId(1), into: GridId(8) });
    assert_eq!(design.apply(merge).unwrap_err().kind(), "moves-upper-border");
    assert_eq!(design.draft().encode(), before);
    assert_eq!(design.depth(), [0, 0]);
}

#[test]
fn a_step_that_is_only_weighed_leaves_what_can_be_made_again() {
    let mut design = design();
    design.apply(split(0, &[at(5000, -9), at(5001, STEP + 9)])).unwrap();
    let divided = seen(&design);
    design.undo().unwrap();
    let lock = Step::Lock { grid: GridId(3), locked: true };
    assert!(design.weigh(lock, |tried, _| tried.grid(GridId(3)).unwrap().locked).unwrap());
    assert!(!design.grid(GridId(3)).unwrap().locked);
    assert_eq!(design.depth(), [0, 1]);
    design.redo().unwrap();
    assert_eq!(seen(&design), divided);
}

#[test]
fn a_locked_grid_stays() {
    let mut design = design();
    design.apply(Step::Lock { grid: GridId(3), locked: true }).unwrap();
    let shift = land(Edit::MoveVertex { from: at(STEP, STEP), to: at(STEP + 100, STEP) });
    let refused = design.apply(shift.clone()).unwrap_err();
    assert_eq!((refused.kind(), refused.grids()), ("locked", &[GridId(3)][..]));
    // A neighbour may be divided up to its border.
    design.apply(split(2, &[at(-9, STEP + 5000), at(STEP + 9, STEP + 5003)])).unwrap();
    design.apply(Step::Lock { grid: GridId(3), locked: false }).unwrap();
    design.apply(shift).unwrap();
}

#[test]
fn codes_are_neither_taken_twice_nor_from_the_past() {
    let mut design = design();
    let name = |code: &str, name: &str| Step::Name {
        grid: GridId(0),
        named: Named { code: Code::try_from(code).unwrap(), name: name.to_owned() },
    };
    assert_eq!(design.apply(name("6201002", "甲")).unwrap_err().kind(), "code-taken");
    assert_eq!(design.apply(name("6201009", "甲")).unwrap_err().kind(), "code-of-the-past");
    assert_eq!(design.apply(name("6201077", "")).unwrap_err().kind(), "bad-name");
    design.apply(name("6201077", "甲")).unwrap();
    assert_eq!(design.grid(GridId(0)).unwrap().named.name, "甲");
    design.undo().unwrap();
    assert_eq!(design.grid(GridId(0)).unwrap().named.name, "名6201001");
}

#[test]
fn what_is_wrong_is_found_the_worst_first() {
    let mut design = design();
    assert_eq!(design.findings(Target::default()), []);
    design.apply(land(Edit::Merge { from: GridId(0), into: GridId(1) })).unwrap();
    design.apply(split(2, &[at(-9, STEP + 200), at(STEP + 9, STEP + 200)])).unwrap();
    let found = design.findings(Target { households: Some(100), tolerance: 0.2 });
    let kinds: Vec<_> = found.iter().map(|it| (it.kind, it.grids.clone())).collect();
    assert!(found.is_sorted_by(|one, next| one.damage >= next.damage), "{found:?}");
    assert!(kinds.contains(&(FindingKind::TooMany, vec![GridId(1)])), "{kinds:?}");
    assert!(kinds.contains(&(FindingKind::Empty, vec![GridId(16)])), "{kinds:?}");
    assert!(kinds.contains(&(FindingKind::Thin, vec![GridId(16)])), "{kinds:?}");
    assert!(kinds.contains(&(FindingKind::Unnamed, vec![GridId(16)])), "{kinds:?}");
    assert!(found.iter().all(|it| it.at.is_some()));
}

#[test]
fn the_outcome_is_a_drawing_with_all_households_and_says_who_moved() {
    let mut design = design();
    design.apply(land(Edit::Merge { from: GridId(0), into: GridId(1) })).unwrap();
    design.apply(split(4, &[at(5000, 2 * STEP - 9), at(5000, 3 * STEP + 9)])).unwrap();
    let (tree, areas, kept) = design.drawing().unwrap();
    assert_eq!((tree.grid_count(), areas.len(), kept.len()), (16, 16, 16));
    let built = Partition::build(&areas, &RepairSettings::NOTHING).unwrap();
    let map = GridMap::new(tree, built.partition).unwrap();
    let households = |unit: u32| map.tree().unit(UnitId(unit)).households.unwrap();
    assert_eq!((3..19).map(households).sum::<u32>(), 1600);
    let rows = design.differences();
    assert_eq!((rows[0].became, rows[0].left), (Became::Gone, 100));
    assert_eq!((rows[1].became, rows[1].came), (Became::Changed, 100));
    assert_eq!((rows[16].became, rows[4].became), (Became::New, Became::Changed));
    assert_eq!(rows[7].became, Became::Same);
    let moved = rows.iter().map(|row| row.came).sum::<u64>();
    assert_eq!(moved, rows.iter().map(|row| row.left).sum::<u64>());
    assert_eq!(moved, design.households_moved());
}

#[test]
fn land_that_was_new_and_has_gone_is_no_difference() {
    let mut design = design();
    design.apply(split(0, &[at(5000, -9), at(5001, STEP + 9)])).unwrap();
    design.apply(land(Edit::Merge { from: GridId(16), into: GridId(0) })).unwrap();
    let rows = design.differences();
    assert_eq!(rows.len(), 16);
    design.apply(land(Edit::Merge { from: GridId(0), into: GridId(1) })).unwrap();
    assert_eq!(design.differences()[0].became, Became::Gone);
}

fn any_step() -> impl Strategy<Value = Step> {
    let grid = 0..22_u32;
    let place = || (-500..SIDE * STEP + 500, -500..SIDE * STEP + 500).prop_map(|(x, y)| at(x, y));
    let corner = || (0..=SIDE, 0..=SIDE).prop_map(|(x, y)| at(x * STEP, y * STEP));
    let grid_id = grid.prop_map(GridId);
    prop_oneof![
        3 => (grid_id.clone(), proptest::collection::vec(place(), 2..4))
            .prop_map(|(grid, line)| land(Edit::Split { grid, line, keep: Keep::Largest, new: Vec::new() })),
        2 => (grid_id.clone(), grid_id.clone())
            .prop_map(|(from, into)| land(Edit::Merge { from, into })),
        3 => (corner(), -3000..3000_i32, -3000..3000_i32).prop_map(|(from, x, y)| {
            let to = Position::from_e7(from.lon_e7() + x, from.lat_e7() + y).unwrap();
            land(Edit::MoveVertex { from, to })
        }),
        2 => (grid_id.clone(), grid_id.clone(), 0..SIDE, 0..SIDE)
            .prop_map(|(from, to, x, y)| land(Edit::MoveArea { from, to, area: square(x, y) })),
        1 => (grid_id.clone(), any::<bool>()).prop_map(|(grid, locked)| Step::Lock { grid, locked }),
        1 => (grid_id, 0..30_u32).prop_map(|(grid, number)| Step::Name {
            grid,
            named: Named { code: Code::try_from(&*format!("6201{number:03}")).unwrap(), name: "新".to_owned() },
        }),
    ]
}

/// Everything that is seen of a design.
fn seen(design: &Design) -> String {
    let grids: Vec<_> =
        design.grids().map(|(grid, info)| (grid, info.clone(), design.figures(grid))).collect();
    format!("{grids:?} {:?} {:?}", design.differences(), design.draft().encode())
}

proptest! {
    #[test]
    fn any_steps_keep_the_sums_and_the_upper_borders_and_are_taken_back(
        steps in proptest::collection::vec((any_step(), 0..4_u8), 1..14),
    ) {
        let mut design = design();
        let begun = seen(&design);
        let all = total(&design);
        let mut record = Vec::new();
        for (step, take_back) in steps {
            let before = seen(&design);
            let depth = design.depth();
            let weighed = design.weigh(step.clone(), |tried, change| (seen(tried), change.clone()));
            prop_assert_eq!(&seen(&design), &before);
            prop_assert_eq!(design.depth(), depth);
            let made = design.apply(step);
            prop_assert_eq!(weighed.is_ok(), made.is_ok());
            if let Ok((kept, change)) = made {
                prop_assert_eq!((seen(&design), change), weighed.unwrap());
                record.push(kept);
                if take_back == 0 {
                    let after = seen(&design);
                    design.undo().unwrap();
                    prop_assert_eq!(&seen(&design), &before);
                    design.redo().unwrap();
                    prop_assert_eq!(&seen(&design), &after);
                }
            } else {
                prop_assert_eq!(&seen(&design), &before);
            }
            prop_assert_eq!(total(&design), all);
        }
        // The same steps again, from their records.
        let end = seen(&design);
        let mut again = self::design();
        for step in record {
            let (kept, _) = again.apply(step.clone()).unwrap();
            prop_assert_eq!(kept, step);
        }
        prop_assert_eq!(&seen(&again), &end);
        // The line between the communities is where it was.
        for (grid, info) in design.grids() {
            let bounds = design.figures(grid).unwrap().bounds.unwrap();
            let middle = 1_038_000_000 + 2 * STEP;
            let west = info.parent == Some(UnitId(1));
            let keeps = (west && bounds.max.lon_e7() <= middle + 2)
                || (!west && bounds.min.lon_e7() >= middle - 2);
            prop_assert!(keeps, "{:?}", bounds);
        }
        while design.depth()[0] > 0 {
            design.undo().unwrap();
        }
        prop_assert_eq!(&seen(&design), &begun);
        while design.depth()[1] > 0 {
            design.redo().unwrap();
        }
        prop_assert_eq!(&seen(&design), &end);
    }
}
