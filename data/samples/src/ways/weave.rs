//! Streets woven into one another: lines over shared nodes, divided where others meet them.

use crate::point::{Ground, Pt, Xy, distance, squared};
use model::RoadClass;
use std::collections::{BTreeMap, BTreeSet};

/// A street that meets another this near an end of one of its pieces meets it at that end, in metres.
const MERGE_M: f64 = 7.0;

/// One street, as it was laid.
#[derive(Clone, Debug)]
pub(super) struct Strand {
    pub(super) name: String,
    pub(super) class: RoadClass,
    /// Whether cars go along it in one direction only.
    pub(super) one_way: bool,
    first: u32,
}

/// A straight piece of a strand.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) ends: [u32; 2],
    pub(super) strand: u32,
    next: Option<u32>,
    /// Whether it is raised: what crosses it does so below, and does not meet it.
    pub(super) raised: bool,
    /// Whether something does.
    pub(super) crossed: bool,
}

/// Where a line meets a piece.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meeting {
    /// Metres along the line.
    pub(super) along: f64,
    pub(super) piece: u32,
    pub(super) at: Xy,
}

/// The streets of a town.
#[derive(Debug)]
pub(super) struct Weave {
    pub(super) ground: Ground,
    pub(super) nodes: Vec<Pt>,
    pub(super) strands: Vec<Strand>,
    pub(super) pieces: Vec<Piece>,
    xy: Vec<Xy>,
    known: BTreeMap<Pt, u32>,
    joined: BTreeSet<(u32, u32)>,
    cells: BTreeMap<(i32, i32), Vec<u32>>,
    cell_m: f64,
}

impl Weave {
    /// Nothing yet; pieces are found by cells of this size.
    pub(super) fn new(ground: Ground, cell_m: f64) -> Self {
        Self {
            ground,
            nodes: Vec::new(),
            strands: Vec::new(),
            pieces: Vec::new(),
            xy: Vec::new(),
            known: BTreeMap::new(),
            joined: BTreeSet::new(),
            cells: BTreeMap::new(),
            cell_m,
        }
    }

    /// Where a node is.
    pub(super) fn xy(&self, node: u32) -> Xy {
        self.xy[node as usize]
    }

    /// The node at a point; a new one where there is none.
    pub(super) fn node(&mut self, at: Pt) -> u32 {
        let next = count(self.nodes.len());
        let node = *self.known.entry(at).or_insert(next);
        if node == next {
            self.nodes.push(at);
            self.xy.push(self.ground.xy(at));
        }
        node
    }

    /// Lays a street over nodes. Pieces that another street has already are left out, so it may come
    /// apart.
    pub(super) fn lay(&mut self, name: &str, class: RoadClass, one_way: bool, nodes: &[u32]) {
        let mut last: Option<u32> = None;
        for pair in nodes.windows(2) {
            let ends = [pair[0], pair[1]];
            if ends[0] == ends[1] || !self.joined.insert(sorted(ends)) {
                last = None;
                continue;
            }
            let place = count(self.pieces.len());
            if let Some(last) = last {
                self.pieces[last as usize].next = Some(place);
            } else {
                let name = name.to_owned();
                self.strands.push(Strand { name, class, one_way, first: place });
            }
            let strand = count(self.strands.len() - 1);
            let next = None;
            self.pieces.push(Piece { ends, strand, next, raised: false, crossed: false });
            self.enter(place);
            last = Some(place);
        }
    }

    /// The pieces of a strand, in order.
    pub(super) fn walk(&self, strand: &Strand) -> impl Iterator<Item = &Piece> {
        let piece = |place: u32| &self.pieces[place as usize];
        std::iter::successors(Some(piece(strand.first)), move |it| it.next.map(piece))
    }

    /// How long a piece is, in metres.
    pub(super) fn length(&self, piece: &Piece) -> f64 {
        distance(self.xy(piece.ends[0]), self.xy(piece.ends[1]))
    }

    /// Whether there is a piece between two nodes.
    pub(super) fn are_joined(&self, ends: [u32; 2]) -> bool {
        self.joined.contains(&sorted(ends))
    }

    /// Divides a piece near a place and gives the node there: an end of the piece when that is near.
    pub(super) fn divide(&mut self, piece: u32, at: Xy) -> u32 {
        let ends = self.pieces[piece as usize].ends;
        let near = |end: u32| squared(self.xy(end), at);
        let nearest = if near(ends[0]) <= near(ends[1]) { ends[0] } else { ends[1] };
        if near(nearest) < MERGE_M * MERGE_M {
            return nearest;
        }
        let node = self.node(self.ground.pt(at));
        self.put_into(piece, node);
        node
    }

    /// Puts a node into a piece.
    pub(super) fn put_into(&mut self, piece: u32, node: u32) {
        let [a, b] = self.pieces[piece as usize].ends;
        let halves = [[a, node], [node, b]];
        if node == a || node == b || halves.iter().any(|&half| self.are_joined(half)) {
            return;
        }
        let place = count(self.pieces.len());
        self.joined.remove(&sorted([a, b]));
        self.joined.extend(halves.map(sorted));
        let second = Piece { ends: [node, b], ..self.pieces[piece as usize].clone() };
        self.pieces.push(second);
        let first = &mut self.pieces[piece as usize];
        (first.ends, first.next) = ([a, node], Some(place));
        self.enter(place);
    }

    /// Everything that the line from one place to another meets, in order along it.
    pub(super) fn meetings(&self, from: Xy, to: Xy) -> Vec<Meeting> {
        let length = distance(from, to).max(1e-9);
        let mut found: Vec<Meeting> = Vec::new();
        for piece in self.around(from, to) {
            let [a, b] = self.pieces[piece as usize].ends.map(|end| self.xy(end));
            let line = [to[0] - from[0], to[1] - from[1]];
            let own = [b[0] - a[0], b[1] - a[1]];
            let across = cross(line, own);
            if across.abs() < 1e-6 {
                continue;
            }
            let apart = [a[0] - from[0], a[1] - from[1]];
            let (on_line, on_piece) = (cross(apart, own) / across, cross(apart, line) / across);
            if (0.0..=1.0).contains(&on_line) && (0.0..=1.0).contains(&on_piece) {
                let at = [from[0] + line[0] * on_line, from[1] + line[1] * on_line];
                found.push(Meeting { along: on_line * length, piece, at });
            }
        }
        found.sort_by(|a, b| a.along.total_cmp(&b.along).then(a.piece.cmp(&b.piece)));
        found
    }

    /// The piece nearest to a place and the nearest place on it, within some metres.
    pub(super) fn nearest(&self, at: Xy, within_m: f64) -> Option<(u32, Xy)> {
        let mut reach = within_m.min(self.cell_m);
        loop {
            let around =
                self.around([at[0] - reach, at[1] - reach], [at[0] + reach, at[1] + reach]);
            let mut best: Option<(f64, u32, Xy)> = None;
            for piece in around {
                let [a, b] = self.pieces[piece as usize].ends.map(|end| self.xy(end));
                let foot = foot(at, a, b);
                let far = squared(at, foot);
                if far <= reach * reach && best.is_none_or(|(least, ..)| far < least) {
                    best = Some((far, piece, foot));
                }
            }
            if let Some((_, piece, foot)) = best {
                return Some((piece, foot));
            }
            if reach >= within_m {
                return None;
            }
            reach = (reach * 2.0).min(within_m);
        }
    }

    /// The pieces in the cells of a box, each once, in order.
    fn around(&self, a: Xy, b: Xy) -> Vec<u32> {
        let cells = self.cells_of(a, b).filter_map(|cell| self.cells.get(&cell));
        let mut found: Vec<u32> = cells.flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn enter(&mut self, piece: u32) {
        let [a, b] = self.pieces[piece as usize].ends.map(|end| self.xy(end));
        for cell in self.cells_of(a, b).collect::<Vec<_>>() {
            self.cells.entry(cell).or_default().push(piece);
        }
    }

    fn cells_of(&self, a: Xy, b: Xy) -> impl Iterator<Item = (i32, i32)> + use<> {
        #[expect(clippy::cast_possible_truncation, reason = "metres within a town")]
        let cell = |metres: f64| (metres / self.cell_m).floor() as i32;
        let [columns, rows] = [0, 1].map(|k| cell(a[k].min(b[k]))..=cell(a[k].max(b[k])));
        columns.flat_map(move |column| rows.clone().map(move |row| (column, row)))
    }
}

/// The place on a segment nearest to another.
fn foot(at: Xy, a: Xy, b: Xy) -> Xy {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = (dx * dx + dy * dy).max(1e-9);
    let along = (((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / length).clamp(0.0, 1.0);
    [a[0] + along * dx, a[1] + along * dy]
}

fn cross(a: Xy, b: Xy) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}

fn sorted([a, b]: [u32; 2]) -> (u32, u32) {
    (a.min(b), a.max(b))
}

/// A place in a list as an id; towns have far fewer than 2^32 of anything.
pub(super) fn count(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
