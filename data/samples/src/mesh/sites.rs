//! Where the parts of a region have their middles.

use crate::point::{Xy, squared};
use crate::rng::Dice;

/// The middle of a part and how far its influence reaches.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site {
    pub(crate) at: Xy,
    /// The area the part should take, in square metres; its pull goes with the root of it.
    pub(crate) area: f64,
}

impl Site {
    /// The distance to the site, counted in radii of its part; squared.
    pub(crate) fn far(&self, from: Xy) -> f64 {
        squared(self.at, from) / self.area
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
        sites.push(Site { at: best.1, area });
    }
    for _ in 0..rounds {
        let mut sums = vec![(0.0, 0.0, 0.0_f64); sites.len()];
        for &at in sample {
            let sum = &mut sums[nearest(&sites, at)];
            *sum = (sum.0 + at[0], sum.1 + at[1], sum.2 + 1.0);
        }
        for (site, sum) in sites.iter_mut().zip(sums) {
            if sum.2 > 0.0 {
                site.at = [sum.0 / sum.2, sum.1 / sum.2];
            }
        }
    }
    sites
}
