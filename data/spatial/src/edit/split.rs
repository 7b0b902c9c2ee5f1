//! Dividing a grid along a line.

use super::carve::giver;
use super::lines::of_spans;
use super::node::node;
use super::overlay::{heal, lands, put_bent};
use super::reach::to_border;
use super::tree::Span;
use super::work::Work;
use super::{Keep, NUMBERS_AHEAD_MAX, POINTS_MAX, Refused};
use crate::exact::Pt;
use crate::faces::{Faces, start};
use crate::linework::Linework;
use crate::strips::Strips;
use model::{GridId, Position};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Divides a grid along a line.
pub(super) fn split(
    work: &mut Work<'_>,
    grid: GridId,
    line: &[Position],
    keep: Keep,
    new: &[GridId],
) -> Result<(), Refused> {
    giver(work, grid)?;
    numbers(work, new)?;
    if line.len() > POINTS_MAX {
        return Err(Refused::TooLarge { points: line.len(), most: POINTS_MAX });
    }
    let mut points: Vec<Pt> = line.iter().copied().map(Pt::of).collect();
    points.dedup();
    if points.len() < 2 {
        return Err(Refused::TooFewPoints);
    }
    let begin = points[0].position();
    let points = to_border(work, grid, &points)?;
    let lines: Vec<[Pt; 2]> = points.windows(2).map(|pair| [pair[0], pair[1]]).collect();
    let noded = node(work, &lines)?;
    let bent = put_bent(work, &noded)?;
    let mut cuts: Vec<Span> = noded.lines.iter().map(|&(a, b, _)| Span::new(a, b)).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts.retain(|&span| work.sides(span).is_none());
    let inside = lands(work, &cuts);
    let cuts: Vec<Span> =
        cuts.into_iter().zip(inside).filter(|&(_, land)| land == grid.0).map(|(s, _)| s).collect();
    if cuts.is_empty() {
        return Err(Refused::LineMissesGrid { grid, at: begin });
    }
    let parts = Parts::find(work, grid, &pruned(work, cuts));
    let order = parts.order(keep);
    if order.len() < 2 {
        return Err(Refused::CutsNothing { grid, at: begin });
    }
    if new.len() + 1 < order.len() {
        let at = parts.corner(order[order.len() - 1]).position();
        return Err(Refused::TooFewNumbers { grid, parts: order.len(), at });
    }
    let mut number_of: BTreeMap<u32, u32> = BTreeMap::from([(order[0], grid.0)]);
    for (&face, &new) in order[1..].iter().zip(new) {
        number_of.insert(face, new.0);
        work.number(new);
        work.made.push(new);
    }
    parts.put(work, grid.0, &number_of);
    heal(work, &bent);
    Ok(())
}

/// Whether new land may have these numbers.
fn numbers(work: &Work<'_>, new: &[GridId]) -> Result<(), Refused> {
    let mut seen = Vec::new();
    for &grid in new {
        let ahead = grid.0.saturating_sub(work.grid_count() as u32);
        if ahead > NUMBERS_AHEAD_MAX {
            return Err(Refused::UnknownGrid { grid });
        }
        if work.has_land(grid.0) || seen.contains(&grid) {
            return Err(Refused::InUse { grid });
        }
        seen.push(grid);
    }
    Ok(())
}

/// The cuts without those that end in the open, and those that then do.
fn pruned(work: &Work<'_>, cuts: Vec<Span>) -> Vec<Span> {
    let mut at: BTreeMap<Pt, Vec<usize>> = BTreeMap::new();
    for (k, cut) in cuts.iter().enumerate() {
        for end in [cut.low, cut.high] {
            at.entry(end).or_default().push(k);
        }
    }
    let mut gone = vec![false; cuts.len()];
    let mut open: Vec<Pt> = at.keys().copied().filter(|&end| !work.is_vertex(end)).collect();
    while let Some(end) = open.pop() {
        let mut here = at[&end].iter().copied().filter(|&k| !gone[k]);
        if let (Some(last), None) = (here.next(), here.next()) {
            gone[last] = true;
            let far = if cuts[last].low == end { cuts[last].high } else { cuts[last].low };
            if !work.is_vertex(far) {
                open.push(far);
            }
        }
    }
    cuts.into_iter().zip(gone).filter(|&(_, gone)| !gone).map(|(cut, _)| cut).collect()
}

/// The parts that cuts make of a grid: faces of its own border and the cuts.
struct Parts {
    lines: Linework,
    faces: Faces,
    /// By side of the lines: who is beside it as yet, the grid itself on both sides of a cut.
    sides: Vec<[u32; 2]>,
}

impl Parts {
    fn find(work: &Work<'_>, grid: GridId, cuts: &[Span]) -> Self {
        let mut spans = work.spans_of(grid.0);
        spans.extend(cuts.iter().map(|&cut| (cut, [grid.0; 2])));
        let lines = of_spans(spans.keys());
        let faces = Faces::trace(&lines);
        Self { lines, faces, sides: spans.into_values().collect() }
    }

    /// The faces on both sides of a side of the lines.
    fn beside(&self, side: usize) -> [u32; 2] {
        [self.faces.of_half[2 * side], self.faces.of_half[2 * side + 1]]
    }

    /// The faces that cuts divide from each other: first the one that keeps the number, then from
    /// the largest to the smallest, of equal ones from west to east.
    fn order(&self, keep: Keep) -> Vec<u32> {
        let cuts = (0..self.lines.len()).filter(|&side| self.sides[side][0] == self.sides[side][1]);
        let mut order: Vec<u32> = cuts
            .map(|side| self.beside(side))
            .filter(|[left, right]| left != right)
            .flatten()
            .collect();
        order.sort_unstable();
        order.dedup();
        let turns = self.faces.turns(&self.lines);
        order.sort_by_cached_key(|&face| (Reverse(turns[face as usize]), self.corner(face)));
        if let Keep::At(at) = keep {
            let half = Strips::new(&self.lines).west_of(&self.lines, Pt::of(at));
            let face = half.map(|half| self.faces.of_half[half as usize]);
            if let Some(place) = order.iter().position(|&other| Some(other) == face) {
                order[..=place].rotate_right(1);
            }
        }
        order
    }

    /// The most western vertex of a face.
    fn corner(&self, face: u32) -> Pt {
        let halves = self.faces.halves(face).iter();
        let first = halves.map(|&half| start(&self.lines, half)).min();
        first.map_or(Pt { x: 0, y: 0 }, |point| self.lines.at[point as usize])
    }

    /// Gives the faces their numbers; those without one keep the grid's.
    fn put(&self, work: &mut Work<'_>, grid: u32, number_of: &BTreeMap<u32, u32>) {
        for (side, &old) in self.sides.iter().enumerate() {
            let faces = self.beside(side);
            let number = |k: usize| match number_of.get(&faces[k]) {
                Some(&number) if old[k] == grid => number,
                _ => old[k],
            };
            let sides = [number(0), number(1)];
            let [low, high] = self.lines.side(side);
            work.set(Span { low, high }, (sides[0] != sides[1]).then_some(sides));
        }
    }
}
