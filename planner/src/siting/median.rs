//! The shortest way for all.

use super::reach::{Reach, SECONDS_MAX, SitingError};
use super::relax::way_bound;

/// Sites with a short way for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shortest {
    /// The sites, present ones too, in order.
    pub sites: Vec<usize>,
    /// The way of everybody to the nearest of them, in seconds times weight; whoever reaches none
    /// counts with the time for being away.
    pub way: u64,
    /// No choice of as many sites has less.
    pub bound: u64,
}

/// `count` sites, the present ones among them, with the least sum of weight times time to the nearest,
/// as far as greedy choice and swaps find them; with a bound. Who reaches no chosen site counts as
/// `away` seconds from it; no way counts more. O(swaps · sites · reached pairs).
///
/// # Errors
///
/// [`SitingError::Sites`] when there are not so many sites, or more stay; [`SitingError::TooLong`] when
/// `away` is beyond [`SECONDS_MAX`].
pub fn shortest(reach: &Reach, away: u32, count: usize) -> Result<Shortest, SitingError> {
    reach.enough(count)?;
    if away > SECONDS_MAX {
        return Err(SitingError::TooLong(away));
    }
    let mut chosen = reach.present.clone();
    for _ in chosen.iter().filter(|it| **it).count()..count {
        let nearest = nearest(reach, &chosen, away);
        let open = (0..chosen.len()).filter(|&site| !chosen[site]);
        let best = open.max_by_key(|&site| (saved(reach, &nearest, site), std::cmp::Reverse(site)));
        if let Some(site) = best {
            chosen[site] = true;
        }
    }
    while let Some((out, site)) = better(reach, &chosen, away) {
        chosen[out] = false;
        chosen[site] = true;
    }
    let way = total(reach, &nearest(reach, &chosen, away));
    let sites = (0..chosen.len()).filter(|&site| chosen[site]).collect();
    Ok(Shortest { sites, way, bound: way_bound(reach, away, count, way) })
}

/// The nearest and second nearest chosen site of every place: (time, site, second time).
fn nearest(reach: &Reach, chosen: &[bool], away: u32) -> Vec<(u32, u32, u32)> {
    let mut nearest = vec![(away, u32::MAX, away); reach.weights.len()];
    for (site, near) in (0_u32..).zip(&reach.near) {
        if !chosen[site as usize] {
            continue;
        }
        for &(place, time) in near {
            let known = &mut nearest[place as usize];
            if time < known.0 {
                *known = (time, site, known.0);
            } else if time < known.2 {
                known.2 = time;
            }
        }
    }
    nearest
}

fn total(reach: &Reach, nearest: &[(u32, u32, u32)]) -> u64 {
    let both = nearest.iter().zip(&reach.weights);
    both.map(|(known, &weight)| u64::from(known.0) * u64::from(weight)).sum()
}

/// What one more site saves.
fn saved(reach: &Reach, nearest: &[(u32, u32, u32)], site: usize) -> u64 {
    let gain = |&(place, time): &(u32, u32)| {
        let less = nearest[place as usize].0.saturating_sub(time);
        u64::from(less) * u64::from(reach.weights[place as usize])
    };
    reach.near[site].iter().map(gain).sum()
}

/// The best swap: for each site that comes, what leaving costs is summed up for all chosen at once
/// (Whitaker 1983).
fn better(reach: &Reach, chosen: &[bool], away: u32) -> Option<(usize, usize)> {
    let nearest = nearest(reach, chosen, away);
    let mut leaving = vec![0_i64; chosen.len()];
    for (known, &weight) in nearest.iter().zip(&reach.weights) {
        if let Some(cost) = leaving.get_mut(known.1 as usize) {
            *cost += i64::from(known.2 - known.0) * i64::from(weight);
        }
    }
    let mut best = (0_i64, None);
    for site in (0..chosen.len()).filter(|&site| !chosen[site]) {
        let mut gain = 0_i64;
        // What the newcomer takes off the cost of each one that might leave.
        let mut less = vec![0_i64; chosen.len()];
        for &(place, time) in &reach.near[site] {
            let (first, of, second) = nearest[place as usize];
            let weight = i64::from(reach.weights[place as usize]);
            if time < first {
                gain += i64::from(first - time) * weight;
                if let Some(less) = less.get_mut(of as usize) {
                    *less += i64::from(second - first) * weight;
                }
            } else if time < second
                && let Some(less) = less.get_mut(of as usize)
            {
                *less += i64::from(second - time) * weight;
            }
        }
        for out in (0..chosen.len()).filter(|&out| chosen[out] && !reach.present[out]) {
            let all = gain - (leaving[out] - less[out]);
            if all > best.0 {
                best = (all, Some((out, site)));
            }
        }
    }
    best.1
}
