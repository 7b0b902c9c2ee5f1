//! Times between all of many points: RPHAST (Delling, Goldberg, Werneck: "Faster batched shortest
//! paths in road networks", ATMOS 2011) with sixteen starts abreast, which the compiler turns into
//! vector instructions.
//!
//! The times of the sixteen are floats: every processor adds and compares four of them at once, which
//! the oldest ones cannot do with whole numbers. Whole numbers up to [`UNREACHED`] are exact in a
//! float, and a sum beyond it stays beyond it.
//!
//! Everything that leads down to any of the targets is found once. Then sixteen starts at a time
//! climb together, and one sweep from the top down gives the times to every target.

use super::UNREACHED;
use super::digraph::Seed;
use super::hierarchy::{Climb, Hierarchy};
use rayon::prelude::*;

/// Starts that are swept abreast.
pub(super) const LANES: usize = 16;

/// The times of as many starts.
type Times = [f32; LANES];

/// [`UNREACHED`] for all of them.
const NONE: Times = [UNREACHED as f32; LANES];

/// The part of the hierarchy that leads down to some targets.
struct Below<'h> {
    hierarchy: &'h Hierarchy,
    climb: Climb,
    /// Arcs by the place of their lower end, from the place of their upper end.
    first: Vec<u32>,
    arcs: Vec<(u32, f32)>,
    /// Place and time of the ends of each target.
    ends: Vec<Vec<(u32, f32)>>,
}

impl<'h> Below<'h> {
    fn new(hierarchy: &'h Hierarchy, targets: &[Vec<Seed>]) -> Self {
        let mut climb = Climb::new(hierarchy.len());
        let starts = targets.iter().flatten().map(|seed| hierarchy.rank(seed.vertex));
        climb.find(&hierarchy.down, starts);
        let (mut first, mut arcs) = (vec![0], Vec::new());
        for &vertex in &climb.found {
            let row = hierarchy.down.row(vertex).iter();
            arcs.extend(row.map(|&(upper, weight)| (climb.place[upper as usize], weight as f32)));
            first.push(arcs.len() as u32);
        }
        let ended = |seeds: &Vec<Seed>| {
            let place = |(rank, time)| (climb.place[rank as usize], time as f32);
            hierarchy.ranked(seeds).map(place).collect()
        };
        let ends = targets.iter().map(ended).collect();
        Self { hierarchy, climb, first, arcs, ends }
    }

    /// The times from up to [`LANES`] starts to every target, target by target.
    fn sweep(&self, starts: &[&[Seed]], memory: &mut Memory) -> Vec<Times> {
        let up = &self.hierarchy.up;
        let ranked = |seeds: &&[Seed]| self.hierarchy.ranked(seeds).collect::<Vec<_>>();
        let ranked: Vec<Vec<(u32, u32)>> = starts.iter().map(ranked).collect();
        memory.climb.find(up, ranked.iter().flatten().map(|start| start.0));
        let climb = &memory.climb;
        memory.above.clear();
        memory.above.resize(climb.found.len(), NONE);
        for (lane, start) in ranked.iter().enumerate() {
            for &(rank, time) in start {
                let at = &mut memory.above[climb.place[rank as usize] as usize][lane];
                *at = at.min(time as f32);
            }
        }
        // The least important first: whatever leads to a vertex is done before it.
        for (place, &vertex) in climb.found.iter().enumerate().rev() {
            let times = memory.above[place];
            for &(upper, weight) in up.row(vertex) {
                let upper = &mut memory.above[climb.place[upper as usize] as usize];
                lower(upper, &times, weight as f32);
            }
        }
        memory.below.clear();
        for (place, &vertex) in self.climb.found.iter().enumerate() {
            let above = climb.place[vertex as usize];
            let mut times = memory.above.get(above as usize).copied().unwrap_or(NONE);
            let [first, end] = [self.first[place], self.first[place + 1]];
            for &(upper, weight) in &self.arcs[first as usize..end as usize] {
                lower(&mut times, &memory.below[upper as usize], weight);
            }
            memory.below.push(times);
        }
        let to = |ends: &Vec<(u32, f32)>| {
            let mut times = NONE;
            for &(place, time) in ends {
                lower(&mut times, &memory.below[place as usize], time);
            }
            times
        };
        self.ends.iter().map(to).collect()
    }
}

/// What one thread works in.
struct Memory {
    climb: Climb,
    above: Vec<Times>,
    below: Vec<Times>,
}

/// Lowers each of `times` to that of `before` and one arc more.
fn lower(times: &mut Times, before: &Times, weight: f32) {
    for (time, before) in times.iter_mut().zip(before) {
        let there = before + weight;
        *time = if there < *time { there } else { *time };
    }
}

/// The times from every start to every target, row by row, in hundredths of a second;
/// [`UNREACHED`] where there is no way.
pub(super) fn times(
    hierarchy: &Hierarchy,
    starts: &[Vec<Seed>],
    targets: &[Vec<Seed>],
) -> Vec<u32> {
    let below = Below::new(hierarchy, targets);
    // Starts that climb through the same vertices go together.
    let mut order: Vec<usize> = (0..starts.len()).collect();
    order.sort_by_key(|&start| starts[start].iter().map(|seed| hierarchy.rank(seed.vertex)).min());
    let memory = || Memory { climb: Climb::new(hierarchy.len()), above: vec![], below: vec![] };
    let swept: Vec<(&[usize], Vec<Times>)> = order
        .par_chunks(LANES)
        .map_init(memory, |memory, batch| {
            let seeds: Vec<&[Seed]> = batch.iter().map(|&start| &*starts[start]).collect();
            (batch, below.sweep(&seeds, memory))
        })
        .collect();
    let mut times = vec![UNREACHED; starts.len() * targets.len()];
    for (batch, swept) in swept {
        for (lane, &start) in batch.iter().enumerate() {
            let row = &mut times[start * targets.len()..(start + 1) * targets.len()];
            for (time, lanes) in row.iter_mut().zip(&swept) {
                *time = (lanes[lane] as u32).min(UNREACHED);
            }
        }
    }
    times
}

/// The time from some starts taken together to every vertex of the graph, by one sweep over the
/// whole hierarchy (PHAST).
pub(super) fn times_everywhere(hierarchy: &Hierarchy, starts: &[Seed]) -> Vec<u32> {
    let mut climb = Climb::new(hierarchy.len());
    climb.find(&hierarchy.up, starts.iter().map(|seed| hierarchy.rank(seed.vertex)));
    let mut times = vec![UNREACHED; hierarchy.len()];
    for (rank, time) in hierarchy.ranked(starts) {
        times[rank as usize] = times[rank as usize].min(time);
    }
    for &vertex in climb.found.iter().rev() {
        let time = times[vertex as usize];
        for &(upper, weight) in hierarchy.up.row(vertex) {
            times[upper as usize] = times[upper as usize].min(time + weight);
        }
    }
    for vertex in 0..hierarchy.len() as u32 {
        let row = hierarchy.down.row(vertex).iter();
        let least = row.map(|&(upper, weight)| times[upper as usize] + weight).min();
        let time = &mut times[vertex as usize];
        *time = least.map_or(*time, |least| least.min(*time));
    }
    (0..hierarchy.len() as u32).map(|vertex| times[hierarchy.rank(vertex) as usize]).collect()
}
