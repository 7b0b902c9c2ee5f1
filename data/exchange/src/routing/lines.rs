//! Lines of numbers, with where they stand.

use super::error::RoutingFileError;
use model::routing::Rounding;

/// The lines of a text that hold something, one after another.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    rest: std::iter::Enumerate<std::str::Lines<'t>>,
}

/// One line's numbers.
#[derive(Debug)]
pub(super) struct Row {
    /// Where it stands, from 1.
    pub(super) line: usize,
    values: Vec<f64>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self { rest: text.lines().enumerate() }
    }

    /// The next line that is not blank, trimmed.
    pub(super) fn next(&mut self) -> Option<(usize, &'t str)> {
        let mut filled = self.rest.by_ref().map(|(at, line)| (at + 1, line.trim()));
        filled.find(|(_, line)| !line.is_empty())
    }

    /// The numbers of the next line that is not blank.
    pub(super) fn row(&mut self, what: &'static str) -> Result<Row, RoutingFileError> {
        let (line, text) = self.next().ok_or(RoutingFileError::Short(what))?;
        Row::of(line, text, what)
    }
}

impl Row {
    pub(super) fn of(
        line: usize,
        text: &str,
        what: &'static str,
    ) -> Result<Self, RoutingFileError> {
        let values: Result<Vec<f64>, _> = text.split_whitespace().map(str::parse).collect();
        let fine = values.ok().filter(|values: &Vec<f64>| values.iter().all(|v| v.is_finite()));
        let values = fine.ok_or(RoutingFileError::Expected { line, expected: what })?;
        Ok(Self { line, values })
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// The number at `place`, from 0.
    pub(super) fn at(&self, place: usize, what: &'static str) -> Result<f64, RoutingFileError> {
        let value = self.values.get(place).copied();
        value.ok_or(RoutingFileError::Expected { line: self.line, expected: what })
    }

    /// A count or a number of something.
    pub(super) fn whole(&self, place: usize, what: &'static str) -> Result<u32, RoutingFileError> {
        let value = self.at(place, what)?;
        let whole = (0.0..=f64::from(u32::MAX)).contains(&value) && value.fract() == 0.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "looked at")]
        let number = value as u32;
        whole
            .then_some(number)
            .ok_or(RoutingFileError::Expected { line: self.line, expected: what })
    }

    /// The number at `place` in units of the problem.
    pub(super) fn scaled(
        &self,
        place: usize,
        scale: f64,
        what: &'static str,
    ) -> Result<i32, RoutingFileError> {
        units(self.at(place, what)?, scale, what)
    }
}

/// A published number in units of the problem.
pub(super) fn units(value: f64, scale: f64, what: &'static str) -> Result<i32, RoutingFileError> {
    let scaled = value * scale;
    if !(-2e9..=2e9).contains(&scaled) {
        return Err(RoutingFileError::TooLarge(what));
    }
    Ok(Rounding::Nearest.apply(scaled))
}
