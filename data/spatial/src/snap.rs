//! Snapping: vertices and sides of different grids that are closer than a tolerance are brought
//! together before anything is cut.
//!
//! Borders drawn, rounded or quantised twice differ by noise. Mending the slivers that this leaves
//! one by one keeps the noise in the border; snapping takes it out. In these steps:
//!
//! 1. Sides that two grids draw alike are settled and are left alone, with their ends. What is
//!    left is *loose*: noise, and the rim of the territory ([`loose`]).
//! 2. Loose vertices of different grids that are close to each other become clusters, the closest
//!    first. Every member of a cluster moves to one and the same of them, and none further than the
//!    tolerance: chains of vertices do not run away, as a cluster takes no member that is further
//!    from the middle one.
//! 3. A loose side that passes a loose vertex of another grid within the tolerance is drawn through
//!    it. No vertex moves for that.
//! 4. Where two sides would cross that did not, what was done to them is undone ([`undo`]), until
//!    nothing crosses. That ends, as nothing new is done meanwhile.
//!
//! Two lines that leave one vertex are close to each other there and need no mending: they are
//! snapped only where they run apart by less than one in four.
//!
//! What is done depends on where things are, not on the numbers of the grids.

mod cluster;
mod loose;
mod undo;

use crate::drawn::Drawn;
use crate::exact::Pt;
use crate::finder::Finder;
use crate::linework::Linework;
use crate::{BuildError, measure};
use cluster::Clusters;
use loose::{Loose, Near};
use model::Position;
use std::collections::BTreeMap;

/// The most rounds of undoing; after them nothing is snapped at all. A few are usual.
const ROUNDS_MAX: usize = 64;

/// So many of the largest moves are named.
const NAMED_MAX: usize = 10;

/// What snapping moved, and how far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moves {
    /// How many vertices moved; one that several grids draw counts once.
    pub vertices: usize,
    /// How many sides were drawn through a vertex of a neighbour that they had passed by.
    pub bent: usize,
    /// The longest way of a vertex, in metres on the ground.
    pub furthest_m: f64,
    /// The mean way of the vertices that moved, in metres on the ground.
    pub mean_m: f64,
    /// The largest moves, the largest first; at most ten.
    pub largest: Vec<Move>,
}

/// One vertex that moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Move {
    /// Where it was drawn.
    pub from: Position,
    /// Where it is.
    pub to: Position,
    /// How far that is on the ground, in metres.
    pub way_m: f64,
}

/// What was drawn, after snapping.
pub(crate) struct Snapped {
    /// The same rings; those that shrank to nothing have no points.
    pub(crate) drawn: Drawn,
    /// What moved.
    pub(crate) moves: Moves,
}

/// A side as it is drawn after snapping.
struct Piece {
    ends: [Pt; 2],
    /// The side it was.
    of: u32,
}

/// Snaps what is closer than `within_m` metres; `None` when there is nothing. The grids in `fixed`
/// take no part.
pub(crate) fn snap(
    drawn: &Drawn,
    lines: &Linework,
    within_m: f64,
    fixed: &[bool],
) -> Result<Option<Snapped>, BuildError> {
    if within_m <= 0.0 {
        return Ok(None);
    }
    let loose = Loose::of(drawn, lines, fixed);
    let near = loose.near(lines, within_m);
    let mut plan = Plan::make(lines, &loose, &near, within_m);
    drop((near, loose));
    // At first everything that changed may cross something, then what was undone.
    let mut suspects = plan.changed(lines);
    for _ in 0..ROUNDS_MAX {
        if plan.is_empty() {
            return Ok(None);
        }
        let pieces = plan.pieces(lines);
        let crossing = undo::new_crossings(lines, &pieces, &suspects)?;
        if crossing.is_empty() {
            return Ok(Some(Snapped {
                drawn: plan.redraw(drawn, lines),
                moves: plan.moves(lines),
            }));
        }
        suspects = plan.undo(lines, crossing.into_iter().map(|piece| &pieces[piece as usize]));
    }
    Ok(None)
}

/// What is to be done.
struct Plan {
    clusters: Clusters,
    /// Sides with the vertices they are to be drawn through, in order along the side.
    bends: BTreeMap<u32, Vec<u32>>,
}

impl Plan {
    fn make(lines: &Linework, loose: &Loose, near: &Near, within_m: f64) -> Self {
        let clusters = Clusters::gather(lines, loose, &near.pairs, within_m);
        let mut bends: Vec<(u32, f64, u32)> = near
            .beside
            .iter()
            .filter_map(|&(point, side)| {
                let along = loose.along(lines, &clusters, point, side, within_m)?;
                Some((side, along, clusters.middle(point)))
            })
            .collect();
        bends.sort_by_key(|bend| (bend.0, bend.2));
        bends.dedup_by_key(|bend| (bend.0, bend.2));
        bends.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
        let bends = bends
            .chunk_by(|a, b| a.0 == b.0)
            .map(|same| (same[0].0, same.iter().map(|&(.., point)| point).collect()))
            .collect();
        Self { clusters, bends }
    }

    fn is_empty(&self) -> bool {
        self.bends.is_empty() && self.clusters.is_empty()
    }

    /// Every side after snapping; sides that shrank to a point are gone.
    fn pieces(&self, lines: &Linework) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(lines.len());
        for of in 0..lines.len() as u32 {
            let ends = lines.ends[of as usize].map(|end| self.clusters.middle(end));
            let through = self.bends.get(&of).map_or(&[][..], Vec::as_slice);
            let mut from = ends[0];
            for &to in through.iter().chain([&ends[1]]) {
                if from != to {
                    let ends = [from, to].map(|end| lines.at[end as usize]);
                    pieces.push(Piece { ends, of });
                }
                from = to;
            }
        }
        pieces
    }

    /// The same rings through the points that they go through now.
    fn redraw(&self, drawn: &Drawn, lines: &Linework) -> Drawn {
        let finder = Finder::new(&lines.at);
        let mut made = Drawn {
            rings: drawn.rings.clone(),
            points: Vec::with_capacity(drawn.points.len() + self.bends.len()),
            ring_from: vec![0],
            polygons: drawn.polygons,
            retraced: Vec::new(),
        };
        for ring in 0..drawn.rings.len() {
            let from = made.points.len();
            let points = drawn.ring_points(ring);
            let mut add = |at: Pt| {
                if made.points[from..].last() != Some(&at) {
                    made.points.push(at);
                }
            };
            for (&a, &b) in points.iter().zip(points.iter().cycle().skip(1)) {
                let [low, high] = [a.min(b), a.max(b)].map(|end| finder.find(end));
                let at = |vertex: u32| lines.at[vertex as usize];
                let start = finder.find(a);
                // Points of spikes are on no line, and stay.
                add(if at(start) == a { at(self.clusters.middle(start)) } else { a });
                let side = lines.ends.binary_search(&[low, high]).ok();
                let Some(through) = side.and_then(|side| self.bends.get(&(side as u32))) else {
                    continue;
                };
                for k in 0..through.len() {
                    add(at(through[if a < b { k } else { through.len() - 1 - k }]));
                }
            }
            while made.points.len() > from + 1 && made.points.last() == made.points.get(from) {
                made.points.pop();
            }
            if made.points.len() < from + 3 {
                made.points.truncate(from);
            }
            made.ring_from.push(made.points.len() as u32);
        }
        made
    }

    /// By side: whether it is another line than as drawn.
    fn changed(&self, lines: &Linework) -> Vec<bool> {
        let ends = lines.ends.iter().map(|ends| ends.map(|end| self.clusters.middle(end)) != *ends);
        let mut changed: Vec<bool> = ends.collect();
        for &side in self.bends.keys() {
            changed[side as usize] = true;
        }
        changed
    }

    /// Undoes what made pieces what they are, and what leaned on it. Tells which sides are other
    /// lines than before.
    fn undo<'p>(&mut self, lines: &Linework, pieces: impl Iterator<Item = &'p Piece>) -> Vec<bool> {
        let mut freed = vec![false; lines.at.len()];
        let mut straight = vec![false; lines.len()];
        for piece in pieces {
            for end in lines.ends[piece.of as usize] {
                let middle = self.clusters.middle(end);
                for member in self.clusters.dissolve(middle) {
                    freed[member as usize] = true;
                }
            }
            straight[piece.of as usize] = true;
        }
        for (side, ends) in lines.ends.iter().enumerate() {
            straight[side] |= ends.iter().any(|&end| freed[end as usize]);
        }
        self.bends.retain(|&side, through| {
            let before = through.len();
            through.retain(|&vertex| !straight[side as usize] && !freed[vertex as usize]);
            straight[side as usize] |= through.len() < before;
            !through.is_empty()
        });
        straight
    }

    fn moves(&self, lines: &Linework) -> Moves {
        let mut largest: Vec<Move> = self
            .clusters
            .moved()
            .map(|(from, to)| {
                let [from, to] = [from, to].map(|point| lines.at[point as usize].position());
                Move { from, to, way_m: measure::distance(from, to) }
            })
            .collect();
        let vertices = largest.len();
        let sum = largest.iter().fold(0.0, |sum, one| sum + one.way_m);
        largest.sort_by(|a, b| b.way_m.total_cmp(&a.way_m).then(a.from.cmp(&b.from)));
        largest.truncate(NAMED_MAX);
        #[expect(clippy::cast_precision_loss, reason = "a count below 2^32")]
        let mean_m = sum / vertices.max(1) as f64;
        Moves {
            vertices,
            bent: self.bends.len(),
            furthest_m: largest.first().map_or(0.0, |one| one.way_m),
            mean_m,
            largest,
        }
    }
}

#[cfg(test)]
mod tests;
