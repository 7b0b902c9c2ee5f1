//! Straight pieces of border in an R*-tree, found by box or along a line.

use crate::exact::Pt;
use rstar::{AABB, RTree, RTreeObject, SelectionFunction};

/// A straight piece between two neighbouring vertices, named by its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Span {
    /// The end that sorts first.
    pub(super) low: Pt,
    /// The other end.
    pub(super) high: Pt,
}

impl Span {
    /// The piece between two different points; the direction is forgotten.
    pub(super) fn new(a: Pt, b: Pt) -> Self {
        Self { low: a.min(b), high: a.max(b) }
    }

    /// Whether a point is one of the ends.
    pub(super) fn ends_at(self, at: Pt) -> bool {
        self.low == at || self.high == at
    }
}

/// Lattice numbers fit a double exactly, so boxes are exact; only the tree's own choice of where to
/// put what is rounded.
type Frame = AABB<[f64; 2]>;

impl RTreeObject for Span {
    type Envelope = Frame;

    fn envelope(&self) -> Frame {
        frame(self.low, self.high)
    }
}

/// A line of a local set with its number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Numbered {
    pub(super) span: Span,
    pub(super) number: usize,
}

impl RTreeObject for Numbered {
    type Envelope = Frame;

    fn envelope(&self) -> Frame {
        self.span.envelope()
    }
}

fn frame(a: Pt, b: Pt) -> Frame {
    AABB::from_corners([f64::from(a.x), f64::from(a.y)], [f64::from(b.x), f64::from(b.y)])
}

/// What lies in a tree within a box of so many steps around `low`-`high`.
pub(super) fn in_box<T: RTreeObject<Envelope = Frame> + Copy>(
    tree: &RTree<T>,
    low: Pt,
    high: Pt,
    reach: f64,
) -> impl Iterator<Item = T> {
    let within = AABB::from_corners(
        [f64::from(low.x) - reach, f64::from(low.y) - reach],
        [f64::from(high.x) + reach, f64::from(high.y) + reach],
    );
    tree.locate_in_envelope_intersecting(within).copied()
}

/// What comes within a step of the line from `a` to `b`: its boxes do. A long line costs what lies
/// along it, not what lies in its box.
pub(super) fn along<T: RTreeObject<Envelope = Frame> + Copy>(
    tree: &RTree<T>,
    a: Pt,
    b: Pt,
) -> impl Iterator<Item = T> {
    tree.locate_with_selection_function(Along { a, b }).copied()
}

struct Along {
    a: Pt,
    b: Pt,
}

impl Along {
    /// Whether the line comes within a step of a box.
    fn enters(&self, within: &Frame) -> bool {
        let wide = |p: Pt| [i64::from(p.x), i64::from(p.y)];
        let (a, b) = (wide(self.a), wide(self.b));
        let ([west, south], [east, north]) =
            (within.lower().map(|n| n as i64 - 1), within.upper().map(|n| n as i64 + 1));
        let apart = |p: i64, q: i64, low: i64, high: i64| p.min(q) > high || p.max(q) < low;
        if apart(a[0], b[0], west, east) || apart(a[1], b[1], south, north) {
            return false;
        }
        // All four corners strictly on one side of the line: it passes by.
        let turn = |x: i64, y: i64| {
            i128::from(b[0] - a[0]) * i128::from(y - a[1])
                - i128::from(b[1] - a[1]) * i128::from(x - a[0])
        };
        let turns = [turn(west, south), turn(east, south), turn(west, north), turn(east, north)];
        !(turns.iter().all(|&turn| turn > 0) || turns.iter().all(|&turn| turn < 0))
    }
}

impl<T: RTreeObject<Envelope = Frame>> SelectionFunction<T> for Along {
    fn should_unpack_parent(&self, envelope: &Frame) -> bool {
        self.enters(envelope)
    }

    fn should_unpack_leaf(&self, leaf: &T) -> bool {
        self.enters(&leaf.envelope())
    }
}
