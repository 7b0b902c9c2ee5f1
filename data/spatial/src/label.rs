//! A point well inside an area: the pole of inaccessibility.
//!
//! Method: a grid of squares over the largest polygon, the most promising square cut into four
//! until no square can hold a point much farther from the border (V. Agafonkin, "A new algorithm
//! for finding a visual center of a polygon", 2016). Distances are in metres at the polygon's
//! latitude; whether a point is inside is decided in integers.

use crate::exact::{Pt, on_segment};
use crate::region::Scale;
use model::{Area, Polygon, Position};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// The most squares looked at.
const SQUARES_MAX: usize = 2_000;

/// The most rows looked along.
const ROWS_MAX: usize = 2_000;

/// A lattice point strictly inside the largest polygon of an area, far from its border; or inside
/// another polygon, when the largest has none. `None` when there is no such point, or the area is
/// too thin for a scan to find it.
pub fn point(area: &Area) -> Option<Position> {
    let mut polygons: Vec<(i128, Vec<Vec<Pt>>)> = area
        .polygons
        .iter()
        .map(rings)
        .map(|rings| (rings.iter().map(|ring| turn(ring)).sum(), rings))
        .collect();
    polygons.sort_by_key(|(turn, _)| std::cmp::Reverse(*turn));
    polygons.iter().find_map(|(_, rings)| pole(rings).or_else(|| scan(rings))).map(Pt::position)
}

fn rings(polygon: &Polygon) -> Vec<Vec<Pt>> {
    let rings = polygon.rings().map(|ring| ring.iter().copied().map(Pt::of).collect());
    rings.filter(|ring: &Vec<Pt>| ring.len() > 2).collect()
}

fn sides(ring: &[Pt]) -> impl Iterator<Item = (Pt, Pt)> {
    let next = ring.iter().skip(1).chain(ring.first());
    ring.iter().copied().zip(next.copied())
}

fn turn(ring: &[Pt]) -> i128 {
    sides(ring).map(|(a, b)| crate::faces::shoelace(a, b)).sum()
}

/// Whether a point lies inside and not on the border.
fn inside(rings: &[Vec<Pt>], at: Pt) -> bool {
    let mut odd = false;
    for (a, b) in rings.iter().flat_map(|ring| sides(ring)) {
        if on_segment(a, b, at) {
            return false;
        }
        if (a.y <= at.y) != (b.y <= at.y) {
            let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
            odd ^= crate::exact::side(low, high, at) == Ordering::Greater;
        }
    }
    odd
}

/// A square that may hold the pole.
struct Square {
    at: [f64; 2],
    half: f64,
    /// Metres from the middle to the border, negative outside.
    depth: f64,
}

impl Square {
    /// The greatest depth that a point of the square can have.
    fn promise(&self) -> f64 {
        self.depth + self.half * std::f64::consts::SQRT_2
    }
}

impl PartialEq for Square {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Square {}

impl PartialOrd for Square {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Square {
    fn cmp(&self, other: &Self) -> Ordering {
        self.promise().total_cmp(&other.promise())
    }
}

/// The pole of inaccessibility to about a hundredth of the polygon's size, when its lattice point
/// is inside.
fn pole(rings: &[Vec<Pt>]) -> Option<Pt> {
    let outer = rings.first()?;
    let (mut low, mut high) = (*outer.first()?, *outer.first()?);
    for p in outer {
        low = Pt { x: low.x.min(p.x), y: low.y.min(p.y) };
        high = Pt { x: high.x.max(p.x), y: high.y.max(p.y) };
    }
    let scale = Scale::at(f64::midpoint(f64::from(low.y), f64::from(high.y)));
    let lines: Vec<[[f64; 2]; 2]> = rings
        .iter()
        .flat_map(|ring| sides(ring))
        .map(|(a, b)| [a, b].map(|p| scale.metres_from(low, p)))
        .collect();
    let size = scale.metres_from(low, high);
    let half = (size[0].min(size[1]) / 2.0).max(size[0].max(size[1]) / 32.0);
    if half <= 0.0 {
        return None;
    }
    let square = |at: [f64; 2], half: f64| Square { at, half, depth: depth(&lines, at) };
    let mut todo = BinaryHeap::new();
    let steps = |size: f64| (size / (2.0 * half)).ceil().max(1.0) as u32;
    for row in 0..steps(size[1]) {
        for column in 0..steps(size[0]) {
            let middle = |k: u32| (2.0 * f64::from(k) + 1.0) * half;
            todo.push(square([middle(column), middle(row)], half));
        }
    }
    let mut best = square([size[0] / 2.0, size[1] / 2.0], 0.0);
    let near_enough = half / 50.0;
    let mut looked = 0;
    while let Some(next) = todo.pop() {
        looked += 1;
        if next.promise() - best.depth <= near_enough || looked > SQUARES_MAX {
            break;
        }
        let quarter = next.half / 2.0;
        for (east, north) in [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)] {
            todo.push(square([next.at[0] + east * quarter, next.at[1] + north * quarter], quarter));
        }
        if next.depth > best.depth {
            best = next;
        }
    }
    let at = scale.lattice_from(low, best.at);
    inside(rings, at).then_some(at)
}

/// Metres from a point to the border, negative outside.
fn depth(lines: &[[[f64; 2]; 2]], [x, y]: [f64; 2]) -> f64 {
    let mut odd = false;
    let mut least = f64::INFINITY;
    for &[[ax, ay], [bx, by]] in lines {
        if (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax {
            odd = !odd;
        }
        let (dx, dy) = (bx - ax, by - ay);
        let along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
        let along = if along.is_nan() { 0.0 } else { along.clamp(0.0, 1.0) };
        let (gx, gy) = (x - ax - along * dx, y - ay - along * dy);
        least = least.min(gx * gx + gy * gy);
    }
    if odd { least.sqrt() } else { -least.sqrt() }
}

/// For areas a few lattice steps wide: looks along every row of the lattice, or along the heights of
/// and between the corners where there are too many rows.
fn scan(rings: &[Vec<Pt>]) -> Option<Pt> {
    let mut heights: Vec<i32> = rings.iter().flatten().map(|p| p.y).collect();
    heights.sort_unstable();
    heights.dedup();
    let (low, high) = (*heights.first()?, *heights.last()?);
    let tried: Vec<i32> = if i64::from(high) - i64::from(low) < ROWS_MAX as i64 {
        (low..=high).collect()
    } else {
        let between = heights.windows(2).map(|pair| i32::midpoint(pair[0], pair[1]));
        between.chain(heights.iter().copied()).take(ROWS_MAX).collect()
    };
    tried.into_iter().find_map(|y| {
        let mut across: Vec<f64> = rings
            .iter()
            .flat_map(|ring| sides(ring))
            .filter(|(a, b)| a.y.min(b.y) <= y && y <= a.y.max(b.y))
            .flat_map(|(a, b)| {
                let share = (f64::from(y) - f64::from(a.y)) / (f64::from(b.y) - f64::from(a.y));
                let x = f64::from(a.x) + share * (f64::from(b.x) - f64::from(a.x));
                if a.y == b.y { vec![f64::from(a.x), f64::from(b.x)] } else { vec![x] }
            })
            .collect();
        across.sort_by(f64::total_cmp);
        let middles = across.windows(2).map(|pair| f64::midpoint(pair[0], pair[1]));
        middles
            .flat_map(|x| [x.floor() as i32, x.ceil() as i32])
            .map(|x| Pt { x, y })
            .find(|&at| inside(rings, at))
    })
}
