//! How good a drawing is, reckoned from the ground alone, whoever made it.

use super::ground::Ground;

/// A drawing in figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// The weight of each grid, by number; grids without atoms too.
    pub weights: Vec<u64>,
    /// How many pieces each grid is in: 1 for a sound one, 0 for one without atoms.
    pub pieces: Vec<u32>,
    /// Grids that reach into more than one community.
    pub straddling: Vec<u32>,
    /// Grids with atoms whose weight is outside the window.
    pub outside: Vec<u32>,
    /// Metres of border between grids.
    pub cut_m: f64,
    /// The same with each metre at its cost.
    pub cut_cost: f64,
    /// The mean over grids of 4π · area / perimeter², 1 for a circle; 0 where areas are not known.
    pub roundness: f64,
    /// Weight of atoms in another grid than at present.
    pub moved: u64,
}

impl Figures {
    /// The figures of a drawing: `grid_of` names a grid below `grids` for every atom. O(atoms +
    /// borders).
    pub fn of(ground: &Ground, grid_of: &[u32], grids: usize, low: u64, high: u64) -> Self {
        let mut figures = Self { weights: vec![0; grids], ..Self::default() };
        let mut area = vec![0.0; grids];
        let mut around = vec![0.0; grids];
        let mut community: Vec<Option<u32>> = vec![None; grids];
        for (atom, &grid) in ground.atoms.iter().zip(grid_of) {
            let at = grid as usize;
            figures.weights[at] += u64::from(atom.weight);
            area[at] += atom.area_m2;
            around[at] += atom.outside_m;
            if *community[at].get_or_insert(atom.community) != atom.community {
                figures.straddling.push(grid);
            }
            if atom.present.is_some_and(|present| present != grid) {
                figures.moved += u64::from(atom.weight);
            }
        }
        figures.straddling.sort_unstable();
        figures.straddling.dedup();
        for border in &ground.borders {
            let [a, b] = border.atoms.map(|atom| grid_of[atom as usize]);
            if a != b {
                figures.cut_m += border.length_m;
                figures.cut_cost += border.length_m * border.cost;
                around[a as usize] += border.length_m;
                around[b as usize] += border.length_m;
            }
        }
        figures.pieces = pieces(ground, grid_of, grids);
        let there = |grid: &u32| figures.pieces[*grid as usize] > 0;
        let out = |grid: &u32| !(low..=high).contains(&figures.weights[*grid as usize]);
        figures.outside = (0..grids as u32).filter(there).filter(out).collect();
        let shapes =
            area.iter().zip(&around).filter(|&(&area, &around)| area > 0.0 && around > 0.0);
        let round =
            shapes.map(|(area, around)| 4.0 * std::f64::consts::PI * area / (around * around));
        let (count, sum) = round.fold((0_u32, 0.0), |(count, sum), it| (count + 1, sum + it));
        figures.roundness = if count > 0 { sum / f64::from(count) } else { 0.0 };
        figures
    }

    /// Grids in more than one piece.
    pub fn torn(&self) -> Vec<u32> {
        (0..).zip(&self.pieces).filter(|(_, pieces)| **pieces > 1).map(|(grid, _)| grid).collect()
    }

    /// The weights of the lightest and the heaviest grid with atoms.
    pub fn extremes(&self) -> (u64, u64) {
        let there = self.weights.iter().zip(&self.pieces).filter(|(_, pieces)| **pieces > 0);
        let (low, high) = there
            .fold((u64::MAX, 0), |(low, high), (&weight, _)| (low.min(weight), high.max(weight)));
        (low.min(high), high)
    }
}

/// How many pieces each grid is in, by joining the two sides of every border inside a grid.
fn pieces(ground: &Ground, grid_of: &[u32], grids: usize) -> Vec<u32> {
    let mut joined: Vec<u32> = (0..ground.atoms.len() as u32).collect();
    let mut pieces = vec![0; grids];
    for &grid in grid_of {
        pieces[grid as usize] += 1;
    }
    for border in &ground.borders {
        let [a, b] = border.atoms;
        let grid = grid_of[a as usize];
        if grid != grid_of[b as usize] {
            continue;
        }
        let (a, b) = (root(&mut joined, a), root(&mut joined, b));
        if a != b {
            joined[a as usize] = b;
            pieces[grid as usize] -= 1;
        }
    }
    pieces
}

/// What stands for the piece that an atom is in; ways are halved as they are gone.
fn root(joined: &mut [u32], mut at: u32) -> u32 {
    while joined[at as usize] != at {
        joined[at as usize] = joined[joined[at as usize] as usize];
        at = joined[at as usize];
    }
    at
}
