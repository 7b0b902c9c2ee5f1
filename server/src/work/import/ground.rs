//! The drawing in force, as points are put into it: which grid, and which datum they must be in.

use super::ImportError;
use exchange::{Datum, guess_datum};
use jiff::Timestamp;
use model::{Code, Position};
use spatial::{GridMap, Partition, RepairSettings};
use std::fmt::Write as _;
use store::Store;

/// Of a hundred points, so many more must lie inside before another datum than WGS 84 is believed.
const BETTER_BY: usize = 2;

/// The drawing in force, if there is one.
#[derive(Debug)]
pub(crate) struct Ground {
    map: Option<GridMap>,
}

/// How points are to be read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// The datum.
    pub datum: Datum,
    /// Whether latitude stands first.
    pub swapped: bool,
    /// In words, with counts.
    pub said: String,
}

/// Where points lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lying {
    /// In exactly one grid.
    pub inside: u64,
    /// Of those, exactly on a border.
    pub on_border: u64,
    /// In no grid.
    pub outside: u64,
}

impl Ground {
    /// Loads the drawing in force.
    ///
    /// # Errors
    ///
    /// [`ImportError`] when the store cannot be read or what it keeps is broken.
    pub(crate) async fn load(store: &Store, now: Timestamp) -> Result<Self, ImportError> {
        let drawing = store.drawing_at(now).await.map_err(ImportError::Store)?;
        let Some(drawing) = drawing else { return Ok(Self { map: None }) };
        let built = Partition::build(&drawing.areas, &RepairSettings::NOTHING);
        let partition = built.map_err(ImportError::Build)?.partition;
        let map = GridMap::new(drawing.tree, partition).map_err(ImportError::Map)?;
        Ok(Self { map: Some(map) })
    }

    /// The code of the grid that a point lies in, and counts where it lies.
    pub(crate) fn grid(&self, at: Position, lying: &mut Lying) -> Option<Code> {
        let Some((map, found)) = self.map.as_ref().and_then(|map| Some((map, map.assign(at)?)))
        else {
            lying.outside += 1;
            return None;
        };
        lying.inside += 1;
        lying.on_border += u64::from(found.on_border);
        let tree = map.tree();
        Some(tree.unit(tree.unit_of_grid(found.grid)).code.clone())
    }

    /// Finds out how points (as they stand in a file) must be read so that they lie in the drawing.
    pub(crate) fn choose(
        &self,
        given: Option<Datum>,
        swapped: bool,
        points: &[[f64; 2]],
    ) -> Choice {
        if let Some(datum) = given {
            return Choice { datum, swapped, said: format!("read as {}, as told", datum.as_str()) };
        }
        let plain = |said: &str| Choice { datum: Datum::Wgs84, swapped, said: said.to_owned() };
        let Some(map) = &self.map else {
            return plain("read as wgs84: there is no drawing yet to compare with");
        };
        let all = guess_datum(points, |at| map.assign(at).is_some());
        let Some(best) = all.first() else { return plain("read as wgs84") };
        let stays = all.iter().find(|it| it.datum == Datum::Wgs84 && it.swapped == swapped);
        let stays = stays.unwrap_or(best);
        let beats = 100 * (best.inside - stays.inside.min(best.inside)) >= BETTER_BY * best.of;
        let chosen = if beats && best.inside > stays.inside { best } else { stays };
        let mut said = format!("read as {}", chosen.datum.as_str());
        if chosen.swapped {
            said.push_str(", latitude first");
        }
        let _ = write!(said, ": {} of {} inside", chosen.inside, chosen.of);
        let others =
            || all.iter().filter(|it| it.swapped == chosen.swapped && it.datum != chosen.datum);
        // Outside of China the datums are one.
        if others().any(|other| other.inside != chosen.inside) {
            for other in others() {
                let _ = write!(said, "; {} if {}", other.inside, other.datum.as_str());
            }
        }
        if chosen.swapped != swapped {
            let _ = write!(said, "; {} as the columns are called", stays.inside);
        }
        Choice { datum: chosen.datum, swapped: chosen.swapped, said }
    }
}
