//! Times on a raster, and the area where they are within a limit: marching squares (Lorensen and
//! Cline's idea in two dimensions; the lines between samples are drawn where the time, taken to
//! change evenly between two of them, passes the limit).

use super::ground::Scale;
use super::reach::Reach;
use model::{Area, Bounds, Polygon, Position, Ring};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Samples at most; the step grows where there would be more.
const SAMPLES_MAX: f64 = 1_000_000.0;

/// Times at the points of a raster.
#[derive(Clone, Debug)]
pub struct Field {
    origin: Position,
    /// Lattice steps between samples, east and north.
    step: [i32; 2],
    size: [usize; 2],
    times: Vec<u32>,
    limit: u32,
    /// The area that a sample stands for, at the middle of the box.
    sample_m2: f64,
}

/// One side of a raster cell, by the sample it begins at: eastward or northward.
type SideKey = (usize, usize, bool);

impl Field {
    /// The times of `reach` on a raster over `bounds`, about `step_m` metres apart.
    pub(super) fn sample(reach: &Reach<'_>, bounds: Bounds, step_m: f64) -> Self {
        let scale = Scale::at(i32::midpoint(bounds.min.lat_e7(), bounds.max.lat_e7()));
        let [width, height] = scale.between(bounds.min, bounds.max);
        let step_m = step_m.max(1.0).max(libm::sqrt(width * height / SAMPLES_MAX));
        let step = [scale.east, scale.north].map(|metres| ((step_m / metres) as i32).max(1));
        let span = [
            i64::from(bounds.max.lon_e7()) - i64::from(bounds.min.lon_e7()),
            i64::from(bounds.max.lat_e7()) - i64::from(bounds.min.lat_e7()),
        ];
        let size = [0, 1].map(|axis| (span[axis] / i64::from(step[axis])) as usize + 2);
        let mut field = Self {
            origin: bounds.min,
            step,
            size,
            times: Vec::new(),
            limit: reach.limit(),
            sample_m2: f64::from(step[0]) * scale.east * f64::from(step[1]) * scale.north,
        };
        let row = |y: usize| {
            let field = &field;
            (0..size[0]).map(move |x| match field.at(x, y) {
                Some(at) => reach.hundredths_at(at),
                None => super::UNREACHED,
            })
        };
        field.times = (0..size[1]).into_par_iter().flat_map_iter(row).collect();
        field
    }

    fn at(&self, x: usize, y: usize) -> Option<Position> {
        let lon = i64::from(self.origin.lon_e7()) + x as i64 * i64::from(self.step[0]);
        let lat = i64::from(self.origin.lat_e7()) + y as i64 * i64::from(self.step[1]);
        Position::from_e7(i32::try_from(lon).ok()?, i32::try_from(lat).ok()?)
    }

    /// The area that each sample stands for, in square metres.
    pub fn sample_m2(&self) -> f64 {
        self.sample_m2
    }

    /// Every sample: where it is, and whether it is reached in time.
    pub fn samples(&self) -> impl Iterator<Item = (Position, bool)> + '_ {
        let places = (0..self.size[1]).flat_map(|y| (0..self.size[0]).map(move |x| (x, y)));
        places
            .zip(&self.times)
            .filter_map(|((x, y), &time)| Some((self.at(x, y)?, time <= self.limit)))
    }

    /// The area that is reached in time.
    pub fn area(&self) -> Area {
        let mut next: BTreeMap<SideKey, SideKey> = BTreeMap::new();
        // One sample beyond the border all round, never reached, so that every line closes.
        for y in 0..=self.size[1] {
            for x in 0..=self.size[0] {
                self.cell(x, y, &mut next);
            }
        }
        let mut rings: Vec<Ring> = Vec::new();
        while let Some((start, mut at)) = next.pop_first() {
            let mut ring: Ring = self.crossing(start).into_iter().collect();
            while at != start {
                ring.extend(self.crossing(at));
                let Some(onward) = next.remove(&at) else { break };
                at = onward;
            }
            ring.dedup();
            if ring.len() > 2 {
                rings.push(ring);
            }
        }
        nested(rings)
    }

    /// Whether the sample is reached; places are counted from one beyond the border.
    fn inside(&self, x: usize, y: usize) -> bool {
        self.time(x, y).is_some_and(|time| time <= self.limit)
    }

    fn time(&self, x: usize, y: usize) -> Option<u32> {
        let (x, y) = (x.checked_sub(1)?, y.checked_sub(1)?);
        if x >= self.size[0] || y >= self.size[1] {
            return None;
        }
        Some(self.times[y * self.size[0] + x])
    }

    /// Draws the lines through one cell, what is reached to their left.
    fn cell(&self, x: usize, y: usize, next: &mut BTreeMap<SideKey, SideKey>) {
        let corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)];
        let inside = corners.map(|(x, y)| self.inside(x, y));
        // The sides counter-clockwise: bottom, right, top, left; side i begins at corner i.
        let sides = [(x, y, true), (x + 1, y, false), (x, y + 1, true), (x, y, false)];
        let leaves = |side: usize| inside[side] && !inside[(side + 1) % 4];
        let enters = |side: usize| !inside[side] && inside[(side + 1) % 4];
        for from in (0..4).filter(|&side| leaves(side)) {
            // Going on clockwise keeps two opposite corners apart; counter-clockwise joins them.
            // They are kept apart: no road is known between them.
            let onward = (1..4).map(|step| (from + 4 - step) % 4).find(|&side| enters(side));
            if let Some(to) = onward {
                next.insert(sides[from], sides[to]);
            }
        }
    }

    /// Where the limit is passed on a side.
    fn crossing(&self, (x, y, eastward): SideKey) -> Option<Position> {
        let (to_x, to_y) = if eastward { (x + 1, y) } else { (x, y + 1) };
        let (from, to) = (self.time(x, y), self.time(to_x, to_y));
        let far = self.limit.saturating_mul(2).max(100);
        let value = |time: Option<u32>| f64::from(time.unwrap_or(far).min(far));
        let (a, b) = (value(from), value(to));
        let share = if (b - a).abs() > 0.5 { (f64::from(self.limit) - a) / (b - a) } else { 0.5 };
        let share = share.clamp(0.02, 0.98);
        let lattice = |axis: usize, place: usize, moves: bool| {
            let place = place as f64 - 1.0 + if moves { share } else { 0.0 };
            let origin = if axis == 0 { self.origin.lon_e7() } else { self.origin.lat_e7() };
            (f64::from(origin) + place * f64::from(self.step[axis])).round() as i32
        };
        Position::from_e7(lattice(0, x, eastward), lattice(1, y, !eastward))
    }
}

/// Rings put together: those that run counter-clockwise are outer ones, the others holes in the
/// smallest outer ring around them.
fn nested(rings: Vec<Ring>) -> Area {
    let (outer, holes): (Vec<Ring>, Vec<Ring>) =
        rings.into_iter().partition(|ring| doubled_area(ring) > 0);
    let mut polygons: Vec<Polygon> =
        outer.into_iter().map(|outer| Polygon { outer, holes: Vec::new() }).collect();
    polygons.sort_by_key(|polygon| doubled_area(&polygon.outer));
    for hole in holes {
        let around = polygons.iter_mut().find(|polygon| holds(&polygon.outer, hole[0]));
        if let Some(polygon) = around {
            polygon.holes.push(hole);
        }
    }
    Area { polygons }
}

fn sides(ring: &Ring) -> impl Iterator<Item = (Position, Position)> {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

fn doubled_area(ring: &Ring) -> i128 {
    let cross = |(a, b): (Position, Position)| {
        let wide = |it: i32| i128::from(it);
        wide(a.lon_e7()) * wide(b.lat_e7()) - wide(b.lon_e7()) * wide(a.lat_e7())
    };
    sides(ring).map(cross).sum()
}

/// Whether a point lies in a ring, even-odd.
fn holds(ring: &Ring, at: Position) -> bool {
    let crosses = |(a, b): (Position, Position)| {
        let wide = |it: i32| i128::from(it);
        let above = |it: Position| it.lat_e7() > at.lat_e7();
        let turn = wide(b.lon_e7() - a.lon_e7()) * (wide(at.lat_e7()) - wide(a.lat_e7()))
            - wide(b.lat_e7() - a.lat_e7()) * (wide(at.lon_e7()) - wide(a.lon_e7()));
        above(a) != above(b) && (turn > 0) == above(b)
    };
    sides(ring).filter(|&side| crosses(side)).count() % 2 == 1
}
