//! Travel times given from outside: a table between places, for one mode.

use super::Mode;
use crate::{Metres, Position, Seconds};

/// Travel times, and perhaps lengths, from every one of some places to every other, for one mode.
///
/// The way there need not take as long as the way back. Nothing is promised about detours: going
/// by a third place may take less time than the table has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Travel {
    mode: Mode,
    places: Vec<Position>,
    seconds: Vec<u32>,
    metres: Vec<u32>,
    /// The places in order, each with its number.
    sorted: Vec<(Position, usize)>,
}

/// Why a table of travel times was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TravelError {
    /// The entries are not one for each pair of places.
    #[error("{entries} entries are not the {places} times {places} that {places} places have")]
    NotSquare {
        /// How many places there are.
        places: usize,
        /// How many entries were given.
        entries: usize,
    },
    /// A place that stands in the list twice, by its two numbers.
    #[error("places {0} and {1} are the same")]
    SamePlace(usize, usize),
    /// A place that is some way from itself.
    #[error("place {0} must take 0 from itself to itself")]
    AwayFromItself(usize),
}

impl Travel {
    /// The entry of a pair of places that no way leads between.
    pub const NO_WAY: u32 = u32::MAX;

    /// A table of `seconds` and `metres`, row by row: from place *i* to place *j* at
    /// `i * places + j`. `metres` may be empty, when only times are known.
    ///
    /// # Errors
    ///
    /// [`TravelError`] when there are not as many entries as pairs, when a place is given twice, and
    /// when one is away from itself.
    pub fn new(
        mode: Mode,
        places: Vec<Position>,
        seconds: Vec<u32>,
        metres: Vec<u32>,
    ) -> Result<Self, TravelError> {
        let count = places.len();
        for entries in [Some(seconds.len()), Some(metres.len()).filter(|len| *len > 0)] {
            if let Some(entries) = entries.filter(|entries| *entries != count * count) {
                return Err(TravelError::NotSquare { places: count, entries });
            }
        }
        let mut sorted: Vec<(Position, usize)> = places.iter().copied().zip(0..).collect();
        sorted.sort_unstable();
        if let Some(pair) = sorted.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(TravelError::SamePlace(pair[0].1, pair[1].1));
        }
        let own = |place: &usize| {
            let entry = place * count + place;
            seconds[entry] != 0 || metres.get(entry).is_some_and(|metres| *metres != 0)
        };
        match (0..count).find(own) {
            Some(place) => Err(TravelError::AwayFromItself(place)),
            None => Ok(Self { mode, places, seconds, metres, sorted }),
        }
    }

    /// A table of times alone, asked of `time` by the places' numbers in the list; `None` is no way. A
    /// place that is listed again counts once.
    pub fn of_times(
        mode: Mode,
        places: &[Position],
        time: impl Fn(usize, usize) -> Option<Seconds>,
    ) -> Self {
        let mut listed: Vec<(Position, usize)> = places.iter().copied().zip(0..).collect();
        listed.sort_unstable();
        listed.dedup_by_key(|(at, _)| *at);
        let entry = |from: usize, to: usize| {
            let given = if from == to { Some(Seconds::new(0)) } else { time(from, to) };
            given.map_or(Self::NO_WAY, Seconds::get)
        };
        let row = |(_, from): &(Position, usize)| {
            let from = *from;
            listed.iter().map(move |(_, to)| entry(from, *to)).collect::<Vec<_>>()
        };
        let seconds = listed.iter().flat_map(row).collect();
        let places: Vec<Position> = listed.iter().map(|(at, _)| *at).collect();
        let sorted = places.iter().copied().zip(0..).collect();
        Self { mode, places, seconds, metres: Vec::new(), sorted }
    }

    /// The mode whose times these are.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The places, in the order of rows and columns.
    pub fn places(&self) -> &[Position] {
        &self.places
    }

    /// The number of a place; found by bisection.
    pub fn number(&self, at: Position) -> Option<usize> {
        let place = self.sorted.binary_search_by_key(&at, |(place, _)| *place).ok()?;
        self.sorted.get(place).map(|(_, number)| *number)
    }

    /// The time from one place to another by their numbers; `None` where no way leads and where
    /// there are no such places.
    pub fn time(&self, from: usize, to: usize) -> Option<Seconds> {
        self.entry(&self.seconds, from, to).map(Seconds::new)
    }

    /// The length of the way; `None` also where only times are known.
    pub fn length(&self, from: usize, to: usize) -> Option<Metres> {
        self.entry(&self.metres, from, to).map(Metres::new)
    }

    /// Whether lengths are known beside times.
    pub fn has_lengths(&self) -> bool {
        !self.metres.is_empty()
    }

    fn entry(&self, table: &[u32], from: usize, to: usize) -> Option<u32> {
        let count = self.places.len();
        let entry = (from < count && to < count).then(|| table.get(from * count + to))??;
        Some(*entry).filter(|entry| *entry != Self::NO_WAY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(east: i32) -> Position {
        Position::from_e7(1_000_000_000 + east, 0).unwrap()
    }

    #[test]
    fn a_table_must_be_square_with_places_of_their_own() {
        let refuse = |places: Vec<Position>, seconds: Vec<u32>, metres: Vec<u32>| {
            Travel::new(Mode::Car, places, seconds, metres).unwrap_err()
        };
        let two = || vec![at(0), at(1)];
        let square = TravelError::NotSquare { places: 2, entries: 3 };
        assert_eq!(refuse(two(), vec![0; 3], vec![]), square);
        assert_eq!(refuse(two(), vec![0; 4], vec![0; 3]), square);
        let twice = vec![at(4), at(1), at(4)];
        assert_eq!(refuse(twice, vec![0; 9], vec![]), TravelError::SamePlace(0, 2));
        assert_eq!(refuse(two(), vec![0, 5, 5, 1], vec![]), TravelError::AwayFromItself(1));
        assert_eq!(refuse(two(), vec![0; 4], vec![7, 0, 0, 0]), TravelError::AwayFromItself(0));
    }

    #[test]
    fn places_listed_again_count_once() {
        let places = [at(5), at(2), at(5)];
        let table = Travel::of_times(Mode::Foot, &places, |from, to| {
            u32::try_from(10 * from + to).ok().map(Seconds::new)
        });
        assert_eq!(table.places(), [at(2), at(5)]);
        assert_eq!(table.time(0, 1), Some(Seconds::new(10)));
        assert_eq!(table.time(1, 0), Some(Seconds::new(1)));
        assert!(!table.has_lengths());
    }

    #[test]
    fn ways_are_found_by_number_and_direction() {
        let seconds = vec![0, 60, Travel::NO_WAY, 0];
        let table = Travel::new(Mode::Car, vec![at(0), at(1)], seconds, vec![]).unwrap();
        assert_eq!((table.number(at(1)), table.number(at(2))), (Some(1), None));
        assert_eq!(table.time(0, 1), Some(Seconds::new(60)));
        assert_eq!((table.time(1, 0), table.time(0, 2), table.length(0, 1)), (None, None, None));
    }
}
