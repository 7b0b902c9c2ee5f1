//! Reading the parts of a mesh off as rings, each shared edge bent once for both sides.

use super::wiggle::{Wiggle, mix3, wiggle};
use super::{Mesh, NONE, Stretch};
use crate::point::{Ground, Pt, strictly_inside};
use crate::rng::Dice;
use std::ops::Range;

/// What one part of a mesh became.
#[derive(Clone, Debug, Default)]
pub(crate) struct Piece {
    /// Its border, counter-clockwise.
    pub(crate) ring: Vec<Pt>,
    /// The roads inside it.
    pub(crate) roads: Vec<Stretch>,
}

/// The pieces of a mesh whose faces are owned by `owner`, numbered below `count`. `fine` is the
/// length in metres below which a border of that piece is not bent any more.
pub(crate) fn pieces(
    mesh: &Mesh,
    ground: &Ground,
    owner: &[u32],
    fine: &[f64],
    dice: &mut Dice,
) -> Vec<Piece> {
    let bent = Bent::new(mesh, ground, owner, fine, dice);
    let mut edges: Vec<Vec<(u32, u32)>> = vec![Vec::new(); fine.len()];
    let mut out = vec![Piece::default(); fine.len()];
    for (face, corners) in mesh.faces.iter().enumerate() {
        let own = owner[face];
        for i in 0..3 {
            let (a, b) = (corners[i], corners[(i + 1) % 3]);
            let across = mesh.across[face][i];
            if across == NONE || owner[across as usize] != own {
                edges[own as usize].push((a, b));
            } else if a < b && mesh.link_between(a, b).is_some_and(|link| link.road) {
                let (from, to) = (mesh.at[a as usize], mesh.at[b as usize]);
                out[own as usize].roads.push(Stretch { from, to });
            }
        }
    }
    for (piece, mut edges) in out.iter_mut().zip(edges) {
        edges.sort_unstable();
        let Some(&(start, _)) = edges.first() else { continue };
        let mut at = start;
        for _ in 0..edges.len() {
            let Ok(place) = edges.binary_search_by_key(&at, |edge| edge.0) else { break };
            let to = edges[place].1;
            piece.ring.push(mesh.at[at as usize]);
            bent.between(at, to, &mut piece.ring);
            at = to;
            if at == start {
                break;
            }
        }
    }
    out
}

/// The points put on every edge between two pieces.
struct Bent {
    edges: Vec<(u32, u32, Range<usize>)>,
    points: Vec<Pt>,
}

impl Bent {
    fn new(mesh: &Mesh, ground: &Ground, owner: &[u32], fine: &[f64], dice: &mut Dice) -> Self {
        let (mut edges, mut points) = (Vec::new(), Vec::new());
        for a in 0..u32::try_from(mesh.at.len()).unwrap_or(NONE) {
            for link in mesh.links(a) {
                if link.to < a || link.left == NONE || link.right == NONE {
                    continue;
                }
                let sides = [owner[link.left as usize], owner[link.right as usize]];
                if sides[0] == sides[1] {
                    continue;
                }
                let length_max_m = fine[sides[0] as usize].min(fine[sides[1] as usize]);
                let swing = if link.road { 0.004 } else { 0.5 };
                let ends = [mesh.at[a as usize], mesh.at[link.to as usize]];
                let middles = [middle(mesh, link.left), middle(mesh, link.right)];
                let from = points.len();
                let how = Wiggle { length_max_m, swing };
                points.extend(wiggle(ground, ends, middles, how, dice));
                edges.push((a, link.to, from..points.len()));
            }
        }
        Self { edges, points }
    }

    fn between(&self, from: u32, to: u32, ring: &mut Vec<Pt>) {
        let key = (from.min(to), from.max(to));
        if let Ok(place) = self.edges.binary_search_by_key(&key, |edge| (edge.0, edge.1)) {
            let points = &self.points[self.edges[place].2.clone()];
            if from < to {
                ring.extend(points);
            } else {
                ring.extend(points.iter().rev());
            }
        }
    }
}

/// The middle of a face, where the lattice has a point inside it.
pub(crate) fn middle(mesh: &Mesh, face: u32) -> Option<Pt> {
    let corners = mesh.faces.get(face as usize)?;
    let [a, b, c] = corners.map(|corner| mesh.at[corner as usize]);
    let middle = mix3(a, b, c);
    strictly_inside(middle, a, b, c).then_some(middle)
}

/// Pulls every free point of a border towards the middle of its two neighbours on it, a few times.
/// Points where borders meet, points of roads and points from above stay.
pub(crate) fn smooth_borders(mesh: &mut Mesh, ground: &Ground, owner: &[u32], rounds: usize) {
    let side = |face: u32| if face == NONE { NONE } else { owner[face as usize] };
    let mut movable: Vec<(u32, [u32; 2])> = Vec::new();
    for point in 0..u32::try_from(mesh.at.len()).unwrap_or(NONE) {
        let links = mesh.links(point);
        if mesh.fixed[point as usize] || links.iter().any(|link| link.road) {
            continue;
        }
        let mut borders =
            links.iter().filter(|link| side(link.left) != side(link.right)).map(|link| link.to);
        if let (Some(a), Some(b), None) = (borders.next(), borders.next(), borders.next()) {
            movable.push((point, [a, b]));
        }
    }
    for _ in 0..rounds {
        for &(point, ends) in &movable {
            let [a, b] = ends.map(|end| mesh.xy[end as usize]);
            let p = mesh.xy[point as usize];
            let to = [
                f64::midpoint(p[0], f64::midpoint(a[0], b[0])),
                f64::midpoint(p[1], f64::midpoint(a[1], b[1])),
            ];
            mesh.shift(ground, point, to);
        }
    }
}
