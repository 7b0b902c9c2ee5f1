//! Hotspots: noise has none, planted ones are found, and the figures are those of the formulas.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use planner::hotspots::{Ground, HOURS, HotspotError, WeekPattern, densest, find, held};
use proptest::prelude::*;

const SIDE: usize = 40;

/// A square of square areas, each touching eight others.
fn board() -> Ground {
    let near = |place: usize| {
        let (x, y) = (place % SIDE, place / SIDE);
        let around = |at: usize| at.saturating_sub(1)..=(at + 1).min(SIDE - 1);
        around(y)
            .flat_map(|y| around(x).map(move |x| y * SIDE + x))
            .filter(|&other| other != place)
            .map(|other| u32::try_from(other).unwrap())
            .collect()
    };
    Ground { exposure: vec![1.0; SIDE * SIDE], neighbours: (0..SIDE * SIDE).map(near).collect() }
}

/// Numbers below a limit, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        // SplitMix64 (Steele, Lea, Flood, 2014).
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % limit as u64).unwrap()
    }
}

fn noise(seed: u64, incidents: usize) -> Vec<u64> {
    let mut dice = Dice(seed);
    let mut counts = vec![0; SIDE * SIDE];
    for _ in 0..incidents {
        counts[dice.below(SIDE * SIDE)] += 1;
    }
    counts
}

#[test]
fn uniform_noise_has_no_hotspots() {
    let ground = board();
    let mut told = 0;
    for seed in 0..200 {
        for incidents in [50, 500, 5_000] {
            let found = find(&ground, &noise(seed, incidents), 0.01).unwrap();
            told += usize::from(!found.spots.is_empty());
        }
    }
    // One in a hundred is what the level allows.
    assert!(told <= 6, "{told} of 600");
}

#[test]
fn planted_hotspots_are_found_and_hold() {
    let ground = board();
    let mut extra = 0;
    for seed in 0..50 {
        let planted = [5 * SIDE + 5, 20 * SIDE + 30, 34 * SIDE + 12];
        let plant = |counts: &mut Vec<u64>| {
            for middle in planted {
                counts[middle] += 12;
                for &near in &ground.neighbours[middle] {
                    counts[near as usize] += 4;
                }
            }
        };
        let (mut before, mut after) = (noise(seed, 1_600), noise(seed + 1_000, 1_600));
        plant(&mut before);
        plant(&mut after);
        let found = find(&ground, &before, 0.01).unwrap();
        assert!(found.spots.len() >= 3, "{seed}");
        extra += found.spots.len() - 3;
        for middle in planted {
            assert!(found.scores[middle].hot);
        }
        let told = held(&ground, |it| found.scores[it].hot, &after);
        assert!(told.pai > 3.0 && told.hit_rate > told.share, "{seed}: {told:?}");
        let blind = held(&ground, |it| it % 10 == 0, &after);
        assert!((0.5..1.5).contains(&blind.pai), "{blind:?}");
        // As much ground chosen by the counts alone is led astray by noise.
        let baseline = densest(&ground, &before, told.share);
        let baseline = held(&ground, |it| baseline[it], &after);
        assert!(told.pai > baseline.pai * 0.9, "{told:?} {baseline:?}");
    }
    // Some 27 areas are told each time, of which one in a hundred may be false.
    assert!(extra <= 25, "{extra}");
}

#[test]
fn rates_are_per_household() {
    // Twice the households, twice the incidents: nothing stands out; at the same households it does.
    let mut ground = board();
    let mut counts = noise(3, 8_000);
    let block: Vec<usize> = (10..16).flat_map(|y| (10..16).map(move |x| y * SIDE + x)).collect();
    for &area in &block {
        ground.exposure[area] = 4.0;
        counts[area] *= 4;
    }
    assert!(find(&ground, &counts, 0.01).unwrap().spots.is_empty());
    ground.exposure = vec![1.0; SIDE * SIDE];
    let found = find(&ground, &counts, 0.01).unwrap();
    assert!(found.scores[12 * SIDE + 12].hot && found.scores[13 * SIDE + 14].hot);
    // Areas without households are left out, whatever they count.
    ground.exposure[0] = 0.0;
    assert!(find(&ground, &counts, 0.01).unwrap().scores[0].p > 0.99);
}

#[test]
fn what_does_not_fit_is_refused() {
    let ground = board();
    assert!(matches!(find(&ground, &[1, 2], 0.01), Err(HotspotError::Size { .. })));
    let bad = Ground { exposure: vec![1.0, f64::NAN], neighbours: vec![vec![], vec![]] };
    assert_eq!(find(&bad, &[1, 2], 0.01), Err(HotspotError::Area(1)));
    let bad = Ground { exposure: vec![1.0, 1.0], neighbours: vec![vec![9], vec![]] };
    assert_eq!(find(&bad, &[1, 2], 0.01), Err(HotspotError::Area(0)));
    assert!(find(&Ground::default(), &[], 0.01).unwrap().spots.is_empty());
}

#[test]
fn the_busiest_hours_are_told() {
    // Fridays from 22:00 on, over midnight, and Sunday's last hour with Monday's first.
    let friday = 4 * 24 + 22;
    let hours =
        [vec![friday; 30], vec![friday + 1; 20], vec![friday + 2; 25], vec![167; 9], vec![0; 8]];
    let pattern = WeekPattern::of(hours.concat().into_iter().chain([999]));
    assert_eq!(pattern.counts().iter().sum::<u64>(), 92);
    let told = pattern.busiest(3, 2);
    assert_eq!((told[0].first, told[0].incidents), (friday, 75));
    assert_eq!((told[1].first, told[1].incidents), (166, 17));
    assert!((told[0].times_the_mean - 75.0 / (92.0 * 3.0 / 168.0)).abs() < 1e-9);
}

proptest! {
    #[test]
    fn the_score_is_that_of_the_formula(counts in prop::collection::vec(0..20_u64, 12)) {
        // A row of areas. Gi* by equation 14 of Ord and Getis (1995), written out.
        let near = |place: u32| [place.checked_sub(1), (place < 11).then_some(place + 1)];
        let neighbours: Vec<Vec<u32>> =
            (0..12).map(|place| near(place).into_iter().flatten().collect()).collect();
        let ground = Ground { exposure: vec![1.0; 12], neighbours: neighbours.clone() };
        let found = find(&ground, &counts, 0.05).unwrap();
        let x: Vec<f64> = counts.iter().map(|&count| f64::from(u32::try_from(count).unwrap())).collect();
        let mean = x.iter().sum::<f64>() / 12.0;
        let s = (x.iter().map(|x| x * x).sum::<f64>() / 12.0 - mean * mean).sqrt();
        for (place, score) in found.scores.iter().enumerate() {
            let mut w = [0.0; 12];
            w[place] = 1.0;
            for &other in &neighbours[place] {
                w[other as usize] = 1.0;
            }
            let (sum, squares) = (w.iter().sum::<f64>(), w.iter().map(|w| w * w).sum::<f64>());
            let local: f64 = w.iter().zip(&x).map(|(w, x)| w * x).sum();
            let expected = (local - mean * sum) / (s * ((12.0 * squares - sum * sum) / 11.0).sqrt());
            if s > 1e-9 {
                prop_assert!((score.gi - expected).abs() < 1e-6);
            }
            prop_assert!(!score.hot || found.spots.iter().flatten().any(|&it| it as usize == place));
        }
    }

    #[test]
    fn hours_are_counted_once(hours in prop::collection::vec(0..HOURS, 0..300), long in 1..24_usize) {
        let pattern = WeekPattern::of(hours.iter().copied());
        prop_assert_eq!(pattern.counts().iter().sum::<u64>(), hours.len() as u64);
        let told = pattern.busiest(long, 7);
        prop_assert!(told.iter().map(|it| it.incidents).sum::<u64>() <= hours.len() as u64);
        prop_assert!(told.windows(2).all(|pair| pair[0].incidents >= pair[1].incidents));
    }
}
