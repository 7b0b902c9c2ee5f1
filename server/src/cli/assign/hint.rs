//! A word when the points would fit the grids far better if they were read another way.

use exchange::{Datum, guess_datum};
use spatial::GridMap;

/// Of a hundred points, so many more must lie inside before another way is worth a word.
const BETTER_BY: usize = 5;

/// What to say of the first points of a table, read as `datum`, longitude first; nothing when they
/// lie as they should. They are not read another way without being told to: a table of which most
/// lies outside says little.
pub(super) fn of(map: &GridMap, points: &[[f64; 2]], datum: Datum) -> Option<String> {
    let ways = guess_datum(points, |at| map.assign(at).is_some());
    let present = ways.iter().find(|way| way.datum == datum && !way.swapped)?;
    let best = ways.first()?;
    let better = best.inside.checked_sub(present.inside)?;
    if better == 0 || 100 * better < BETTER_BY * best.of {
        return None;
    }
    let mut how = Vec::new();
    if best.swapped {
        how.push("with longitude and latitude swapped (name them by --lon and --lat)".to_owned());
    }
    if best.datum != datum {
        let name = best.datum.as_str();
        how.push(format!("as {name} (--points-datum {name})"));
    }
    let (inside, of) = (best.inside, best.of);
    Some(format!(
        "of the first {of} points {} lie in a grid; read {} it would be {inside}",
        present.inside,
        how.join(" and ")
    ))
}
