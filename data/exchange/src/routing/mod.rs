//! The literature's files of routing problems and their solutions.
//!
//! | format | read by | conventions |
//! |---|---|---|
//! | VRPLIB `.vrp` (TSPLIB's sections and those for time windows, prizes, several depots) | `vrplib` | `CVRP`: distances rounded to the nearest whole number; `VRPTW`, `PCVRPTW`: truncated to one decimal (DIMACS 2021); `MDVRPTW`: rounded to three decimals |
//! | Solomon, Gehring and Homberger `.txt` | `solomon` | truncated to one decimal, or five decimals where the fleet counts first |
//! | Cordeau's MDVRP and PVRP, and the orienteering files made after them | `cordeau` | four decimals; orienteering: truncated to one decimal, or two where coordinates have fractions |
//! | `.sol` of CVRPLIB | `solution` | one line a route, then the cost |

mod cordeau;
mod error;
mod lines;
mod solomon;
mod solution;
mod vrplib;

pub use error::RoutingFileError;
pub use solution::{read_solution, write_solution};

use lines::Lines;
use model::routing::Problem;

/// What a file does not say about its problem.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Fewest vehicles first, then least distance: the older order for problems with time windows.
    pub fleet_first: bool,
    /// How many tours an orienteering problem may have; 1 when not given.
    pub tours: Option<u32>,
}

/// Reads a routing problem in any of the formats; its content tells which.
///
/// # Errors
///
/// [`RoutingFileError`] with the line at which the text stops making sense.
pub fn read_routing(bytes: &[u8], options: Options) -> Result<Problem, RoutingFileError> {
    let text = std::str::from_utf8(bytes).map_err(|_utf8| RoutingFileError::NotText)?;
    let mut first = text.lines().map(str::trim).filter(|line| !line.is_empty());
    if text.contains("_SECTION") {
        return vrplib::read(text, options);
    }
    if first.clone().any(|line| line.to_ascii_uppercase().starts_with("CUST")) {
        return solomon::read(text, options);
    }
    if first.next().is_some_and(|line| line.split_whitespace().all(|w| w.parse::<u32>().is_ok())) {
        return cordeau::read(&mut Lines::of(text), options);
    }
    Err(RoutingFileError::Unknown)
}
