//! Off the roads: times over a raster of paces, for pasture and mountain patrols.

use super::digraph::{Digraph, Seed};
use super::ground::Scale;
use super::profile::hundredths;
use super::{Times, UNREACHED, dijkstra};
use model::{Bounds, Position};

/// A raster of how fast the ground is walked or ridden.
#[derive(Clone, Debug)]
pub struct Surface {
    bounds: Bounds,
    size: [usize; 2],
    graph: Digraph,
    open: Vec<bool>,
}

/// Why there is no surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SurfaceError {
    /// The numbers of paces do not fit the size.
    #[error("{paces} paces are given for {width} by {height} cells")]
    Size {
        /// How many paces there are.
        paces: usize,
        /// Cells from west to east.
        width: usize,
        /// Cells from south to north.
        height: usize,
    },
    /// There are too many cells.
    #[error("there are more than {CELLS_MAX} cells")]
    TooLarge,
}

/// Cells of a surface at most.
const CELLS_MAX: usize = 4_000_000;

/// Steps to the eight cells around and to the eight a knight's move away, which brings the length of
/// any straight way to within 2.8 % of the truth.
const STEPS: [[i64; 2]; 16] = [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
    [1, 2],
    [1, -2],
    [-1, 2],
    [-1, -2],
    [2, 1],
    [2, -1],
    [-2, 1],
    [-2, -1],
];

impl Surface {
    /// A surface of `width` cells from west to east and as many from south to north as there are
    /// paces for; paces are in km/h, row by row from the south-west, 0 where nobody gets through.
    ///
    /// # Errors
    ///
    /// [`SurfaceError`] when the numbers do not fit.
    pub fn new(bounds: Bounds, width: usize, kmh: &[f32]) -> Result<Self, SurfaceError> {
        let height = kmh.len().checked_div(width).unwrap_or(0);
        if width == 0 || height == 0 || width * height != kmh.len() {
            return Err(SurfaceError::Size { paces: kmh.len(), width, height });
        }
        if kmh.len() > CELLS_MAX {
            return Err(SurfaceError::TooLarge);
        }
        let scale = Scale::at(i32::midpoint(bounds.min.lat_e7(), bounds.max.lat_e7()));
        let [wide, high] = scale.between(bounds.min, bounds.max);
        let cell = [wide / width as f64, high / height as f64];
        let is_open = |kmh: f32| kmh.is_finite() && kmh > 0.0;
        let mut list = Vec::new();
        for (from, &pace) in kmh.iter().enumerate().filter(|(_, pace)| is_open(**pace)) {
            let [x, y] = [(from % width) as i64, (from / width) as i64];
            for [dx, dy] in STEPS {
                let (to_x, to_y) = (x + dx, y + dy);
                if !(0..width as i64).contains(&to_x) || !(0..height as i64).contains(&to_y) {
                    continue;
                }
                let to = to_y as usize * width + to_x as usize;
                if !is_open(kmh[to]) || blocked(kmh, width, [x, y], [dx, dy]) {
                    continue;
                }
                let length = libm::hypot(dx as f64 * cell[0], dy as f64 * cell[1]);
                let half = |pace: f32| hundredths(length / 2.0, f64::from(pace));
                list.push((from as u32, to as u32, half(pace).saturating_add(half(kmh[to]))));
            }
        }
        let open = kmh.iter().map(|&pace| is_open(pace)).collect();
        Ok(Self { bounds, size: [width, height], graph: Digraph::new(kmh.len(), list), open })
    }

    /// The cell of a point, where it is one that is walked.
    fn cell(&self, at: Position) -> Option<u32> {
        if !self.bounds.contains(at) {
            return None;
        }
        let place = |at: i32, min: i32, max: i32, size: usize| {
            let span = (i64::from(max) - i64::from(min)).max(1);
            let off = i64::from(at) - i64::from(min);
            ((off * size as i64 / span) as usize).min(size - 1)
        };
        let (min, max) = (self.bounds.min, self.bounds.max);
        let x = place(at.lon_e7(), min.lon_e7(), max.lon_e7(), self.size[0]);
        let y = place(at.lat_e7(), min.lat_e7(), max.lat_e7(), self.size[1]);
        let cell = y * self.size[0] + x;
        self.open[cell].then_some(cell as u32)
    }

    /// The times between points, from the middle of a cell to that of another; no way where a point
    /// is outside or on ground that nobody walks. A plain search from each point.
    pub fn times(&self, from: &[Position], to: &[Position]) -> Times {
        let ends: Vec<Option<u32>> = to.iter().map(|&at| self.cell(at)).collect();
        let mut times = Vec::with_capacity(from.len() * to.len());
        for start in from.iter().map(|&at| self.cell(at)) {
            let seed = start.map(|vertex| Seed { vertex, time: 0, arc: 0 });
            let seeds: Vec<Seed> = seed.into_iter().collect();
            let tree = dijkstra::search(&self.graph, &seeds, UNREACHED - 1);
            times.extend(ends.iter().map(|end| end.map_or(UNREACHED, |it| tree.time[it as usize])));
        }
        Times::new(to.len(), times)
    }
}

/// Whether a step would slip between two cells that nobody walks, or jump over one.
fn blocked(kmh: &[f32], width: usize, [x, y]: [i64; 2], [dx, dy]: [i64; 2]) -> bool {
    let shut = |x: i64, y: i64| {
        let pace = kmh.get(y as usize * width + x as usize);
        pace.is_none_or(|&pace| !(pace.is_finite() && pace > 0.0))
    };
    let (sx, sy) = (dx.signum(), dy.signum());
    match (dx.abs(), dy.abs()) {
        (1, 1) => shut(x + sx, y) && shut(x, y + sy),
        (1, 2) => shut(x, y + sy) || shut(x + sx, y + sy),
        (2, 1) => shut(x + sx, y) || shut(x + sx, y + sy),
        _ => false,
    }
}
