//! Rests: stops without a place of their own.
//!
//! A rest is taken where the stop before it ends, or where the tour starts, so it has no way of its own:
//! the ways lead over it. It belongs to one vehicle, begins within its window, and is never left out.

use super::instance::{Instance, NONE};
use super::spot::Spot;
use super::state::State;
use crate::random::Random;

impl State<'_> {
    /// Moves the rests right behind `node` to where it ends.
    pub(crate) fn place_rests(&mut self, node: u32) {
        let mut here = node;
        loop {
            let next = self.nodes[here as usize].next;
            if !self.instance.is_rest(next) {
                return;
            }
            let place = self.nodes[here as usize].leave;
            self.nodes[next as usize].enter = place;
            self.nodes[next as usize].leave = place;
            here = next;
        }
    }

    /// Measures the way from the last of the rests that begin at `rest` to what is behind them.
    pub(crate) fn measure_rests(&mut self, rest: u32) {
        if !self.instance.is_rest(rest) {
            return;
        }
        let after = self.behind_rests(rest);
        let last = self.nodes[after as usize].prev;
        let on = self.way(self.nodes[last as usize].vehicle, last, after);
        self.cost += i64::from(on) - i64::from(self.nodes[after as usize].leg);
        self.nodes[last as usize].out = on;
        self.nodes[after as usize].leg = on;
    }

    /// The first node from `node` on that is no rest.
    pub(crate) fn behind_rests(&self, node: u32) -> u32 {
        let mut at = node;
        while self.instance.is_rest(at) {
            at = self.nodes[at as usize].next;
        }
        at
    }

    /// The latest end of what comes before the rests from `first` on, when the way from there to what
    /// is behind them takes `way`.
    pub(crate) fn due_before_rests(&self, first: u32, way: i32) -> i64 {
        let after = self.behind_rests(first);
        let mut due = self.nodes[after as usize].latest.saturating_sub(way);
        let mut at = after;
        while at != first {
            at = self.nodes[at as usize].prev;
            let length = self.instance.service(0, at);
            due = self.instance.last_start(&self.instance.clients[at as usize], due - length);
            if due == i32::MIN {
                return i64::from(due);
            }
        }
        i64::from(due)
    }

    /// A spot for a rest in its vehicle's tour: one of those that delay the tour least, or, without
    /// chance, the one that delays it least.
    pub(crate) fn rest_spot(&self, rest: u32, mut random: Option<&mut Random>) -> Option<Spot> {
        let instance = self.instance;
        let data = &instance.clients[rest as usize];
        let (length, vehicle) = (instance.service(0, rest), data.rests);
        let table = &instance.tables[self.kind_of(vehicle).time as usize];
        let (mut at, tail) = (self.head(vehicle), self.tail(vehicle));
        let mut best: Option<(i64, Spot)> = None;
        while at != tail {
            let from = &self.nodes[at as usize];
            let to = &self.nodes[from.next as usize];
            let start = instance.next_start(data, from.depart);
            if start == i32::MAX {
                break;
            }
            let way = self.way_home(table, at, from.next);
            let end = i64::from(start) + i64::from(length) + i64::from(way);
            if end <= i64::from(to.latest) {
                let noise = random
                    .as_mut()
                    .map_or(0, |it| it.below(usize::try_from(length).unwrap_or(0) + 1));
                let late = (end - i64::from(to.start)).max(0) + i64::try_from(noise).unwrap_or(0);
                if best.is_none_or(|(least, _)| late < least) {
                    best = Some((late, Spot { added: 0, before: at, reversed: false, start }));
                }
            }
            at = from.next;
        }
        best.map(|(_, spot)| spot)
    }

    /// Puts every rest into its tour; the first vehicle in which they do not fit, if any.
    pub(crate) fn settle_rests(&mut self) -> Option<u32> {
        let mut rests: Vec<u32> =
            self.instance.rests.clone().filter(|&rest| !self.is_visited(rest)).collect();
        rests.sort_by_key(|rest| self.instance.clients[*rest as usize].close);
        let mut unsettled = NONE;
        for rest in rests {
            match self.rest_spot(rest, None) {
                Some(spot) => self.insert(rest, &spot),
                None => unsettled = unsettled.min(self.instance.clients[rest as usize].rests),
            }
        }
        (unsettled != NONE).then_some(unsettled)
    }
}

/// A vehicle in whose tour not everything fits that must be there from the first, if any.
pub(crate) fn unsettled(instance: &Instance) -> Option<u32> {
    State::new(instance).unsettled
}
