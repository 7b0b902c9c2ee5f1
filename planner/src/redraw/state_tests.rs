//! The sums that are kept are those that are reckoned anew; the ring says what a plain search says.

use super::*;
use crate::random::Random;
use crate::redraw::{Atom, Border, Ground};
use proptest::prelude::*;

/// A connected ground: a tree with some more borders, or a lattice with holes.
fn ground(random: &mut Random, count: usize) -> Ground {
    let atoms = (0..count).map(|_| Atom { weight: random.below(20) as u32, ..Atom::default() });
    let mut ground = Ground { atoms: atoms.collect(), borders: Vec::new() };
    let mut add = |a: usize, b: usize, length: usize| {
        let atoms = [a.min(b) as u32, a.max(b) as u32];
        let known = ground.borders.iter().any(|it| it.atoms == atoms);
        if a != b && !known {
            ground.borders.push(Border { atoms, length_m: length as f64, cost: 1.0 });
        }
    };
    let wide = 1 + random.below(7);
    for at in 1..count {
        let lattice = at >= wide && random.below(4) > 0;
        add(at, if lattice { at - wide } else { random.below(at) }, 1 + random.below(9));
        if at % wide > 0 && random.below(5) > 0 {
            add(at, at - 1, 1 + random.below(9));
        }
    }
    ground
}

/// Whether the atoms of a grid but one are connected and not none.
fn slow(mesh: &Mesh, grid_of: &[u32], without: u32) -> bool {
    let grid = grid_of[without as usize];
    let there = |atom: u32| atom != without && grid_of[atom as usize] == grid;
    let Some(start) = (0..mesh.len() as u32).find(|&atom| there(atom)) else { return false };
    let mut met = vec![start];
    let mut head = 0;
    while head < met.len() {
        for link in mesh.links(met[head]) {
            if there(link.to) && !met.contains(&link.to) {
                met.push(link.to);
            }
        }
        head += 1;
    }
    met.len() == (0..mesh.len() as u32).filter(|&atom| there(atom)).count()
}

fn any_rules(random: &mut Random, count: usize, grids: usize) -> Rules {
    Rules {
        low: 20,
        high: 40,
        slope: 3 << 16,
        jump: 700,
        even: random.below(2) as i64 * 90_000,
        ideal: 30,
        moved: random.below(2) as i64 * 100_000,
        present: (0..count).map(|_| random.below(grids + 1) as u32).collect(),
        fixed: (0..count).map(|_| random.once_in(9)).collect(),
        closed: (0..grids).map(|_| random.once_in(9)).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn sums_that_are_kept_are_those_reckoned_anew(seed: u64, count in 2_usize..60) {
        let mut random = Random::new(seed);
        let ground = ground(&mut random, count);
        let mesh = Mesh::of(&ground);
        let grids = 1 + random.below(count.min(6));
        let rules = any_rules(&mut random, count, grids);
        // Any numbers will do here: sums do not care whether grids hang together.
        let grid_of: Vec<u32> = (0..count).map(|_| random.below(grids) as u32).collect();
        let mut state = State::of(&mesh, &rules, grid_of, grids);
        for _ in 0..100 {
            let rim = state.rim.atoms();
            let Some(&atom) = rim.get(random.below(rim.len().max(1))) else { break };
            let chance = random.below(1 << 20) as u32;
            let to = state.other_side(&mesh, atom, chance).unwrap();
            prop_assert_ne!(to, state.grid_of[atom as usize]);
            let change = state.change(&mesh, &rules, atom, to);
            state.put(&mesh, &rules, atom, to, change);
        }
        let anew = State::of(&mesh, &rules, state.grid_of.clone(), grids);
        prop_assert_eq!(state.energy, anew.energy);
        prop_assert_eq!(state.cut, anew.cut);
        prop_assert_eq!(&state.weight, &anew.weight);
        prop_assert_eq!(&state.foreign, &anew.foreign);
        let sorted = |rim: &[u32]| {
            let mut rim = rim.to_vec();
            rim.sort_unstable();
            rim
        };
        // What a closed grid holds does not change, so only moves into one could differ; none is made
        // by the search, and here the rim is settled for neighbours and the moved atom alone.
        let open = |rim: &[u32]| -> Vec<u32> {
            sorted(rim).into_iter().filter(|&it| !rules.closed[state.grid_of[it as usize] as usize]).collect()
        };
        prop_assert_eq!(open(state.rim.atoms()), open(anew.rim.atoms()));
        // By its place in the rim every atom is said to cost what it does.
        for limit in [1.0, 200.0, 1_000.0] {
            let first = |state: &State| sorted(&state.rim.atoms()[..state.rim.below(limit)]);
            prop_assert_eq!(open(&first(&state)), open(&first(&anew)));
            for &atom in &state.rim.atoms()[state.rim.below(limit)..] {
                for link in mesh.links(atom) {
                    let to = state.grid_of[link.to as usize];
                    if to != state.grid_of[atom as usize] {
                        let own = state.grid_of[atom as usize];
                        let weight = mesh.weight[atom as usize];
                        let (_, cut) = state.change(&mesh, &rules, atom, to);
                        let away = rules.away(atom, to, weight) - rules.away(atom, own, weight);
                        prop_assert!((cut + away) as f64 >= limit, "{cut} and {away}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_grid_hangs_together_without_an_atom_as_a_plain_search_says(
        seed: u64,
        count in 2_usize..50,
    ) {
        let mut random = Random::new(seed);
        let ground = ground(&mut random, count);
        let mesh = Mesh::of(&ground);
        let grids = 1 + random.below(4);
        let mut joined = Joined::of(&mesh);
        let mut grid_of = vec![0_u32; count];
        // Grids that hang together, grown from random atoms.
        for grid in 1..grids as u32 {
            let mut grown = vec![random.below(count) as u32];
            while grown.len() < count / grids {
                let from = grown[random.below(grown.len())];
                let links = mesh.links(from);
                grown.push(links[random.below(links.len())].to);
            }
            for atom in grown {
                grid_of[atom as usize] = grid;
            }
        }
        for atom in 0..count as u32 {
            let whole = {
                // The question is asked of grids that hang together.
                let grid = grid_of[atom as usize];
                let start = (0..count as u32).find(|&it| grid_of[it as usize] == grid).unwrap();
                let mut met = vec![start];
                let mut head = 0;
                while head < met.len() {
                    for link in mesh.links(met[head]) {
                        if grid_of[link.to as usize] == grid && !met.contains(&link.to) {
                            met.push(link.to);
                        }
                    }
                    head += 1;
                }
                met.len() == grid_of.iter().filter(|&&it| it == grid).count()
            };
            if whole {
                let said = joined.without(&mesh, &grid_of, atom);
                prop_assert_eq!(said, slow(&mesh, &grid_of, atom), "atom {}", atom);
            }
        }
    }
}
