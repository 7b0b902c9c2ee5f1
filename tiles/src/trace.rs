//! The arcs of a draft near a place, strung together from its pieces.

use crate::arcs::{ArcInfo, Vertex, canonical};
use crate::course::masks;
use crate::graph::{Ancestry, NOBODY};
use crate::thin::Nearby;
use crate::world::{WorldBox, WorldPoint, project, unproject};
use model::{GridId, Position};
use spatial::{Draft, Segment};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

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
    pub(crate) fn within(&self, boxes: &[model::Bounds]) -> Vec<(ArcInfo, Vec<Vertex>)> {
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

    /// Adds which vertices are drawn at which zoom.
    pub(crate) fn whole(
        &self,
        info: ArcInfo,
        line: &[Vertex],
        zooms: &RangeInclusive<u8>,
    ) -> Whole {
        let own: BTreeSet<WorldPoint> = line.iter().map(|&(_, at)| at).collect();
        let bounds = own.iter().fold(WorldBox::EMPTY, |all, &at| all.with(at));
        let mut nearby: Vec<Nearby> = Vec::new();
        if let Some(within) = unproject(bounds) {
            for piece in self.draft.segments_in(within) {
                if self.sides(&piece, piece.from).is_none() {
                    continue;
                }
                for at in [piece.from, piece.to].map(project) {
                    if bounds.contains(at) && !own.contains(&at) {
                        nearby.push(Nearby { at, own: None });
                    }
                }
            }
        }
        let line: Vec<WorldPoint> = line.iter().map(|&(_, at)| at).collect();
        let masks = masks(&line, &mut nearby, zooms);
        Whole { info, line, masks }
    }
}
