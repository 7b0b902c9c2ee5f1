//! The borders of one level: edges strung together from junction to junction, or to a milestone.

use crate::graph::{Ancestry, Graph, Half, edge_of, twin};

/// Chains of halves, one after the other. In a chain every edge has the same unit of the level on
/// its right all along, and another all along its left; chains meet at their ends only.
#[derive(Debug)]
pub(crate) struct Chains {
    halves: Vec<Half>,
    /// Where each chain ends, and whether it is closed and meets no other.
    ends: Vec<(usize, bool)>,
}

/// What borders of the level start from a node.
#[derive(Clone, Copy, Debug, Default)]
struct Joint {
    count: u32,
    /// The first two halves that leave it.
    leaving: [Half; 2],
}

impl Chains {
    /// Strings together the edges that part units of `level`. Takes time linear in the edges.
    pub(crate) fn of_level(graph: &Graph, ancestry: &Ancestry, level: usize) -> Self {
        let mut joints = vec![Joint::default(); graph.node_count()];
        let mut todo = vec![false; graph.edge_count()];
        for (edge, wanted) in (0_u32..).zip(&mut todo) {
            let halves = [edge * 2, edge * 2 + 1];
            *wanted = ancestry.parts(level, halves.map(|half| graph.side(half)));
            if !*wanted {
                continue;
            }
            for half in halves {
                let joint = &mut joints[graph.start(half) as usize];
                if let Some(place) = joint.leaving.get_mut(joint.count as usize) {
                    *place = half;
                }
                joint.count += 1;
            }
        }
        let mut chains = Self { halves: Vec::new(), ends: Vec::new() };
        for edge in 0_u32.. {
            match todo.get(edge as usize) {
                None => break,
                Some(false) => continue,
                Some(true) => {}
            }
            // Back to a junction, or once around.
            let mut first = edge * 2;
            while let Some(before) = next(graph, &joints, twin(first)).map(twin) {
                first = before;
                if first == edge * 2 {
                    break;
                }
            }
            let mut half = Some(first);
            while let Some(here) = half.filter(|&half| todo[edge_of(half)]) {
                todo[edge_of(here)] = false;
                chains.halves.push(here);
                half = next(graph, &joints, here);
            }
            let closed = next(graph, &joints, twin(first)).is_some();
            chains.ends.push((chains.halves.len(), closed));
        }
        chains
    }

    /// Each chain, and whether it is closed without a junction.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[Half], bool)> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|&(end, _)| end));
        starts.zip(&self.ends).map(|(start, &(end, free))| (&self.halves[start..end], free))
    }
}

/// The half that goes on where `half` ends, unless that is a junction or a milestone.
fn next(graph: &Graph, joints: &[Joint], half: Half) -> Option<Half> {
    let back = twin(half);
    let joint = joints[graph.start(back) as usize];
    if joint.count != 2 || graph.is_milestone(graph.start(back)) {
        return None;
    }
    joint.leaving.into_iter().find(|&leaving| leaving != back)
}
