//! The ground of drawn land.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use model::{Area, Polygon, Position};
use planner::redraw::{Border, ground_of, link_islands};
use spatial::{Partition, RepairSettings};

/// A square of a thousandth of a degree at so many steps east and north.
fn square(east: i32, north: i32) -> Area {
    let corner = |x: i32, y: i32| {
        Position::from_e7(1_038_000_000 + (east + x) * 10_000, 360_000_000 + (north + y) * 10_000)
    };
    let outer = [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(x, y)| corner(x, y).unwrap());
    Area { polygons: vec![Polygon { outer: outer.to_vec(), holes: vec![] }] }
}

#[test]
fn squares_become_atoms_and_islands_are_linked_to_the_nearest_shore() {
    // Two rows of three, and two islands to the east, the further one in a community of its own.
    let mut areas: Vec<Area> = (0..6).map(|at| square(at % 3, at / 3)).collect();
    areas.extend([square(5, 1), square(9, 0)]);
    let built = Partition::build(&areas, &RepairSettings::NOTHING).unwrap();
    let mut ground = ground_of(&built.partition);
    assert_eq!(ground.atoms.len(), 8);
    let pairs: Vec<[u32; 2]> = ground.borders.iter().map(|border| border.atoms).collect();
    assert_eq!(pairs, [[0, 1], [0, 3], [1, 2], [1, 4], [2, 5], [3, 4], [4, 5]]);
    // 111 m high, 90 m wide; the outline of the town is the outsides of its squares.
    assert!(ground.borders.iter().all(|border| (85.0..115.0).contains(&border.length_m)));
    assert!((ground.atoms[0].area_m2 - 10_000.0).abs() < 200.0, "{:?}", ground.atoms[0]);
    let around = 6.0 * 90.2 + 4.0 * 111.0;
    let outside: f64 = ground.atoms[..6].iter().map(|atom| atom.outside_m).sum();
    assert!((outside - around).abs() < 5.0, "{outside}");
    ground.atoms[7].community = 1;
    assert_eq!(link_islands(&mut ground), [[6, 5]]);
    let link = Border { atoms: [6, 5], length_m: 0.0, cost: 1.0 };
    assert_eq!(ground.borders.last(), Some(&link));
    assert!(link_islands(&mut ground).is_empty());
}
