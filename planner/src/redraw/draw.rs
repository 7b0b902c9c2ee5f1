//! The door: what is asked for in, drawings to choose from out.

use super::anneal::Annealer;
use super::figures::Figures;
use super::ground::{Ground, RedrawError};
use super::halve::Halver;
use super::mesh::{MEAN_COST, Mesh};
use super::parts::{Part, Window, parts, shares};
use super::present::begin;
use super::state::{Rules, State};
use super::task::{Aim, Drawing, Infeasible, Merit, Progress, Redrawn, Task};
use std::collections::BTreeSet;

/// What it costs to be outside the window, in mean borders: at all, and by the weight of one grid.
const OUTSIDE: [f64; 2] = [3.0, 30.0];

/// Atoms are heavy for a window that is less wide than so many of them weigh; where there are more of them
/// than that, coolings that begin hot take longer than anybody waits.
const COARSE: f64 = 2.0;
const COARSE_ATOMS: usize = 4_000;

/// What it costs to be off the ideal by the weight of one grid when grids are to be alike.
const EVEN: f64 = 8.0;

/// What it costs to move the weight of one grid, from few moved to well shaped.
const STAYS: [f64; 4] = [12.0, 40.0, 5.0, 2.0];

/// Draws.
///
/// `watch` is called every some ten thousand steps, hears how far the work is, and answers which
/// share of it is over, from 0 to 1, or `None` to stop with the best so far; at least one drawing is
/// always made. A share that is worked out from the steps makes the answer the same on every
/// machine. One thread; O(atoms log atoms) before the first call.
///
/// # Errors
///
/// [`RedrawError`] when the ground breaks a promise of its types, or cannot be divided into so many
/// grids that hang together.
pub fn redraw(
    ground: &Ground,
    task: &Task,
    watch: &mut dyn FnMut(Progress) -> Option<f64>,
) -> Result<Redrawn, RedrawError> {
    ground.sound()?;
    sound(ground, task)?;
    let mesh = Mesh::of(ground);
    let parts = parts(&mesh);
    let window = Window::of(ground, task.grids, task.tolerance);
    let shares = shares(&parts, task.grids, &window)?;
    let at: Vec<Option<[f64; 2]>> = ground.atoms.iter().map(|atom| atom.at).collect();
    let mut halver = Halver::of(&mesh, &at, task.tolerance);
    let (rules, state, shares) = if task.improve {
        improved(ground, task, &mesh, &parts, &window, &mut halver)
    } else {
        let (rules, state) = anew(&mesh, &parts, &shares, &window, &mut halver);
        (rules, state, shares)
    };
    let coarse = !task.improve && is_coarse(ground, &window);
    let mut studio = Annealer::of(&mesh, task.seed);
    let aims = aims(task);
    let mut drawings: Vec<Drawing> = Vec::new();
    for (candidate, &aim) in aims.iter().enumerate() {
        let mut stopped = false;
        let mut made = state.clone();
        let rules = priced(&rules, &window, aim, ground);
        made.reprice(&mesh, &rules);
        studio.reseed(task.seed.wrapping_add(candidate as u64));
        let (begun, each) = (candidate as f64 / aims.len() as f64, 1.0 / aims.len() as f64);
        let mut watch = |steps: u64| {
            let over = watch(Progress { candidate, candidates: aims.len(), steps });
            stopped |= over.is_none();
            Some((over? - begun) / each)
        };
        studio.search(&mut made, &rules, coarse, &mut watch);
        let grid_of = if task.improve { made.grid_of } else { numbered(&made.grid_of, task.grids) };
        if drawings.iter().all(|other| other.grid_of != grid_of) {
            let numbers = made.weight.len();
            let (low, high) = (window.low as u64, window.high as u64);
            let figures = Figures::of(ground, &grid_of, numbers, low, high);
            drawings.push(Drawing { grid_of, aim, figures, best_in: Vec::new() });
        }
        if stopped {
            break;
        }
    }
    praise(&mut drawings, task.improve);
    let numbers = state.weight.len();
    Ok(Redrawn {
        low: window.low as u64,
        high: window.high as u64,
        infeasible: infeasible(ground, &parts, &shares, &window),
        drawings,
        moved_bound: if task.improve { moved_bound(ground, numbers, task, &window) } else { 0 },
    })
}

/// Whether the task makes sense on the ground.
fn sound(ground: &Ground, task: &Task) -> Result<(), RedrawError> {
    if !(0.0..1.0).contains(&task.tolerance) {
        return Err(RedrawError::Tolerance(task.tolerance));
    }
    if let Some(stay) = task.stay.filter(|stay| !(0.0..f64::INFINITY).contains(stay)) {
        return Err(RedrawError::Stay(stay));
    }
    let atoms = ground.atoms.len();
    if task.grids > atoms || task.grids == 0 {
        return Err(RedrawError::TooManyGrids { grids: task.grids, atoms });
    }
    let locks = !task.locked.is_empty() || ground.atoms.iter().any(|atom| atom.locked);
    if locks && !task.improve { Err(RedrawError::LockedAnew) } else { Ok(()) }
}

/// What each drawing is made for.
fn aims(task: &Task) -> Vec<Aim> {
    let count = task.candidates.max(1);
    let aim = |at: usize| match (task.improve, task.stay) {
        (true, Some(stay)) => Aim::Stay(stay),
        (true, None) => Aim::Stay(STAYS[at % STAYS.len()]),
        (false, _) if at % 3 == 1 => Aim::Even,
        (false, _) => Aim::Compact,
    };
    (0..count).map(aim).collect()
}

/// The mean weight of atoms that have one.
fn grain(ground: &Ground) -> f64 {
    let some = ground.atoms.iter().filter(|atom| atom.weight > 0).count();
    ground.weight() as f64 / some.max(1) as f64
}

/// Whether atoms are heavy for the window, and not too many.
fn is_coarse(ground: &Ground, window: &Window) -> bool {
    ground.atoms.len() <= COARSE_ATOMS
        && ((window.high - window.low) as f64) < COARSE * grain(ground)
}

/// The rules with their prices for an aim.
fn priced(rules: &Rules, window: &Window, aim: Aim, ground: &Ground) -> Rules {
    // In 2⁻¹⁶ units of the search for a unit of weight.
    let by_weight = |borders: f64| (borders * MEAN_COST * 65_536.0 / window.ideal) as i64;
    let mut rules = rules.clone();
    let [at_all, by_grid] = OUTSIDE;
    let stay = if let Aim::Stay(stay) = aim { stay.clamp(0.0, 1e4) } else { 0.0 };
    rules.jump = (at_all * MEAN_COST) as i64;
    // Staying is no reason for being outside: bringing a weight in moves it once, or along a chain
    // of grids.
    rules.slope = by_weight(by_grid + 4.0 * stay);
    if is_coarse(ground, window) && !matches!(aim, Aim::Stay(_)) {
        // As much as the whole border of a square grid, and again for every atom too much.
        let around = 4.0 * libm::sqrt(window.ideal / grain(ground));
        rules.jump = rules.jump.max((around * MEAN_COST) as i64);
        rules.slope = rules.slope.max(by_weight(around * window.ideal / grain(ground)));
    }
    rules.even = if aim == Aim::Even { by_weight(EVEN) } else { 0 };
    rules.moved = by_weight(stay);
    rules
}

/// Rules without prices or locks.
fn plain_rules(mesh: &Mesh, window: &Window, numbers: usize) -> Rules {
    Rules {
        low: window.low,
        high: window.high,
        slope: 0,
        jump: 0,
        even: 0,
        ideal: window.ideal.round() as i64,
        moved: 0,
        present: vec![u32::MAX; mesh.len()],
        fixed: vec![false; mesh.len()],
        closed: vec![false; numbers],
    }
}

/// A beginning from nothing.
fn anew(
    mesh: &Mesh,
    parts: &[Part],
    shares: &[usize],
    window: &Window,
    halver: &mut Halver<'_>,
) -> (Rules, State) {
    let mut grid_of = vec![0; mesh.len()];
    let mut first = 0;
    for (part, &share) in parts.iter().zip(shares) {
        halver.divide(part.atoms.clone(), share, first as u32, &mut grid_of);
        first += share;
    }
    let rules = plain_rules(mesh, window, first);
    let state = State::of(mesh, &rules, grid_of, first);
    (rules, state)
}

/// A beginning from the present grids.
fn improved(
    ground: &Ground,
    task: &Task,
    mesh: &Mesh,
    parts: &[Part],
    window: &Window,
    halver: &mut Halver<'_>,
) -> (Rules, State, Vec<usize>) {
    let present: Vec<u32> =
        ground.atoms.iter().map(|atom| atom.present.unwrap_or(u32::MAX)).collect();
    let fixed: Vec<bool> = ground.atoms.iter().map(|atom| atom.locked).collect();
    let closed: BTreeSet<u32> = task.locked.iter().copied().collect();
    let begun = begin(mesh, (parts, window), &present, (&fixed, &closed), task.grids, halver);
    let mut rules = plain_rules(mesh, window, begun.numbers);
    for grid in closed {
        if let Some(closed) = rules.closed.get_mut(grid as usize) {
            *closed = true;
        }
    }
    rules.present = present;
    rules.fixed = fixed;
    let state = State::of(mesh, &rules, begun.grid_of, begun.numbers);
    (rules, state, begun.shares)
}

/// The same drawing with its grids numbered by their first atoms.
fn numbered(grid_of: &[u32], grids: usize) -> Vec<u32> {
    let mut number = vec![u32::MAX; grids];
    let mut next = 0;
    let mut numbered = Vec::with_capacity(grid_of.len());
    for &grid in grid_of {
        if number[grid as usize] == u32::MAX {
            number[grid as usize] = next;
            next += 1;
        }
        numbered.push(number[grid as usize]);
    }
    numbered
}

/// A figure of which less is better.
type Value = fn(&Figures) -> f64;

/// Says of each drawing in what it is the best.
fn praise(drawings: &mut [Drawing], improve: bool) {
    let merits: [(Merit, Value); 4] = [
        (Merit::Inside, |it| it.outside.len() as f64),
        (Merit::Compact, |it| it.cut_cost),
        (Merit::Even, |it| (it.extremes().1 - it.extremes().0) as f64),
        (Merit::Stays, |it| it.moved as f64),
    ];
    for (merit, value) in merits {
        if merit == Merit::Stays && !improve {
            continue;
        }
        let least = drawings.iter().map(|it| value(&it.figures)).fold(f64::INFINITY, f64::min);
        for drawing in drawings.iter_mut() {
            if value(&drawing.figures) <= least {
                drawing.best_in.push(merit);
            }
        }
    }
}

/// Where no drawing can be inside the window.
fn infeasible(
    ground: &Ground,
    parts: &[Part],
    shares: &[usize],
    window: &Window,
) -> Vec<Infeasible> {
    let heavy = (0..).zip(&ground.atoms).filter(|(_, atom)| i64::from(atom.weight) > window.high);
    let mut found: Vec<Infeasible> =
        heavy.map(|(atom, it)| Infeasible::Atom { atom, weight: u64::from(it.weight) }).collect();
    for (part, &grids) in parts.iter().zip(shares) {
        if !window.fits(part.weight, grids) {
            let first = part.atoms[0];
            found.push(Infeasible::Part {
                community: ground.atoms[first as usize].community,
                first,
                atoms: part.atoms.len(),
                weight: part.weight as u64,
                grids,
            });
        }
    }
    found
}

/// The least weight that any drawing with every grid inside moves: what is too much must leave, what
/// is too little must come, and a new grid is made of what was elsewhere. `numbers` is how many
/// numbers present and new grids have.
fn moved_bound(ground: &Ground, numbers: usize, task: &Task, window: &Window) -> u64 {
    let mut weights = vec![0_i64; numbers];
    let mut there = BTreeSet::new();
    for atom in &ground.atoms {
        if let Some(present) = atom.present {
            weights[present as usize] += i64::from(atom.weight);
            there.insert(present);
        }
    }
    let homeless: i64 =
        ground.atoms.iter().filter(|it| it.present.is_none()).map(|it| i64::from(it.weight)).sum();
    let held = || there.iter().map(|&grid| weights[grid as usize]);
    let leave: i64 = held().map(|weight| (weight - window.high).max(0)).sum();
    let mut need: Vec<i64> = held().map(|weight| (window.low - weight).max(0)).collect();
    let new = task.grids.saturating_sub(there.len()) as i64 * window.low;
    let gone = there.len().saturating_sub(task.grids);
    let come = if gone == 0 {
        need.iter().sum::<i64>() + new
    } else {
        // The neediest may be those that are given up.
        need.sort_unstable();
        need.truncate(need.len() - gone);
        need.iter().sum()
    };
    let given_up: i64 = {
        let mut all: Vec<i64> = held().collect();
        all.sort_unstable();
        all.iter().take(gone).sum()
    };
    leave.max(come - homeless).max(given_up).max(0) as u64
}
