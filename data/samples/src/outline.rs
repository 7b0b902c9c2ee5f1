//! The outer border: from a coarse polygon to a natural line.

use crate::mesh::{Mesh, Wiggle, middle, scatter, wiggle};
use crate::point::{Ground, Pt, Xy};
use crate::rng::Dice;

/// Bends a coarse outline (counter-clockwise, simple) until no edge is longer than `fine` metres at
/// its place. `calm` tells which coarse edges (by the number of their first point) are a river bank
/// and bend little. The coarse points stay.
pub(crate) fn roughen(
    ground: &Ground,
    coarse: &[Pt],
    calm: &dyn Fn(usize) -> bool,
    fine: &dyn Fn(Xy) -> f64,
    dice: &mut Dice,
) -> Vec<Pt> {
    let mut ring: Vec<(Pt, bool)> = coarse.iter().enumerate().map(|(i, &p)| (p, calm(i))).collect();
    // Every round halves the edges twice; a new mesh keeps the room beside them fair.
    for _ in 0..10 {
        let points: Vec<Pt> = ring.iter().map(|&(p, _)| p).collect();
        let n = points.len();
        let long = |i: usize| {
            let (a, b) = (ground.xy(points[i]), ground.xy(points[(i + 1) % n]));
            let middle = [f64::midpoint(a[0], b[0]), f64::midpoint(a[1], b[1])];
            ground.distance(points[i], points[(i + 1) % n]) / fine(middle)
        };
        if (0..n).all(|i| long(i) <= 1.0) {
            break;
        }
        let mesh = around(ground, &points, dice);
        let mut next = Vec::with_capacity(n * 3);
        for i in 0..n {
            let (own, calm) = ring[i];
            next.push((own, calm));
            let (a, b) = (at(i), at((i + 1) % n));
            let Some(&link) = mesh.link_between(a, b) else { continue };
            if long(i) <= 1.0 {
                continue;
            }
            let length = ground.distance(points[i], points[(i + 1) % n]);
            let how = Wiggle {
                length_max_m: (length / long(i)).max(length * 0.4),
                swing: if calm { 0.12 } else { 0.6 },
            };
            let sides = [link.left, link.right].map(|face| middle(&mesh, face));
            let ends = [points[i], points[(i + 1) % n]];
            next.extend(wiggle(ground, ends, sides, how, dice).into_iter().map(|p| (p, calm)));
        }
        if next.len() == ring.len() {
            break;
        }
        ring = next;
    }
    ring.into_iter().map(|(p, _)| p).collect()
}

/// A mesh of both sides of the ring. The ring's points come first, in order.
fn around(ground: &Ground, ring: &[Pt], dice: &mut Dice) -> Mesh {
    let low = ring.iter().fold([i32::MAX; 2], |low, p| [low[0].min(p.x), low[1].min(p.y)]);
    let high = ring.iter().fold([i32::MIN; 2], |high, p| [high[0].max(p.x), high[1].max(p.y)]);
    let margin = (high[0] - low[0]).max(high[1] - low[1]) / 8;
    let frame = [
        Pt { x: low[0] - margin, y: low[1] - margin },
        Pt { x: high[0] + margin, y: low[1] - margin },
        Pt { x: high[0] + margin, y: high[1] + margin },
        Pt { x: low[0] - margin, y: high[1] + margin },
    ];
    let n = ring.len();
    let edges: Vec<_> = (0..n).map(|i| (ring[i], ring[(i + 1) % n])).collect();
    let lines: Vec<_> = edges.iter().map(|&(from, to)| crate::mesh::Stretch { from, to }).collect();
    // A coarse filling is enough: it keeps triangles from reaching across the town and leaves the
    // first, longest edges room to bend.
    let mean = edges.iter().map(|&(a, b)| ground.distance(a, b)).sum::<f64>()
        / f64::from(u32::try_from(n.max(1)).unwrap_or(u32::MAX));
    let spacing = (ground.distance(frame[0], frame[1]) / 24.0).max(mean * 1.5);
    let points = scatter(ground, &frame, &lines, &|_| spacing, dice);
    let mut all = points;
    all.extend(frame);
    Mesh::build(ground, ring, &[], &all, true)
}

fn at(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
