//! Where the parts of a region have their middles.

use crate::point::{Xy, squared};
use crate::rng::Dice;

/// The middle of a part and how far its influence reaches.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site {
    pub(crate) at: Xy,
    /// The area the part should take, in square metres.
    pub(crate) area: f64,
    /// The area that distances are counted by: more of it pulls more ground.
    pub(crate) pull: f64,
}

impl Site {
    /// The distance to the site, counted in radii of its part; squared.
    pub(crate) fn far(&self, from: Xy) -> f64 {
        squared(self.at, from) / self.pull
    }
}

/// The site whose part `from` belongs to, by weighted distance.
pub(crate) fn nearest(sites: &[Site], from: Xy) -> usize {
    let mut best = (f64::MAX, 0);
    for (i, site) in sites.iter().enumerate() {
        let far = site.far(from);
        if far < best.0 {
            best = (far, i);
        }
    }
    best.1
}

/// Places a site for every wanted area on the given sample of the ground and moves each to the
/// middle of what it gets, a few times (Lloyd 1982, weighted multiplicatively).
///
/// `pull` places the first guess: sites with `true` start near the given point.
pub(crate) fn settle(
    sample: &[Xy],
    areas: &[f64],
    core: Option<(Xy, &[bool])>,
    rounds: usize,
    dice: &mut Dice,
) -> Vec<Site> {
    let mut near: Vec<usize> = (0..sample.len()).collect();
    if let Some((middle, _)) = core {
        near.sort_by(|&a, &b| {
            squared(sample[a], middle).total_cmp(&squared(sample[b], middle)).then(a.cmp(&b))
        });
    }
    let wanted: f64 = areas.iter().sum();
    let inner: f64 = match core {
        Some((_, flags)) => areas.iter().zip(flags).filter(|(_, f)| **f).map(|(a, _)| a).sum(),
        None => wanted,
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a small count"
    )]
    let split = ((inner / wanted) * sample.len() as f64) as usize;
    let split = split.clamp(1.min(sample.len()), sample.len());
    let mut sites: Vec<Site> = Vec::with_capacity(areas.len());
    for (i, &area) in areas.iter().enumerate() {
        let central = core.is_none_or(|(_, flags)| flags[i]);
        let pool = if central || split == sample.len() { &near[..split] } else { &near[split..] };
        // The best of a few throws keeps first guesses apart.
        let mut best = (-1.0, [0.0, 0.0]);
        for _ in 0..8 {
            let at = pool.get(dice.below(pool.len())).map_or([0.0, 0.0], |&p| sample[p]);
            let lone = sites.iter().map(|s| s.far(at)).fold(f64::MAX, f64::min);
            if lone > best.0 {
                best = (lone, at);
            }
        }
        sites.push(Site { at: best.1, area, pull: area });
    }
    let weighted: Vec<(Xy, f64)> = sample.iter().map(|&at| (at, 1.0)).collect();
    let group: Vec<usize> = (0..sites.len()).collect();
    relax(&weighted, &mut sites, &group, rounds);
    sites
}

/// Moves the sites of a group to the middles of what they get of the weighted ground, and lets
/// those that get too little pull more. A site that gets nothing starts anew where the others are
/// farthest.
pub(crate) fn relax(ground: &[(Xy, f64)], sites: &mut [Site], group: &[usize], rounds: usize) {
    let all: f64 = ground.iter().map(|&(_, weight)| weight).sum();
    let wanted: f64 = group.iter().map(|&i| sites[i].area).sum();
    for _ in 0..rounds {
        let mut sums = vec![([0.0, 0.0], 0.0); group.len()];
        let mut lone = (-1.0, [0.0, 0.0]);
        for &(at, weight) in ground {
            let mut best = (f64::MAX, 0);
            for (place, &i) in group.iter().enumerate() {
                let far = sites[i].far(at);
                if far < best.0 {
                    best = (far, place);
                }
            }
            if best.0 > lone.0 {
                lone = (best.0, at);
            }
            let (sum, got) = &mut sums[best.1];
            *sum = [sum[0] + at[0] * weight, sum[1] + at[1] * weight];
            *got += weight;
        }
        for (&i, (sum, got)) in group.iter().zip(sums) {
            let site = &mut sites[i];
            if got <= 0.0 {
                site.at = lone.1;
                site.pull = site.area;
                lone.0 = -1.0;
                continue;
            }
            site.at = [sum[0] / got, sum[1] / got];
            let share = (site.area / wanted) / (got / all);
            site.pull *= share.sqrt().clamp(0.75, 1.35);
        }
    }
}
