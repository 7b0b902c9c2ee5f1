//! Real counties: as few borders between districts as was proven to be possible.

#![expect(clippy::disallowed_methods, reason = "real files are read from the disk")]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use super::grounds::{steps, task};
use exchange::{Value, read_dual_graph};
use planner::redraw::{Atom, Border, Ground, redraw};
use std::path::Path;

/// Iowa's 99 counties with the people of 2010, where they are there; each border counts as one.
fn iowa() -> Option<Ground> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = "shared/data/dual-graphs/iowa-counties-2010.json";
    let found = ["../..", "../../.."].map(|up| root.join(up).join(file));
    let Some(bytes) = found.iter().find_map(|file| std::fs::read(file).ok()) else {
        eprintln!("left out: {file} is not there");
        return None;
    };
    let graph = read_dual_graph(&bytes).unwrap();
    let people = |node: &exchange::DualNode| node.field("TOTPOP").and_then(Value::int).unwrap();
    let atom = |people: i64| Atom { weight: u32::try_from(people).unwrap(), ..Atom::default() };
    let border = |edge: &exchange::DualEdge| Border { atoms: edge.nodes, length_m: 1.0, cost: 1.0 };
    Some(Ground {
        atoms: graph.nodes.iter().map(|node| atom(people(node))).collect(),
        borders: graph.edges.iter().map(border).collect(),
    })
}

#[test]
fn four_districts_of_iowa_have_as_few_borders_as_can_be() {
    // 33: H. Validi, A. Buchanan, "Political districting to minimize cut edges", Mathematical
    // Programming Computation 14, 2022, table 13; solved to optimality within half a percent.
    let Some(ground) = iowa() else { return };
    let best = (1..=4_u64).map(|seed| {
        let wanted = planner::redraw::Task { seed, ..task(4, 0.005) };
        let drawn = redraw(&ground, &wanted, &mut steps(2_000_000)).unwrap();
        let figures = &drawn.drawings[0].figures;
        let sound = figures.outside.is_empty() && figures.torn().is_empty();
        if sound { figures.cut_m } else { f64::INFINITY }
    });
    let best = best.fold(f64::INFINITY, f64::min);
    assert!((best - 33.0).abs() < 1e-9, "{best}");
}
