//! Grounds to draw on.

use planner::redraw::{Atom, Border, Ground, Progress, Task};

/// Draws of chance for tests (`xorshift`, shifts 13, 7, 17).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, count: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from((self.0 >> 20) % u64::from(count.max(1))).unwrap_or_default()
    }
}

/// A lattice of unit squares with weights up to `heavy`, so many borders in a hundred missing.
pub(super) fn lattice(wide: u32, high: u32, heavy: u32, gaps: u32, seed: u64) -> Ground {
    let mut dice = Dice(seed | 1);
    let mut ground = Ground::default();
    for at in 0..wide * high {
        let (x, y) = (at % wide, at / wide);
        let edges = [x == 0, x + 1 == wide, y == 0, y + 1 == high];
        ground.atoms.push(Atom {
            weight: dice.below(heavy + 1),
            area_m2: 1.0,
            outside_m: edges.into_iter().map(|edge| f64::from(u8::from(edge))).sum(),
            at: Some([f64::from(x), f64::from(y)]),
            ..Atom::default()
        });
        for (there, other) in [(x > 0, at.wrapping_sub(1)), (y > 0, at.wrapping_sub(wide))] {
            if there && dice.below(100) >= gaps {
                ground.borders.push(Border { atoms: [other, at], length_m: 1.0, cost: 1.0 });
            }
        }
    }
    ground.atoms[0].weight = ground.atoms[0].weight.max(1);
    ground
}

pub(super) fn task(grids: usize, tolerance: f64) -> Task {
    Task {
        grids,
        tolerance,
        improve: false,
        stay: None,
        locked: Vec::new(),
        candidates: 1,
        seed: 1,
    }
}

/// So many steps for each drawing, whatever the clock says.
pub(super) fn steps(count: u64) -> impl FnMut(Progress) -> Option<f64> {
    move |it| Some(it.share(count))
}

/// A hub that so many others border on, and nothing else.
pub(super) fn star(rays: u32) -> Ground {
    let atom = |weight| Atom { weight, ..Atom::default() };
    let border = |to| Border { atoms: [0, to], length_m: 1.0, cost: 1.0 };
    Ground {
        atoms: (0..=rays).map(|it| atom(1 + it % 7)).collect(),
        borders: (1..=rays).map(border).collect(),
    }
}
