//! The score of every area, and which of them are hotspots.

use super::tails;

/// The areas of a territory: how much of what incidents could fall on each has, and which touch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ground {
    /// By area: its size for counts by ground, its households for rates. Areas of 0 are left out.
    pub exposure: Vec<f64>,
    /// By area, the places of those that touch it, without itself.
    pub neighbours: Vec<Vec<u32>>,
}

/// What one area scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The statistic, in standard deviations: 0 is as elsewhere.
    pub gi: f64,
    /// How probable such a score is by chance.
    pub p: f64,
    /// Whether it is told as hot.
    pub hot: bool,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hotspots {
    /// By area.
    pub scores: Vec<Score>,
    /// Hot areas that touch, together; the surest first.
    pub spots: Vec<Vec<u32>>,
}

/// Why nothing can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HotspotError {
    /// Counts, exposures and neighbours are not of the same areas.
    #[error("there are {counts} counts for {areas} areas")]
    Size {
        /// How many counts there are.
        counts: usize,
        /// How many areas there are.
        areas: usize,
    },
    /// An exposure is negative or no number, or a neighbour is not there.
    #[error("area {0} has an exposure or a neighbour that cannot be")]
    Area(usize),
}

impl Ground {
    fn check(&self, counts: usize) -> Result<(), HotspotError> {
        let areas = self.exposure.len();
        if counts != areas || self.neighbours.len() != areas {
            return Err(HotspotError::Size { counts, areas });
        }
        let bad = |area: &usize| {
            let exposure = self.exposure[*area];
            !(exposure.is_finite() && exposure >= 0.0)
                || self.neighbours[*area].iter().any(|&other| other as usize >= areas)
        };
        (0..areas).find(bad).map_or(Ok(()), |area| Err(HotspotError::Area(area)))
    }

    /// An area and those that touch it, as far as they have any exposure.
    fn around(&self, area: usize) -> impl Iterator<Item = usize> + '_ {
        let near = self.neighbours[area].iter().map(|&other| other as usize);
        near.filter(move |&other| other != area).chain([area]).filter(|&it| self.exposure[it] > 0.0)
    }
}

/// Scores every area by its count of incidents, at a level of false discoveries (0.01 is one in a
/// hundred). Cost: the sum of the numbers of neighbours, and sorting.
///
/// # Errors
///
/// [`HotspotError`] when the numbers do not fit together.
pub fn find(ground: &Ground, counts: &[u64], level: f64) -> Result<Hotspots, HotspotError> {
    ground.check(counts.len())?;
    let open: Vec<usize> = (0..counts.len()).filter(|&it| ground.exposure[it] > 0.0).collect();
    let n = open.len() as f64;
    let incidents: u64 = open.iter().map(|&it| counts[it]).sum();
    let exposure: f64 = open.iter().map(|&it| ground.exposure[it]).sum();
    let rate = |area: usize| counts[area] as f64 / ground.exposure[area];
    let mean = open.iter().map(|&it| rate(it)).sum::<f64>() / n;
    let squares = open.iter().map(|&it| (rate(it) - mean) * (rate(it) - mean)).sum::<f64>();
    let deviation = libm::sqrt(squares / n);
    let mut hotspots = Hotspots {
        scores: vec![Score { gi: 0.0, p: 1.0, hot: false }; counts.len()],
        spots: Vec::new(),
    };
    if incidents == 0 || !deviation.is_normal() || n < 3.0 {
        return Ok(hotspots);
    }
    for &area in &open {
        let (mut near, mut rates, mut found, mut share) = (0.0, 0.0, 0, 0.0);
        for other in ground.around(area) {
            near += 1.0;
            rates += rate(other);
            found += counts[other];
            share += ground.exposure[other] / exposure;
        }
        // The weights are all 1, so that their sum and the sum of their squares are the same.
        let spread = deviation * libm::sqrt((n * near - near * near) / (n - 1.0));
        let gi = if spread > 0.0 { (rates - mean * near) / spread } else { 0.0 };
        let by_chance = tails::binomial(incidents, share, found);
        hotspots.scores[area] = Score { gi, p: tails::normal(gi).max(by_chance), hot: false };
    }
    let limit = false_discoveries(open.iter().map(|&it| hotspots.scores[it].p), level);
    for score in &mut hotspots.scores {
        score.hot = limit.is_some_and(|limit| score.p <= limit) && score.gi > 0.0;
    }
    hotspots.join(ground);
    Ok(hotspots)
}

/// The largest probability that still counts, by the rule of Benjamini and Hochberg.
fn false_discoveries(all: impl Iterator<Item = f64>, level: f64) -> Option<f64> {
    let mut all: Vec<f64> = all.collect();
    all.sort_by(f64::total_cmp);
    let count = all.len() as f64;
    let fits = |(place, p): &(usize, f64)| *p <= (*place as f64 + 1.0) / count * level;
    all.into_iter().enumerate().rev().find(fits).map(|(_, p)| p)
}

impl Hotspots {
    /// Puts hot areas that touch together.
    fn join(&mut self, ground: &Ground) {
        let mut seen = vec![false; self.scores.len()];
        for start in 0..self.scores.len() {
            if seen[start] || !self.scores[start].hot {
                continue;
            }
            seen[start] = true;
            let mut spot = vec![start as u32];
            let mut next = 0;
            while next < spot.len() {
                for &other in &ground.neighbours[spot[next] as usize] {
                    let it = other as usize;
                    if self.scores[it].hot && !seen[it] {
                        seen[it] = true;
                        spot.push(other);
                    }
                }
                next += 1;
            }
            spot.sort_unstable();
            self.spots.push(spot);
        }
        let surest = |spot: &Vec<u32>| {
            spot.iter().map(|&it| self.scores[it as usize].gi).fold(0.0, f64::max)
        };
        let mut spots = std::mem::take(&mut self.spots);
        spots.sort_by(|a, b| surest(b).total_cmp(&surest(a)).then(a.cmp(b)));
        self.spots = spots;
    }
}
