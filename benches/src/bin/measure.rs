//! Times the spatial core, and writes what it measured, answered and read for its peers.
//!
//! ```text
//! measure make SIDE AREAS [PIECES DEGREES]
//!                                     writes the made coverage of SIDE * SIDE grids, whose sides have
//!                                     24 or PIECES pieces, over 0.4 or DEGREES degrees
//! measure lay AREAS DIR POINTS RUNS   builds AREAS and times that, an edit and an update; writes
//!                                     the exact areas and points of three sorts to DIR
//! measure ask DIR RUNS                times look-ups in DIR's areas, writes the answers beside
//! ```
//!
//! Prints lines of `what`, tab, CPU seconds (or a number), tab, wall seconds.

use benches::clock::{Took, median};
use benches::coverage::{PIECES, PREFECTURE, coverage};
use benches::files::{read_areas, read_points, write_areas, write_numbers, write_points};
use benches::{Failure, flat_map, points};
use model::{GridId, Position};
use spatial::{Draft, Edit, EditRules, GridMap, Partition, PointIndex, RepairSettings};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match *words.as_slice() {
        ["make", side, to] => {
            write_areas(Path::new(to), &coverage(side.parse()?, PIECES, PREFECTURE))
        }
        ["make", side, to, pieces, wide] => {
            let areas = coverage(side.parse()?, pieces.parse()?, wide.parse()?);
            write_areas(Path::new(to), &areas)
        }
        ["lay", areas, dir, points, runs] => {
            lay(Path::new(areas), Path::new(dir), points.parse()?, runs.parse()?)
        }
        ["ask", dir, runs] => ask(Path::new(dir), runs.parse()?),
        _ => {
            Err("usage: measure make SIDE AREAS [PIECES DEGREES] | lay AREAS DIR POINTS RUNS | ask DIR RUNS".into())
        }
    }
}

fn say(what: &str, figures: &[f64]) -> Result<(), Failure> {
    let figures: Vec<String> = figures.iter().map(ToString::to_string).collect();
    Ok(writeln!(std::io::stdout(), "{what}\t{}", figures.join("\t"))?)
}

fn say_took(what: &str, took: Took) -> Result<(), Failure> {
    say(what, &[took.cpu_s, took.wall_s])
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn say_count(what: &str, count: usize) -> Result<(), Failure> {
    say(what, &[count as f64])
}

fn lay(from: &Path, dir: &Path, count: usize, runs: usize) -> Result<(), Failure> {
    let areas = read_areas(from)?;
    say_count("grids", areas.len())?;
    say_count("vertices drawn", areas.iter().map(|area| area.positions().count()).sum())?;
    let (took, faults) = median(runs, || spatial::check(&areas));
    say_took("check", took)?;
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for fault in faults? {
        *kinds.entry(format!("{:?}", fault.kind)).or_default() += 1;
    }
    for (kind, count) in kinds {
        say_count(&format!("fault {kind}"), count)?;
    }
    let settings = RepairSettings::default();
    let (took, built) = median(runs, || Partition::build(&areas, &settings));
    say_took("build the partition", took)?;
    let partition = built?.partition;
    say_count("vertices of the partition", partition.vertex_count())?;
    let exact: Vec<_> = partition.grids().map(|grid| partition.area(grid)).collect();
    write_areas(&dir.join("areas.bin"), &exact)?;
    for (sort, points) in [
        ("uniform", points::uniform(&partition, count)),
        ("clustered", points::clustered(&partition, count)),
        ("adversarial", points::adversarial(&partition, count)),
    ] {
        write_points(&dir.join(format!("{sort}.bin")), &points)?;
    }
    edit(&partition, runs)
}

/// Moves one vertex between two grids there and back, with the figures of both, then the index.
fn edit(partition: &Partition, runs: usize) -> Result<(), Failure> {
    let (took, mut draft) = median(runs.min(3), || Draft::new(partition));
    say_took("open a draft", took)?;
    // A vertex in the middle of the border that two grids in the middle of the map share.
    let middle = partition.edge_count() / 2;
    let inner = partition
        .edges()
        .skip(middle)
        .find(|edge| edge.left.is_some() && edge.right.is_some() && edge.points.len() > 2);
    let Some(edge) = inner else { return Ok(()) };
    let from = edge.points[edge.points.len() / 2];
    let east = Position::from_e7(from.lon_e7().saturating_add(1), from.lat_e7());
    let there = Edit::MoveVertex { from, to: east.unwrap_or(from) };
    let sides: Vec<GridId> = edge.left.into_iter().chain(edge.right).collect();
    let (took, made) = median(101.max(runs), || {
        let done = draft.apply(&there, EditRules::default())?;
        let figures: Vec<_> = sides.iter().map(|&grid| draft.figures(grid)).collect();
        draft.undo(&done).map(|_| (done, figures))
    });
    let (done, _) = made?;
    say_took("one edit with figures, and undo", took)?;
    let mut points = PointIndex::new(partition);
    draft.apply(&there, EditRules::default())?;
    let (took, ()) = median(runs.max(3), || points.follow(&draft, &done));
    say_took("update the index after it", took)?;
    let (took, after) = median(runs.min(3), || draft.freeze());
    say_took("freeze", took)?;
    let map = flat_map(partition.clone())?;
    // The copy of the partition that `edited` takes is made before the clock starts.
    let mut copies = vec![after; runs.max(3)];
    let (took, edited) =
        median(runs.max(3), || map.edited(copies.pop().unwrap_or_default(), &done.boxes));
    edited?;
    say_took("make the map after it", took)
}

fn ask(dir: &Path, runs: usize) -> Result<(), Failure> {
    let areas = read_areas(&dir.join("areas.bin"))?;
    let partition = Partition::build(&areas, &RepairSettings::NOTHING)?.partition;
    let mut copies = vec![partition; 3];
    let (took, map) = median(3, || flat_map(copies.pop().unwrap_or_default()));
    let map = map?;
    say_took("index", took)?;
    say_count("index bytes", map.points().bytes())?;
    say_count("vertices", map.partition().vertex_count())?;
    for sort in ["uniform", "clustered", "adversarial"] {
        look_up(&map, dir, sort, runs)?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn look_up(map: &GridMap, dir: &Path, sort: &str, runs: usize) -> Result<(), Failure> {
    let points = read_points(&dir.join(format!("{sort}.bin")))?;
    let mut numbers = vec![0; points.len()];
    let rate =
        |took: Took| [took.cpu_s, took.wall_s].map(|seconds| points.len() as f64 / seconds / 1e6);
    let (took, ()) = median(runs, || map.points().assign_numbers(&points, &mut numbers));
    say(&format!("bulk {sort}"), &rate(took))?;
    let one = |at: &Position| map.points().grid_at(*at).map_or(0, |grid| grid.0 + 1);
    let (took, sum) = median(runs, || points.iter().map(|at| u64::from(one(at))).sum::<u64>());
    say(&format!("single {sort}"), &rate(took))?;
    let all = numbers.iter().map(|&number| u64::from(number)).sum::<u64>();
    if sum != all || points.iter().zip(&numbers).any(|(at, &number)| one(at) != number) {
        return Err(format!("{sort}: bulk and single answers differ").into());
    }
    let file = |what: &str| -> PathBuf { dir.join(format!("{sort}.{what}.bin")) };
    write_numbers(&file("ours"), numbers)?;
    let on_border = |at: &Position| map.assign(*at).is_some_and(|it| it.on_border);
    write_numbers(&file("border"), points.iter().map(|at| u32::from(on_border(at))))
}
