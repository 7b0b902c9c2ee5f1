//! `gridbeat matrix`: travel times between points, as a table.

use super::export::{Output, field};
use super::roads::Source;
use super::say::complain;
use super::{Failure, Outcome};
use model::patrol::Mode;
use model::{Pace, Position};
use planner::roads::{DETOUR_PERCENT, Times, straight_times};
use std::io::{self, Write as _};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    source: Source,
    /// The points (.csv with longitude and latitude; codes from a column of numbers or codes, else 1, 2, 3 …).
    #[arg(long, value_name = "FILE.csv")]
    points: PathBuf,
    /// The points to go to; the same when left out.
    #[arg(long, value_name = "FILE.csv")]
    to: Option<PathBuf>,
    /// The table to write: a row for each point come from, whole seconds, empty where no way leads.
    #[arg(short, long, default_value = "-", value_name = "OUT.csv")]
    output: PathBuf,
}

type Points = Vec<(String, Position)>;

/// Writes the table. Points that no road is near have empty rows, and are said.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let from = args.source.points(&args.points)?;
    let to = args.to.as_ref().map(|file| args.source.points(file)).transpose()?;
    let to = to.as_ref().unwrap_or(&from);
    let places = |points: &Points| points.iter().map(|it| it.1).collect::<Vec<_>>();
    let (starts, ends) = (places(&from), places(to));
    let mut outcome = Outcome::Clean;
    let times = if let Some(roads) = args.source.ready()? {
        for (code, at) in from.iter().chain(args.to.iter().flat_map(|_| to)) {
            if roads.snap(*at).is_none() {
                complain(&format!("{code}: there is no road near it"));
                outcome = Outcome::Faults;
            }
        }
        roads.matrix(&starts, &ends)
    } else {
        straight(args.source.mode, &starts, &ends)
    };
    Output::whole(&args.output, |out| write(out, &from, to, &times))?;
    Ok(outcome)
}

/// The times over straight lines; says that they are estimates.
pub(super) fn straight(mode: Mode, from: &[Position], to: &[Position]) -> Times {
    complain(&format!(
        "no roads are kept: the times are those of straight lines of {DETOUR_PERCENT} percent of \
         their length, which are estimates"
    ));
    let metres_an_hour = match mode {
        Mode::Foot => 5_000,
        Mode::Bike => 15_000,
        Mode::Car => 30_000,
        Mode::Boat => 18_000,
    };
    let pace = Pace::from_metres_per_hour(metres_an_hour);
    pace.map(|pace| straight_times(from, to, pace, DETOUR_PERCENT)).unwrap_or_default()
}

fn write(out: &mut Output, from: &Points, to: &Points, times: &Times) -> io::Result<()> {
    write!(out, "from")?;
    for (code, _) in to {
        write!(out, ",{}", field(code))?;
    }
    for (row, (code, _)) in from.iter().enumerate() {
        write!(out, "\r\n{}", field(code))?;
        for column in 0..to.len() {
            match times.get(row, column) {
                Some(time) => write!(out, ",{}", time.get())?,
                None => write!(out, ",")?,
            }
        }
    }
    write!(out, "\r\n")
}
