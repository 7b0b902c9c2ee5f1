//! Four grids in a row of two communities: what moves the border between them and what does not.

use crate::{Draft, Edit, EditRules, Keep, Partition, RepairSettings};
use model::{Area, GridId, Polygon, Position};

fn at(x: i32, y: i32) -> Position {
    Position::from_e7(1_038_000_000 + x, 360_000_000 + y).unwrap()
}

/// Squares of 1,000 steps at (0, 0), (1, 0), (2, 0), (3, 0); two to a community.
fn row() -> Draft {
    let square = |k: i32| {
        let corner = |x, y| at(1000 * (k + x), 1000 * y);
        let outer = vec![corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
        Area { polygons: vec![Polygon { outer, holes: Vec::new() }] }
    };
    let areas: Vec<Area> = (0..4).map(square).collect();
    Draft::new(&Partition::build(&areas, &RepairSettings::default()).unwrap().partition)
}

fn community(grid: Option<GridId>) -> Option<u32> {
    // A new grid 4 comes out of the first community.
    grid.map(|GridId(grid)| if grid == 4 { 0 } else { grid / 2 })
}

fn moved(edit: &Edit) -> Option<Position> {
    let mut draft = row();
    let done = draft.apply(edit, EditRules::default()).unwrap();
    done.moved_border(community)
}

#[test]
fn a_border_inside_a_community_may_move() {
    assert_eq!(moved(&Edit::MoveVertex { from: at(1000, 1000), to: at(1200, 1000) }), None);
    assert_eq!(moved(&Edit::Merge { from: GridId(0), into: GridId(1) }), None);
}

#[test]
fn a_line_that_ends_on_the_border_does_not_move_it() {
    // Its end is no lattice point of the border, so the border bends there.
    let line = vec![at(1000, 333), at(2005, 667)];
    let split = Edit::Split { grid: GridId(1), line, keep: Keep::Largest, new: vec![GridId(4)] };
    assert_eq!(moved(&split), None);
    let mut draft = row();
    let shift = Edit::MoveVertex { from: at(2000, 0), to: at(2003, -40) };
    draft.apply(&shift, EditRules::default()).unwrap();
    let done = draft.apply(&split, EditRules::default()).unwrap();
    assert_eq!(done.moved_border(community), None);
}

#[test]
fn the_border_between_communities_may_not() {
    let shift = Edit::MoveVertex { from: at(2000, 1000), to: at(2010, 1000) };
    assert!(moved(&shift).is_some());
    assert!(moved(&Edit::Merge { from: GridId(1), into: GridId(2) }).is_some());
    let bend = Edit::InsertVertex { between: [at(2000, 0), at(2000, 1000)], at: at(2030, 500) };
    assert!(moved(&bend).is_some());
}

#[test]
fn the_outer_border_may_not_either() {
    let shift = Edit::MoveVertex { from: at(0, 0), to: at(-10, 0) };
    assert!(moved(&shift).is_some());
    // A vertex on it that bends nothing does not move it.
    let vertex = Edit::InsertVertex { between: [at(0, 0), at(0, 1000)], at: at(0, 400) };
    assert_eq!(moved(&vertex), None);
}
