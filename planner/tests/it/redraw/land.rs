//! The ground of drawn land.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use model::{Area, Polygon, Position};
use planner::redraw::{Atom, Border, Ground, ground_of, link_islands};
use proptest::prelude::*;
use spatial::{Partition, RepairSettings};

/// A square of a thousandth of a degree at so many steps east and north.
fn square(east: i32, north: i32) -> Area {
    let corner = |x: i32, y: i32| {
        Position::from_e7(1_038_000_000 + (east + x) * 10_000, 360_000_000 + (north + y) * 10_000)
    };
    let outer = [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(x, y)| corner(x, y).unwrap());
    Area { polygons: vec![Polygon { outer: outer.to_vec(), holes: vec![] }] }
}

/// The slow twin: of all pairs in different pieces the nearest are linked first, until all is one.
fn every_pair(ground: &Ground) -> f64 {
    let mut piece: Vec<usize> = (0..ground.atoms.len()).collect();
    let join = |piece: &mut Vec<usize>, a: u32, b: u32| {
        let (from, to) = (piece[a as usize], piece[b as usize]);
        piece.iter_mut().filter(|it| **it == from).for_each(|it| *it = to);
        from != to
    };
    for border in &ground.borders {
        join(&mut piece, border.atoms[0], border.atoms[1]);
    }
    let count = u32::try_from(ground.atoms.len()).unwrap();
    let mut pairs: Vec<(f64, u32, u32)> = (0..count)
        .flat_map(|a| (0..a).map(move |b| (a, b)))
        .map(|(a, b)| (apart(ground, a, b), a, b))
        .collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut sum = 0.0;
    for (way, a, b) in pairs {
        sum += if join(&mut piece, a, b) { way } else { 0.0 };
    }
    sum
}

fn apart(ground: &Ground, a: u32, b: u32) -> f64 {
    let [a, b] = [a, b].map(|it| ground.atoms[it as usize].at.unwrap());
    (a[0] - b[0]).hypot(a[1] - b[1])
}

proptest! {
    #[test]
    fn islands_are_linked_as_trying_every_pair_does(
        places in prop::collection::vec((0_i32..400, 0_i32..60), 1..60),
        known in prop::collection::btree_set((0_u32..60, 0_u32..60), 0..80),
    ) {
        let at = |&(x, y): &(i32, i32)| Some([f64::from(x) - 200.0, f64::from(y)]);
        let atoms: Vec<Atom> =
            places.iter().map(|place| Atom { at: at(place), ..Atom::default() }).collect();
        let count = u32::try_from(atoms.len()).unwrap();
        let known = known.into_iter().filter(|&(a, b)| a < b && b < count);
        let borders = known.map(|(a, b)| Border { atoms: [a, b], length_m: 1.0, cost: 1.0 });
        let mut ground = Ground { atoms, borders: borders.collect() };
        let best = every_pair(&ground);
        let links = link_islands(&mut ground);
        let sum: f64 = links.iter().map(|it| apart(&ground, it[0], it[1])).sum();
        prop_assert!((sum - best).abs() < 1e-6, "{sum} for {best}");
        prop_assert!(link_islands(&mut ground).is_empty());
    }
}

#[test]
fn many_houses_that_touch_nothing_and_two_towns_far_apart_are_linked_soon() {
    let atom = |x: u32, y: u32| Atom { at: Some([f64::from(x), f64::from(y)]), ..Atom::default() };
    let houses = (0..100 * 200).map(|it| atom(it % 200, it / 200)).collect();
    let mut ground = Ground { atoms: houses, borders: vec![] };
    assert_eq!(link_islands(&mut ground).len(), 100 * 200 - 1);
    for (at, atom) in (0..).zip(&mut ground.atoms) {
        *atom = of_two_towns(at);
    }
    ground.borders.clear();
    for at in 0..100 * 200_u32 {
        let beside = |to: u32| Border { atoms: [at, to], length_m: 1.0, cost: 1.0 };
        ground.borders.extend((at % 100 < 99).then(|| beside(at + 1)));
        ground.borders.extend((at % 10_000 < 9_900).then(|| beside(at + 100)));
    }
    assert_eq!(link_islands(&mut ground), [[10_000, 99]]);
}

/// Two towns of 100 × 100 houses, 10,000 away from one another.
fn of_two_towns(at: u32) -> Atom {
    let (town, at) = (at / 10_000, at % 10_000);
    Atom { at: Some([f64::from(at % 100 + town * 10_000), f64::from(at / 100)]), ..Atom::default() }
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
