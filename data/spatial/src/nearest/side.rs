//! How far a point is from sides that are straight in longitude and latitude.

use super::space::{self, Point, chord};
use geographiclib_rs::{Geodesic, InverseGeodesic};
use model::{E7_PER_DEGREE, Position};
use std::sync::LazyLock;

static EARTH: LazyLock<Geodesic> = LazyLock::new(Geodesic::wgs84);

/// The Earth is nowhere more curved than this, in metres of radius.
const RADIUS_MIN_M: f64 = 6_335_000.0;
/// Sides are looked at in pieces of so many degrees at most.
const PIECE_DEGREES: f64 = 1.0;
/// The nearest point of a piece is found to so many metres along it.
const ALONG_M: f64 = 1e-4;

/// The point that distances are asked from.
#[derive(Clone, Copy, Debug)]
pub(super) struct From {
    /// Longitude and latitude in degrees.
    degrees: [f64; 2],
    pub(super) space: Point,
}

/// One piece of a side: its ends in degrees and in space.
#[derive(Clone, Copy, Debug)]
struct Piece {
    ends: [[f64; 2]; 2],
    space: [Point; 2],
}

impl From {
    pub(super) fn new(at: Position) -> Self {
        Self { degrees: [at.lon(), at.lat()], space: space::of(at) }
    }

    /// Metres to the nearest point of a line; infinite when it has no point.
    pub(super) fn to_line(self, line: impl Iterator<Item = Position>) -> f64 {
        let mut candidates: Vec<(f64, Piece)> = Vec::new();
        let mut surely = f64::INFINITY;
        let mut add = |piece: Piece| {
            let (to_chord, bulge) = (piece.chord_from(self.space), piece.bulge());
            if to_chord - bulge <= surely {
                surely = surely.min(to_chord + bulge);
                candidates.push((to_chord - bulge, piece));
            }
        };
        let mut last: Option<Position> = None;
        let mut alone = true;
        for at in line {
            if let Some(last) = last {
                alone = false;
                for piece in pieces(last, at) {
                    add(piece);
                }
            }
            last = Some(at);
        }
        if let Some(at) = last.filter(|_| alone) {
            return self.to_degrees([at.lon(), at.lat()]);
        }
        let near = candidates.into_iter().filter(|&(least, _)| least <= surely);
        near.map(|(_, piece)| self.to_degrees(piece.nearest(self.space)))
            .fold(f64::INFINITY, f64::min)
    }

    fn to_degrees(self, [lon, lat]: [f64; 2]) -> f64 {
        let [from_lon, from_lat] = self.degrees;
        let same = from_lon.to_bits() == lon.to_bits() && from_lat.to_bits() == lat.to_bits();
        if same { 0.0 } else { EARTH.inverse(from_lat, from_lon, lat, lon) }
    }
}

/// A side in pieces short enough to have one nearest point.
fn pieces(a: Position, b: Position) -> impl Iterator<Item = Piece> {
    let ends = [a, b].map(|at| [f64::from(at.lon_e7()), f64::from(at.lat_e7())]);
    let reach = (0..2).map(|axis| (ends[1][axis] - ends[0][axis]).abs()).fold(0.0, f64::max);
    let count = (reach / (PIECE_DEGREES * E7_PER_DEGREE)).ceil().max(1.0);
    let at = move |k: f64| {
        // Exact at both ends: lattice numbers are far below 2^53.
        let part = k / count;
        let between = |axis: usize| ends[0][axis] + part * (ends[1][axis] - ends[0][axis]);
        [between(0) / E7_PER_DEGREE, between(1) / E7_PER_DEGREE]
    };
    (0..count as u32).map(move |k| {
        let ends = [at(f64::from(k)), at(f64::from(k) + 1.0)];
        Piece { ends, space: ends.map(|[lon, lat]| space::point(lon, lat)) }
    })
}

impl Piece {
    /// Metres through the Earth to the straight line between the ends in space.
    fn chord_from(&self, from: Point) -> f64 {
        let [a, b] = self.space;
        let dot = |u: Point, v: Point| -> f64 { (0..3).map(|axis| u[axis] * v[axis]).sum() };
        let minus = |u: Point, v: Point| -> Point { [0, 1, 2].map(|axis| u[axis] - v[axis]) };
        let (along, to) = (minus(b, a), minus(from, a));
        let square = dot(along, along);
        let part = if square > 0.0 { (dot(along, to) / square).clamp(0.0, 1.0) } else { 0.0 };
        chord(from, [0, 1, 2].map(|axis| a[axis] + part * along[axis]))
    }

    /// How far the piece is at most from the straight line between its ends: it bends with the
    /// Earth, and sideways as parallels do.
    fn bulge(&self) -> f64 {
        let degrees = (0..2).map(|axis| (self.ends[1][axis] - self.ends[0][axis]).abs());
        let [lon, lat] = [0, 1].map(|axis: usize| degrees.clone().nth(axis).unwrap_or(0.0));
        let (lon, lat) = (lon.to_radians(), lat.to_radians());
        // Of a curve whose second derivative is at most m, a piece of unit length stays within m/8
        // of its chord: here (lon + lat)² times the radius, twice that to be safe.
        2.0 * (lon + lat).powi(2) * RADIUS_MIN_M / 8.0
    }

    /// The point of the piece that is nearest through the Earth, in degrees (golden section).
    fn nearest(&self, from: Point) -> [f64; 2] {
        let at = |part: f64| {
            let [a, b] = self.ends;
            if part >= 1.0 { b } else { [0, 1].map(|k: usize| a[k] + part * (b[k] - a[k])) }
        };
        let far = |part: f64| {
            let [lon, lat] = at(part);
            chord(from, space::point(lon, lat))
        };
        let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
        let length = chord(self.space[0], self.space[1]);
        let (mut low, mut high) = (0.0, 1.0);
        let (mut p, mut q) = (1.0 - golden, golden);
        let (mut at_p, mut at_q) = (far(p), far(q));
        while (high - low) * length > ALONG_M {
            if at_p <= at_q {
                (high, q, at_q) = (q, p, at_p);
                p = high - golden * (high - low);
                at_p = far(p);
            } else {
                (low, p, at_p) = (p, q, at_q);
                q = low + golden * (high - low);
                at_q = far(q);
            }
        }
        let inner = f64::midpoint(low, high);
        let ends = [(far(0.0), 0.0), (far(1.0), 1.0), (far(inner), inner)];
        let best = ends.into_iter().min_by(|a, b| a.0.total_cmp(&b.0));
        at(best.map_or(0.0, |(_, part)| part))
    }
}
