//! What is promised of every drawing.

use super::grounds::{Dice, lattice, star, steps, task};
use planner::redraw::{
    ATOMS_MAX, Atom, Figures, Ground, Infeasible, Merit, RedrawError, Task, redraw,
};
use proptest::prelude::*;

/// Every grid has an atom, hangs together and lies in one community.
fn sound(ground: &Ground, grid_of: &[u32], grids: usize) -> Result<(), TestCaseError> {
    let figures = Figures::of(ground, grid_of, grids, 0, u64::MAX);
    prop_assert!(figures.pieces.iter().all(|&pieces| pieces == 1), "{:?}", figures.pieces);
    prop_assert!(figures.straddling.is_empty());
    prop_assert_eq!(figures.weights.iter().sum::<u64>(), ground.weight());
    Ok(())
}

/// How many pieces there are inside communities: no drawing has fewer grids.
fn fewest(ground: &Ground) -> usize {
    let mut apart = ground.clone();
    apart.borders.retain(|border| {
        let [a, b] = border.atoms.map(|atom| ground.atoms[atom as usize].community);
        a == b
    });
    let all = vec![0; ground.atoms.len()];
    Figures::of(&apart, &all, 1, 0, u64::MAX).pieces[0] as usize
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn every_drawing_is_sound_and_the_same_again(
        seed: u64,
        (wide, high) in (1_u32..14, 1_u32..14),
        gaps in 0_u32..60,
        communities in 1_u32..4,
        stop in 0_u64..3,
    ) {
        let mut ground = lattice(wide, high, 30, gaps, seed);
        let mut dice = Dice(seed | 1);
        for (number, atom) in (0..).zip(&mut ground.atoms) {
            atom.community = number % wide * communities / wide;
            if dice.below(50) == 0 {
                atom.at = None;
            }
        }
        let atoms = ground.atoms.len();
        let grids = 1 + dice.below(u32::try_from(atoms).unwrap()) as usize;
        let wanted = Task { candidates: 3, seed, ..task(grids, 0.3) };
        let budget = stop * 40_000 + 1;
        let drawn = redraw(&ground, &wanted, &mut steps(budget));
        if grids < fewest(&ground) {
            prop_assert!(matches!(drawn, Err(RedrawError::TooFewGrids { .. })), "{drawn:?}");
            return Ok(());
        }
        let drawn = drawn.unwrap();
        for drawing in &drawn.drawings {
            sound(&ground, &drawing.grid_of, grids)?;
            let outside = !drawing.figures.outside.is_empty();
            prop_assert!(outside || drawn.infeasible.is_empty(), "infeasible, yet all inside");
        }
        let again = redraw(&ground, &wanted, &mut steps(budget)).unwrap();
        prop_assert_eq!(drawn, again);
    }

    #[test]
    fn improving_keeps_locks_and_moves_no_less_than_the_bound(
        seed: u64,
        (wide, high) in (3_u32..12, 3_u32..12),
        more in 0_usize..3,
        fewer in 0_usize..2,
        locks in 0_u32..6,
    ) {
        let ground = lattice(wide, high, 30, 5, seed);
        let before = fewest(&ground).max(4);
        let first = redraw(&ground, &task(before, 0.3), &mut steps(1)).unwrap();
        let mut grown = ground.clone();
        let mut dice = Dice(seed | 1);
        for (atom, &grid) in grown.atoms.iter_mut().zip(&first.drawings[0].grid_of) {
            atom.present = Some(grid);
            atom.weight += dice.below(12);
            atom.locked = dice.below(60) < locks;
        }
        let closed = if locks > 2 { vec![dice.below(4)] } else { Vec::new() };
        let grids = (before + more).saturating_sub(fewer).max(fewest(&ground));
        let wanted = Task { improve: true, candidates: 3, locked: closed.clone(), ..task(grids, 0.3) };
        let drawn = redraw(&grown, &wanted, &mut steps(60_000)).unwrap();
        for drawing in &drawn.drawings {
            let figures = &drawing.figures;
            prop_assert!(figures.torn().is_empty() && figures.straddling.is_empty());
            for (atom, &grid) in grown.atoms.iter().zip(&drawing.grid_of) {
                let present = atom.present.unwrap();
                if atom.locked || closed.contains(&present) || closed.contains(&grid) {
                    prop_assert_eq!(grid, present);
                }
            }
            let there = figures.pieces.iter().filter(|&&pieces| pieces > 0).count();
            if locks == 0 {
                prop_assert_eq!(there, grids);
            }
            if figures.outside.is_empty() && there == grids {
                prop_assert!(figures.moved >= drawn.moved_bound);
            }
        }
    }
}

#[test]
fn a_good_drawing_is_left_alone() {
    let mut ground = lattice(12, 12, 0, 0, 1);
    for (at, atom) in (0_u32..).zip(&mut ground.atoms) {
        atom.weight = 10;
        atom.present = Some(at % 12 / 4 + at / 48 * 3);
    }
    let wanted = Task { improve: true, ..task(9, 0.1) };
    let drawn = redraw(&ground, &wanted, &mut steps(200_000)).unwrap();
    assert_eq!(drawn.drawings[0].figures.moved, 0);
    assert_eq!(drawn.moved_bound, 0);
}

#[test]
fn what_cannot_be_inside_is_named() {
    let mut ground = lattice(10, 10, 4, 0, 3);
    ground.atoms[55].weight = 500;
    for atom in &mut ground.atoms[..3] {
        atom.community = 7;
        atom.weight = 1;
    }
    let drawn = redraw(&ground, &task(10, 0.2), &mut steps(100_000)).unwrap();
    assert!(drawn.infeasible.contains(&Infeasible::Atom { atom: 55, weight: 500 }));
    let small = Infeasible::Part { community: 7, first: 0, atoms: 3, weight: 3, grids: 1 };
    assert!(drawn.infeasible.contains(&small), "{:?}", drawn.infeasible);
}

#[test]
fn candidates_are_for_choosing() {
    let ground = lattice(30, 30, 31, 0, 5);
    let wanted = Task { candidates: 3, ..task(36, 0.25) };
    let drawn = redraw(&ground, &wanted, &mut steps(300_000)).unwrap();
    assert_eq!(drawn.drawings.len(), 3);
    let best = |merit| drawn.drawings.iter().position(|it| it.best_in.contains(&merit)).unwrap();
    assert_ne!(best(Merit::Compact), best(Merit::Even));
    assert!(drawn.drawings.iter().all(|it| it.figures.outside.is_empty()));
}

#[test]
fn a_ground_that_breaks_its_word_is_refused() {
    let sound = lattice(4, 4, 5, 0, 1);
    let ask = |ground: &Ground, grids| redraw(ground, &task(grids, 0.2), &mut |_| None).err();
    assert_eq!(ask(&sound, 0), Some(RedrawError::TooManyGrids { grids: 0, atoms: 16 }));
    assert_eq!(ask(&sound, 17), Some(RedrawError::TooManyGrids { grids: 17, atoms: 16 }));
    assert_eq!(ask(&Ground::default(), 1), Some(RedrawError::NoAtoms));
    let mut twice = sound.clone();
    let [a, b] = twice.borders[3].atoms;
    twice.borders[7].atoms = [b, a];
    assert!(matches!(ask(&twice, 2), Some(RedrawError::Twice { .. })));
    let mut odd = sound.clone();
    odd.borders[2].length_m = f64::NAN;
    assert_eq!(ask(&odd, 2), Some(RedrawError::Length { border: 2 }));
    let mut nowhere = sound.clone();
    nowhere.borders[0].atoms = [3, 99];
    assert!(matches!(ask(&nowhere, 2), Some(RedrawError::Border { border: 0, .. })));
    let mut light = sound.clone();
    light.atoms.iter_mut().for_each(|atom| atom.weight = 0);
    assert_eq!(ask(&light, 2), Some(RedrawError::NoWeight));
    let heavy =
        Ground { atoms: vec![Atom { weight: u32::MAX, ..Atom::default() }; 257], borders: vec![] };
    assert_eq!(ask(&heavy, 2), Some(RedrawError::TooHeavy { total: 257 * u64::from(u32::MAX) }));
    let many = Ground { atoms: vec![Atom::default(); ATOMS_MAX + 1], borders: vec![] };
    assert_eq!(ask(&many, 2), Some(RedrawError::TooMany { count: ATOMS_MAX + 1 }));
    let mut beyond = sound.clone();
    beyond.atoms[5].present = Some(1 << 24);
    assert_eq!(ask(&beyond, 2), Some(RedrawError::Present { atom: 5, grid: 1 << 24 }));
    let mut locked = sound;
    locked.atoms[7].locked = true;
    assert_eq!(ask(&locked, 2), Some(RedrawError::LockedNowhere { atom: 7 }));
    locked.atoms[7].present = Some(0);
    assert_eq!(ask(&locked, 2), Some(RedrawError::LockedAnew));
}

#[test]
fn a_task_that_makes_no_sense_is_refused() {
    let ground = lattice(4, 4, 5, 0, 1);
    let ask = |task: Task| redraw(&ground, &task, &mut |_| None).err();
    assert_eq!(ask(Task { locked: vec![0], ..task(2, 0.2) }), Some(RedrawError::LockedAnew));
    for tolerance in [-0.1, 1.0, f64::NAN] {
        let said = ask(task(2, tolerance)).unwrap().to_string();
        assert!(said.starts_with("a tolerance is a share"), "{said}");
    }
    for stay in [-1.0, f64::NAN, f64::INFINITY] {
        let said = ask(Task { improve: true, stay: Some(stay), ..task(2, 0.2) }).unwrap();
        assert!(matches!(said, RedrawError::Stay(_)), "{said}");
    }
}

#[test]
fn grids_go_from_community_to_community_where_more_can_be_inside_so() {
    // Two communities of as many squares; in the western one households have moved in.
    let mut ground = lattice(16, 8, 0, 0, 1);
    for (at, atom) in (0_u32..).zip(&mut ground.atoms) {
        let (x, y) = (at % 16, at / 16);
        atom.community = x / 8;
        atom.weight = if x < 8 { 20 } else { 10 };
        atom.present = Some(x / 4 + y / 4 * 4);
    }
    let wanted = Task { improve: true, ..task(8, 0.2) };
    let drawn = redraw(&ground, &wanted, &mut steps(400_000)).unwrap();
    let figures = &drawn.drawings[0].figures;
    assert!(drawn.infeasible.is_empty(), "{:?}", drawn.infeasible);
    assert!(figures.outside.is_empty(), "{figures:?}");
    let there = |west: bool| {
        let all = ground.atoms.iter().zip(&drawn.drawings[0].grid_of);
        let some = all.filter(|(atom, _)| (atom.community == 0) == west);
        some.map(|(_, grid)| *grid).collect::<std::collections::BTreeSet<u32>>().len()
    };
    assert_eq!((there(true), there(false)), (5, 3));
}

#[test]
fn a_hub_with_many_neighbours_does_not_take_as_many_times_as_long() {
    // With all looked at for each, these would take minutes.
    for grids in [2, 900] {
        let ground = star(20_000);
        let drawn = redraw(&ground, &task(grids, 0.5), &mut steps(1)).unwrap();
        sound(&ground, &drawn.drawings[0].grid_of, grids).unwrap();
        let mut there = ground.clone();
        there.atoms.iter_mut().for_each(|atom| atom.present = Some(0));
        let wanted = Task { improve: true, ..task(grids, 0.5) };
        let drawn = redraw(&there, &wanted, &mut steps(1)).unwrap();
        sound(&ground, &drawn.drawings[0].grid_of, grids).unwrap();
        // And back to few.
        for (atom, &grid) in there.atoms.iter_mut().zip(&drawn.drawings[0].grid_of) {
            atom.present = Some(grid);
        }
        let wanted = Task { improve: true, ..task(2, 0.5) };
        let drawn = redraw(&there, &wanted, &mut steps(1)).unwrap();
        assert_eq!(drawn.drawings[0].figures.pieces.iter().filter(|it| **it == 1).count(), 2);
    }
}
