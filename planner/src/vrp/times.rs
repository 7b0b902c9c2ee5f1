//! When everything happens: earliest starts forward, latest starts backward, durations by segments.
//!
//! Forward and backward time slack: Savelsbergh 1992, "The vehicle routing problem with time
//! windows: minimizing route duration". Segments and their concatenation in constant time: Vidal,
//! Crainic, Gendreau and Prins 2013, section 4.2, without lateness, since every tour kept here is
//! in time. Both passes stop as soon as nothing changes any more.

use super::instance::{Instance, Kind};
use super::state::{Node, State};

/// A piece of a tour, as long as it takes and as movable as it is in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    /// The least time from its beginning to its end.
    pub(crate) lasts: i32,
    /// The earliest beginning at which it takes no longer than that.
    pub(crate) early: i32,
    /// The latest beginning.
    pub(crate) late: i32,
}

impl Span {
    /// A visit that lasts `service` and begins from `open` to `close`.
    #[inline]
    pub(crate) const fn visit(service: i32, open: i32, close: i32) -> Self {
        Self { lasts: service, early: open, late: close }
    }

    /// This piece, a way of `way`, then `next`; in time, or its numbers mean nothing.
    #[inline]
    pub(crate) fn then(self, way: i32, next: Self) -> Self {
        let shift = self.lasts + way;
        let wait = (next.early.saturating_sub(shift).saturating_sub(self.late)).max(0);
        Self {
            lasts: shift + next.lasts + wait,
            early: next.early.saturating_sub(shift).max(self.early) - wait,
            late: next.late.saturating_sub(shift).min(self.late),
        }
    }
}

/// A client's visit by a vehicle of `kind` as a piece of a tour.
#[inline]
pub(crate) fn visit(instance: &Instance, kind: &Kind, client: u32) -> Span {
    let data = &instance.clients[client as usize];
    Span::visit(instance.service(kind.class, client), data.open, data.close)
}

impl State<'_> {
    /// Works out all times of a tour; says whether it is in time.
    pub(crate) fn retime(&mut self, vehicle: u32) -> bool {
        let (head, tail) = (self.head(vehicle), self.tail(vehicle));
        let ahead = self.forward(head, tail);
        ahead && self.backward(tail, head)
    }

    /// Works out the times around a stretch of a tour that changed: from the node `first`, which
    /// stands before all that changed, to the node `last`, which stands behind it.
    pub(crate) fn retime_between(&mut self, first: u32, last: u32) -> bool {
        let ahead = self.forward(first, last);
        ahead && self.backward(last, first)
    }

    /// Earliest starts behind `first`, at least as far as `last`, until nothing changes.
    fn forward(&mut self, first: u32, last: u32) -> bool {
        if !self.instance.timed {
            return true;
        }
        let instance = self.instance;
        let kind = self.kind_of(self.nodes[first as usize].vehicle);
        let table = &instance.tables[kind.time as usize];
        // What a way costs is then also how long it takes.
        let alike = kind.cost == kind.time;
        let mut past = false;
        let mut here = first;
        if instance.lasting && self.is_end(first) {
            self.before[first as usize] = Span::visit(0, kind.from, kind.until);
        }
        loop {
            let Node { leave, depart, next, .. } = self.nodes[here as usize];
            if self.is_end(next) {
                let way = self.way_home(table, here, next);
                let end = &mut self.nodes[next as usize];
                end.start = depart.saturating_add(way);
                end.depart = end.start;
                if instance.lasting {
                    let end = Span::visit(0, kind.from, kind.until);
                    self.before[next as usize] = self.before[here as usize].then(way, end);
                }
                return self.nodes[next as usize].start <= kind.until
                    && (!instance.lasting
                        || self.before[next as usize].lasts <= kind.duration_max);
            }
            let node = &mut self.nodes[next as usize];
            let way = if alike { node.leg } else { table.between(leave, node.enter) };
            let client = &instance.clients[next as usize];
            let start = depart.saturating_add(way).max(node.not_before);
            let start = instance.next_start(client, start);
            if start == i32::MAX {
                return false;
            }
            let mut same = node.start == start;
            node.start = start;
            node.depart = start.saturating_add(instance.service(kind.class, next));
            if instance.lasting {
                let span = self.before[here as usize].then(way, visit(instance, kind, next));
                same &= self.before[next as usize] == span;
                self.before[next as usize] = span;
            }
            past |= next == last;
            if same && past {
                return true;
            }
            here = next;
        }
    }

    /// Latest starts before `last`, at least as far as `first`, until nothing changes.
    fn backward(&mut self, last: u32, first: u32) -> bool {
        if !self.instance.timed {
            return true;
        }
        let instance = self.instance;
        let kind = self.kind_of(self.nodes[last as usize].vehicle);
        let table = &instance.tables[kind.time as usize];
        // What a way costs is then also how long it takes.
        let alike = kind.cost == kind.time;
        let (mut here, mut past) = (last, false);
        if instance.lasting && self.is_end(last) {
            self.after[last as usize] = Span::visit(0, kind.from, kind.until);
        }
        loop {
            let Node { enter, latest, prev, .. } = self.nodes[here as usize];
            if self.is_end(prev) {
                if instance.lasting {
                    let way = self.way_home(table, prev, here);
                    let start = Span::visit(0, kind.from, kind.until);
                    self.after[prev as usize] = start.then(way, self.after[here as usize]);
                }
                return true;
            }
            let node = &mut self.nodes[prev as usize];
            let way = if alike { node.out } else { table.between(node.leave, enter) };
            let client = &instance.clients[prev as usize];
            let bound = latest - way - instance.service(kind.class, prev);
            let bound = instance.last_start(client, bound.min(node.not_after));
            if bound < node.start {
                return false;
            }
            let mut same = node.latest == bound;
            node.latest = bound;
            if instance.lasting {
                let span = visit(instance, kind, prev).then(way, self.after[here as usize]);
                same &= self.after[prev as usize] == span;
                self.after[prev as usize] = span;
            }
            past |= prev == first;
            if same && past {
                return true;
            }
            here = prev;
        }
    }

    /// The time between two nodes of which one is an end of the tour; none where it has no stops.
    pub(crate) fn way_home(&self, table: &super::table::Table, from: u32, to: u32) -> i32 {
        if self.is_end(from) && self.is_end(to) {
            return 0;
        }
        table.between(self.nodes[from as usize].leave, self.nodes[to as usize].enter)
    }
}
