//! The ground as flat arrays: who borders on whom inside communities, and the ring around each atom.

use super::ground::Ground;

/// What a mean border costs, in the units of the search.
pub(super) const MEAN_COST: f64 = 1_024.0;

/// What a border costs at most: the sums of eight fit into 32 bits.
pub(super) const MOST_COST: f64 = 1e8;

/// A neighbour and what the border with it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) to: u32,
    pub(super) cost: u32,
}

/// Atoms and their neighbours. Borders between communities are left out: nothing can pass there,
/// and grids part there whatever is drawn.
#[derive(Clone, Debug, Default)]
pub(super) struct Mesh {
    /// Where the links of each atom start, and the end of the last.
    from: Vec<u32>,
    links: Vec<Link>,
    pub(super) weight: Vec<i64>,
}

impl Mesh {
    /// The mesh of a sound ground. O(atoms + borders).
    pub(super) fn of(ground: &Ground) -> Self {
        let count = ground.atoms.len();
        let inside = |atoms: [u32; 2]| {
            let [a, b] = atoms.map(|atom| ground.atoms[atom as usize].community);
            a == b
        };
        let kept = || ground.borders.iter().filter(|border| inside(border.atoms));
        let (number, sum) =
            kept().fold((0_u64, 0.0), |(n, sum), it| (n + 1, sum + it.length_m * it.cost));
        let scale = if sum > 0.0 { MEAN_COST * number as f64 / sum } else { 0.0 };
        let mut from = vec![0_u32; count + 1];
        for border in kept() {
            for atom in border.atoms {
                from[atom as usize + 1] += 1;
            }
        }
        for at in 0..count {
            from[at + 1] += from[at];
        }
        let mut next = from.clone();
        let mut links = vec![Link { to: 0, cost: 0 }; from[count] as usize];
        for border in kept() {
            let cost = (border.length_m * border.cost * scale).min(MOST_COST).round() as u32;
            let [a, b] = border.atoms;
            for (own, to) in [(a, b), (b, a)] {
                links[next[own as usize] as usize] = Link { to, cost };
                next[own as usize] += 1;
            }
        }
        let weight = ground.atoms.iter().map(|atom| i64::from(atom.weight)).collect();
        Self { from, links, weight }
    }

    /// How many atoms there are.
    pub(super) fn len(&self) -> usize {
        self.weight.len()
    }

    /// The weight of some atoms.
    pub(super) fn heft(&self, atoms: &[u32]) -> i64 {
        atoms.iter().map(|&atom| self.weight[atom as usize]).sum()
    }

    /// What hangs together with `start`, nearest first: `take` is asked about every neighbour of what
    /// was taken, and says yes to each that belongs there, once.
    pub(super) fn piece(&self, start: u32, mut take: impl FnMut(u32) -> bool) -> Vec<u32> {
        let mut piece = vec![start];
        let mut head = 0;
        while let Some(&at) = piece.get(head) {
            head += 1;
            piece.extend(self.links(at).iter().map(|link| link.to).filter(|&to| take(to)));
        }
        piece
    }

    /// The neighbours of an atom.
    #[inline]
    pub(super) fn links(&self, atom: u32) -> &[Link] {
        &self.links[self.from[atom as usize] as usize..self.from[atom as usize + 1] as usize]
    }
}
