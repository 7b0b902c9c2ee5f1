//! The arcs of a draft near a place, strung together from its pieces.

use crate::arcs::{ArcInfo, Vertex, canonical};
use crate::band::Band;
use crate::course::{Step, clamped};
use crate::graph::{Ancestry, NOBODY, is_milestone};
use crate::route::Pixels;
use crate::world::{WorldBox, WorldPoint, project};
use model::{Bounds, GridId, Position};
use spatial::{Draft, Segment};
use std::collections::BTreeSet;

/// A draft as one band sees it: the borders of one level.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Traced<'a> {
    pub(crate) draft: &'a Draft,
    pub(crate) ancestry: &'a Ancestry,
    pub(crate) level: usize,
}

/// An arc with all its vertices, and by vertex a bit for each zoom that draws it.
#[derive(Clone, Debug)]
pub(crate) struct Whole {
    pub(crate) info: ArcInfo,
    pub(crate) line: Vec<WorldPoint>,
    pub(crate) masks: Vec<u32>,
}

impl Whole {
    /// The vertices drawn at a zoom.
    pub(crate) fn kept(&self, zoom: u8) -> impl Iterator<Item = WorldPoint> {
        let all = self.line.iter().zip(&self.masks);
        all.filter(move |(_, mask)| *mask >> zoom & 1 == 1).map(|(&at, _)| at)
    }
}

impl Traced<'_> {
    /// The units on the right and left of a piece on the way from one end; `None` where they are one.
    fn sides(&self, piece: &Segment, from: Position) -> Option<[u32; 2]> {
        let grid = |grid: Option<GridId>| grid.map_or(NOBODY, |grid| grid.0);
        let [right, left] =
            [piece.right, piece.left].map(|side| self.ancestry.unit(self.level, grid(side)));
        let sides = if piece.from == from { [right, left] } else { [left, right] };
        (right != left).then_some(sides)
    }

    /// Whether any border lies in these boxes.
    pub(crate) fn is_in(&self, boxes: &[Bounds]) -> bool {
        let mut pieces = boxes.iter().flat_map(|&within| self.draft.segments_in(within));
        pieces.any(|piece| self.sides(&piece, piece.from).is_some())
    }

    /// The vertices next to one along borders, with the units on the right and left of the way there.
    fn fan(&self, at: Position) -> Vec<(Position, [u32; 2])> {
        let pieces = self.draft.segments_at(at);
        pieces
            .filter_map(|piece| {
                let to = if piece.from == at { piece.to } else { piece.from };
                Some((to, self.sides(&piece, at)?))
            })
            .collect()
    }

    /// The vertex after `at` on the way from `from`, unless that is a node.
    fn after(&self, from: Position, at: Position) -> Option<Position> {
        if is_milestone(at) {
            return None;
        }
        match self.fan(at)[..] {
            [(one, _), (other, _)] if one == from => Some(other),
            [(one, _), (other, _)] if other == from => Some(one),
            _ => None,
        }
    }

    /// The arc with a piece from `a` to `b`, if there is one.
    pub(crate) fn through(&self, a: Position, b: Position) -> Option<(ArcInfo, Vec<Vertex>)> {
        let (_, mut sides) = self.fan(a).into_iter().find(|&(to, _)| to == b)?;
        let mut line = vec![a, b];
        let mut last = (a, b);
        let mut free = false;
        while let Some(next) = self.after(last.0, last.1) {
            last = (last.1, next);
            if last == (a, b) {
                line.pop();
                free = true;
                break;
            }
            line.push(next);
        }
        if free {
            line.push(a);
            line.dedup();
        } else {
            let mut before = Vec::new();
            let mut first = (b, a);
            while let Some(next) = self.after(first.0, first.1) {
                first = (first.1, next);
                before.push(next);
            }
            before.reverse();
            before.append(&mut line);
            line = before;
        }
        let mut line: Vec<Vertex> = line.into_iter().map(|at| (at, project(at))).collect();
        canonical(&mut line, &mut sides, free);
        let border = self.ancestry.coarsest_border(self.level, sides);
        Some((ArcInfo::new(&line, sides, border)?, line))
    }

    /// Every arc with a piece in one of these boxes, each once.
    pub(crate) fn within(&self, boxes: &[Bounds]) -> Vec<(ArcInfo, Vec<Vertex>)> {
        let mut seen: BTreeSet<(Position, Position)> = BTreeSet::new();
        let mut arcs = Vec::new();
        for piece in boxes.iter().flat_map(|&within| self.draft.segments_in(within)) {
            let here = (piece.from, piece.to);
            if seen.contains(&here) || self.sides(&piece, piece.from).is_none() {
                continue;
            }
            let Some((info, line)) = self.through(here.0, here.1) else { continue };
            seen.extend(
                line.windows(2).map(|pair| (pair[0].0.min(pair[1].0), pair[0].0.max(pair[1].0))),
            );
            arcs.push((info, line));
        }
        arcs
    }
}

/// An arc with its vertices; which of them are drawn is still open.
pub(crate) fn strung(info: ArcInfo, line: &[Vertex]) -> Whole {
    Whole { info, line: line.iter().map(|&(_, at)| at).collect(), masks: Vec::new() }
}

impl Band {
    /// Whether any border may have lain in these boxes: a course lies within four steps of it.
    pub(crate) fn was_in(&self, boxes: &[Bounds]) -> bool {
        let Some(sheet) = self.sheets.last() else { return false };
        let pixels = Pixels::of(sheet.zoom);
        let mut found = Vec::new();
        boxes.iter().any(|&within| {
            let around = WorldBox::of(within).widened(4 * pixels.reach());
            self.finder.meeting(around, &mut found);
            found.iter().any(|&arc| {
                let course = sheet.course(arc as usize);
                let place = |step: Step| clamped(pixels.middle_of(step));
                course.len() == 1 && around.contains(place(course[0]))
                    || course.windows(2).any(|pair| {
                        WorldBox::EMPTY.with(place(pair[0])).with(place(pair[1])).meets(around)
                    })
            })
        })
    }
}
