//! Tiny grounds: the search finds what trying everything finds.

use super::grounds::{lattice, steps, task};
use planner::redraw::{Figures, Ground, redraw};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// The shortest cut of all drawings that hang together with every grid inside; `None` if there is
/// no such drawing.
fn everything(ground: &Ground, grids: usize, low: u64, high: u64) -> Option<f64> {
    let count = ground.atoms.len();
    let mut grid_of = vec![0_u32; count];
    let mut best: Option<f64> = None;
    loop {
        let figures = Figures::of(ground, &grid_of, grids, low, high);
        let sound = figures.outside.is_empty() && figures.pieces.iter().all(|&pieces| pieces == 1);
        if sound && best.is_none_or(|best| figures.cut_cost < best) {
            best = Some(figures.cut_cost);
        }
        // The next drawing, each with its grids numbered by first atoms.
        let mut at = count - 1;
        loop {
            let used = grid_of[..at].iter().max().copied().map_or(0, |most| most + 1);
            if at == 0 {
                return best;
            }
            if grid_of[at] < used && (grid_of[at] as usize) + 1 < grids {
                grid_of[at] += 1;
                grid_of[at + 1..].fill(0);
                break;
            }
            at -= 1;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60,
        rng_seed: RngSeed::Fixed(9),
        ..ProptestConfig::default()
    })]

    #[test]
    fn tiny_grounds_are_drawn_as_well_as_can_be(seed: u64, shape in 0_usize..3, grids in 2_usize..4) {
        let (wide, high) = [(3, 3), (4, 2), (5, 2)][shape];
        let ground = lattice(wide, high, 9, 0, seed);
        let drawn = redraw(&ground, &task(grids, 0.4), &mut steps(200_000)).unwrap();
        let best = everything(&ground, grids, drawn.low, drawn.high);
        let figures = &drawn.drawings[0].figures;
        prop_assert!(figures.pieces.iter().all(|&pieces| pieces == 1));
        match best {
            Some(best) => {
                prop_assert!(figures.outside.is_empty(), "outside, and {best} is possible");
                prop_assert!(figures.cut_cost <= best, "{} for {best}", figures.cut_cost);
            }
            None => prop_assert!(!figures.outside.is_empty()),
        }
    }
}
