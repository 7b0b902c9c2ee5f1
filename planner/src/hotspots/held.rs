//! Whether hotspots held: what of later incidents fell into them, against simple baselines.

use super::score::Ground;

/// How a choice of areas did on later incidents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Held {
    /// The share of later incidents that fell into the areas chosen: the hit rate.
    pub hit_rate: f64,
    /// The share of all exposure that the areas chosen have.
    pub share: f64,
    /// Hit rate over share, the prediction accuracy index (Chainey, Tompson, Uhlig: "The utility of
    /// hotspot mapping for predicting spatial patterns of crime", Security Journal 21, 2008): 1 is
    /// what choosing blindly gives. 0 when nothing was chosen.
    pub pai: f64,
}

/// How the areas chosen did; `later` has the incidents of each area in a later period.
pub fn held(ground: &Ground, chosen: impl Fn(usize) -> bool, later: &[u64]) -> Held {
    let areas = || ground.exposure.iter().zip(later).enumerate();
    let all: u64 = later.iter().sum();
    let whole: f64 = ground.exposure.iter().sum();
    let hits: u64 = areas().filter(|(place, _)| chosen(*place)).map(|(_, (_, count))| count).sum();
    let part: f64 = areas().filter(|(place, _)| chosen(*place)).map(|(_, (it, _))| it).sum();
    let over = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    let (hit_rate, share) = (over(hits as f64, all as f64), over(part, whole));
    Held { hit_rate, share, pai: over(hit_rate, share) }
}

/// The baseline: the areas with the highest rates of an earlier period, as many as fit into a share
/// of all exposure.
pub fn densest(ground: &Ground, earlier: &[u64], share: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..ground.exposure.len().min(earlier.len())).collect();
    order.retain(|&it| ground.exposure[it] > 0.0);
    let rate = |it: usize| earlier[it] as f64 / ground.exposure[it];
    order.sort_by(|&a, &b| rate(b).total_cmp(&rate(a)).then(a.cmp(&b)));
    let room = share * ground.exposure.iter().sum::<f64>() * (1.0 + 1e-9);
    let mut chosen = vec![false; ground.exposure.len()];
    let mut taken = 0.0;
    for area in order {
        taken += ground.exposure[area];
        if taken > room {
            break;
        }
        chosen[area] = true;
    }
    chosen
}
