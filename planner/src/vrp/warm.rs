//! A search that begins at tours which are there already.

use super::instance::Instance;
use super::spot::Spot;
use super::state::{Node, State};

/// One stop of given tours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Given {
    /// In whose tour.
    pub(crate) vehicle: u32,
    /// Which client or rest.
    pub(crate) client: u32,
    /// Whether it is travelled backwards.
    pub(crate) reversed: bool,
    /// When it begins.
    pub(crate) start: i32,
}

/// The nodes of tours with these stops, each tour's in its order, all of them in the order in which
/// they begin; rests that are not among them are taken where they delay least. `None` when that
/// cannot be.
pub(crate) fn nodes_of(instance: &Instance, stops: &[Given]) -> Option<Vec<Node>> {
    let mut state = State::bare(instance);
    state.count_all_overdue();
    for stop in stops {
        let before = state.nodes[state.tail(stop.vehicle) as usize].prev;
        let spot = Spot { added: 0, before, reversed: stop.reversed, start: stop.start };
        state.insert(stop.client, &spot);
    }
    if state.settle_rests().is_some() || state.broken {
        return None;
    }
    Some(state.nodes)
}
