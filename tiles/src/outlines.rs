//! The outlines of the units of one level: rings that walk along arcs.

use crate::arcs::ArcInfo;
use crate::graph::{Ancestry, Half, Heading, NOBODY, edge_of, twin, way};
use crate::lists::{Cells, Lists};
use model::Position;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Ends a ring in a list of halves.
const END: Half = Half::MAX;

/// The rings of each unit of a level. A ring walks with its unit to the right on the map.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outlines {
    /// By unit: the halves of its rings in the order they are walked, [`END`] after each ring.
    rings: Lists<Half>,
    /// The units that come to one of their nodes twice.
    pinched: Arc<BTreeSet<u32>>,
}

impl Outlines {
    /// Walks the outline of each of the `units` units of `level`, along the arcs of level `of`.
    pub(crate) fn new(
        arcs: &Cells<ArcInfo>,
        ancestry: &Ancestry,
        of: usize,
        level: usize,
        units: usize,
    ) -> Self {
        let mut beside: Vec<(u32, Half)> = Vec::new();
        for (arc, info) in (0..).zip(arcs.iter()) {
            beside
                .extend(owners(info, ancestry, of, level).map(|(unit, way)| (unit, arc * 2 + way)));
        }
        // Of one unit in the order of the arcs.
        beside.sort_by_key(|&(unit, _)| unit);
        let mut outlines = Self::default();
        let mut rest = &beside[..];
        for unit in 0..units {
            let count = rest.iter().take_while(|(own, _)| *own as usize == unit).count();
            let own: Vec<Half> = rest[..count].iter().map(|&(_, half)| half).collect();
            rest = &rest[count..];
            let (rings, pinched) = walk(arcs, &own);
            outlines.rings.push(&rings);
            if pinched {
                Arc::make_mut(&mut outlines.pinched).extend(u32::try_from(unit));
            }
        }
        outlines
    }

    /// Whether a unit comes to one of its nodes twice.
    pub(crate) fn is_pinched(&self, unit: u32) -> bool {
        !self.pinched.is_empty() && self.pinched.contains(&unit)
    }

    /// How many units there are.
    pub(crate) fn len(&self) -> usize {
        self.rings.len()
    }

    /// The rings of a unit.
    pub(crate) fn rings(&self, unit: u32) -> impl Iterator<Item = &[Half]> {
        let halves = self.rings.get(unit as usize);
        halves.split(|&half| half == END).filter(|ring| !ring.is_empty())
    }

    /// The ring of a unit that has one only.
    pub(crate) fn only_ring(&self, unit: u32) -> Option<&[Half]> {
        let (end, ring) = self.rings.get(unit as usize).split_last()?;
        (*end == END && !ring.contains(&END)).then_some(ring)
    }

    /// Every half along a unit.
    pub(crate) fn halves(&self, unit: u32) -> impl Iterator<Item = Half> {
        self.rings.get(unit as usize).iter().copied().filter(|&half| half != END)
    }

    /// Walks the outline of one unit anew, along these halves, given in any order.
    pub(crate) fn walk_again(&mut self, unit: u32, arcs: &Cells<ArcInfo>, mut halves: Vec<Half>) {
        halves.sort_by_cached_key(|&half| (arcs.get(edge_of(half)).map(ArcInfo::key), way(half)));
        halves.dedup();
        while self.rings.len() < unit as usize {
            self.rings.push(&[]);
        }
        let (rings, pinched) = walk(arcs, &halves);
        self.rings.set(unit as usize, &rings);
        if pinched {
            Arc::make_mut(&mut self.pinched).insert(unit);
        } else if self.is_pinched(unit) {
            Arc::make_mut(&mut self.pinched).remove(&unit);
        }
    }
}

/// The units of a level that an arc bounds, each with the way along the arc that has it on its right.
pub(crate) fn owners(
    info: &ArcInfo,
    ancestry: &Ancestry,
    of: usize,
    level: usize,
) -> impl Iterator<Item = (u32, u32)> {
    let [right, left] = info.sides.map(|unit| ancestry.above(of, unit, level));
    let there = move |unit: u32| unit != NOBODY && right != left && !info.bounds.is_empty();
    [(right, 0), (left, 1)].into_iter().filter(move |&(unit, _)| there(unit))
}

/// Strings the halves along one unit together to rings, [`END`] after each. Says whether they come to
/// a node twice.
fn walk(arcs: &Cells<ArcInfo>, halves: &[Half]) -> (Vec<Half>, bool) {
    let node = |half: Half| arcs.get(edge_of(half)).map(|info| info.ends[way(half)]);
    let mut leaving: Vec<(Option<Position>, Half)> =
        halves.iter().map(|&half| (node(half), half)).collect();
    leaving.sort();
    let mut rings = Vec::with_capacity(halves.len() + 1);
    let mut walked = vec![false; halves.len()];
    let place = |half: Half| leaving.binary_search(&(node(half), half)).ok();
    for &first in halves {
        let start = rings.len();
        let mut half = first;
        while let Some(here) = place(half).filter(|&here| !walked[here]) {
            walked[here] = true;
            rings.push(half);
            let Some(next) = next(arcs, &leaving, twin(half), node(twin(half))) else { break };
            half = next;
        }
        if rings.len() > start {
            rings.push(END);
        }
    }
    (rings, leaving.windows(2).any(|pair| pair[0].0 == pair[1].0))
}

/// Of the halves that leave a node the one to go on with: the sharpest turn that keeps the unit on the
/// right, which goes around one piece of it. `back` is the way that was come.
fn next(
    arcs: &Cells<ArcInfo>,
    leaving: &[(Option<Position>, Half)],
    back: Half,
    node: Option<Position>,
) -> Option<Half> {
    let start = leaving.partition_point(|&(at, _)| at < node);
    let here = leaving[start..].iter().take_while(|&&(at, _)| at == node);
    let all: Vec<Half> = here.map(|&(_, half)| half).collect();
    if let &[only] = &all[..] {
        return Some(only);
    }
    let heading =
        |half: Half| arcs.get(edge_of(half)).map_or((0, 0), |info| info.heading(way(half)));
    sharpest(heading(back), all.iter().map(|&half| (heading(half), half)))
}

/// Of things that leave a place with their headings the first one counter-clockwise on the map from
/// the heading `back`.
pub(crate) fn sharpest<T: Copy>(
    back: Heading,
    leaving: impl Iterator<Item = (Heading, T)>,
) -> Option<T> {
    let mut best: Option<(bool, Heading, T)> = None;
    for (heading, one) in leaving {
        let before = turn(heading, back).is_lt();
        let better = best.is_none_or(|(was, than, _)| match (before, was) {
            (true, false) => true,
            (false, true) => false,
            _ => turn(than, heading).is_lt(),
        });
        if better {
            best = Some((before, heading, one));
        }
    }
    best.map(|(_, _, one)| one)
}

/// The order of headings, clockwise on the map from east.
fn turn(a: Heading, b: Heading) -> Ordering {
    let northern = |(dx, dy): Heading| dy < 0 || (dy == 0 && dx < 0);
    let wide = i128::from;
    northern(a)
        .cmp(&northern(b))
        .then_with(|| (wide(b.0) * wide(a.1)).cmp(&(wide(a.0) * wide(b.1))))
}
