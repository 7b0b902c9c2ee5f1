//! The way back to before a change.
//!
//! Before a tour is first touched, its nodes are copied; taking back writes them again.

use super::instance::NONE;
use super::state::{Node, State, Tour};
use super::times::Span;

/// What is needed to take everything back since the last mark.
#[derive(Debug)]
pub(crate) struct Undo {
    /// The tours that were touched.
    touched: Vec<(u32, Tour)>,
    is_touched: Vec<bool>,
    nodes: Vec<(u32, Node)>,
    spans: Vec<(Span, Span)>,
    loads: Vec<i32>,
    /// Clients that came in (true) or went out, in order.
    moves: Vec<(u32, bool)>,
    /// Families whose overdue time changed, with what it was, in order.
    overdue: Vec<(u32, i64)>,
    required: i64,
    cost: i64,
}

impl Undo {
    pub(crate) fn new(vehicles: usize) -> Self {
        Self {
            touched: Vec::new(),
            is_touched: vec![false; vehicles],
            nodes: Vec::new(),
            spans: Vec::new(),
            loads: Vec::new(),
            moves: Vec::new(),
            overdue: Vec::new(),
            required: 0,
            cost: 0,
        }
    }

    /// The state is to be taken back to what it is now.
    pub(crate) fn mark(&mut self, required: i64, cost: i64) {
        self.required = required;
        self.cost = cost;
    }

    /// Notes what the overdue time of a family was.
    pub(crate) fn note_overdue(&mut self, family: u32, old: i64) {
        self.overdue.push((family, old));
    }

    /// Notes that `client` came in or went out.
    pub(crate) fn note(&mut self, client: u32, came: bool) {
        self.moves.push((client, came));
    }
}

impl State<'_> {
    /// Copies the tour of `vehicle` unless that was done since the last mark.
    #[inline]
    pub(crate) fn save(&mut self, vehicle: u32) {
        if !self.undo.is_touched[vehicle as usize] {
            self.save_tour(vehicle);
        }
    }

    fn save_tour(&mut self, vehicle: u32) {
        self.undo.is_touched[vehicle as usize] = true;
        self.undo.touched.push((vehicle, self.tours[vehicle as usize]));
        let mut at = self.head(vehicle);
        while at != NONE {
            let node = self.nodes[at as usize];
            self.undo.nodes.push((at, node));
            if self.instance.lasting {
                self.undo.spans.push((self.before[at as usize], self.after[at as usize]));
            }
            at = node.next;
        }
        let dimensions = self.instance.dimensions;
        if dimensions > 1 {
            let first = vehicle as usize * dimensions;
            self.undo.loads.extend_from_slice(&self.loads[first..first + dimensions]);
        }
    }

    /// Keeps every change since the last mark.
    pub(crate) fn keep(&mut self) {
        for (vehicle, _) in self.undo.touched.drain(..) {
            self.undo.is_touched[vehicle as usize] = false;
        }
        self.undo.clear();
        self.undo.mark(self.required, self.cost);
    }

    /// Takes every change back since the last mark.
    pub(crate) fn take_back(&mut self) {
        while let Some((client, came)) = self.undo.moves.pop() {
            if came {
                self.nodes[client as usize].vehicle = NONE;
                self.leave_out(client);
            } else {
                self.take_in(client);
            }
        }
        while let Some((family, old)) = self.undo.overdue.pop() {
            self.overdue[family as usize] = old;
        }
        for k in 0..self.undo.nodes.len() {
            let (at, node) = self.undo.nodes[k];
            self.nodes[at as usize] = node;
            if self.instance.lasting {
                (self.before[at as usize], self.after[at as usize]) = self.undo.spans[k];
            }
        }
        let dimensions = self.instance.dimensions;
        for k in 0..self.undo.touched.len() {
            let (vehicle, tour) = self.undo.touched[k];
            self.tours[vehicle as usize] = tour;
            self.undo.is_touched[vehicle as usize] = false;
            self.list_idle(vehicle);
            if dimensions > 1 {
                let first = vehicle as usize * dimensions;
                let saved = &self.undo.loads[k * dimensions..(k + 1) * dimensions];
                self.loads[first..first + dimensions].copy_from_slice(saved);
            }
        }
        self.required = self.undo.required;
        self.cost = self.undo.cost;
        self.broken = false;
        self.undo.touched.clear();
        self.undo.clear();
    }
}

impl Undo {
    fn clear(&mut self) {
        self.nodes.clear();
        self.spans.clear();
        self.loads.clear();
        self.moves.clear();
        self.overdue.clear();
    }
}
