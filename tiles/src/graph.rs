//! The edges of the partition in world coordinates, and who lies on each side at every level.

use crate::ground::area_beside;
use crate::world::{WorldBox, WorldPoint, project};
use model::{GridId, Position, UnitTree};
use std::collections::HashMap;

/// Stands for "nobody": the land outside the territory.
pub(crate) const NOBODY: u32 = u32::MAX;

/// One way along an edge: `2e` is edge `e` from its start, `2e + 1` from its end.
pub(crate) type Half = u32;

/// Which way a half leaves its node, in lattice steps, exactly: east, and south.
pub(crate) type Heading = (i64, i64);

/// The same half the other way.
pub(crate) fn twin(half: Half) -> Half {
    half ^ 1
}

/// The edge (or arc) a half runs along.
pub(crate) fn edge_of(half: Half) -> usize {
    (half >> 1) as usize
}

/// 0 along the edge, 1 against it.
pub(crate) fn way(half: Half) -> usize {
    (half & 1) as usize
}

/// The edges of a planar partition. They meet at nodes only.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    places: Vec<Position>,
    points: Vec<WorldPoint>,
    /// Where the points of each edge start, and the end of the last.
    from: Vec<usize>,
    /// The node at which each edge starts and ends.
    ends: Vec<[u32; 2]>,
    /// The grid to the right on the map of each edge, and of its reverse.
    sides: Vec<[u32; 2]>,
    /// By node.
    milestones: Vec<bool>,
    grids: Vec<Measured>,
}

/// The size of a grid.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured {
    pub(crate) bounds: WorldBox,
    /// On the ellipsoid, in thousandths of a square metre: whole numbers add up to the same in any
    /// order.
    pub(crate) area: i64,
}

impl Graph {
    /// Takes each edge with the grids on its left and right. Edges without length are left out.
    pub(crate) fn new<'a>(
        grid_count: usize,
        edges: impl Iterator<Item = (&'a [Position], Option<GridId>, Option<GridId>)>,
    ) -> Self {
        let nothing = Measured { bounds: WorldBox::EMPTY, area: 0 };
        let grids = vec![nothing; grid_count];
        let mut graph = Self { from: vec![0], grids, ..Self::default() };
        let mut nodes = HashMap::new();
        let pieces = edges.flat_map(|(points, left, right)| {
            between_milestones(points).map(move |piece| (piece, left, right))
        });
        for (points, left, right) in pieces {
            let (Some((&first, rest)), Some((&last, most))) =
                (points.split_first(), points.split_last())
            else {
                continue;
            };
            if rest.iter().all(|&at| at == first) || most.iter().all(|&at| at == last) {
                continue;
            }
            let mut node = |at: Position| {
                let fresh = u32::try_from(nodes.len()).unwrap_or(NOBODY);
                *nodes.entry(at).or_insert(fresh)
            };
            let ends = [first, last].map(|at| (node(at), is_milestone(at)));
            for (node, is_milestone) in ends {
                if node as usize >= graph.milestones.len() {
                    graph.milestones.push(is_milestone);
                }
            }
            graph.ends.push(ends.map(|(node, _)| node));
            let sides = [right, left].map(|grid| grid.map_or(NOBODY, |GridId(grid)| grid));
            graph.sides.push(sides);
            graph.places.extend_from_slice(points);
            graph.points.extend(points.iter().map(|&at| project(at)));
            graph.from.push(graph.points.len());
            graph.measure(sides, points);
        }
        graph
    }

    /// Adds the edge that was taken last to the grids on its sides.
    fn measure(&mut self, [right, left]: [u32; 2], points: &[Position]) {
        let edge = self.points(self.edge_count() - 1);
        let around = edge.iter().fold(WorldBox::EMPTY, |all, &at| all.with(at));
        let beside = area_beside(points);
        for (grid, area) in [(right, -beside), (left, beside)] {
            if let Some(measured) = self.grids.get_mut(grid as usize) {
                measured.bounds = measured.bounds.union(around);
                measured.area += area;
            }
        }
    }

    pub(crate) fn edge_count(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn node_count(&self) -> usize {
        self.milestones.len()
    }

    /// Whether lines end at a node wherever it lies on them.
    pub(crate) fn is_milestone(&self, node: u32) -> bool {
        self.milestones.get(node as usize).is_some_and(|is_milestone| *is_milestone)
    }

    pub(crate) fn points(&self, edge: usize) -> &[WorldPoint] {
        &self.points[self.from[edge]..self.from[edge + 1]]
    }

    /// The grid to the right on the map of a half.
    pub(crate) fn side(&self, half: Half) -> u32 {
        self.sides[edge_of(half)][way(half)]
    }

    /// The node a half starts from.
    pub(crate) fn start(&self, half: Half) -> u32 {
        self.ends[edge_of(half)][way(half)]
    }

    /// The vertices of an edge, as they are and on the web square.
    pub(crate) fn vertices(
        &self,
        edge: usize,
    ) -> impl DoubleEndedIterator<Item = (Position, WorldPoint)> {
        let range = self.from[edge]..self.from[edge + 1];
        self.places[range.clone()].iter().copied().zip(self.points[range].iter().copied())
    }

    /// What each grid measures, in order.
    pub(crate) fn grids(&self) -> impl Iterator<Item = Measured> {
        self.grids.iter().copied()
    }

    /// The area of the whole territory, in square units of the world.
    pub(crate) fn area(&self) -> f64 {
        let Some(&origin) = self.points.first() else { return 0.0 };
        let flat = |at: WorldPoint| {
            (f64::from(at.x) - f64::from(origin.x), f64::from(at.y) - f64::from(origin.y))
        };
        let mut twice = 0.0;
        for (edge, sides) in self.sides.iter().enumerate() {
            let sign = match *sides {
                [_, NOBODY] => 1.0,
                [NOBODY, _] => -1.0,
                _ => continue,
            };
            for pair in self.points(edge).windows(2) {
                let ((ax, ay), (bx, by)) = (flat(pair[0]), flat(pair[1]));
                twice += sign * (ax * by - bx * ay);
            }
        }
        twice / 2.0
    }
}

/// One vertex in so many is a milestone.
const MILE: u64 = 128;

/// Whether lines end at a vertex even where only two pieces of border meet.
///
/// The rim of a territory can have a million vertices between two junctions, and an edit makes a line anew
/// from end to end. So lines are cut at vertices that are told by nothing but their place: an edit
/// elsewhere changes none (content-defined chunking: Muthitacharoen, Chen and Mazières 2001, *A
/// low-bandwidth network file system*, section 3.1).
pub(crate) fn is_milestone(at: Position) -> bool {
    let [lon, lat] = [at.lon_e7(), at.lat_e7()].map(|it| u64::from(it.cast_unsigned()));
    // The finaliser of SplitMix64 (Steele, Lea and Flood 2014, OOPSLA).
    let mut mixed = lon << 32 | lat;
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    (mixed ^ mixed >> 31) % MILE == 0
}

/// A line from milestone to milestone.
fn between_milestones(points: &[Position]) -> impl Iterator<Item = &[Position]> {
    let mut rest = Some(points);
    std::iter::from_fn(move || {
        let points = rest.take()?;
        let inner = points.iter().skip(1).take(points.len().saturating_sub(2));
        let Some(place) = inner.clone().position(|&at| is_milestone(at)) else {
            return Some(points);
        };
        rest = points.get(place + 1..);
        points.get(..place + 2)
    })
}

/// Which way `to` lies from a vertex.
pub(crate) fn heading(from: Position, to: Position) -> Heading {
    let step = |from: i32, to: i32| i64::from(to) - i64::from(from);
    (step(from.lon_e7(), to.lon_e7()), step(to.lat_e7(), from.lat_e7()))
}

/// For each level the unit that each grid belongs to, by its place in the level.
#[derive(Clone, Debug)]
pub(crate) struct Ancestry {
    /// For each level and unit the unit above it; level 0 is the territory, one unit.
    parents: Vec<Vec<u32>>,
}

impl Ancestry {
    pub(crate) fn of(tree: &UnitTree) -> Self {
        let mut parents = Vec::new();
        let mut level = Some(tree.finest());
        while let Some(here) = level {
            level = here.get().checked_sub(1).and_then(model::Level::new);
            let first = level.and_then(|above| tree.of_level(above).next());
            let first = first.map_or(0, |(id, _)| id.0);
            let above = |parent: Option<model::UnitId>| parent.map_or(0, |parent| parent.0 - first);
            parents.push(tree.of_level(here).map(|(_, unit)| above(unit.parent)).collect());
        }
        parents.push(Vec::new());
        parents.reverse();
        Self { parents }
    }

    /// The finest level.
    pub(crate) fn depth(&self) -> usize {
        self.parents.len() - 1
    }

    /// The unit of level `above` that a unit of level `of` is in; nobody for nobody.
    pub(crate) fn above(&self, of: usize, unit: u32, above: usize) -> u32 {
        let mut unit = unit;
        for level in (above + 1..=of).rev() {
            unit = self.parents[level].get(unit as usize).copied().unwrap_or(NOBODY);
        }
        unit
    }

    /// The unit of `level` that a grid is in; nobody for nobody.
    pub(crate) fn unit(&self, level: usize, grid: u32) -> u32 {
        self.above(self.depth(), grid, level)
    }

    /// The coarsest level whose units differ where two different units of `level` meet; 0 is the rim
    /// of the territory.
    pub(crate) fn coarsest_border(&self, level: usize, [a, b]: [u32; 2]) -> usize {
        let parts = |&above: &usize| self.above(level, a, above) != self.above(level, b, above);
        (0..level).find(parts).unwrap_or(level)
    }

    /// Whether two grids are in different units of a level.
    pub(crate) fn parts(&self, level: usize, [a, b]: [u32; 2]) -> bool {
        self.unit(level, a) != self.unit(level, b)
    }
}
