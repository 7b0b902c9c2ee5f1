//! Does a grid hang together without one of its atoms?
//!
//! First a look at the ring: the atom's neighbours and the atoms that border on two or more of
//! them, as a little graph in one word of bits. If all neighbours of the same grid are connected
//! there, they are connected in the grid. Else searches, one from each neighbour of the same grid, grow
//! in turn until they meet or one ends: exact, and no dearer than the smaller side.

use super::mesh::Mesh;
use super::parts::root;

/// The most atoms of a ring.
const RING_MAX: usize = 32;

/// Atoms with more neighbours than this are known to a ring by what the others border on: a hub that
/// thousands border on would be walked around thousands of times.
const HUB: usize = 256;

/// The rings of all atoms.
#[derive(Clone, Debug, Default)]
pub(super) struct Rings {
    /// Where each ring starts, and the end of the last; an atom with too many neighbours has none.
    from: Vec<u32>,
    /// The atoms of the ring, the neighbours first, each with a bit for every one that it borders on.
    around: Vec<(u32, u32)>,
}

impl Rings {
    /// The rings of a mesh. O(atoms × neighbours²), the neighbours of no atom counted beyond [`HUB`].
    pub(super) fn of(mesh: &Mesh) -> Self {
        let count = mesh.len();
        let mut rings = Self { from: Vec::with_capacity(count + 1), around: Vec::new() };
        // How often an atom was met as a neighbour's neighbour, and its place in the ring.
        let mut met = vec![0_u16; count];
        let mut place = vec![u32::MAX; count];
        let mut ring: Vec<u32> = Vec::new();
        rings.from.push(0);
        for atom in 0..count as u32 {
            let links = mesh.links(atom);
            if links.len() <= RING_MAX {
                ring.clear();
                ring.extend(links.iter().map(|link| link.to));
                let beside = |it: u32| {
                    let links = mesh.links(it);
                    if links.len() > HUB { &[] } else { links }
                };
                let seconds = || {
                    let firsts = links.iter().flat_map(|link| beside(link.to));
                    firsts.map(|link| link.to).filter(|&to| to != atom)
                };
                for (at, &near) in ring.iter().enumerate() {
                    place[near as usize] = at as u32;
                }
                for second in seconds() {
                    let times = &mut met[second as usize];
                    *times += 1;
                    if *times == 2 && place[second as usize] == u32::MAX && ring.len() < RING_MAX {
                        place[second as usize] = ring.len() as u32;
                        ring.push(second);
                    }
                }
                for second in seconds() {
                    met[second as usize] = 0;
                }
                // Each border from both its sides, as one of them may be a hub.
                let mut bits = [0_u32; RING_MAX];
                for (at, &it) in ring.iter().enumerate() {
                    for link in beside(it) {
                        let other = place[link.to as usize];
                        if other != u32::MAX {
                            bits[at] |= 1 << other;
                            bits[other as usize] |= 1 << at;
                        }
                    }
                }
                rings.around.extend(ring.iter().copied().zip(bits));
                for &it in &ring {
                    place[it as usize] = u32::MAX;
                }
            }
            rings.from.push(rings.around.len() as u32);
        }
        rings
    }

    /// Whether the neighbours of `atom` in its grid are connected within the ring; `None` when the
    /// ring cannot say.
    #[inline]
    fn say(&self, mesh: &Mesh, grid_of: &[u32], atom: u32) -> Option<bool> {
        let range = self.from[atom as usize] as usize..self.from[atom as usize + 1] as usize;
        let ring = &self.around[range];
        if ring.is_empty() {
            return None;
        }
        let grid = grid_of[atom as usize];
        let mut there = 0_u32;
        for (at, &(it, _)) in ring.iter().enumerate() {
            there |= u32::from(grid_of[it as usize] == grid) << at;
        }
        let near = mesh.links(atom).len();
        let wanted = there & (u32::MAX >> (RING_MAX - near));
        let mut reached = wanted & wanted.wrapping_neg();
        if wanted == reached {
            return Some(wanted != 0);
        }
        let mut open = reached;
        while open != 0 {
            let at = open.trailing_zeros();
            open &= open - 1;
            let new = ring[at as usize].1 & there & !reached;
            reached |= new;
            open |= new;
            if wanted & !reached == 0 {
                return Some(true);
            }
        }
        None
    }
}

/// Asks and remembers nothing but its own scratch space.
#[derive(Clone, Debug)]
pub(super) struct Joined {
    rings: Rings,
    /// Which search of which question reached an atom: question × sources + source.
    mark: Vec<u64>,
    question: u64,
    queues: Vec<Vec<u32>>,
    heads: Vec<usize>,
    /// Which searches have met: a forest over their numbers.
    met: Vec<u32>,
    going: Vec<bool>,
}

impl Joined {
    /// Ready to ask about `mesh`.
    pub(super) fn of(mesh: &Mesh) -> Self {
        Self {
            rings: Rings::of(mesh),
            mark: vec![0; mesh.len()],
            question: 0,
            queues: Vec::new(),
            heads: Vec::new(),
            met: Vec::new(),
            going: Vec::new(),
        }
    }

    /// Whether the grid of `atom` stays connected and not empty when the atom leaves it.
    #[inline]
    pub(super) fn without(&mut self, mesh: &Mesh, grid_of: &[u32], atom: u32) -> bool {
        match self.rings.say(mesh, grid_of, atom) {
            Some(known) => known,
            None => self.search(mesh, grid_of, atom),
        }
    }

    /// The exact answer by searches that grow in turn.
    fn search(&mut self, mesh: &Mesh, grid_of: &[u32], atom: u32) -> bool {
        let grid = grid_of[atom as usize];
        let near = || mesh.links(atom).iter().map(|link| link.to);
        let wanted = || near().filter(|&it| grid_of[it as usize] == grid);
        let sources = wanted().count();
        if sources <= 1 {
            return sources == 1;
        }
        // Marks of this question are above all former ones.
        let base = self.question + 1;
        self.question += sources as u64;
        self.queues.resize_with(self.queues.len().max(sources), Vec::new);
        self.heads.clear();
        self.heads.resize(sources, 0);
        self.met.clear();
        self.met.extend(0..sources as u32);
        for (source, it) in wanted().enumerate() {
            self.queues[source].clear();
            self.queues[source].push(it);
            self.mark[it as usize] = base + source as u64;
        }
        let mut apart = sources;
        loop {
            for source in 0..sources {
                let Some(&at) = self.queues[source].get(self.heads[source]) else { continue };
                self.heads[source] += 1;
                for link in mesh.links(at) {
                    let to = link.to;
                    if to == atom || grid_of[to as usize] != grid {
                        continue;
                    }
                    let mark = self.mark[to as usize];
                    if mark < base {
                        self.mark[to as usize] = base + source as u64;
                        self.queues[source].push(to);
                        continue;
                    }
                    let a = root(&mut self.met, source as u32);
                    let b = root(&mut self.met, (mark - base) as u32);
                    if a != b {
                        self.met[a as usize] = b;
                        apart -= 1;
                        if apart == 1 {
                            return true;
                        }
                    }
                }
            }
            if self.one_ended(sources) {
                return false;
            }
        }
    }

    /// Whether some group of searches that met has nowhere left to go.
    fn one_ended(&mut self, sources: usize) -> bool {
        self.going.clear();
        self.going.resize(sources, false);
        for source in 0..sources {
            if self.heads[source] < self.queues[source].len() {
                let root = root(&mut self.met, source as u32);
                self.going[root as usize] = true;
            }
        }
        (0..sources).any(|it| self.met[it] as usize == it && !self.going[it])
    }
}
