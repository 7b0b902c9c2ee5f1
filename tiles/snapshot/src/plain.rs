//! Which pixels each polygon should have: slowly, plainly, in whole numbers.
//!
//! A pixel belongs to the polygon that its centre lies in. Vertices are whole units and a pixel has an
//! even number of units, so centres are whole units too, and so is everything said here. A centre on
//! a border may go to either side: graphics interfaces leave that to their tie rules.

use crate::tile::{EXTENT, Grid};

/// Who should have a pixel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// The grid whose inside the centre lies in: its place in the list, counted from 1; 0 is nobody.
    pub owner: u32,
    /// Grids that the centre lies inside of.
    pub claims: u32,
    /// The centre lies on a border: anyone beside it may have the pixel.
    pub border: bool,
}

/// Who should have each of `size` × `size` pixels, row by row. `size` divides 2048.
pub fn due(grids: &[Grid], size: u32) -> Vec<Due> {
    let columns = size as usize;
    let mut dues = vec![Due::default(); columns * columns];
    let unit = i64::from(EXTENT) / i64::from(size);
    let mut windings = vec![0_i32; columns + 1];
    for (owner, grid) in (1..).zip(grids) {
        let sides: Vec<_> = grid.sides().map(|side| side.map(|at| at.map(i64::from))).collect();
        for (row, dues) in (0..).zip(dues.chunks_exact_mut(columns)) {
            let y = unit * row + unit / 2;
            windings.fill(0);
            for &[[x0, y0], [x1, y1]] in &sides {
                if y0.max(y1) < y || y0.min(y1) > y {
                    continue;
                }
                if y0 == y1 {
                    mark(dues, unit, x0.min(x1), x0.max(x1));
                    continue;
                }
                // Where the side crosses the row: `over / height`, `height` above 0.
                let height = (y1 - y0).abs();
                let over = x0 * height + (x1 - x0) * (y - y0) * (y1 - y0).signum();
                if over.rem_euclid(height) == 0 {
                    mark(dues, unit, over / height, over / height);
                }
                // The side has its upper end, the next one its lower: each row is crossed once.
                if y0.min(y1) <= y && y < y0.max(y1) {
                    let first = (over - unit / 2 * height).div_euclid(unit * height) + 1;
                    let first = usize::try_from(first.max(0)).unwrap_or_default().min(columns);
                    windings[first] += if y1 > y0 { 1 } else { -1 };
                }
            }
            let mut winding = 0;
            for (due, turn) in dues.iter_mut().zip(&windings) {
                winding += turn;
                if winding != 0 {
                    due.owner = owner;
                    due.claims += 1;
                }
            }
        }
    }
    dues
}

/// Marks the centres of a row that lie from `from` to `to`, both included.
fn mark(dues: &mut [Due], unit: i64, from: i64, to: i64) {
    let first = (from - unit / 2 + unit - 1).div_euclid(unit).max(0);
    let last = (to - unit / 2).div_euclid(unit);
    for column in first..=last {
        if let Some(due) = usize::try_from(column).ok().and_then(|it| dues.get_mut(it)) {
            due.border = true;
        }
    }
}

/// The area of a grid within the tile, in square units.
pub fn area(grid: &Grid) -> f64 {
    grid.rings().map(|ring| ring_area(&cut(ring))).sum::<f64>().abs()
}

/// The length of the part of a side that lies strictly within the tile, in units.
pub fn length_inside([from, to]: [[i32; 2]; 2]) -> f64 {
    let ([x, y], end) = (from.map(f64::from), to.map(f64::from));
    let steps = [end[0] - x, end[1] - y];
    let (mut start, mut stop) = (0_f64, 1_f64);
    for (at, step) in [x, y].into_iter().zip(steps) {
        if step == 0.0 {
            if at <= 0.0 || at >= f64::from(EXTENT) {
                return 0.0;
            }
            continue;
        }
        let (a, b) = (-at / step, (f64::from(EXTENT) - at) / step);
        start = start.max(a.min(b));
        stop = stop.min(a.max(b));
    }
    (stop - start).max(0.0) * steps[0].hypot(steps[1])
}

/// A ring cut to the tile, side of the tile by side (Sutherland and Hodgman 1974). Where it falls
/// apart, its parts stay joined along the rim, which has no area.
fn cut(ring: &[[i32; 2]]) -> Vec<[f64; 2]> {
    let mut ring: Vec<_> = ring.iter().map(|at| at.map(f64::from)).collect();
    for (axis, limit, sign) in
        [(0, 0.0, 1.0), (0, f64::from(EXTENT), -1.0), (1, 0.0, 1.0), (1, f64::from(EXTENT), -1.0)]
    {
        let depth = |at: [f64; 2]| (at[axis] - limit) * sign;
        let mut kept = Vec::with_capacity(ring.len());
        for (at, &to) in ring.iter().enumerate() {
            let from = ring[(at + ring.len() - 1) % ring.len()];
            let (a, b) = (depth(from), depth(to));
            if (a < 0.0) != (b < 0.0) {
                let part = a / (a - b);
                kept.push([0, 1].map(|it: usize| from[it] + part * (to[it] - from[it])));
            }
            if b >= 0.0 {
                kept.push(to);
            }
        }
        ring = kept;
    }
    ring
}

/// Twice the area would be the sum; outer rings and holes run in opposite ways, so signs are kept.
fn ring_area(ring: &[[f64; 2]]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - a[1] * b[0]).sum::<f64>() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rings: &[&[[i32; 2]]]) -> Grid {
        Grid { id: 1, polygons: vec![rings.iter().map(|ring| ring.to_vec()).collect()] }
    }

    #[test]
    fn a_square_with_a_hole_has_the_pixels_and_the_area_between() {
        let outer = [[-64, -64], [2048, -64], [2048, 2048], [-64, 2048]];
        let hole = [[1024, 1024], [1024, 1536], [1536, 1536], [1536, 1024]];
        let grid = grid(&[&outer, &hole]);
        let due = due(std::slice::from_ref(&grid), 512);
        let count = due.iter().filter(|it| it.owner == 1).count();
        assert_eq!(count, 256 * 256 - 64 * 64);
        assert!(due.iter().all(|it| !it.border));
        assert!((area(&grid) - f64::from(2048 * 2048 - 512 * 512)).abs() < 1e-6);
    }

    #[test]
    fn centres_on_a_border_are_left_to_either_side() {
        // A diagonal through the centres of pixels, from corner to corner.
        let half = grid(&[&[[0, 0], [4096, 0], [4096, 4096]]]);
        let due = due(&[half], 512);
        let borders: Vec<_> = (0..due.len()).filter(|at| due[*at].border).collect();
        assert_eq!(borders, (0..512).map(|at| at * 513).collect::<Vec<_>>());
        let inside = due.iter().filter(|it| it.owner == 1 && !it.border).count();
        assert_eq!(inside, 512 * 511 / 2);
    }

    #[test]
    fn lengths_count_within_the_tile_only() {
        assert!((length_inside([[-10, 5], [20, 5]]) - 20.0).abs() < 1e-9);
        assert!(length_inside([[0, 0], [0, 4096]]) < 1e-9);
        assert!(length_inside([[-64, -64], [-64, 4160]]) < 1e-9);
        assert!((length_inside([[100, 4000], [100, 4160]]) - 96.0).abs() < 1e-9);
    }
}
