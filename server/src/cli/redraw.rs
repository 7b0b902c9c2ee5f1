//! `gridbeat redraw`: K grids from atoms, or better grids from the present ones.

mod report;
mod write;

use super::plan::{duration, read_input};
use super::say::bar;
use super::{Failure, Outcome};
use crate::work::redraw::{Ask, Atoms, read};
use planner::redraw::{Drawing, Redrawn, Task, redraw};
use std::path::PathBuf;
use std::time::{Duration, Instant};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The atoms, the pieces of land that are never cut: areas (.geojson, Shapefile in .zip), or a
    /// dual graph (.json of networkx, as redistricting tools write it). `-` reads standard input.
    #[arg(value_name = "ATOMS.geojson|GRAPH.json")]
    atoms: PathBuf,
    /// How many grids.
    #[arg(long, value_name = "K")]
    grids: usize,
    /// The field that is to be alike in all grids.
    #[arg(long, default_value = "households", value_name = "FIELD")]
    weight: String,
    /// How far a grid may be from the mean: 0.1 is ten percent.
    #[arg(long, default_value_t = 0.1)]
    tolerance: f64,
    /// The field of the community; no grid reaches into two.
    #[arg(long, value_name = "FIELD")]
    within: Option<String>,
    /// The field of the present grid: these are improved, with few households moved.
    #[arg(long, value_name = "FIELD")]
    from: Option<String>,
    /// The field of the atoms' codes; guessed when left out.
    #[arg(long, value_name = "FIELD")]
    code_field: Option<String>,
    /// Present grids that stay as they are.
    #[arg(long, value_name = "GRID,GRID…", value_delimiter = ',', requires = "from")]
    locked: Vec<String>,
    /// What it costs to move the households of one whole grid, in mean borders between atoms: more
    /// moves fewer. Left out, the drawings to choose from have different ones.
    #[arg(long, requires = "from")]
    stay: Option<f64>,
    /// The seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How long to look for better drawings, all together: 10s, 500ms, 2m.
    #[arg(long, default_value = "10s", value_parser = duration)]
    time: Duration,
    /// Stop each drawing after this many steps even if there is time left. With a limit that is
    /// reached before the time, the same seed gives the same drawings on every machine.
    #[arg(long)]
    iterations: Option<u64>,
    /// How many drawings to make to choose from; the second and further ones get .2, .3 … in the
    /// names of their files.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=20))]
    candidates: u8,
    /// Where atoms with their grids go: .csv, .json (code to grid), or .geojson when the atoms came
    /// as areas; `-` writes a table to standard output.
    #[arg(short, long, default_value = "-", value_name = "OUT")]
    output: PathBuf,
    /// Where the grids themselves go, as areas; `import grids` reads them.
    #[arg(long, value_name = "GRIDS.geojson")]
    grids_output: Option<PathBuf>,
}

/// Redraws.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let name = args.atoms.display().to_string();
    let bytes = read_input(&args.atoms)?;
    let ask = Ask {
        weight: args.weight.clone(),
        within: args.within.clone(),
        from: args.from.clone(),
        code: args.code_field.clone(),
    };
    let atoms = read(&name, &bytes, &ask).map_err(|error| Failure::new(&name, &error))?;
    let form = write::Form::of(&args.output, &atoms)?;
    if args.grids_output.is_some() && atoms.land.is_none() {
        return Err(Failure::line(
            "a graph has no land: --grids-output needs atoms that are areas",
        ));
    }
    let locked = args.locked.iter().map(|code| {
        let found = atoms.present.iter().position(|present| present == code);
        let found = found.and_then(|found| u32::try_from(found).ok());
        found.ok_or_else(|| Failure::line(format!("--locked: there is no present grid {code}")))
    });
    let task = Task {
        grids: args.grids,
        tolerance: args.tolerance,
        improve: args.from.is_some(),
        stay: args.stay,
        locked: locked.collect::<Result<_, _>>()?,
        candidates: usize::from(args.candidates),
        seed: args.seed,
    };
    let drawn = draw(args, &atoms, &task).map_err(|error| Failure::new(&name, &error))?;
    for (number, drawing) in (1..).zip(&drawn.drawings) {
        let codes = codes(&atoms, drawing);
        write::atoms(&write::numbered(&args.output, number), form, &atoms, drawing, &codes)?;
        if let (Some(path), Some(land)) = (&args.grids_output, &atoms.land) {
            write::grids(&write::numbered(path, number), land, drawing, &codes, &args.weight)?;
        }
    }
    Ok(report::say(&atoms, &task, &drawn, &args.weight))
}

/// Draws, watching the time.
fn draw(args: &Args, atoms: &Atoms, task: &Task) -> Result<Redrawn, planner::redraw::RedrawError> {
    let progress = bar(1_000, "drawing");
    let begun = Instant::now();
    let drawn = redraw(&atoms.ground, task, &mut |at| {
        let by_time = begun.elapsed().as_secs_f64() / args.time.as_secs_f64().max(1e-9);
        #[expect(clippy::cast_precision_loss, reason = "a share of the work")]
        let by_steps = args.iterations.map_or(0.0, |most| {
            let within = (at.steps as f64 / most.max(1) as f64).min(1.0);
            (at.candidate as f64 + within) / at.candidates as f64
        });
        let over = by_time.max(by_steps).min(1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
        progress.set_position((over * 1_000.0) as u64);
        Some(over)
    });
    progress.finish_and_clear();
    drawn
}

/// The code of every grid of a drawing: present grids keep theirs; others are numbered, inside their
/// community where there are any.
fn codes(atoms: &Atoms, drawing: &Drawing) -> Vec<String> {
    let mut codes = atoms.present.clone();
    let kept = codes.len();
    let mut community = vec![0_usize; drawing.figures.weights.len()];
    for (atom, &grid) in atoms.ground.atoms.iter().zip(&drawing.grid_of) {
        community[grid as usize] = atom.community as usize;
    }
    let digits = drawing.figures.weights.len().to_string().len().max(3);
    let mut next = vec![0_u32; atoms.communities.len()];
    for &community in community.iter().skip(kept) {
        let name = &atoms.communities[community];
        loop {
            next[community] += 1;
            let number = next[community];
            let code = if name.is_empty() {
                format!("{number:0digits$}")
            } else {
                format!("{name}-{number:0digits$}")
            };
            if !atoms.present.contains(&code) {
                codes.push(code);
                break;
            }
        }
    }
    codes
}
