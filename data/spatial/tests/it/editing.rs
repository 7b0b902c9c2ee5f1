//! Each edit on a small map, with its refusals.

use crate::checker::{area_twice, check};
use crate::towns::{area, at, square};
use model::{Area, GridId, Position};
use spatial::{
    Done, Draft, Edit, EditRules, Keep, Partition, Refused, RepairSettings, Torn, Warning,
};

/// Two squares side by side and one above both.
fn three() -> Draft {
    let areas = [square(0, 0, 100, 100), square(100, 0, 200, 100), square(0, 100, 200, 200)];
    let built = Partition::build(&areas, &RepairSettings::default()).unwrap();
    assert!(built.faults.iter().all(|fault| !fault.kind.breaks_partition() || fault.mended));
    let draft = Draft::new(&built.partition);
    assert_eq!(draft.freeze(), built.partition);
    draft
}

fn line(points: &[(i32, i32)]) -> Vec<Position> {
    points.iter().map(|&(x, y)| at(x, y)).collect()
}

/// Makes an edit, and takes it back and makes it again on the way.
fn done(draft: &mut Draft, edit: &Edit) -> Done {
    let before = draft.encode();
    let made = draft.apply(edit, EditRules::default()).unwrap();
    check(&draft.freeze());
    let after = draft.encode();
    let undone = draft.undo(&made).unwrap();
    assert_eq!(draft.encode(), before);
    assert_eq!(draft.undo(&made), Err(Refused::NotTheLast));
    draft.undo(&undone).unwrap();
    assert_eq!(draft.encode(), after);
    made
}

fn refused(draft: &mut Draft, edit: &Edit) -> Refused {
    let before = draft.clone();
    let refused = draft.apply(edit, EditRules::default()).unwrap_err();
    assert_eq!(*draft, before);
    assert_eq!((draft.stamp(), draft.grid_count()), (before.stamp(), before.grid_count()));
    refused
}

fn twice(draft: &Draft, grid: u32) -> i128 {
    area_twice(&draft.area(GridId(grid)))
}

fn split(grid: u32, points: &[(i32, i32)], new: &[u32]) -> Edit {
    let new = new.iter().copied().map(GridId).collect();
    Edit::Split { grid: GridId(grid), line: line(points), keep: Keep::Largest, new }
}

#[test]
fn a_line_inside_runs_on_to_the_border() {
    let mut draft = three();
    let made = done(&mut draft, &split(0, &[(30, 40), (30, 60)], &[3]));
    assert_eq!((twice(&draft, 0), twice(&draft, 3)), (14_000, 6_000));
    assert_eq!(made.made, [GridId(3)]);
    // The neighbour above has the vertex, too.
    assert_eq!(made.grids, [GridId(0), GridId(2), GridId(3)]);
    assert!(draft.area(GridId(2)).positions().any(|p| p == at(30, 100)));
}

#[test]
fn a_line_beyond_is_cut_off_and_leaves_no_trace() {
    let mut draft = three();
    let made = done(&mut draft, &split(0, &[(-50, 50), (250, 50)], &[3]));
    assert_eq!((twice(&draft, 0), twice(&draft, 3)), (10_000, 10_000));
    assert_eq!(made.boxes.len(), 1);
    // The far border of the neighbour has no vertex more.
    assert!(!draft.area(GridId(1)).positions().any(|p| p == at(200, 50)));
}

#[test]
fn a_line_that_crosses_often_makes_several_parts() {
    let zigzag = [(-10, 20), (110, 40), (110, 60), (-10, 80)];
    let mut draft = three();
    let few = refused(&mut draft, &split(0, &zigzag, &[3]));
    assert!(matches!(few, Refused::TooFewNumbers { parts: 3, .. }), "{few:?}");
    let made = done(&mut draft, &split(0, &zigzag, &[3, 4, 9]));
    assert_eq!(made.made, [GridId(3), GridId(4)]);
    assert_eq!(draft.grid_count(), 5);
    assert!(twice(&draft, 0) >= twice(&draft, 3) && twice(&draft, 3) >= twice(&draft, 4));
    assert_eq!(twice(&draft, 0) + twice(&draft, 3) + twice(&draft, 4), 20_000);
}

#[test]
fn a_closed_line_makes_an_island() {
    let mut draft = three();
    let ring = [(20, 20), (60, 20), (60, 60), (20, 60), (20, 20)];
    done(&mut draft, &split(0, &ring, &[3]));
    assert_eq!((twice(&draft, 0), twice(&draft, 3)), (16_800, 3_200));
    assert_eq!(draft.area(GridId(0)).polygons[0].holes.len(), 1);
}

#[test]
fn the_part_told_keeps_the_number() {
    let mut draft = three();
    let edit = Edit::Split {
        grid: GridId(0),
        line: line(&[(30, 0), (30, 100)]),
        keep: Keep::At(at(10, 10)),
        new: vec![GridId(3)],
    };
    done(&mut draft, &edit);
    assert_eq!((twice(&draft, 0), twice(&draft, 3)), (6_000, 14_000));
}

#[test]
fn splits_that_make_no_sense_are_refused() {
    let mut draft = three();
    let misses = refused(&mut draft, &split(0, &[(300, 300), (400, 400)], &[3]));
    assert!(matches!(misses, Refused::LineMissesGrid { .. }), "{misses:?}");
    let along = refused(&mut draft, &split(0, &[(100, 0), (100, 100)], &[3]));
    assert!(matches!(along, Refused::LineMissesGrid { .. }), "{along:?}");
    let one = refused(&mut draft, &split(0, &[(10, 10)], &[3]));
    assert_eq!(one, Refused::TooFewPoints);
    let used = refused(&mut draft, &split(0, &[(30, 40), (30, 60)], &[1]));
    assert_eq!(used, Refused::InUse { grid: GridId(1) });
    let unknown = refused(&mut draft, &split(7, &[(30, 40), (30, 60)], &[8]));
    assert_eq!(unknown, Refused::UnknownGrid { grid: GridId(7) });
    let far = refused(&mut draft, &split(0, &[(30, 40), (30, 60)], &[u32::MAX]));
    assert_eq!(far, Refused::UnknownGrid { grid: GridId(u32::MAX) });
}

#[test]
fn a_cut_from_hole_to_rim_divides_nothing() {
    let mut draft = three();
    let island = Edit::MoveArea { from: GridId(0), to: GridId(3), area: square(40, 40, 60, 60) };
    done(&mut draft, &island);
    let slit = refused(&mut draft, &split(0, &[(0, 50), (45, 50)], &[4]));
    assert!(matches!(slit, Refused::CutsNothing { .. }), "{slit:?}");
    // Right through, over the island: two cuts, which only together divide.
    let made = done(&mut draft, &split(0, &[(0, 50), (100, 50)], &[4]));
    assert_eq!((made.made, twice(&draft, 3)), (vec![GridId(4)], 800));
}

#[test]
fn a_line_may_begin_at_a_node() {
    let mut draft = three();
    let made = done(&mut draft, &split(2, &[(100, 100), (100, 150)], &[3]));
    assert_eq!(made.grids, [GridId(1), GridId(2), GridId(3)]);
    assert_eq!((twice(&draft, 2), twice(&draft, 3)), (20_000, 20_000));
    assert_eq!(draft.freeze().vertex_count(), 10);
    // Merged again, the vertex at the top is not needed any more; the node below is.
    done(&mut draft, &Edit::Merge { from: GridId(3), into: GridId(2) });
    assert_eq!(draft.freeze().edge_count(), three().freeze().edge_count());
    assert_eq!(draft.segments_in(draft.freeze().bounds().unwrap()).count(), 10);
}

#[test]
fn a_rounded_crossing_does_not_lift_a_border_over_a_vertex() {
    // The border between the first two rises by 3 steps on 1,000. The crossing at 500 is rounded up
    // to 2, so that the border from there on would pass above the tip of the third at (510, 2).
    let lower = area(&[(0, -200), (1000, -200), (1000, 3), (0, 0)]);
    let tip = [(510, 2), (520, 100), (500, 100)];
    let upper = [(0, 0), (1000, 3), (1000, 200), (0, 200)];
    let hole = crate::towns::ring(&tip);
    let upper = model::Polygon { outer: crate::towns::ring(&upper), holes: vec![hole] };
    let areas = [lower, Area { polygons: vec![upper] }, area(&tip)];
    let built = Partition::build(&areas, &RepairSettings::NOTHING).unwrap();
    let mut draft = Draft::new(&built.partition);
    let whole: i128 = (0..3).map(|grid| twice(&draft, grid)).sum();
    let spike = twice(&draft, 2);
    done(&mut draft, &split(0, &[(500, -300), (500, -1)], &[3]));
    assert_eq!((0..4).map(|grid| twice(&draft, grid)).sum::<i128>(), whole);
    assert_eq!(twice(&draft, 2), spike);
    let border = draft.area(GridId(1));
    assert!([(500, 2), (510, 2)].iter().all(|&(x, y)| border.positions().any(|p| p == at(x, y))));
}

#[test]
fn merged_grids_are_one_and_the_number_stays() {
    let mut draft = three();
    let made = done(&mut draft, &Edit::Merge { from: GridId(0), into: GridId(1) });
    assert_eq!((twice(&draft, 0), twice(&draft, 1)), (0, 40_000));
    assert_eq!(made.grids, [GridId(0), GridId(1), GridId(2)]);
    assert_eq!(draft.freeze().grid_count(), 3);
    assert_eq!(draft.freeze().neighbours(GridId(1)).len(), 1);
    let gone = refused(&mut draft, &Edit::Merge { from: GridId(0), into: GridId(1) });
    assert_eq!(gone, Refused::Empty { grid: GridId(0) });
}

#[test]
fn grids_that_touch_in_a_point_do_not_merge() {
    let corner = [square(0, 0, 10, 10), square(10, 10, 20, 20)];
    let built = Partition::build(&corner, &RepairSettings::default()).unwrap();
    let mut draft = Draft::new(&built.partition);
    let apart = refused(&mut draft, &Edit::Merge { from: GridId(0), into: GridId(1) });
    assert!(matches!(apart, Refused::NotAdjacent { .. }), "{apart:?}");
}

#[test]
fn a_moved_node_takes_all_borders_along() {
    let mut draft = three();
    done(&mut draft, &Edit::MoveVertex { from: at(100, 100), to: at(120, 90) });
    let sum = (0..3).map(|grid| twice(&draft, grid)).sum::<i128>();
    assert_eq!(sum, 80_000);
    let over = refused(&mut draft, &Edit::MoveVertex { from: at(120, 90), to: at(90, -10) });
    assert!(matches!(over, Refused::Crosses { .. }), "{over:?}");
    let onto = refused(&mut draft, &Edit::MoveVertex { from: at(120, 90), to: at(0, 0) });
    assert_eq!(onto, Refused::Collapses { at: at(0, 0) });
    let none = refused(&mut draft, &Edit::MoveVertex { from: at(1, 1), to: at(2, 2) });
    assert_eq!(none, Refused::NoVertex { at: at(1, 1) });
}

#[test]
fn vertices_come_and_go() {
    let mut draft = three();
    let between = [at(100, 0), at(100, 100)];
    done(&mut draft, &Edit::InsertVertex { between, at: at(110, 50) });
    assert_eq!((twice(&draft, 0), twice(&draft, 1)), (21_000, 19_000));
    let gone = refused(&mut draft, &Edit::InsertVertex { between, at: at(90, 50) });
    assert!(matches!(gone, Refused::NotOnBorder { .. }), "{gone:?}");
    let node = refused(&mut draft, &Edit::RemoveVertex { at: at(100, 100) });
    assert_eq!(node, Refused::IsNode { at: at(100, 100), borders: 3 });
    done(&mut draft, &Edit::RemoveVertex { at: at(110, 50) });
    assert_eq!(draft, three());
}

#[test]
fn an_edge_takes_another_course() {
    let mut draft = three();
    let piece = [at(100, 100), at(100, 0)];
    let edit = |points: &[(i32, i32)]| Edit::Reroute { piece, line: line(points) };
    let astray = refused(&mut draft, &edit(&[(100, 100), (130, 50), (90, 0)]));
    assert_eq!(astray, Refused::EndsMoved { at: at(100, 0) });
    let across = refused(&mut draft, &edit(&[(100, 0), (250, 50), (100, 100)]));
    assert!(matches!(across, Refused::Crosses { .. }), "{across:?}");
    let itself = [(100, 0), (110, 50), (110, 20), (90, 50), (100, 100)];
    assert!(matches!(refused(&mut draft, &edit(&itself)), Refused::Crosses { .. }));
    done(&mut draft, &edit(&[(100, 100), (130, 50), (100, 0)]));
    assert_eq!((twice(&draft, 0), twice(&draft, 1)), (23_000, 17_000));
}

#[test]
fn a_course_does_not_sweep_over_an_island() {
    let mut draft = three();
    let island = Edit::MoveArea { from: GridId(1), to: GridId(3), area: square(110, 40, 120, 60) };
    done(&mut draft, &island);
    let course = [(100, 0), (140, 50), (100, 100)];
    let edit = Edit::Reroute { piece: [at(100, 0), at(100, 100)], line: line(&course) };
    let over = refused(&mut draft, &edit);
    assert!(matches!(over, Refused::PassesOver { .. }), "{over:?}");
    // The island itself may take another shape, if it keeps one of its corners.
    let shape = [(110, 40), (115, 30), (130, 50), (115, 70), (110, 40)];
    let edit = Edit::Reroute { piece: [at(110, 40), at(120, 40)], line: line(&shape) };
    done(&mut draft, &edit);
}

#[test]
fn an_area_moves_to_a_neighbour() {
    let mut draft = three();
    let edit = |area: Area| Edit::MoveArea { from: GridId(0), to: GridId(1), area };
    // Drawn far over the giver's border; only its land moves, nobody else notices.
    let made = done(&mut draft, &edit(square(80, -20, 150, 50)));
    assert_eq!((twice(&draft, 0), twice(&draft, 1), twice(&draft, 2)), (18_000, 22_000, 40_000));
    assert_eq!(made.grids, [GridId(0), GridId(1)]);
    let apart = refused(&mut draft, &edit(square(10, 10, 20, 20)));
    assert!(matches!(apart, Refused::NotAdjacent { .. }), "{apart:?}");
    let nothing = refused(&mut draft, &edit(square(150, 10, 160, 20)));
    assert!(matches!(nothing, Refused::NothingToDo { .. }), "{nothing:?}");
    let all = refused(&mut draft, &edit(square(-10, -10, 150, 150)));
    assert!(matches!(all, Refused::WouldVanish { grid: GridId(0), .. }), "{all:?}");
    let may = EditRules { may_vanish: true, ..EditRules::default() };
    draft.apply(&edit(square(-10, -10, 150, 150)), may).unwrap();
    check(&draft.freeze());
    assert_eq!((twice(&draft, 0), twice(&draft, 1)), (0, 40_000));
}

#[test]
fn a_torn_grid_is_told_of_or_refused() {
    let mut draft = three();
    let strip = Edit::MoveArea { from: GridId(0), to: GridId(1), area: square(-5, 40, 105, 60) };
    let made = done(&mut draft, &strip);
    assert_eq!(made.warnings, [Warning::Torn { grid: GridId(0), parts: 2 }]);
    draft = three();
    let strict = EditRules { torn: Torn::Refuse, ..EditRules::default() };
    let torn = draft.apply(&strip, strict).unwrap_err();
    assert!(matches!(torn, Refused::WouldTear { grid: GridId(0), parts: 2, .. }), "{torn:?}");
    assert_eq!(draft, three());
}

#[test]
fn land_comes_and_goes() {
    let mut draft = three();
    let add = Edit::AddLand { to: GridId(1), area: square(150, -50, 300, 50) };
    done(&mut draft, &add);
    assert_eq!(twice(&draft, 1), 20_000 + 2 * (150 * 50 + 100 * 50));
    let apart = Edit::AddLand { to: GridId(1), area: square(500, 0, 600, 100) };
    let apart = refused(&mut draft, &apart);
    assert!(matches!(apart, Refused::NotAdjacent { .. }), "{apart:?}");
    let new = Edit::AddLand { to: GridId(3), area: square(500, 0, 600, 100) };
    assert_eq!(done(&mut draft, &new).made, [GridId(3)]);
    let hole = Edit::RemoveLand { from: None, area: square(80, 80, 120, 120) };
    done(&mut draft, &hole);
    assert_eq!(twice(&draft, 0), 20_000 - 800);
    let fill = Edit::AddLand { to: GridId(2), area: square(70, 70, 130, 130) };
    done(&mut draft, &fill);
    assert_eq!(twice(&draft, 2), 40_000 + 1_600);
    let some = Edit::RemoveLand { from: Some(vec![GridId(1)]), area: square(0, 0, 500, 10) };
    done(&mut draft, &some);
    assert_eq!(twice(&draft, 0), 20_000 - 800);
}

#[test]
fn an_island_is_a_new_grid_and_is_swallowed_again() {
    let mut draft = three();
    let ring = area(&[(20, 20), (60, 20), (60, 60), (20, 60)]);
    let made =
        done(&mut draft, &Edit::MoveArea { from: GridId(0), to: GridId(3), area: ring.clone() });
    assert_eq!(made.boxes.len(), 1);
    let figures = draft.figures(GridId(0));
    assert_eq!((figures.parts, figures.holes), (1, 1));
    assert_eq!(figures.neighbours.iter().map(|n| n.0.0).collect::<Vec<_>>(), [1, 2, 3]);
    done(&mut draft, &Edit::Merge { from: GridId(3), into: GridId(0) });
    assert_eq!(twice(&draft, 0), 20_000);
    assert_eq!(draft.area(GridId(0)).polygons[0].holes.len(), 0);
}
