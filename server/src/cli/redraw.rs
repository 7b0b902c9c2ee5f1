//! `gridbeat redraw`: K grids from atoms, or better grids from the present ones.

mod report;
mod write;

use super::plan::{duration, read_input};
use super::say::{bar, complain};
use super::{Failure, Outcome};
use crate::work::redraw::{Ask, Atoms, read};
use planner::redraw::{Drawing, Redrawn, Task, redraw};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long it takes when nothing is said.
const TIME: Duration = Duration::from_secs(10);

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
    /// How long to look for better drawings, all together: 10s, 500ms, 2m. 10s when no --iterations are
    /// given; with them, the longest that it may take.
    #[arg(long, value_parser = duration)]
    time: Option<Duration>,
    /// So many steps for each drawing: the same seed gives the same drawings on every machine, unless
    /// --time is over first, which is said.
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
    one_output(args)?;
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

/// Standard output holds one table at most.
fn one_output(args: &Args) -> Result<(), Failure> {
    let is_out = |path: &Path| path.as_os_str() == "-";
    let grids = args.grids_output.as_deref().is_some_and(is_out);
    if is_out(&args.output) && grids {
        return Err(Failure::line("--output and --grids-output cannot both go to standard output"));
    }
    if (is_out(&args.output) || grids) && args.candidates > 1 {
        return Err(Failure::line(
            "several drawings cannot go to standard output: name a file with --output",
        ));
    }
    Ok(())
}

/// Draws, watching the time, or so many steps.
fn draw(args: &Args, atoms: &Atoms, task: &Task) -> Result<Redrawn, planner::redraw::RedrawError> {
    let progress = bar(1_000, "drawing");
    let begun = Instant::now();
    let mut stopped = false;
    let drawn = redraw(&atoms.ground, task, &mut |at| {
        let took = begun.elapsed();
        let over = if let Some(steps) = args.iterations {
            // The clock has no say in how far the work is, else it would be in the drawings.
            stopped = args.time.is_some_and(|most| took >= most);
            (!stopped).then(|| at.share(steps))?
        } else {
            let most = args.time.unwrap_or(TIME);
            (took.as_secs_f64() / most.as_secs_f64().max(1e-9)).min(1.0)
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
        progress.set_position((over * 1_000.0) as u64);
        Some(over)
    });
    progress.finish_and_clear();
    if stopped {
        complain("--time was over before --iterations were: another run may draw otherwise");
    }
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
