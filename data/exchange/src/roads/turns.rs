//! Turn restrictions: relations of a way come from, a node turned at and a way gone to.

use super::RoadsFound;
use super::access::value;
use super::elements::{Kind, Relation};
use model::{RoadNetwork, TurnRule};
use std::collections::HashMap;

/// A restriction by the ids of its file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given {
    from: i64,
    via: i64,
    to: i64,
    only: bool,
}

/// The restriction that a relation is, where it is one for cars.
pub(super) fn rule_of(relation: &Relation<'_>, found: &mut RoadsFound) -> Option<Given> {
    let tags = &relation.tags;
    if value(tags, "type").is_none_or(|it| it.split(':').next() != Some("restriction")) {
        return None;
    }
    let spared =
        value(tags, "except").is_some_and(|it| it.split(';').any(|it| it.trim() == "motorcar"));
    let kind = value(tags, "restriction:motorcar").or(value(tags, "restriction"));
    let Some(kind) = kind.filter(|_| !spared) else {
        found.rules_at_hours += usize::from(value(tags, "restriction:conditional").is_some());
        return None;
    };
    if value(tags, "hour_on").is_some() || value(tags, "day_on").is_some() {
        found.rules_at_hours += 1;
        return None;
    }
    let only = match kind {
        kind if kind.starts_with("no_") => false,
        kind if kind.starts_with("only_") => true,
        _ => return None,
    };
    let of = |role: &str, kind: Kind| {
        let mut all =
            relation.members.iter().filter(|it| it.0 == role && it.1 == kind).map(|it| it.2);
        all.next().filter(|_| all.next().is_none())
    };
    if relation.members.iter().any(|it| it.0 == "via" && it.1 == Kind::Way) {
        found.rules_over_ways += 1;
        return None;
    }
    let (Some(from), Some(via), Some(to)) =
        (of("from", Kind::Way), of("via", Kind::Node), of("to", Kind::Way))
    else {
        found.rules_broken += 1;
        return None;
    };
    Some(Given { from, via, to, only })
}

impl Given {
    /// The rule by places, where both ways are there and end at the node.
    pub(super) fn placed(
        &self,
        ways: &HashMap<i64, Vec<u32>>,
        nodes: &HashMap<i64, u32>,
        network: &RoadNetwork,
    ) -> Option<TurnRule> {
        let via = *nodes.get(&self.via)?;
        let at_node = |id: i64| {
            let pieces = ways.get(&id)?;
            pieces.iter().copied().find(|&way| {
                let nodes = &network.ways[way as usize].nodes;
                nodes.first() == Some(&via) || nodes.last() == Some(&via)
            })
        };
        Some(TurnRule { from: at_node(self.from)?, via, to: at_node(self.to)?, only: self.only })
    }
}
