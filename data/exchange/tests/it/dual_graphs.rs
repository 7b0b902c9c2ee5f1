//! Dual graphs that others wrote.

use crate::shared::bytes;
use exchange::{Value, is_dual_graph, read_dual_graph};

#[test]
fn graphs_of_other_tools_are_read() {
    let files = [
        ("iowa-counties-2010", 99, 222, "TOTPOP", 3_046_355),
        ("gerrymandria-8x8", 64, 112, "TOTPOP", 64),
        ("grid-6x6", 36, 60, "population", 36),
    ];
    for (name, nodes, edges, weight, total) in files {
        let Some(bytes) = bytes(&format!("dual-graphs/{name}.json")) else { continue };
        assert!(is_dual_graph(&bytes), "{name}");
        let graph = read_dual_graph(&bytes).unwrap();
        assert_eq!((graph.nodes.len(), graph.edges.len()), (nodes, edges), "{name}");
        let weights = graph.nodes.iter().filter_map(|it| it.field(weight).and_then(Value::int));
        assert_eq!(weights.sum::<i64>(), total, "{name}");
    }
}
