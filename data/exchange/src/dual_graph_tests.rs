//! Dual graphs in both forms, and what is wrong with them.

use super::*;

const ADJACENCY: &str = r#"{"directed": false, "multigraph": false, "graph": [],
    "nodes": [{"id": 10, "pop": 3, "name": "a"}, {"id": 11, "pop": 4.0}, {"id": 12}],
    "adjacency": [[{"id": 11, "shared_perim": 2.5}, {"id": 12, "shared_perim": 0}],
                  [{"id": 10, "shared_perim": 2.5}], [{"id": 10, "shared_perim": 0}]]}"#;

#[test]
fn both_forms_are_one_graph() {
    let graph = read_dual_graph(ADJACENCY.as_bytes()).unwrap();
    assert!(graph.measured);
    assert_eq!(graph.nodes[1].field("pop").and_then(Value::int), Some(4));
    assert_eq!(
        graph.edges,
        [DualEdge { nodes: [0, 1], length: 2.5 }, DualEdge { nodes: [0, 2], length: 0.0 }]
    );
    for key in ["links", "edges"] {
        let links = format!(
            r#"{{"nodes": [{{"id": 10, "pop": 3, "name": "a"}}, {{"id": 11, "pop": 4.0}}, {{"id": 12}}],
                "{key}": [{{"source": 11, "target": 10, "shared_perim": 2.5}},
                          {{"source": 12, "target": 12}},
                          {{"target": 12, "source": 10, "shared_perim": 0}}]}}"#
        );
        assert_eq!(read_dual_graph(links.as_bytes()).unwrap(), graph);
        assert!(is_dual_graph(links.as_bytes()));
        let marked = format!("\u{feff}{links}");
        assert!(is_dual_graph(marked.as_bytes()));
        assert_eq!(read_dual_graph(marked.as_bytes()).unwrap(), graph);
    }
    assert!(!is_dual_graph(br#"{"type": "FeatureCollection", "features": []}"#));
}

#[test]
fn lengths_count_only_where_all_are_known() {
    let text = ADJACENCY.replace(r#", "shared_perim": 0"#, "");
    let graph = read_dual_graph(text.as_bytes()).unwrap();
    assert!(!graph.measured);
    assert!(graph.edges.iter().all(|edge| (edge.length - 1.0).abs() < f64::EPSILON));
}

#[test]
fn a_length_known_from_one_end_counts_for_both() {
    let text = ADJACENCY.replace(r#"[{"id": 10, "shared_perim": 2.5}]"#, r#"[{"id": 10}]"#);
    assert_eq!(
        read_dual_graph(text.as_bytes()).unwrap(),
        read_dual_graph(ADJACENCY.as_bytes()).unwrap()
    );
}

#[test]
fn what_is_wrong_is_named() {
    let error = |from: &str, to: &str| {
        read_dual_graph(ADJACENCY.replace(from, to).as_bytes()).unwrap_err().to_string()
    };
    assert!(error(r#"{"id": 12}]"#, r#"{"id": 11}]"#).contains("node 2"));
    assert!(error(r#"{"id": 12}]"#, r"{}]").contains("node 2"));
    assert!(error(r#"[{"id": 10, "shared_perim": 2.5}]"#, r#"[{"id": 9}]"#).contains("at 9"));
    assert!(error("2.5", "-1").contains("node 10"));
    assert!(error("2.5", r#""x""#).contains("node 10"));
    let one_end = r#"[{"id": 10, "shared_perim": 2.5}]"#;
    let twice = error(one_end, r#"[{"id": 10, "shared_perim": 2.6}]"#);
    assert!(twice.contains("between 11 and 10 comes twice"), "{twice}");
    assert!(error("\"multigraph\": false", "\"multigraph\": true").contains("multigraph"));
    assert!(error("adjacency", "neighbours").contains("adjacency"));
    assert!(error("[[", "[[], [").contains("fit"));
    assert!(read_dual_graph(b"[1]").is_err());
}
