//! Districts with as few borders between them as can be, beside what is published.
//!
//! H. Validi, A. Buchanan, "Political districting to minimize cut edges", Mathematical Programming
//! Computation 14, 2022, tables 3, 9 and 13: districts that hang together, within half a percent of the mean
//! population, with the fewest edges of the dual graph between them. Their best are proven for counties and
//! for the first six states by tracts; the others are the best that was found in an hour.
//!
//! The folder is laid out as theirs: `county/dual_graphs/county19.json`, `tract/dual_graphs/tract33.json`.

use super::{say, task, timed};
use benches::Failure;
use exchange::{Value, read_dual_graph};
use planner::redraw::{Atom, Border, Ground};
use std::path::Path;

/// Level, name, number of the state, districts, fewest known, whether that is proven.
const KNOWN: [(&str, &str, &str, usize, u32, bool); 22] = [
    ("county", "Maine", "23", 2, 16, true),
    ("county", "Alabama", "01", 7, 55, true),
    ("county", "Arkansas", "05", 4, 33, true),
    ("county", "Iowa", "19", 4, 33, true),
    ("county", "Idaho", "16", 2, 10, true),
    ("county", "Kansas", "20", 4, 32, true),
    ("county", "Louisiana", "22", 6, 49, true),
    ("county", "Mississippi", "28", 4, 34, true),
    ("county", "Nebraska", "31", 3, 19, true),
    ("county", "New Mexico", "35", 3, 17, true),
    ("county", "Oklahoma", "40", 5, 40, true),
    ("county", "West Virginia", "54", 3, 23, true),
    ("tract", "New Hampshire", "33", 2, 26, true),
    ("tract", "Idaho", "16", 2, 17, true),
    ("tract", "Maine", "23", 2, 20, true),
    ("tract", "West Virginia", "54", 3, 43, true),
    ("tract", "New Mexico", "35", 3, 43, true),
    ("tract", "Nebraska", "31", 3, 44, true),
    ("tract", "Utah", "49", 4, 79, false),
    ("tract", "Mississippi", "28", 4, 63, false),
    ("tract", "Arkansas", "05", 4, 70, false),
    ("tract", "Nevada", "32", 4, 77, false),
];

/// Draws each with so many seeds and prints the best beside the best known.
pub(crate) fn run(folder: &str, steps: u64, seeds: u64) -> Result<(), Failure> {
    for (level, state, number, districts, known, proven) in KNOWN {
        let file = Path::new(folder).join(format!("{level}/dual_graphs/{level}{number}.json"));
        let Ok(bytes) = std::fs::read(&file) else {
            say(&format!("{state} by {level}\tleft out: {} is not there", file.display()))?;
            continue;
        };
        let ground = unmeasured(&bytes)?;
        let (mut best, mut seconds, mut met) = (f64::INFINITY, 0.0, 0_u64);
        for seed in 1..=seeds {
            let (took, drawn) = timed(&ground, &task(districts, 0.005, seed), steps)?;
            seconds += took;
            let figures = drawn.drawings.first().map(|it| &it.figures).ok_or("no drawing")?;
            if figures.outside.is_empty() && figures.torn().is_empty() {
                best = best.min(figures.cut_m);
                met += 1;
            }
        }
        let proven = if proven { "proven" } else { "best known" };
        let atoms = ground.atoms.len();
        say(&format!(
            "{state} by {level}, {atoms} atoms, {districts} districts\tours {best}\tof {met} of {seeds} \
             inside\t{proven} {known}\t{seconds:.2} s"
        ))?;
    }
    Ok(())
}

/// The ground of a dual graph in which every border counts as one.
fn unmeasured(bytes: &[u8]) -> Result<Ground, Failure> {
    let graph = read_dual_graph(bytes)?;
    let number = |node: &exchange::DualNode, name: &str| -> Option<f64> {
        node.field(name)?.text()?.parse().ok()
    };
    let atoms = graph.nodes.iter().map(|node| -> Result<Atom, Failure> {
        let people = node.field("TOTPOP").and_then(Value::int).ok_or("a node has no TOTPOP")?;
        let at = number(node, "C_X").zip(number(node, "C_Y")).map(|(x, y)| [x, y]);
        Ok(Atom { weight: u32::try_from(people)?, at, ..Atom::default() })
    });
    let border = |edge: &exchange::DualEdge| Border { atoms: edge.nodes, length_m: 1.0, cost: 1.0 };
    Ok(Ground {
        atoms: atoms.collect::<Result<_, _>>()?,
        borders: graph.edges.iter().map(border).collect(),
    })
}
