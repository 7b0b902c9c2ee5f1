//! Dual graphs as redistricting tools keep them: the JSON of `networkx`, as adjacency or as node-link
//! data, with shared perimeters on the edges.
//!
//! Nodes keep all their attributes; which is the population or the present district is the caller's
//! to say. An edge's length is its `shared_perim`, where every edge has one.

use crate::Value;
use crate::json::Fields;
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap};

/// A dual graph.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DualGraph {
    /// The nodes in the order of the file.
    pub nodes: Vec<DualNode>,
    /// The edges, each pair once, the lower number first, in order; with what they share.
    pub edges: Vec<DualEdge>,
    /// Whether every edge had a length; else all have length 1.
    pub measured: bool,
}

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub struct DualNode {
    /// Its id as text.
    pub id: String,
    /// All its attributes, the id too, in the order of the file.
    pub fields: Vec<(String, Value)>,
}

/// An edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DualEdge {
    /// Its nodes, by their places.
    pub nodes: [u32; 2],
    /// What they share, in the unit of the file (often degrees or metres).
    pub length: f64,
}

/// Why a dual graph cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DualGraphError {
    /// It is no JSON of that form.
    #[error("it is no graph in the JSON of networkx")]
    Json(#[from] serde_json::Error),
    /// It has nodes, but neither `adjacency` nor `links` nor `edges`, or not one list a node.
    #[error("its nodes come without `adjacency`, `links` or `edges` that fit them")]
    NoEdges,
    /// A node has no id of its own.
    #[error("node {place} has no id, or one that another node has")]
    Id {
        /// Its place, from 0.
        place: usize,
    },
    /// An edge ends at an id that no node has.
    #[error("an edge ends at {id}, which is no node")]
    NoNode {
        /// The id.
        id: String,
    },
    /// An edge comes twice with two lengths, so one of them is wrong.
    #[error("the edge between {} and {} comes twice, with different shared perimeters", ids[0], ids[1])]
    Twice {
        /// The ids of its nodes.
        ids: [String; 2],
    },
    /// Nodes may have several edges, which a dual graph has not.
    #[error("it is a multigraph; a dual graph has one edge at most between two nodes")]
    Multigraph,
    /// A length below nothing.
    #[error("an edge of node {id} has a shared perimeter that is no number from 0 up")]
    Length {
        /// The node's id.
        id: String,
    },
}

#[derive(Deserialize)]
struct Text {
    #[serde(default)]
    multigraph: bool,
    nodes: Vec<Fields>,
    adjacency: Option<Vec<Vec<Json>>>,
    #[serde(alias = "edges")]
    links: Option<Vec<Json>>,
}

impl DualNode {
    /// The attribute of this name.
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }
}

/// Whether a text looks like a dual graph: an object with `nodes`.
pub fn is_dual_graph(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Head {
        #[serde(rename = "nodes")]
        _nodes: Vec<serde::de::IgnoredAny>,
    }
    serde_json::from_slice::<Head>(unmarked(bytes)).is_ok()
}

/// A text without its byte order mark.
fn unmarked(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Whether two lengths are the same, but for the rounding of whoever reckoned them from both ends.
fn alike(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.max(b)
}

/// Reads a dual graph. Loops are left out; an edge that comes twice, from both its ends, is one.
///
/// # Errors
///
/// [`DualGraphError`] when it is none or a multigraph, or ids or lengths are wrong.
pub fn read_dual_graph(bytes: &[u8]) -> Result<DualGraph, DualGraphError> {
    let text: Text = serde_json::from_slice(unmarked(bytes))?;
    if text.multigraph {
        return Err(DualGraphError::Multigraph);
    }
    let mut places = HashMap::new();
    let mut nodes = Vec::with_capacity(text.nodes.len());
    for (place, Fields(fields)) in text.nodes.into_iter().enumerate() {
        let id = fields.iter().find(|(key, _)| key == "id").and_then(|(_, value)| value.text());
        let id = id.ok_or(DualGraphError::Id { place })?;
        let number = u32::try_from(place).map_err(|_too_many| DualGraphError::Id { place })?;
        if places.insert(id.clone(), number).is_some() {
            return Err(DualGraphError::Id { place });
        }
        nodes.push(DualNode { id, fields });
    }
    let mut graph = DualGraph { nodes, edges: Vec::new(), measured: true };
    let mut edges: BTreeMap<[u32; 2], Option<f64>> = BTreeMap::new();
    let end = |edge: &Json, key: &str| -> Result<u32, DualGraphError> {
        let id = crate::json::value(edge[key].clone()).text().unwrap_or_default();
        places.get(&id).copied().ok_or(DualGraphError::NoNode { id })
    };
    let mut add = |a: u32, b: u32, edge: &Json| -> Result<(), DualGraphError> {
        let length = match &edge["shared_perim"] {
            Json::Null => None,
            other => {
                let length = other.as_f64().filter(|it| it.is_finite() && *it >= 0.0);
                let id = || graph.nodes[a as usize].id.clone();
                Some(length.ok_or_else(|| DualGraphError::Length { id: id() })?)
            }
        };
        if a != b {
            let known = edges.entry([a.min(b), a.max(b)]).or_default();
            if known.zip(length).is_some_and(|(known, length)| !alike(known, length)) {
                let ids = [a, b].map(|node| graph.nodes[node as usize].id.clone());
                return Err(DualGraphError::Twice { ids });
            }
            *known = known.or(length);
        }
        Ok(())
    };
    match (text.adjacency, text.links) {
        (Some(adjacency), _) if adjacency.len() == places.len() => {
            for (a, near) in (0..).zip(&adjacency) {
                for edge in near {
                    add(a, end(edge, "id")?, edge)?;
                }
            }
        }
        (None, Some(links)) => {
            for edge in &links {
                add(end(edge, "source")?, end(edge, "target")?, edge)?;
            }
        }
        _ => return Err(DualGraphError::NoEdges),
    }
    graph.measured = edges.values().all(Option::is_some);
    let length = |known: Option<f64>| known.filter(|_| graph.measured).unwrap_or(1.0);
    graph.edges =
        edges.into_iter().map(|(nodes, known)| DualEdge { nodes, length: length(known) }).collect();
    Ok(graph)
}

#[cfg(test)]
#[path = "dual_graph_tests.rs"]
mod tests;
