//! A table of travel times.

use super::UNREACHED;
use super::profile::PER_SECOND;
use model::Seconds;

/// The times from some points to others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    columns: usize,
    hundredths: Vec<u32>,
}

impl Times {
    /// A table of rows of so many columns.
    pub(super) fn new(columns: usize, hundredths: Vec<u32>) -> Self {
        Self { columns, hundredths }
    }

    /// How many points there are to go to.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many points there are to go from.
    pub fn rows(&self) -> usize {
        self.hundredths.len().checked_div(self.columns).unwrap_or(0)
    }

    /// The time from one point to another, rounded up; `None` where no way leads, or where there
    /// are no such points.
    pub fn get(&self, from: usize, to: usize) -> Option<Seconds> {
        let time = (to < self.columns).then(|| self.hundredths.get(from * self.columns + to))??;
        (*time < UNREACHED).then(|| Seconds::new(time.div_ceil(PER_SECOND)))
    }

    /// The table in hundredths of a second, row by row; 2^24 and more is no way.
    pub fn hundredths(&self) -> &[u32] {
        &self.hundredths
    }
}
