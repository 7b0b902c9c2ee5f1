//! Bounds by Lagrangian relaxation, tightened by subgradient steps (Held, Wolfe, Crowder 1974).

use super::reach::Reach;

/// Subgradient steps.
const STEPS: usize = 200;

/// The greatest sum of what chosen sites offer: those that stay and the best others, as numbers.
pub(super) fn best_sites(reach: &Reach, offers: &[f64], count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..offers.len()).collect();
    order.sort_by(|&a, &b| {
        reach.present[b]
            .cmp(&reach.present[a])
            .then(offers[b].total_cmp(&offers[a]))
            .then(a.cmp(&b))
    });
    order.truncate(count);
    order
}

/// No `count` sites cover more than this. The multiplier of a place is what its cover is worth to
/// sites; what is left of its weight it has for nothing.
pub(super) fn cover_bound(reach: &Reach, within: &[Vec<u32>], count: usize, found: u64) -> u64 {
    let weights: Vec<f64> = reach.weights.iter().map(|&weight| f64::from(weight)).collect();
    let mut worth = weights.clone();
    let mut bound: f64 = weights.iter().sum();
    let mut pace = 1.0;
    for step in 0..STEPS {
        let offers: Vec<f64> =
            within.iter().map(|near| near.iter().map(|&it| worth[it as usize]).sum()).collect();
        let chosen = best_sites(reach, &offers, count);
        let free: f64 = weights.iter().zip(&worth).map(|(all, it)| (all - it).max(0.0)).sum();
        let value = free + chosen.iter().map(|&site| offers[site]).sum::<f64>();
        bound = bound.min(value);
        // Too often covered: worth less. Covered for nothing and by nobody: worth more.
        let mut slope = vec![0.0_f64; weights.len()];
        for &site in &chosen {
            for &place in &within[site] {
                slope[place as usize] += 1.0;
            }
        }
        for ((slope, all), worth) in slope.iter_mut().zip(&weights).zip(&worth) {
            *slope -= if all > worth { 1.0 } else { 0.0 };
        }
        let length: f64 = slope.iter().map(|it| it * it).sum();
        if length == 0.0 {
            break;
        }
        if step % 20 == 19 {
            pace *= 0.7;
        }
        let by = pace * (value - found as f64).max(value * 1e-4) / length;
        for ((worth, slope), all) in worth.iter_mut().zip(&slope).zip(&weights) {
            *worth = (*worth - by * slope).clamp(0.0, *all);
        }
    }
    // A hair more than the sums, so that rounding cannot make it wrong.
    ((bound * (1.0 + 1e-9)).floor() as u64).max(found)
}

/// No `count` sites have a shorter way in all than this. The multiplier of a place is what it pays
/// for being served.
pub(super) fn way_bound(reach: &Reach, away: u32, count: usize, found: u64) -> u64 {
    let weights: Vec<f64> = reach.weights.iter().map(|&weight| f64::from(weight)).collect();
    let mut pays: Vec<f64> = weights.iter().map(|weight| weight * f64::from(away)).collect();
    for near in &reach.near {
        for &(place, time) in near {
            let way = weights[place as usize] * f64::from(time);
            pays[place as usize] = pays[place as usize].min(way);
        }
    }
    let (mut bound, mut pace) = (0.0_f64, 1.0);
    for step in 0..STEPS {
        // Every place can be left at its price of being away, too: that is no site.
        let home: Vec<bool> =
            pays.iter().zip(&weights).map(|(pay, it)| *pay > it * f64::from(away)).collect();
        let gain = |place: u32, time: u32| {
            (pays[place as usize] - weights[place as usize] * f64::from(time)).max(0.0)
        };
        let offers: Vec<f64> = reach
            .near
            .iter()
            .map(|near| near.iter().map(|&(place, time)| gain(place, time)).sum())
            .collect();
        let chosen = best_sites(reach, &offers, count);
        let lost: f64 =
            pays.iter().zip(&weights).map(|(pay, it)| (pay - it * f64::from(away)).max(0.0)).sum();
        let value =
            pays.iter().sum::<f64>() - lost - chosen.iter().map(|&site| offers[site]).sum::<f64>();
        bound = bound.max(value);
        let mut slope: Vec<f64> = home.iter().map(|home| if *home { 0.0 } else { 1.0 }).collect();
        for &site in &chosen {
            for &(place, time) in &reach.near[site] {
                if gain(place, time) > 0.0 {
                    slope[place as usize] -= 1.0;
                }
            }
        }
        let length: f64 = slope.iter().map(|it| it * it).sum();
        if length == 0.0 {
            break;
        }
        if step % 20 == 19 {
            pace *= 0.7;
        }
        let by = pace * (found as f64 - value).max(found as f64 * 1e-4) / length;
        for (pay, slope) in pays.iter_mut().zip(&slope) {
            *pay = (*pay + by * slope).max(0.0);
        }
    }
    ((bound * (1.0 - 1e-9)).ceil().max(0.0) as u64).min(found)
}
