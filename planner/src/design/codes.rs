//! The next free code of a unit: one more than the highest that any grid of it ever had.

use super::desk::Design;
use super::step::Named;
use model::{Code, UnitId};

/// Digits that a number of a grid has at least, when nothing else says how many.
const WIDTH: usize = 3;

/// What the next new grid of a unit is called. Its code begins like those of the other grids of the
/// unit; numbers that earlier grids had are not given again, so a code never comes to mean another
/// place.
pub(super) fn next(design: &Design, parent: Option<UnitId>) -> Named {
    let above = parent.map_or("", |unit| design.tree.unit(unit).code.as_str());
    let own = design.grids.iter().filter(|grid| grid.parent == parent);
    let own: Vec<&str> = own.map(|grid| grid.named.code.as_str()).collect();
    // What all of them have in front of their number.
    let front = match own.first() {
        Some(code) if !code.starts_with(above) || above.is_empty() => {
            code.trim_end_matches(|digit: char| digit.is_ascii_digit())
        }
        _ => above,
    };
    let past = design.past.iter().map(Code::as_str);
    let numbers: Vec<(u64, usize)> = own
        .iter()
        .copied()
        .chain(past)
        .filter_map(|code| code.strip_prefix(front))
        .filter(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
        .filter_map(|number| Some((number.parse().ok()?, number.len())))
        .collect();
    let width = numbers.iter().map(|(_, width)| *width).max().unwrap_or(WIDTH);
    let mut number = numbers.iter().map(|(number, _)| *number).max().unwrap_or(0);
    let taken = |code: &Code| design.grids.iter().any(|grid| grid.named.code == *code);
    loop {
        number = number.saturating_add(1);
        let text = format!("{front}{number:0width$}");
        // A code that is too long for its front is numbered by itself.
        let code = Code::try_from(&*text).or_else(|_| Code::try_from(&*number.to_string()));
        if let Ok(code) = code
            && !taken(&code)
            && !design.past.contains(&code)
        {
            return Named { name: code.as_str().to_owned(), code };
        }
    }
}
