//! Where one more base would help most: the greedy way of covering as much as possible, which is
//! never further than 37 % from the best (Nemhauser, Wolsey, Fisher: "An analysis of approximations
//! for maximizing submodular set functions", Mathematical Programming 14, 1978).

use super::profile::PER_SECOND;
use super::{Reach, Roads, UNREACHED};
use model::Position;
use model::Seconds;

/// A place that wants to be reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// Where.
    pub at: Position,
    /// How much it counts: households, square metres, or 1.
    pub weight: u64,
}

/// A place for one more base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    /// Its place among the candidates.
    pub candidate: usize,
    /// What it reaches in time that neither the bases nor the sites before it do.
    pub gain: u64,
}

impl Roads {
    /// Up to `count` of the candidates, the most helpful first, each given those before it; those
    /// that help nothing are left out. Of equally helpful ones the first.
    pub fn best_sites(
        &self,
        present: &Reach<'_>,
        demands: &[Demand],
        candidates: &[Position],
        (limit, count): (Seconds, usize),
    ) -> Vec<Site> {
        let open: Vec<Demand> =
            demands.iter().copied().filter(|demand| !present.reaches(demand.at)).collect();
        let places: Vec<Position> = open.iter().map(|demand| demand.at).collect();
        let times = self.matrix(candidates, &places);
        let limit = limit.get().saturating_mul(PER_SECOND).min(UNREACHED - 1);
        let mut left: Vec<u64> = open.iter().map(|demand| demand.weight).collect();
        let mut sites = Vec::new();
        while sites.len() < count && !open.is_empty() {
            let gain = |row: &[u32]| -> u64 {
                row.iter().zip(&left).filter(|(time, _)| **time <= limit).map(|(_, it)| it).sum()
            };
            let rows = times.hundredths().chunks(places.len()).map(gain).enumerate();
            let best = rows.max_by_key(|&(place, gain)| (gain, std::cmp::Reverse(place)));
            let Some((candidate, gain)) = best.filter(|&(_, gain)| gain > 0) else { break };
            sites.push(Site { candidate, gain });
            let row = &times.hundredths()[candidate * places.len()..][..places.len()];
            for (weight, _) in left.iter_mut().zip(row).filter(|(_, time)| **time <= limit) {
                *weight = 0;
            }
        }
        sites
    }
}
