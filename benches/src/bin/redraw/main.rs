//! Draws grids on dual graphs, for `benches/redraw/run`, which sets peers beside.
//!
//! ```text
//! redraw atoms FILE.zip FIELD OUT.json   the dual graph of areas, with FIELD as weight
//! redraw draw GRAPH.json K TOLERANCE STEPS SEED OUT.txt
//!                                        K grids; writes the grid of every node, a line each, as in the graph
//! redraw grow GRAPH.json K MORE STEPS SEED
//!                                        draws K grids, lets five places grow, improves to MORE
//! redraw cover GRAPH.json METRES SITES   sites at evenly spread nodes that cover most
//! redraw mincut FOLDER STEPS SEEDS       fewest borders between districts, beside published optima
//! ```
//!
//! Prints figures, a tab between them; seconds are those of the processor.

mod mincut;

use benches::clock::median;
use benches::{Dice, Failure};
use exchange::{Part, ReadSettings, Value, read_dual_graph, read_layers};
use model::{Area, Shape};
use planner::redraw::{
    Atom, Border, Drawing, Ground, Progress, Redrawn, Task, ground_of, link_islands, redraw,
};
use planner::siting::{Reach, cover_most};
use serde_json::json;
use spatial::{Partition, RepairSettings};
use std::fmt::Write as _;
use std::io::Write as _;

fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match *words.as_slice() {
        ["atoms", file, field, out] => atoms(file, field, out),
        ["draw", graph, grids, tolerance, steps, seed, out] => {
            let task = task(grids.parse()?, tolerance.parse()?, seed.parse()?);
            draw(&load(graph)?, &task, steps.parse()?, out)
        }
        ["grow", graph, grids, more, steps, seed] => {
            let task = task(grids.parse()?, 0.2, seed.parse()?);
            grow(load(graph)?, task, more.parse()?, steps.parse()?)
        }
        ["cover", graph, metres, sites] => cover(&load(graph)?, metres.parse()?, sites.parse()?),
        ["mincut", folder, steps, seeds] => mincut::run(folder, steps.parse()?, seeds.parse()?),
        _ => {
            Err("usage: redraw atoms … | draw … | grow … | cover … | mincut …, see its source"
                .into())
        }
    }
}

const fn task(grids: usize, tolerance: f64, seed: u64) -> Task {
    let locked = Vec::new();
    Task { grids, tolerance, improve: false, stay: None, locked, candidates: 1, seed }
}

/// Writes the dual graph of the areas of a file, islands linked.
fn atoms(file: &str, field: &str, out: &str) -> Result<(), Failure> {
    let bytes = std::fs::read(file)?;
    let layers = read_layers(&[Part { name: file, bytes: &bytes }], &ReadSettings::default())?;
    let features = &layers.first().ok_or("no layer")?.features;
    let area = |shape: &Option<Shape>| match shape {
        Some(Shape::Area(area)) => area.clone(),
        _ => Area::default(),
    };
    let areas: Vec<Area> = features.iter().map(|feature| area(&feature.shape)).collect();
    let built = Partition::build(&areas, &RepairSettings::default())?;
    let mut ground = ground_of(&built.partition);
    let links = link_islands(&mut ground);
    let nodes = ground.atoms.iter().zip(features).enumerate().map(|(id, (atom, feature))| {
        let weight = feature.field(field).and_then(Value::int).unwrap_or_default();
        let [x, y] = atom.at.unwrap_or_default();
        json!({ "id": id, "weight": weight, "x": x, "y": y, "area": atom.area_m2,
                "boundary_perim": atom.outside_m })
    });
    let edges = ground.borders.iter().map(|border| {
        let [a, b] = border.atoms;
        json!({ "source": a, "target": b, "shared_perim": border.length_m })
    });
    let graph = json!({ "directed": false, "multigraph": false, "graph": {},
        "nodes": nodes.collect::<Vec<_>>(), "links": edges.collect::<Vec<_>>() });
    std::fs::write(out, graph.to_string())?;
    say(&format!(
        "{} atoms\t{} borders\t{} islands linked",
        areas.len(),
        ground.borders.len(),
        links.len()
    ))
}

/// The ground of a dual graph with `weight`, `x`, `y`.
fn load(path: &str) -> Result<Ground, Failure> {
    let graph = read_dual_graph(&std::fs::read(path)?)?;
    let number = |node: &exchange::DualNode, name: &str| -> Option<f64> {
        node.field(name)?.text()?.parse().ok()
    };
    let atoms = graph.nodes.iter().map(|node| -> Result<Atom, Failure> {
        let weight = node.field("weight").and_then(Value::int).ok_or("a node has no weight")?;
        Ok(Atom {
            weight: u32::try_from(weight)?,
            area_m2: number(node, "area").unwrap_or_default(),
            outside_m: number(node, "boundary_perim").unwrap_or_default(),
            at: number(node, "x").zip(number(node, "y")).map(|(x, y)| [x, y]),
            ..Atom::default()
        })
    });
    let border =
        |it: &exchange::DualEdge| Border { atoms: it.nodes, length_m: it.length, cost: 1.0 };
    Ok(Ground {
        atoms: atoms.collect::<Result<_, _>>()?,
        borders: graph.edges.iter().map(border).collect(),
    })
}

/// Draws with so many steps a drawing, and the seconds it took.
fn timed(ground: &Ground, task: &Task, steps: u64) -> Result<(f64, Redrawn), Failure> {
    let (took, drawn) =
        median(1, || redraw(ground, task, &mut |at: Progress| Some(at.share(steps))));
    Ok((took.cpu_s, drawn?))
}

fn line(drawing: &Drawing) -> String {
    let figures = &drawing.figures;
    let empty = figures.pieces.iter().filter(|&&pieces| pieces == 0).count();
    format!(
        "{:?}\tborders {:.0}\troundness {:.3}\toutside {}\ttorn {}\tempty {empty}",
        drawing.aim,
        figures.cut_m,
        figures.roundness,
        figures.outside.len(),
        figures.torn().len()
    )
}

fn draw(ground: &Ground, task: &Task, steps: u64, out: &str) -> Result<(), Failure> {
    let (seconds, drawn) = timed(ground, task, steps)?;
    let drawing = drawn.drawings.first().ok_or("no drawing")?;
    let mut table = String::new();
    for grid in &drawing.grid_of {
        writeln!(table, "{grid}")?;
    }
    std::fs::write(out, table)?;
    say(&format!("{}\tinfeasible {}\t{seconds:.2} s", line(drawing), drawn.infeasible.len()))
}

/// Five places, circles with an eighth of the width as radius, grow by half; then more grids are wanted.
fn grow(mut ground: Ground, mut task: Task, more: usize, steps: u64) -> Result<(), Failure> {
    let (_, first) = timed(&ground, &task, steps)?;
    let present = &first.drawings.first().ok_or("no drawing")?.grid_of;
    for (atom, &grid) in ground.atoms.iter_mut().zip(present) {
        atom.present = Some(grid);
    }
    let places: Vec<[f64; 2]> = ground.atoms.iter().filter_map(|atom| atom.at).collect();
    let east = |low: fn(f64, f64) -> f64, from| places.iter().map(|at| at[0]).fold(from, low);
    let wide = east(f64::max, f64::MIN) - east(f64::min, f64::MAX);
    let mut dice = Dice::new(task.seed);
    for _ in 0..5 {
        let centre = places[dice.below(places.len())];
        for atom in &mut ground.atoms {
            let at = atom.at.unwrap_or_default();
            if (at[0] - centre[0]).hypot(at[1] - centre[1]) < wide / 8.0 {
                atom.weight += atom.weight / 2;
            }
        }
    }
    (task.grids, task.tolerance, task.improve, task.candidates) = (more, 0.25, true, 4);
    let (seconds, drawn) = timed(&ground, &task, steps)?;
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    let percent = |moved: u64| moved as f64 * 100.0 / ground.weight() as f64;
    say(&format!("bound {:.1} %\t{seconds:.2} s", percent(drawn.moved_bound)))?;
    for drawing in &drawn.drawings {
        say(&format!("{}\tmoved {:.1} %", line(drawing), percent(drawing.figures.moved)))?;
    }
    (task.improve, task.candidates) = (false, 1);
    let (seconds, anew) = timed(&ground, &task, steps)?;
    let drawing = anew.drawings.first().ok_or("no drawing")?;
    say(&format!("anew\t{}\t{seconds:.2} s", line(drawing)))
}

/// Sites at every so-manieth node with people; straight lines, as seconds at a metre a second.
fn cover(ground: &Ground, metres: u32, count: usize) -> Result<(), Failure> {
    let places: Vec<&Atom> = ground.atoms.iter().filter(|atom| atom.weight > 0).collect();
    let sites: Vec<&Atom> = places.iter().copied().step_by((places.len() / 571).max(1)).collect();
    let time = |a: &Atom, b: &Atom| {
        let (a, b) = a.at.zip(b.at)?;
        let way = (a[0] - b[0]).hypot(a[1] - b[1]).ceil();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
        (way < 4e9).then_some(way as u32)
    };
    let times: Vec<Option<u32>> =
        sites.iter().flat_map(|site| places.iter().map(move |place| time(site, place))).collect();
    let weights = places.iter().map(|atom| atom.weight).collect();
    let reach = Reach::of_table(weights, sites.len(), &times, &[])?;
    let (took, found) = median(1, || cover_most(&reach, metres, count));
    let found = found?;
    say(&format!(
        "{} places\t{} sites\tcovered {}\tbound {}\t{:.2} s",
        places.len(),
        sites.len(),
        found.covered,
        found.bound,
        took.cpu_s
    ))
}

fn say(line: &str) -> Result<(), Failure> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
