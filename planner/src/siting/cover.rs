//! Everybody, or most, within reach.

use super::reach::{Reach, SitingError};
use super::relax::cover_bound;

/// Sites from which everybody who can be reached is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllCovered {
    /// The sites, present ones too, in order.
    pub sites: Vec<usize>,
    /// No fewer sites can do it, present ones counted.
    pub bound: usize,
    /// Places with people that no site reaches.
    pub unreached: Vec<usize>,
}

/// Sites from which most are reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MostCovered {
    /// The sites, present ones too, in order.
    pub sites: Vec<usize>,
    /// The weight within reach.
    pub covered: u64,
    /// So many sites cannot cover more.
    pub bound: u64,
    /// Places with people that no site reaches.
    pub unreached: Vec<usize>,
}

/// How often each place is covered, and what a change of sites would do.
struct Cover<'a> {
    reach: &'a Reach,
    within: Vec<Vec<u32>>,
    times: Vec<u32>,
    chosen: Vec<bool>,
}

impl<'a> Cover<'a> {
    /// With the present sites chosen.
    fn of(reach: &'a Reach, seconds: u32) -> Self {
        let mut cover = Self {
            reach,
            within: reach.within(seconds),
            times: vec![0; reach.weights.len()],
            chosen: vec![false; reach.sites()],
        };
        for site in (0..reach.sites()).filter(|&site| reach.present[site]) {
            cover.set(site, true);
        }
        cover
    }

    fn set(&mut self, site: usize, chosen: bool) {
        self.chosen[site] = chosen;
        for &place in &self.within[site] {
            let times = &mut self.times[place as usize];
            *times = if chosen { *times + 1 } else { *times - 1 };
        }
    }

    /// The weight that a site covers and exactly `times` chosen ones do.
    fn only(&self, site: usize, times: u32) -> u64 {
        let near = self.within[site].iter().filter(|it| self.times[**it as usize] == times);
        near.map(|&it| u64::from(self.reach.weights[it as usize])).sum()
    }

    /// The site not chosen that adds most, the first of equals.
    fn next(&self) -> Option<(usize, u64)> {
        self.next_but(usize::MAX)
    }

    fn covered(&self) -> u64 {
        let both = self.times.iter().zip(&self.reach.weights);
        both.filter(|(times, _)| **times > 0).map(|(_, &weight)| u64::from(weight)).sum()
    }

    fn sites(&self) -> Vec<usize> {
        (0..self.chosen.len()).filter(|&site| self.chosen[site]).collect()
    }

    /// Places with people that no site reaches.
    fn unreached(&self) -> Vec<usize> {
        let mut met = vec![false; self.times.len()];
        for &place in self.within.iter().flatten() {
            met[place as usize] = true;
        }
        (0..met.len()).filter(|&it| !met[it] && self.reach.weights[it] > 0).collect()
    }

    /// Swaps a chosen site for another one as long as that covers more.
    fn swap(&mut self) {
        loop {
            let mut best = (0_u64, 0, 0);
            for out in self.sites() {
                if self.reach.present[out] {
                    continue;
                }
                let lost = self.only(out, 1);
                self.set(out, false);
                if let Some((site, gain)) = self.next_but(out)
                    && gain > lost
                    && gain - lost > best.0
                {
                    best = (gain - lost, out, site);
                }
                self.set(out, true);
            }
            if best.0 == 0 {
                return;
            }
            self.set(best.1, false);
            self.set(best.2, true);
        }
    }

    fn next_but(&self, but: usize) -> Option<(usize, u64)> {
        let open = (0..self.chosen.len()).filter(|&site| !self.chosen[site] && site != but);
        open.map(|site| (site, self.only(site, 0))).max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
    }
}

/// The fewest sites from which every place with people is reached within `seconds`, as far as greedy
/// choice finds them; places out of reach are named and do not count. O(sites² · places) at most.
pub fn cover_all(reach: &Reach, seconds: u32) -> AllCovered {
    // Whoever is there counts alike.
    let alike = Reach {
        weights: reach.weights.iter().map(|&weight| u32::from(weight > 0)).collect(),
        ..reach.clone()
    };
    let mut cover = Cover::of(&alike, seconds);
    while let Some((site, _)) = cover.next().filter(|(_, gain)| *gain > 0) {
        cover.set(site, true);
    }
    // What others have made needless, those with least of their own first.
    let mut order: Vec<usize> =
        cover.sites().into_iter().filter(|&site| !alike.present[site]).collect();
    order.sort_by_key(|&site| cover.within[site].len());
    for site in order {
        if cover.only(site, 1) == 0 {
            cover.set(site, false);
        }
    }
    AllCovered { bound: apart(&alike, &cover), unreached: cover.unreached(), sites: cover.sites() }
}

/// The present sites, and places out of their reach of which no site reaches two: each needs a site
/// of its own.
fn apart(reach: &Reach, cover: &Cover<'_>) -> usize {
    let mut by_place: Vec<Vec<u32>> = vec![Vec::new(); reach.weights.len()];
    for (site, near) in (0..).zip(&cover.within) {
        for &place in near {
            by_place[place as usize].push(site);
        }
    }
    let kept = reach.present.iter().filter(|it| **it).count();
    let served = |sites: &Vec<u32>| sites.iter().any(|&site| reach.present[site as usize]);
    let mut order: Vec<usize> = (0..by_place.len())
        .filter(|&it| reach.weights[it] > 0 && !by_place[it].is_empty() && !served(&by_place[it]))
        .collect();
    order.sort_by_key(|&it| by_place[it].len());
    let mut used = vec![false; reach.sites()];
    let mut count = kept;
    for place in order {
        if by_place[place].iter().all(|&site| !used[site as usize]) {
            for &site in &by_place[place] {
                used[site as usize] = true;
            }
            count += 1;
        }
    }
    count
}

/// `count` sites, the present ones among them, that cover the greatest weight within `seconds`, as
/// far as greedy choice and swaps find them; with a bound. O(swaps · chosen · sites · places).
///
/// # Errors
///
/// [`SitingError::Sites`] when there are not so many sites, or more stay.
pub fn cover_most(reach: &Reach, seconds: u32, count: usize) -> Result<MostCovered, SitingError> {
    reach.enough(count)?;
    let mut cover = Cover::of(reach, seconds);
    for _ in cover.sites().len()..count {
        if let Some((site, _)) = cover.next() {
            cover.set(site, true);
        }
    }
    cover.swap();
    let covered = cover.covered();
    let bound = cover_bound(reach, &cover.within, count, covered);
    Ok(MostCovered { sites: cover.sites(), covered, bound, unreached: cover.unreached() })
}
