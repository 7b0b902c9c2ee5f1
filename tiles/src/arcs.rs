//! The arcs of a level: its borders from junction to junction, each written in one way only.

use crate::chains::Chains;
use crate::graph::{Ancestry, Graph, Heading, edge_of, heading, way};
use crate::index::along_curve;
use crate::world::{WorldBox, WorldPoint, project};
use model::Position;

/// What is known of an arc besides its course.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ArcInfo {
    /// Where its start lies on the curve along which arcs are numbered.
    curve: u64,
    /// Its first and last vertex. Those of a closed line are one.
    pub(crate) ends: [Position; 2],
    /// The vertices next to them.
    pub(crate) next: [Position; 2],
    /// The units on its right and left on the map, of the level of its band.
    pub(crate) sides: [u32; 2],
    /// The coarsest level it bounds; 0 is the rim of the territory.
    pub(crate) border: u8,
    /// A box around it as it is, and as it is drawn at any zoom. Empty when there is no such arc.
    pub(crate) bounds: WorldBox,
    /// By zoom, from the lowest bit on: whether it touches itself or others where they have no node.
    pub(crate) touched: u32,
    /// By end and zoom: whether another of its vertices is drawn where the end is.
    pub(crate) crowded: [u32; 2],
}

/// A vertex of a border: where it is, and where that is on the web square.
pub(crate) type Vertex = (Position, WorldPoint);

impl ArcInfo {
    /// Takes the vertices of an arc in their [`canonical`] order.
    pub(crate) fn new(line: &[Vertex], sides: [u32; 2], border: usize) -> Option<Self> {
        let (&[(first, start), (second, _), ..], &[.., (penult, _), (last, _)]) = (line, line)
        else {
            return None;
        };
        Some(Self {
            curve: along_curve(start),
            ends: [first, last],
            next: [second, penult],
            sides,
            border: u8::try_from(border).unwrap_or(u8::MAX),
            bounds: line.iter().fold(WorldBox::EMPTY, |all, &(_, at)| all.with(at)),
            touched: 0,
            crowded: [0; 2],
        })
    }

    /// The order of arcs, the same whatever their numbers are.
    pub(crate) fn key(&self) -> (u64, Position, Position) {
        (self.curve, self.ends[0], self.next[0])
    }

    /// Which way a half of the arc leaves its node.
    pub(crate) fn heading(&self, way: usize) -> Heading {
        heading(self.ends[way], self.next[way])
    }

    /// The ends on the web square.
    pub(crate) fn ends(&self) -> [WorldPoint; 2] {
        self.ends.map(project)
    }
}

/// Turns a line into the one way in which an arc is written: from the lesser of its ends, by what
/// comes next where they are equal. A line that is closed and has no node (`free`) starts at the
/// least of its vertices. Turns the sides with it.
pub(crate) fn canonical(line: &mut Vec<Vertex>, sides: &mut [u32; 2], free: bool) {
    if free {
        line.pop();
        let least = (0..line.len()).min_by_key(|&place| line[place].0);
        line.rotate_left(least.unwrap_or(0));
        line.extend(line.first().copied());
    }
    let (&[first, second, ..], &[.., penult, last]) = (&line[..], &line[..]) else { return };
    if (last.0, penult.0) < (first.0, second.0) {
        line.reverse();
        sides.reverse();
    }
}

/// All arcs of a level, in their order, with all their vertices.
#[derive(Debug, Default)]
pub(crate) struct Strung {
    pub(crate) infos: Vec<ArcInfo>,
    points: Vec<WorldPoint>,
    from: Vec<usize>,
}

impl Strung {
    /// Strings together the borders of `level`.
    pub(crate) fn new(graph: &Graph, ancestry: &Ancestry, level: usize) -> Self {
        let chains = Chains::of_level(graph, ancestry, level);
        let mut found: Vec<(ArcInfo, Vec<WorldPoint>)> = Vec::new();
        let mut line: Vec<Vertex> = Vec::new();
        for (chain, free) in chains.iter() {
            line.clear();
            for &half in chain {
                let mut push = |at: Vertex| {
                    if line.last() != Some(&at) {
                        line.push(at);
                    }
                };
                let points = graph.vertices(edge_of(half));
                if way(half) == 0 {
                    points.for_each(&mut push);
                } else {
                    points.rev().for_each(&mut push);
                }
            }
            let first = chain[0];
            let grids = [graph.side(first), graph.side(first ^ 1)];
            let mut sides = grids.map(|grid| ancestry.unit(level, grid));
            canonical(&mut line, &mut sides, free);
            let border = ancestry.coarsest_border(level, sides);
            if let Some(info) = ArcInfo::new(&line, sides, border) {
                found.push((info, line.iter().map(|&(_, at)| at).collect()));
            }
        }
        found.sort_unstable_by_key(|(info, _)| info.key());
        let mut strung = Self { from: vec![0], ..Self::default() };
        for (info, line) in found {
            strung.infos.push(info);
            strung.points.extend(line);
            strung.from.push(strung.points.len());
        }
        strung
    }

    /// The vertices of an arc.
    pub(crate) fn line(&self, arc: usize) -> &[WorldPoint] {
        &self.points[self.from[arc]..self.from[arc + 1]]
    }

    /// The vertices of all arcs, one arc after the other.
    pub(crate) fn points(&self) -> &[WorldPoint] {
        &self.points
    }

    /// Where the vertices of an arc start among all.
    pub(crate) fn first(&self, arc: usize) -> usize {
        self.from[arc]
    }
}
