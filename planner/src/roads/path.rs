//! One shortest way through the hierarchy, as vertices of the graph.

use super::UNREACHED;
use super::digraph::{NOWHERE, Seed};
use super::hierarchy::{Climb, Half, Hierarchy};

/// A way from one of the starts to one of the ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Hundredths of a second, those of the seeds included.
    pub(super) time: u32,
    pub(super) start: Seed,
    pub(super) end: Seed,
    /// The vertices travelled, from that of `start` to that of `end`.
    pub(super) vertices: Vec<u32>,
}

/// One climb from some seeds: the least time to each vertex found, and the vertex before it.
struct Side {
    climb: Climb,
    times: Vec<u32>,
    before: Vec<u32>,
}

impl Side {
    fn new(half: &Half, vertices: usize, seeds: &[(u32, u32)]) -> Self {
        let mut climb = Climb::new(vertices);
        climb.find(half, seeds.iter().map(|seed| seed.0));
        let mut times = vec![UNREACHED; climb.found.len()];
        let mut before = vec![NOWHERE; climb.found.len()];
        for &(rank, time) in seeds {
            let at = &mut times[climb.place[rank as usize] as usize];
            *at = time.min(*at);
        }
        for (place, &vertex) in climb.found.iter().enumerate().rev() {
            for &(upper, weight) in half.row(vertex) {
                let there = times[place].saturating_add(weight);
                let upper = climb.place[upper as usize] as usize;
                if there < times[upper] {
                    (times[upper], before[upper]) = (there, vertex);
                }
            }
        }
        Self { climb, times, before }
    }

    fn time(&self, vertex: u32) -> u32 {
        self.times.get(self.climb.place[vertex as usize] as usize).copied().unwrap_or(UNREACHED)
    }

    /// From a vertex down to the seed it was climbed to from.
    fn down_from(&self, top: u32) -> Vec<u32> {
        let mut chain = vec![top];
        let mut at = top;
        loop {
            at = self.before[self.climb.place[at as usize] as usize];
            if at == NOWHERE {
                return chain;
            }
            chain.push(at);
        }
    }
}

/// The shortest way from any of the starts to any of the ends.
pub(super) fn shortest(hierarchy: &Hierarchy, starts: &[Seed], ends: &[Seed]) -> Option<Found> {
    let ranked = |seeds| hierarchy.ranked(seeds).collect::<Vec<_>>();
    let up = Side::new(&hierarchy.up, hierarchy.len(), &ranked(starts));
    let down = Side::new(&hierarchy.down, hierarchy.len(), &ranked(ends));
    let meet = |&vertex: &u32| (up.time(vertex).saturating_add(down.time(vertex)), vertex);
    let (time, top) = up.climb.found.iter().map(meet).min()?;
    if time >= UNREACHED {
        return None;
    }
    let mut chain = up.down_from(top);
    chain.reverse();
    let descent = down.down_from(top);
    chain.extend(&descent[1..]);
    let (first, last) = (*chain.first()?, *chain.last()?);
    let of = |seeds: &[Seed], rank: u32| {
        let here = seeds.iter().copied().filter(|seed| hierarchy.rank(seed.vertex) == rank);
        here.min_by_key(|seed| seed.time)
    };
    let (start, end) = (of(starts, first)?, of(ends, last)?);
    let mut vertices = vec![start.vertex];
    for pair in chain.windows(2) {
        hierarchy.unpack(pair[0], pair[1], &mut vertices);
    }
    Some(Found { time, start, end, vertices })
}
