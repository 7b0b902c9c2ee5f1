//! What may be snapped: sides that no two grids draw alike, and what is close to what.

use super::cluster::Clusters;
use crate::drawn::Drawn;
use crate::exact::Pt;
use crate::linework::Linework;
use crate::near::{Frame, pairs};
use crate::region::Scale;

/// The part of the distance from a shared vertex that two lines leaving it may be apart and still
/// be taken for one line.
const WEDGE: f64 = 0.25;

/// Loose sides and vertices.
pub(super) struct Loose {
    /// The loose sides, in order.
    sides: Vec<u32>,
    /// By vertex: whether it takes no part any more.
    pub(super) banned: Vec<bool>,
    /// The grids at each loose vertex, sorted: where they start, by place in `vertices`.
    from: Vec<u32>,
    grids: Vec<u32>,
    vertices: Vec<u32>,
    /// The grids of each loose side.
    side_from: Vec<u32>,
    side_grids: Vec<u32>,
}

/// What is close to what.
pub(super) struct Near {
    /// Two vertices with the length between them in metres, the shortest first.
    pub(super) pairs: Vec<(f64, u32, u32)>,
    /// Vertices with the sides that pass them.
    pub(super) beside: Vec<(u32, u32)>,
}

impl Loose {
    /// Tells what is loose. Sides of grids in `fixed` are not. O(n).
    pub(super) fn of(drawn: &Drawn, lines: &Linework, fixed: &[bool]) -> Self {
        let grid_of = |ring: u32| drawn.rings[ring as usize].grid;
        let mut sides = Vec::new();
        let (mut side_from, mut side_grids) = (vec![0], Vec::new());
        let mut at_loose = vec![false; lines.at.len()];
        for side in 0..lines.len() {
            let mut grids: Vec<u32> = lines.rings(side).map(grid_of).collect();
            grids.dedup();
            let is_fixed = grids.iter().any(|&grid| fixed.get(grid as usize) == Some(&true));
            if (grids.len() == 2 && lines.ways(side).len() == 2) || is_fixed {
                continue;
            }
            sides.push(side as u32);
            side_grids.append(&mut grids);
            side_from.push(side_grids.len() as u32);
            for end in lines.ends[side] {
                at_loose[end as usize] = true;
            }
        }
        let mut at: Vec<(u32, u32)> = Vec::new();
        if !sides.is_empty() {
            for side in 0..lines.len() {
                for end in lines.ends[side].into_iter().filter(|&end| at_loose[end as usize]) {
                    at.extend(lines.rings(side).map(|ring| (end, grid_of(ring))));
                }
            }
        }
        at.sort_unstable();
        at.dedup();
        let mut loose = Self {
            sides,
            banned: vec![false; lines.at.len()],
            from: vec![0],
            grids: Vec::with_capacity(at.len()),
            vertices: Vec::new(),
            side_from,
            side_grids,
        };
        for same in at.chunk_by(|a, b| a.0 == b.0) {
            loose.vertices.push(same[0].0);
            loose.grids.extend(same.iter().map(|&(_, grid)| grid));
            loose.from.push(loose.grids.len() as u32);
            if same.iter().any(|&(_, grid)| fixed.get(grid as usize) == Some(&true)) {
                loose.banned[same[0].0 as usize] = true;
            }
        }
        loose
    }

    /// The grids that draw a vertex; none for one that is not loose.
    pub(super) fn grids_at(&self, vertex: u32) -> &[u32] {
        match self.vertices.binary_search(&vertex) {
            Ok(place) => &self.grids[self.from[place] as usize..self.from[place + 1] as usize],
            Err(_) => &[],
        }
    }

    fn grids_along(&self, side: u32) -> &[u32] {
        match self.sides.binary_search(&side) {
            Ok(place) => {
                let [from, to] = [place, place + 1].map(|k| self.side_from[k] as usize);
                &self.side_grids[from..to]
            }
            Err(_) => &[],
        }
    }

    /// Vertices close to each other and to sides, those of one grid left out.
    pub(super) fn near(&self, lines: &Linework, within_m: f64) -> Near {
        let frames: Vec<Frame> = self
            .sides
            .iter()
            .map(|&side| wide_frame(lines.side(side as usize), within_m))
            .collect();
        let mut near = Near { pairs: Vec::new(), beside: Vec::new() };
        pairs(&frames, &mut |one, other| {
            let [one, other] = [self.sides[one], self.sides[other]];
            self.compare(lines, one, other, within_m, &mut near);
            self.compare(lines, other, one, within_m, &mut near);
            true
        });
        near.pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        near.pairs.dedup();
        near.beside.sort_unstable();
        near.beside.dedup();
        near
    }

    /// The ends of `one` against `other` and its ends.
    fn compare(&self, lines: &Linework, one: u32, other: u32, within_m: f64, near: &mut Near) {
        let (ends, [c, d]) = (lines.ends[one as usize], lines.ends[other as usize]);
        let shared = ends.iter().copied().find(|end| [c, d].contains(end));
        let at = |vertex: u32| lines.at[vertex as usize];
        for vertex in ends.into_iter().filter(|end| ![c, d].contains(end)) {
            let scale = Scale::at(f64::from(at(vertex).y));
            let (across, part) = across(scale, at(vertex), [at(c), at(d)]);
            if across > within_m || self.banned[vertex as usize] {
                continue;
            }
            // Lines that leave one vertex, and run apart too fast to be one line.
            let apart =
                |from: u32, reach: f64| reach > WEDGE * scale.distance(at(from), at(vertex));
            let own = self.grids_at(vertex);
            if disjoint(own, self.grids_along(other))
                && 0.0 < part
                && part < 1.0
                && !shared.is_some_and(|from| apart(from, across))
            {
                near.beside.push((vertex, other));
            }
            for end in [c, d] {
                let (low, high) = (vertex.min(end), vertex.max(end));
                let scale = Scale::at(f64::from(at(low).y));
                let reach = scale.distance(at(low), at(high));
                let wedge = shared.is_some_and(|from| from != end && apart(from, reach));
                let usable = !self.banned[end as usize] && disjoint(own, self.grids_at(end));
                if reach <= within_m && usable && !wedge {
                    near.pairs.push((reach, low, high));
                }
            }
        }
    }

    /// How far along a side, as a part of it, a vertex is to be put in when both are where their
    /// clusters are; `None` when it is not to be.
    pub(super) fn along(
        &self,
        lines: &Linework,
        clusters: &Clusters,
        vertex: u32,
        side: u32,
        within_m: f64,
    ) -> Option<f64> {
        let middle = clusters.middle(vertex);
        let ends = lines.ends[side as usize].map(|end| clusters.middle(end));
        if ends.contains(&middle) || ends[0] == ends[1] {
            return None;
        }
        let own = self.grids_along(side);
        if clusters.members(middle).iter().any(|&it| !disjoint(self.grids_at(it), own)) {
            return None;
        }
        let at = lines.at[middle as usize];
        let scale = Scale::at(f64::from(at.y));
        let (across, part) = across(scale, at, ends.map(|end| lines.at[end as usize]));
        (across <= within_m && 0.0 < part && part < 1.0).then_some(part)
    }
}

/// Whether two sorted lists have nothing in common.
pub(super) fn disjoint(one: &[u32], other: &[u32]) -> bool {
    one.iter().all(|grid| !other.contains(grid))
}

/// The box around a side, wider by half of the metres given, so that the boxes of two sides meet
/// that are so close.
fn wide_frame([low, high]: [Pt; 2], within_m: f64) -> Frame {
    let steep = low.y.unsigned_abs().max(high.y.unsigned_abs());
    let scale = Scale::at(f64::from(steep));
    let half = within_m * 0.51;
    let steps = |metres_a_step: f64| (half / metres_a_step.max(1e-9)).min(1e9) as i32 + 1;
    let (east, north) = (steps(scale.east), steps(scale.north));
    [
        low.x.saturating_sub(east),
        low.y.min(high.y).saturating_sub(north),
        high.x.saturating_add(east),
        low.y.max(high.y).saturating_add(north),
    ]
}

/// How far a point is from a line, in metres, and where along it the nearest point is, as a part
/// of the line.
fn across(scale: Scale, at: Pt, [a, b]: [Pt; 2]) -> (f64, f64) {
    let [[px, py], [dx, dy]] = [scale.metres_from(a, at), scale.metres_from(a, b)];
    let square = dx * dx + dy * dy;
    let part = if square > 0.0 { (px * dx + py * dy) / square } else { 0.0 };
    let held = part.clamp(0.0, 1.0);
    ((px - held * dx).hypot(py - held * dy), part)
}
