//! What may not be done at junctions, by arcs.

use super::graph::{ArcId, RoadGraph};
use model::RoadNetwork;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Turn rules: pairs that are forbidden, and arcs that must be gone on to.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    forbidden: BTreeSet<(ArcId, ArcId)>,
    only: BTreeMap<ArcId, BTreeSet<ArcId>>,
}

impl Rules {
    /// The rules of a network; `known` has the junction of each node.
    pub(super) fn build(
        network: &RoadNetwork,
        graph: &RoadGraph,
        known: &HashMap<u32, u32>,
    ) -> Self {
        let mut rules = Self::default();
        for rule in &network.rules {
            let Some(&junction) = known.get(&rule.via) else { continue };
            let exits = graph.leaving(junction);
            let of =
                |way: u32| exits.iter().copied().filter(move |&it| graph.edge_of(it).way == way);
            // Arcs that arrive; those of one-way roads leave no trace among the exits.
            let arriving = arriving(graph, junction, rule.from);
            for from in arriving {
                for to in of(rule.to) {
                    if rule.only {
                        rules.only.entry(from).or_default().insert(to);
                    } else {
                        rules.forbidden.insert((from, to));
                    }
                }
            }
        }
        rules
    }

    /// Whether one may go on from one arc to the next.
    pub(super) fn allow(&self, from: ArcId, to: ArcId) -> bool {
        !self.forbidden.contains(&(from, to))
            && self.only.get(&from).is_none_or(|only| only.contains(&to))
    }
}

/// The open arcs of a way that end at a junction.
fn arriving(graph: &RoadGraph, junction: u32, way: u32) -> Vec<ArcId> {
    // Edges come in the order of their ways.
    let first = graph.edges.partition_point(|edge| edge.way < way);
    let of_way = graph.edges[first..].iter().take_while(|edge| edge.way == way).count();
    (2 * first as u32..2 * (first + of_way) as u32)
        .filter(|&arc| graph.time(arc) != super::graph::CLOSED && graph.head(arc) == junction)
        .collect()
}
