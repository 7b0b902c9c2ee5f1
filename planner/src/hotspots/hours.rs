//! When: incidents by the hour of the week.

/// Hours of a week.
pub const HOURS: usize = 168;

/// How many incidents there were in each hour of the week, Monday 0:00 first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekPattern {
    counts: [u64; HOURS],
}

/// Some hours of the week on end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HourWindow {
    /// The first hour, 0 for Monday 0:00 to 1:00.
    pub first: usize,
    /// How many hours.
    pub hours: usize,
    /// How many incidents there were in them.
    pub incidents: u64,
    /// How many times as many as in hours on average.
    pub times_the_mean: f64,
}

impl WeekPattern {
    /// The pattern of incidents by the hour of the week each happened in; hours past the last are
    /// left out.
    pub fn of(hours: impl IntoIterator<Item = usize>) -> Self {
        let mut counts = [0; HOURS];
        for hour in hours {
            if let Some(count) = counts.get_mut(hour) {
                *count += 1;
            }
        }
        Self { counts }
    }

    /// The counts, Monday 0:00 first.
    pub fn counts(&self) -> &[u64; HOURS] {
        &self.counts
    }

    /// Up to `count` windows of so many hours with the most incidents, none over another, the
    /// busiest first; of equally busy ones the earlier. Sunday's last hours join Monday's first.
    pub fn busiest(&self, hours: usize, count: usize) -> Vec<HourWindow> {
        let hours = hours.clamp(1, HOURS);
        let all: u64 = self.counts.iter().sum();
        let sum = |first: usize| -> u64 {
            (first..first + hours).map(|hour| self.counts[hour % HOURS]).sum()
        };
        let mut starts: Vec<(u64, usize)> = (0..HOURS).map(|first| (sum(first), first)).collect();
        starts.sort_by_key(|&(sum, first)| (std::cmp::Reverse(sum), first));
        let mut taken: Vec<HourWindow> = Vec::new();
        for (incidents, first) in starts {
            let apart = |it: &HourWindow| {
                let ahead = (first + HOURS - it.first) % HOURS;
                ahead >= hours && HOURS - ahead >= hours
            };
            if incidents == 0 || taken.len() == count || !taken.iter().all(apart) {
                continue;
            }
            let mean = all as f64 * hours as f64 / HOURS as f64;
            let times_the_mean = incidents as f64 / mean;
            taken.push(HourWindow { first, hours, incidents, times_the_mean });
        }
        taken
    }
}
