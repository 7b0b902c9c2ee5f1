//! Clusters of vertices that become one, each of bounded reach.

use super::loose::{Loose, disjoint};
use crate::linework::Linework;
use crate::region::Scale;
use std::collections::BTreeMap;

/// Which vertices become one. Vertices in no cluster stay where they are.
pub(super) struct Clusters {
    /// By vertex in a cluster: the vertex that it moves to, itself for the one that stays.
    middle: BTreeMap<u32, u32>,
    /// By middle vertex: all members, sorted.
    members: BTreeMap<u32, Vec<u32>>,
}

impl Clusters {
    /// Joins vertices, the closest first; what would take a member further than `within_m` from
    /// the middle, or join two vertices of one grid, is not joined.
    pub(super) fn gather(
        lines: &Linework,
        loose: &Loose,
        pairs: &[(f64, u32, u32)],
        within_m: f64,
    ) -> Self {
        let mut made = Self { middle: BTreeMap::new(), members: BTreeMap::new() };
        for &(_, one, other) in pairs {
            if loose.banned[one as usize] || loose.banned[other as usize] {
                continue;
            }
            let (a, b) = (made.middle(one), made.middle(other));
            if a == b {
                continue;
            }
            let (ours, theirs) = (made.members_or(a), made.members_or(b));
            let apart = ours.iter().all(|&it| {
                theirs.iter().all(|&other| disjoint(loose.grids_at(it), loose.grids_at(other)))
            });
            let mut all = [ours, theirs].concat();
            all.sort_unstable();
            let Some(middle) = middle_of(lines, loose, &all, within_m).filter(|_| apart) else {
                continue;
            };
            made.members.remove(&a);
            made.members.remove(&b);
            for &member in &all {
                made.middle.insert(member, middle);
            }
            made.members.insert(middle, all);
        }
        made
    }

    /// The vertex that a vertex moves to.
    pub(super) fn middle(&self, vertex: u32) -> u32 {
        self.middle.get(&vertex).copied().unwrap_or(vertex)
    }

    /// The members of the cluster with this middle; none for a vertex by itself.
    pub(super) fn members(&self, middle: u32) -> &[u32] {
        self.members.get(&middle).map_or(&[], Vec::as_slice)
    }

    /// Whether nothing moves.
    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Takes a cluster apart; gives its members, none for a vertex by itself.
    pub(super) fn dissolve(&mut self, middle: u32) -> Vec<u32> {
        let members = self.members.remove(&middle).unwrap_or_default();
        for member in &members {
            self.middle.remove(member);
        }
        members
    }

    fn members_or(&self, middle: u32) -> Vec<u32> {
        self.members.get(&middle).cloned().unwrap_or_else(|| vec![middle])
    }

    /// Every vertex that moves, and where to.
    pub(super) fn moved(&self) -> impl Iterator<Item = (u32, u32)> {
        self.middle.iter().map(|(&from, &to)| (from, to)).filter(|(from, to)| from != to)
    }
}

/// The member that all others may move to: the one that most grids draw, of equal ones the one
/// with the shortest way for the others, of equal ones the first.
fn middle_of(lines: &Linework, loose: &Loose, all: &[u32], within_m: f64) -> Option<u32> {
    let at = |vertex: u32| lines.at[vertex as usize];
    let scale = Scale::around(all.iter().map(|&vertex| at(vertex).y));
    let mut best: Option<(usize, f64, u32)> = None;
    for &middle in all {
        let ways = || all.iter().map(|&vertex| scale.distance(at(middle), at(vertex)));
        if ways().any(|way| way > within_m) {
            continue;
        }
        let (drawn_by, sum) = (loose.grids_at(middle).len(), ways().sum::<f64>());
        let better = best
            .is_none_or(|(most, least, _)| drawn_by > most || (drawn_by == most && sum < least));
        if better {
            best = Some((drawn_by, sum, middle));
        }
    }
    best.map(|(.., middle)| middle)
}
