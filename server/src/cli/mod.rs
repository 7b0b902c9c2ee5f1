//! The command line: every command parses its arguments, asks a use case and says what came out.
//!
//! Exit codes are the same everywhere: 0 done and clean, 1 done and faults were found (and said), 2
//! not done. Errors are one line: what, where, what to do.

mod assign;
mod backup;
mod check;
mod check_plan;
mod demo;
mod export;
mod hotspots;
mod import;
mod matrix;
mod plan;
mod reach;
mod redraw;
mod restore;
mod roads;
mod routes;
mod say;
mod serve;
mod site;
mod stats;
mod tiles;
mod user;
mod verify;
mod worker;

use clap::{Parser, Subcommand};
use say::complain;
use std::fmt;
use std::process::ExitCode;

const EXIT_CODES: &str = "Exit codes: 0 done and clean; 1 done, and faults were found (and said); \
    2 not done: the input cannot be read, or the store does not answer.";

/// Service grids, incidents and patrols of a city.
#[derive(Debug, Parser)]
#[command(name = "gridbeat", version, about = "Service grids, incidents and patrols of a city", long_about = None, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the service: pages, tiles and API.
    #[command(after_help = EXIT_CODES)]
    Serve(serve::Args),
    /// Make a demo city: same seed, identical content.
    #[command(after_help = EXIT_CODES)]
    Demo(demo::Args),
    /// Take in what others drew and counted, with a report.
    #[command(subcommand, after_help = EXIT_CODES)]
    Import(import::Command),
    /// Say which grid each point of a table lies in: same rows, one column more.
    #[command(after_help = EXIT_CODES)]
    Assign(assign::Args),
    /// Give out what is kept, in forms that others read.
    #[command(subcommand, after_help = EXIT_CODES)]
    Export(export::Command),
    /// Is it an exact, nested partition? Nothing is written.
    #[command(after_help = EXIT_CODES)]
    Check(check::Args),
    /// Write all tiles of a drawing into one file, PMTiles, that needs no server.
    #[command(after_help = EXIT_CODES)]
    Tiles(tiles::Args),
    /// Travel times between points, by road: a table of seconds.
    #[command(after_help = EXIT_CODES)]
    Matrix(matrix::Args),
    /// What is reached from bases in some minutes, and what is not.
    #[command(after_help = EXIT_CODES)]
    Reach(reach::Args),
    /// How many service points or bases, and where, so that people are near one.
    #[command(after_help = EXIT_CODES)]
    Site(site::Args),
    /// Plan patrols: problem JSON in, plan JSON, GPX or GeoJSON out; or solve a routing problem of
    /// the literature: VRPLIB, Solomon or Cordeau in, `.sol` out.
    #[command(after_help = EXIT_CODES)]
    Plan(plan::Args),
    /// Judge a plan against its problem, independently of the planner.
    #[command(after_help = EXIT_CODES)]
    CheckPlan(check_plan::Args),
    /// Draw so many grids from small pieces of land (atoms), alike in households, in one piece each,
    /// with short borders; or improve the present ones with few households moved.
    #[command(after_help = EXIT_CODES)]
    Redraw(redraw::Args),
    /// Count incidents by unit, level and period, by the units in force on any day.
    #[command(after_help = EXIT_CODES)]
    Stats(stats::Args),
    /// Where there were more incidents than chance puts there, when, and whether that held.
    #[command(after_help = EXIT_CODES)]
    Hotspots(hotspots::Args),
    /// Look after accounts.
    #[command(subcommand, after_help = EXIT_CODES)]
    User(user::Command),
    /// Write a copy of the store into a GeoPackage, while it is served, and prove it.
    #[command(after_help = EXIT_CODES)]
    Backup(backup::Args),
    /// Make a store from a backup, and prove that it holds the same.
    #[command(after_help = EXIT_CODES)]
    Restore(restore::Args),
    /// Prove that the change log is whole.
    #[command(after_help = EXIT_CODES)]
    Verify(verify::Args),
    /// Make the plans that services sharing a store are asked for.
    #[command(after_help = EXIT_CODES)]
    Worker(worker::Args),
}

/// How a command ended when it did end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Done, nothing to say.
    Clean,
    /// Done, and faults were found and said.
    Faults,
}

/// Why a command did not end: one line for a person.
#[derive(Debug)]
struct Failure(String);

impl Failure {
    /// What was being done, and the error with its causes.
    fn new(doing: impl fmt::Display, error: &dyn std::error::Error) -> Self {
        let mut line = format!("{doing}: {error}");
        let mut at = error;
        while let Some(cause) = at.source() {
            line = format!("{line}: {cause}");
            at = cause;
        }
        Self(line)
    }

    /// A line that says it all.
    fn line(line: impl Into<String>) -> Self {
        Self(line.into())
    }
}

/// Runs the command that the arguments name.
pub(crate) fn run() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Serve(args) => serve::run(args),
        Command::Demo(args) => demo::run(&args),
        Command::Import(command) => import::run(&command),
        Command::Export(command) => export::run(&command),
        Command::Assign(args) => assign::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Tiles(args) => tiles::run(&args),
        Command::Matrix(args) => matrix::run(&args),
        Command::Reach(args) => reach::run(&args),
        Command::Site(args) => site::run(&args),
        Command::Plan(args) => plan::run(&args),
        Command::CheckPlan(args) => check_plan::run(&args),
        Command::Redraw(args) => redraw::run(&args),
        Command::Stats(args) => stats::run(&args),
        Command::Hotspots(args) => hotspots::run(&args),
        Command::User(command) => user::run(command),
        Command::Backup(args) => backup::run(&args),
        Command::Restore(args) => restore::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Worker(args) => worker::run(&args),
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Faults) => ExitCode::from(1),
        Err(Failure(line)) => {
            complain(&format!("gridbeat: {line}"));
            ExitCode::from(2)
        }
    }
}

/// Runs asynchronous work to its end, for commands that need the store.
fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| Failure::new("cannot start", &error))?.block_on(work)
}
