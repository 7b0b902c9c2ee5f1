//! `gridbeat plan`: a patrol problem in, a plan out; a routing problem in, its solution out.

use super::roads::PlanRoads;
use super::routes::{self, Effort};
use super::say::{bar, complain, say};
use super::{Failure, Outcome};
use crate::work::plans::{Unusually, solve};
use exchange::patrol::{read_problem, write_plan, write_plan_geojson, write_plan_gpx};
use exchange::routing::Options;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The largest problem file taken.
const PROBLEM_BYTES_MAX: u64 = 256 << 20;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The problem as JSON, or one of the literature as VRPLIB, in Solomon's or in Cordeau's format;
    /// `-` reads standard input.
    problem: PathBuf,
    /// How long to look for a better plan: 10s, 500ms, 2m.
    #[arg(long, default_value = "10s", value_parser = duration)]
    time: Duration,
    /// Stop after this many iterations even if there is time left. With a limit that is reached
    /// before the time, the same seed gives the same plan on every machine.
    #[arg(long)]
    iterations: Option<u64>,
    /// The seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// For problems in Solomon's format: fewest vehicles first, exact distances.
    #[arg(long)]
    fleet_first: bool,
    /// For orienteering problems: how many tours there may be.
    #[arg(long)]
    tours: Option<u32>,
    /// Where the plan goes: .json, .gpx or .geojson, or .sol for a problem of the literature; `-` writes to standard output. May be
    /// given several times.
    #[arg(short, long, default_value = "-")]
    output: Vec<PathBuf>,
    #[command(flatten)]
    roads: PlanRoads,
}

/// A duration like `10s`, `500ms`, `2m`; a bare number is seconds.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let ends = [("ms", 1_u64), ("s", 1_000), ("m", 60_000), ("", 1_000)];
    let read = ends.into_iter().find_map(|(ending, ms)| {
        let number: u64 = text.strip_suffix(ending)?.parse().ok()?;
        Some(Duration::from_millis(number.checked_mul(ms)?))
    });
    read.filter(|time| *time <= Duration::from_hours(24))
        .ok_or_else(|| "a time is written 10s, 500ms or 2m, at most 24 hours".to_owned())
}

/// Plans.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let name = args.problem.display();
    let text = read_input(&args.problem)?;
    if routes::is_routing(&text) {
        let options = Options { fleet_first: args.fleet_first, tours: args.tours };
        let effort = Effort { time: args.time, iterations: args.iterations, seed: args.seed };
        let (solution, outcome) = routes::plan(&args.problem, &text, options, effort)?;
        for output in &args.output {
            let ends = if output.as_os_str() == "-" { solution.trim_end() } else { &solution };
            write_output(output, ends)?;
        }
        return Ok(outcome);
    }
    let mut problem = read_problem(&text).map_err(|error| Failure::new(name, &error))?;
    let roads = args.roads.tell(&mut problem, Unusually::default())?;
    let progress = bar(1_000, "planning");
    let effort = (args.iterations, args.seed);
    let plan = solve(&problem, &[], args.time, effort, &mut |at| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
        progress.set_position((at.fraction * 1_000.0) as u64);
        true
    });
    progress.finish_and_clear();
    let (plan, _) = plan.map_err(Failure::line)?;
    let ways = roads.map(|roads| roads.draw(&problem, &plan)).unwrap_or_default();
    for output in &args.output {
        let ending = output.extension().and_then(|ending| ending.to_str());
        let text = match ending {
            Some("gpx") => write_plan_gpx(&plan, &problem, &ways),
            Some("geojson") => write_plan_geojson(&plan, &problem, &ways),
            _ => write_plan(&plan, &problem, &ways),
        };
        write_output(output, &text)?;
    }
    let violations = planner::check(&problem, &plan);
    for violation in &violations {
        complain(&format!("broken: {violation}"));
    }
    let missed: u32 = plan
        .unserved
        .iter()
        .filter(|it| problem.targets[it.target].required)
        .map(|it| u32::from(it.visits))
        .sum();
    if missed > 0 {
        complain(&format!("{missed} required visits cannot be made; see `unserved` in the plan"));
    }
    let clean = violations.is_empty() && missed == 0;
    Ok(if clean { Outcome::Clean } else { Outcome::Faults })
}

/// The bytes of a file, or of standard input for `-`.
pub(super) fn read_input(path: &Path) -> Result<Vec<u8>, Failure> {
    let name = path.display();
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().lock().take(PROBLEM_BYTES_MAX + 1).read_to_end(&mut bytes)
    } else {
        let file = std::fs::File::open(path);
        file.and_then(|file| file.take(PROBLEM_BYTES_MAX + 1).read_to_end(&mut bytes))
    };
    let length = read.map_err(|error| Failure::new(format!("cannot read {name}"), &error))?;
    if length as u64 > PROBLEM_BYTES_MAX {
        return Err(Failure::line(format!("{name} is larger than {PROBLEM_BYTES_MAX} bytes")));
    }
    Ok(bytes)
}

fn write_output(path: &Path, text: &str) -> Result<(), Failure> {
    if path.as_os_str() == "-" {
        say(text);
        return Ok(());
    }
    let written = std::fs::File::create(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| Failure::new(format!("cannot write {}", path.display()), &error))
}
