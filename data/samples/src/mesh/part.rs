//! Dividing the faces of a mesh among sites, one clean cut at a time.
//!
//! A group of sites is split in two, and the part is cut by the cheapest path along mesh edges from
//! border to border: cheap near the line of equal weighted distance, cheap along roads, a little
//! random elsewhere. A simple path between two border points divides a simple polygon into two
//! simple polygons, so every part is one piece without holes by construction.

use super::ends::ends;
use super::sites::{Site, relax};
use super::{Mesh, NONE};
use crate::point::{Xy, distance};
use crate::rng::pair_noise;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The part of every face: the number of its site. `None` when the mesh is too coarse to give every
/// site a face.
pub(crate) fn part(mesh: &Mesh, mut sites: Vec<Site>, salt: u64) -> Option<Vec<u32>> {
    let mut work = Work::new(mesh, salt);
    let everything: Vec<u32> = (0..u32::try_from(mesh.faces.len()).ok()?).collect();
    let mut open = vec![(everything, (0..sites.len()).collect::<Vec<usize>>())];
    let mut next = 1_u32;
    let mut owner = vec![0_u32; mesh.faces.len()];
    while let Some((faces, group)) = open.pop() {
        if faces.len() < group.len() {
            return None;
        }
        if let [lone] = group[..] {
            let lone = u32::try_from(lone).ok()?;
            for &face in &faces {
                owner[face as usize] = lone;
            }
            continue;
        }
        let (Cut { sides, groups, score: _ }, homes) = work.halve(&faces, &group, &sites)?;
        for (side, group) in sides.iter().zip(&groups) {
            // A site whose middle fell to the other side finds itself a new one.
            if group.iter().any(|&site| side.binary_search(&homes[site]).is_err()) {
                let ground: Vec<(Xy, f64)> = side
                    .iter()
                    .map(|&face| (mesh.centre(face as usize), mesh.face_area(face as usize)))
                    .collect();
                relax(&ground, &mut sites, group, 4);
            }
        }
        let [kept, cut] = sides;
        for &face in &cut {
            work.part[face as usize] = next;
        }
        next += 1;
        let [first, second] = groups;
        open.push((kept, first));
        open.push((cut, second));
    }
    Some(owner)
}

/// What the cuts share: the part of each face so far, and scratch space by point.
struct Work<'a> {
    mesh: &'a Mesh,
    salt: u64,
    part: Vec<u32>,
    /// The round in which a point was last on the border of the part being cut.
    seen: Vec<u32>,
    /// The point after it on that border.
    next: Vec<u32>,
    round: u32,
}

/// What a path is drawn by.
#[derive(Clone, Copy)]
struct Taste {
    /// What a metre of road costs, against a metre of open ground.
    road: f64,
    /// How dear it is to leave the line of equal distance.
    stray: f64,
}

/// Follows roads where it can.
const KEEN: Taste = Taste { road: 0.3, stray: 40.0 };
/// Keeps to the middle between the sites.
const STRICT: Taste = Taste { road: 0.7, stray: 150.0 };

/// Hardly leaves the line of equal distance at all.
const STIFF: Taste = Taste { road: 1.0, stray: 1_500.0 };

/// A cut that could be made: faces on either side, sites on either side, and how good it is.
struct Cut {
    sides: [Vec<u32>; 2],
    groups: [Vec<usize>; 2],
    score: f64,
}

impl<'a> Work<'a> {
    fn new(mesh: &'a Mesh, salt: u64) -> Self {
        let (faces, points) = (mesh.faces.len(), mesh.at.len());
        Self {
            mesh,
            salt,
            part: vec![0; faces],
            seen: vec![0; points],
            next: vec![0; points],
            round: 0,
        }
    }

    /// The best of a few cuts, and the face each site is in.
    fn halve(&mut self, faces: &[u32], group: &[usize], sites: &[Site]) -> Option<(Cut, Vec<u32>)> {
        let cycle = self.border(faces);
        let homes = self.homes(faces, group, sites);
        let mut best: Option<Cut> = None;
        let ways: &[(Xy, Taste)] = if group.len() == 2 {
            &[([0.0, 0.0], KEEN), ([0.0, 0.0], STRICT), ([0.0, 0.0], STIFF)]
        } else {
            &[([1.0, 0.0], KEEN), ([0.7, 0.7], STRICT), ([0.0, 1.0], KEEN), ([-0.7, 0.7], STRICT)]
        };
        for &(way, taste) in ways {
            let groups = split_group(group, sites, way);
            let Some(cut) = self.cut(faces, &cycle, groups, sites, &homes, taste) else { continue };
            if best.as_ref().is_none_or(|best| cut.score > best.score) {
                best = Some(cut);
            }
        }
        Some((best?, homes))
    }

    /// The face nearest to each site of a group.
    fn homes(&self, faces: &[u32], group: &[usize], sites: &[Site]) -> Vec<u32> {
        let mut best = vec![(f64::MAX, NONE); sites.len()];
        for &face in faces {
            let at = self.mesh.centre(face as usize);
            for &site in group {
                let away = sites[site].far(at);
                if away < best[site].0 {
                    best[site] = (away, face);
                }
            }
        }
        best.into_iter().map(|(_, face)| face).collect()
    }

    /// The border of a part, counter-clockwise; marks its points with this round.
    fn border(&mut self, faces: &[u32]) -> Vec<u32> {
        self.round += 1;
        let (mut count, mut start) = (0, None);
        for &face in faces {
            let own = self.part[face as usize];
            for i in 0..3 {
                let across = self.mesh.across[face as usize][i];
                if across == NONE || self.part[across as usize] != own {
                    let corners = self.mesh.faces[face as usize];
                    self.next[corners[i] as usize] = corners[(i + 1) % 3];
                    self.seen[corners[i] as usize] = self.round;
                    start = start.or(Some(corners[i]));
                    count += 1;
                }
            }
        }
        let mut cycle = Vec::with_capacity(count);
        let Some(start) = start else { return cycle };
        let mut at = start;
        for _ in 0..count {
            cycle.push(at);
            at = self.next[at as usize];
            if at == start {
                break;
            }
        }
        cycle
    }

    fn on_border(&self, point: u32) -> bool {
        self.seen[point as usize] == self.round
    }

    fn cut(
        &self,
        faces: &[u32],
        cycle: &[u32],
        groups: [Vec<usize>; 2],
        sites: &[Site],
        homes: &[u32],
        taste: Taste,
    ) -> Option<Cut> {
        let near = |ids: &[usize], at: Xy| {
            ids.iter().map(|&i| sites[i].far(at)).fold(f64::MAX, f64::min).sqrt()
        };
        // Below zero nearer to the first group, above zero nearer to the second; -1 to 1.
        let known = std::cell::RefCell::new(vec![f64::NAN; self.mesh.at.len()]);
        let lean = |point: u32| {
            let kept = known.borrow()[point as usize];
            if !kept.is_nan() {
                return kept;
            }
            let at = self.mesh.xy[point as usize];
            let (a, b) = (near(&groups[0], at), near(&groups[1], at));
            let lean = (a - b) / (a + b + 1e-9);
            known.borrow_mut()[point as usize] = lean;
            lean
        };
        let leans: Vec<f64> = cycle.iter().map(|&p| lean(p)).collect();
        let corners: Vec<Xy> = cycle.iter().map(|&p| self.mesh.xy[p as usize]).collect();
        let widths =
            [0, 1].map(|g| 0.7 * groups[g].iter().map(|&i| sites[i].area).sum::<f64>().sqrt());
        let ends = ends(cycle, &corners, &leans, widths);
        let path = self.path(faces, &ends, &lean, taste)?;
        let halves = self.flood(faces, &path);
        if halves.iter().any(Vec::is_empty) {
            return None;
        }
        let (halves, score) = self.score(halves, &groups, sites, homes, &lean, &path)?;
        Some(Cut { sides: halves, groups, score })
    }

    /// The cheapest path through the part from one end to the other.
    fn path(
        &self,
        faces: &[u32],
        ends: &[Vec<(u32, u64)>; 2],
        lean: &dyn Fn(u32) -> f64,
        taste: Taste,
    ) -> Option<Vec<u32>> {
        let own = self.part[*faces.first()? as usize];
        let n = self.mesh.at.len();
        let mut best = vec![u64::MAX; n];
        let mut from = vec![NONE; n];
        let mut goal = vec![None; n];
        for &(point, extra) in &ends[1] {
            goal[point as usize] = Some(extra);
        }
        let mut open = BinaryHeap::new();
        for &(point, extra) in &ends[0] {
            if goal[point as usize].is_none() {
                best[point as usize] = extra;
                open.push(Reverse((extra, point, false)));
            }
        }
        while let Some(Reverse((so_far, point, done))) = open.pop() {
            if done {
                let mut path = vec![point];
                let mut at = point;
                while from[at as usize] != NONE {
                    at = from[at as usize];
                    path.push(at);
                }
                return Some(path);
            }
            if so_far > best[point as usize] {
                continue;
            }
            for link in self.mesh.links(point) {
                let within = |face: u32| face != NONE && self.part[face as usize] == own;
                if !within(link.left) || !within(link.right) {
                    continue;
                }
                let end = goal[link.to as usize];
                if self.on_border(link.to) && end.is_none() {
                    continue;
                }
                let lean = f64::midpoint(lean(point), lean(link.to));
                let road = if link.road { taste.road } else { 1.0 };
                let rough = 0.55 + 0.9 * pair_noise(point, link.to, self.salt);
                let (from_xy, to_xy) =
                    (self.mesh.xy[point as usize], self.mesh.xy[link.to as usize]);
                let length = distance(from_xy, to_xy) * rough * road;
                let step = cost(length * (1.0 + taste.stray * lean * lean));
                let total = so_far.saturating_add(step).saturating_add(end.unwrap_or(0));
                if total < best[link.to as usize] {
                    best[link.to as usize] = total;
                    from[link.to as usize] = point;
                    open.push(Reverse((total, link.to, end.is_some())));
                }
            }
        }
        None
    }

    /// The faces on either side of a path.
    fn flood(&self, faces: &[u32], path: &[u32]) -> [Vec<u32>; 2] {
        let own = self.part[faces[0] as usize];
        let mut cut: Vec<(u32, u32)> =
            path.windows(2).map(|edge| (edge[0].min(edge[1]), edge[0].max(edge[1]))).collect();
        cut.sort_unstable();
        let Some(start) = self.mesh.link_between(path[0], path[1]).map(|link| link.left) else {
            return [Vec::new(), Vec::new()];
        };
        let mut taken = vec![false; self.mesh.faces.len()];
        taken[start as usize] = true;
        let mut left = vec![start];
        let mut next = 0;
        while let Some(&face) = left.get(next) {
            next += 1;
            for i in 0..3 {
                let across = self.mesh.across[face as usize][i];
                if across == NONE || taken[across as usize] || self.part[across as usize] != own {
                    continue;
                }
                let corners = self.mesh.faces[face as usize];
                let (a, b) = (corners[i], corners[(i + 1) % 3]);
                if cut.binary_search(&(a.min(b), a.max(b))).is_err() {
                    taken[across as usize] = true;
                    left.push(across);
                }
            }
        }
        left.sort_unstable();
        let right = faces.iter().copied().filter(|&face| !taken[face as usize]).collect();
        [left, right]
    }

    /// Gives the sides to the groups and judges the cut: round parts of the wanted sizes are good.
    fn score(
        &self,
        halves: [Vec<u32>; 2],
        groups: &[Vec<usize>; 2],
        sites: &[Site],
        homes: &[u32],
        lean: &dyn Fn(u32) -> f64,
        path: &[u32],
    ) -> Option<([Vec<u32>; 2], f64)> {
        let wanted = [0, 1].map(|i| groups[i].iter().map(|&s| sites[s].area).sum::<f64>());
        let mut area = [0.0, 0.0];
        let mut agreed = 0.0;
        // How many sites of a group are home on each side.
        let mut at_home = [[0_u32; 2]; 2];
        for (i, side) in halves.iter().enumerate() {
            for &face in side {
                let size = self.mesh.face_area(face as usize);
                area[i] += size;
                let corners = self.mesh.faces[face as usize];
                let first = corners.iter().map(|&corner| lean(corner)).sum::<f64>() < 0.0;
                agreed += if first == (i == 0) { size } else { -size };
                for (g, group) in groups.iter().enumerate() {
                    for &site in group {
                        at_home[g][i] += u32::from(homes[site] == face);
                    }
                }
            }
        }
        let [left, right] = halves;
        let straight = agreed >= 0.0;
        let other = usize::from(straight);
        let lost = at_home[0][other] + at_home[1][1 - other];
        let (halves, area) =
            if straight { ([left, right], area) } else { ([right, left], [area[1], area[0]]) };
        if halves[0].len() < groups[0].len() || halves[1].len() < groups[1].len() {
            return None;
        }
        let all = area[0] + area[1];
        let share = |i: usize| {
            let (got, want) = (area[i] / all, wanted[i] / (wanted[0] + wanted[1]));
            (got / want).min(want / got)
        };
        let length: f64 = path
            .windows(2)
            .map(|e| distance(self.mesh.xy[e[0] as usize], self.mesh.xy[e[1] as usize]))
            .sum();
        let short = area[0].min(area[1]).sqrt() / (length + 1.0);
        // A part that comes out much too small is worse than any crooked border.
        let fair = share(0).min(share(1));
        let score = short.min(1.5) + 1.5 * fair - f64::from(u8::from(fair < 0.3))
            + agreed.abs() / all
            - 2.0 * f64::from(lost);
        Some((halves, score))
    }
}

/// Splits sites in two along a way, at the widest gap near the middle.
fn split_group(group: &[usize], sites: &[Site], way: Xy) -> [Vec<usize>; 2] {
    if let [a, b] = *group {
        return [vec![a], vec![b]];
    }
    let along = |i: usize| sites[i].at[0] * way[0] + sites[i].at[1] * way[1];
    let mut sorted = group.to_vec();
    sorted.sort_by(|&a, &b| along(a).total_cmp(&along(b)).then(a.cmp(&b)));
    let n = sorted.len();
    let mut best = (f64::MIN, n / 2);
    for at in n.div_ceil(3).max(1)..=(2 * n / 3).min(n - 1) {
        let gap = along(sorted[at]) - along(sorted[at - 1]);
        if gap > best.0 {
            best = (gap, at);
        }
    }
    let rest = sorted.split_off(best.1);
    [sorted, rest]
}

/// A cost in thousandths, so that the cheapest path is decided in whole numbers.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "costs are small")]
pub(super) fn cost(metres: f64) -> u64 {
    (metres * 1_000.0).max(1.0) as u64
}
