//! Roads laid along the edges of a mesh, joining one another where they can.

use super::{Mesh, NONE};
use crate::point::{Ground, Xy, distance, squared};
use crate::rng::pair_noise;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The points a road passes, by their numbers in the mesh.
pub(crate) type Trail = Vec<u32>;

/// Lays a road through `stops` and marks its edges. `join` makes it keep to roads already there
/// (below 1) or shun them (above 1).
pub(crate) fn lay(mesh: &mut Mesh, stops: &[Xy], join: f64, salt: u64) -> Trail {
    let mut trail: Trail = Vec::new();
    let mut at = match stops.first() {
        Some(&first) => nearest(mesh, first, join),
        None => return trail,
    };
    for &stop in stops.iter().skip(1) {
        let goal = nearest(mesh, stop, join);
        let leg = walk(mesh, at, goal, join, salt);
        trail.extend(leg.iter().skip(usize::from(!trail.is_empty())));
        at = goal;
    }
    for edge in trail.windows(2) {
        mesh.make_road(edge[0], edge[1]);
    }
    trail
}

/// The inner point nearest to a place; a road that joins others looks nearer to points on them.
fn nearest(mesh: &Mesh, at: Xy, join: f64) -> u32 {
    let mut best = (f64::MAX, 0);
    for (i, &xy) in (0_u32..).zip(&mesh.xy) {
        let links = mesh.links(i);
        let on_road = join < 1.0 && links.iter().any(|link| link.road);
        let far = squared(xy, at) * if on_road { 0.12 } else { 1.0 };
        if far < best.0 && i >= mesh.border && !links.is_empty() {
            best = (far, i);
        }
    }
    best.1
}

fn walk(mesh: &Mesh, from: u32, to: u32, join: f64, salt: u64) -> Trail {
    let n = mesh.at.len();
    let (mut best, mut back) = (vec![u64::MAX; n], vec![NONE; n]);
    best[from as usize] = 0;
    let mut open = BinaryHeap::from([Reverse((0_u64, from))]);
    while let Some(Reverse((so_far, point))) = open.pop() {
        if point == to {
            break;
        }
        if so_far > best[point as usize] {
            continue;
        }
        for link in mesh.links(point) {
            // Not along the border: the other side would not know the road.
            if link.left == NONE || link.right == NONE {
                continue;
            }
            let length = distance(mesh.xy[point as usize], mesh.xy[link.to as usize]);
            let rough = 0.9 + 0.2 * pair_noise(point, link.to, salt);
            let shared = if link.road { join } else { 1.0 };
            let border = if link.to < mesh.border { 3.0 } else { 1.0 };
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a cost in thousandths of a metre"
            )]
            let step = (length * rough * shared * border * 1_000.0) as u64;
            let total = so_far.saturating_add(step.max(1));
            if total < best[link.to as usize] {
                best[link.to as usize] = total;
                back[link.to as usize] = point;
                open.push(Reverse((total, link.to)));
            }
        }
    }
    let mut trail = vec![to];
    let mut at = to;
    while at != from && back[at as usize] != NONE {
        at = back[at as usize];
        trail.push(at);
    }
    trail.reverse();
    trail
}

/// Pulls the free points of roads or borders towards the middle of their neighbours on the line.
/// `ways` gives, for every line, its points in order.
pub(crate) fn smooth(mesh: &mut Mesh, ground: &Ground, ways: &[Trail], rounds: usize) {
    let mut uses = vec![0_u8; mesh.at.len()];
    for way in ways {
        for (i, &point) in way.iter().enumerate() {
            // Ends count twice: a point where lines meet stays.
            let weight = if i == 0 || i + 1 == way.len() { 2 } else { 1 };
            uses[point as usize] = uses[point as usize].saturating_add(weight);
        }
    }
    for _ in 0..rounds {
        for way in ways {
            for three in way.windows(3) {
                let point = three[1];
                if mesh.fixed[point as usize] || uses[point as usize] != 1 {
                    continue;
                }
                let [a, p, b] = [0, 1, 2].map(|i| mesh.xy[three[i] as usize]);
                let to = [
                    f64::midpoint(p[0], f64::midpoint(a[0], b[0])),
                    f64::midpoint(p[1], f64::midpoint(a[1], b[1])),
                ];
                mesh.shift(ground, point, to);
            }
        }
    }
}
