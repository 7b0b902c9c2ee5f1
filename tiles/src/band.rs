//! What is drawn over a band of zooms: the borders of the finest level shown there, thinned.

use crate::chains::Chains;
use crate::graph::{Ancestry, Graph, Half, edge_of, twin, way};
use crate::index::BoxIndex;
use crate::outlines::{Ends, Fans, Outlines};
use crate::rank::rank;
use crate::world::{WorldBox, WorldPoint};
use std::ops::RangeInclusive;

/// The zooms at which one level is the finest shown, with the outlines of that level and all above
/// it, all along the same arcs: a border that several levels share is one line at every zoom.
#[derive(Debug)]
pub(crate) struct Band {
    /// The finest level shown; 0 shows the rim of the territory only.
    pub(crate) level: usize,
    pub(crate) zooms: RangeInclusive<u8>,
    pub(crate) arcs: Arcs,
    /// Of level 1 to `level`.
    pub(crate) outlines: Vec<Outlines>,
}

/// Lines between junctions, each with the zoom from which each of its vertices is drawn.
#[derive(Debug)]
pub(crate) struct Arcs {
    points: Vec<WorldPoint>,
    ranks: Vec<u8>,
    /// Where the points of each arc start, and the end of the last.
    from: Vec<usize>,
    boxes: Vec<WorldBox>,
    /// The coarsest level each arc bounds.
    borders: Vec<u8>,
    index: BoxIndex,
}

impl Band {
    /// `units` counts the units of each level, the territory first.
    pub(crate) fn new(
        graph: &Graph,
        ancestry: &Ancestry,
        units: &[usize],
        level: usize,
        zooms: RangeInclusive<u8>,
    ) -> Self {
        let chains = Chains::of_level(graph, ancestry, level);
        let ends: Vec<Ends> = chains.iter().map(|chain| ends(graph, chain)).collect();
        let arcs = Arcs::new(graph, &chains, *zooms.end(), |arc| {
            ancestry.coarsest_border(ends[arc].sides).unwrap_or(level)
        });
        let fans = Fans::new(&ends, graph.node_count());
        let outlines = (1..=level)
            .map(|above| Outlines::of_level(&ends, &fans, ancestry, above, units[above]))
            .collect();
        Self { level, zooms, arcs, outlines }
    }
}

fn ends(graph: &Graph, chain: &[Half]) -> Ends {
    let (first, last) = (chain[0], twin(chain[chain.len() - 1]));
    Ends {
        nodes: [graph.start(first), graph.start(last)],
        headings: [graph.heading(first), graph.heading(last)],
        sides: [graph.side(first), graph.side(last)],
    }
}

impl Arcs {
    fn new(graph: &Graph, chains: &Chains, finest: u8, border: impl Fn(usize) -> usize) -> Self {
        let mut arcs = Self {
            points: Vec::new(),
            ranks: Vec::new(),
            from: vec![0],
            boxes: Vec::new(),
            borders: Vec::new(),
            index: BoxIndex::default(),
        };
        let (mut line, mut ranks) = (Vec::new(), Vec::new());
        for (place, chain) in chains.iter().enumerate() {
            line.clear();
            for &half in chain {
                let points = graph.points(edge_of(half));
                let mut push = |at: WorldPoint| {
                    if line.last() != Some(&at) {
                        line.push(at);
                    }
                };
                if way(half) == 0 {
                    points.iter().copied().for_each(&mut push);
                } else {
                    points.iter().rev().copied().for_each(&mut push);
                }
            }
            rank(&line, &mut ranks);
            // What no zoom of the band draws need not be kept.
            let drawn = line.iter().zip(&ranks).filter(|&(_, &rank)| rank <= finest);
            for (&at, &rank) in drawn {
                arcs.points.push(at);
                arcs.ranks.push(rank);
            }
            arcs.from.push(arcs.points.len());
            arcs.boxes.push(line.iter().fold(WorldBox::EMPTY, |all, &at| all.with(at)));
            arcs.borders.push(u8::try_from(border(place)).unwrap_or(u8::MAX));
        }
        arcs.index = BoxIndex::new(&arcs.boxes);
        arcs
    }

    /// The points of an arc with their ranks.
    pub(crate) fn points(&self, arc: usize) -> (&[WorldPoint], &[u8]) {
        let range = self.from[arc]..self.from[arc + 1];
        (&self.points[range.clone()], &self.ranks[range])
    }

    /// The points of a ring that are drawn at `zoom`.
    pub(crate) fn trace(&self, ring: &[Half], zoom: u8) -> Vec<WorldPoint> {
        let mut traced = Vec::new();
        for &half in ring {
            let (points, ranks) = self.points(edge_of(half));
            let drawn = |place: usize| (ranks[place] <= zoom).then(|| points[place]);
            if way(half) == 0 {
                traced.extend((0..points.len()).filter_map(drawn));
            } else {
                traced.extend((0..points.len()).rev().filter_map(drawn));
            }
        }
        traced
    }

    /// A box around the whole arc.
    pub(crate) fn bounds(&self, arc: usize) -> WorldBox {
        self.boxes[arc]
    }

    /// The coarsest level the arc bounds; 0 is the rim of the territory.
    pub(crate) fn border(&self, arc: usize) -> u8 {
        self.borders[arc]
    }

    /// The arcs whose boxes meet `window`, ascending, into `found`.
    pub(crate) fn meeting(&self, window: WorldBox, found: &mut Vec<u32>) {
        self.index.meeting(window, found);
    }
}
