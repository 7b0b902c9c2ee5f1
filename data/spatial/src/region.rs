//! Regions of faces that belong together, and what can be measured of them on the ground.

use crate::exact::Pt;
use crate::faces::{Faces, shoelace, start};
use crate::linework::Linework;

/// Faces joined across the sides that do not separate them.
#[derive(Debug)]
pub(crate) struct Regions {
    /// The region of each face.
    pub(crate) of_face: Vec<u32>,
    first_face: Vec<u32>,
}

impl Regions {
    /// Joins the faces on both sides of every side where `same` says so.
    pub(crate) fn join(lines: &Linework, faces: &Faces, same: impl Fn(u32, u32) -> bool) -> Self {
        let mut root: Vec<u32> = (0..faces.len() as u32).collect();
        for side in 0..lines.len() {
            let (a, b) = (faces.of_half[2 * side], faces.of_half[2 * side + 1]);
            if a != b && same(a, b) {
                let (a, b) = (find(&mut root, a), find(&mut root, b));
                root[a.max(b) as usize] = a.min(b);
            }
        }
        let mut joined = Self { of_face: vec![0; faces.len()], first_face: Vec::new() };
        for face in 0..faces.len() as u32 {
            // A root is the smallest face of its region, so it is numbered before the others.
            let top = find(&mut root, face);
            joined.of_face[face as usize] = if top == face {
                joined.first_face.push(face);
                joined.first_face.len() as u32 - 1
            } else {
                joined.of_face[top as usize]
            };
        }
        joined
    }

    /// How many regions.
    pub(crate) fn len(&self) -> usize {
        self.first_face.len()
    }

    /// The face with the smallest number in a region.
    pub(crate) fn first_face(&self, region: u32) -> u32 {
        self.first_face[region as usize]
    }
}

/// The first of the set that a number was joined into.
pub(crate) fn find(root: &mut [u32], mut at: u32) -> u32 {
    while root[at as usize] != at {
        root[at as usize] = root[root[at as usize] as usize];
        at = root[at as usize];
    }
    at
}

/// Metres per lattice step east and north around one latitude (WGS 84): good to about a thousandth
/// for what is smaller than a district. Only rules about widths lean on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    /// A step east.
    pub(crate) east: f64,
    /// A step north.
    pub(crate) north: f64,
}

impl Scale {
    /// The scale at the middle latitude of some halves.
    pub(crate) fn of(lines: &Linework, halves: &[u32]) -> Self {
        Self::around(halves.iter().map(|&half| lines.at[start(lines, half) as usize].y))
    }

    /// The scale at the middle of some latitudes in lattice steps.
    pub(crate) fn around(lats: impl Iterator<Item = i32>) -> Self {
        let (low, high) = lats.fold((i32::MAX, i32::MIN), |(l, h), y| (l.min(y), h.max(y)));
        Self::at(f64::midpoint(f64::from(low), f64::from(high)))
    }

    /// The scale at a latitude in lattice steps.
    pub(crate) fn at(lat_e7: f64) -> Self {
        const RADIUS: f64 = 6_378_137.0;
        const FLATTENING: f64 = 1.0 / 298.257_223_563;
        const SQUARED: f64 = FLATTENING * (2.0 - FLATTENING);
        let step = (1.0 / model::E7_PER_DEGREE).to_radians();
        let (sin, cos) = (lat_e7 / model::E7_PER_DEGREE).to_radians().sin_cos();
        let bend = 1.0 - SQUARED * sin * sin;
        Self {
            east: step * RADIUS * cos.max(0.0) / bend.sqrt(),
            north: step * RADIUS * (1.0 - SQUARED) / (bend * bend.sqrt()),
        }
    }

    /// Metres east and north from one point to another.
    pub(crate) fn metres_from(self, from: Pt, to: Pt) -> [f64; 2] {
        [
            (f64::from(to.x) - f64::from(from.x)) * self.east,
            (f64::from(to.y) - f64::from(from.y)) * self.north,
        ]
    }

    /// The lattice point nearest to so many metres east and north of a point.
    pub(crate) fn lattice_from(self, from: Pt, [east, north]: [f64; 2]) -> Pt {
        Pt {
            x: (f64::from(from.x) + east / self.east).round() as i32,
            y: (f64::from(from.y) + north / self.north).round() as i32,
        }
    }

    /// The length of a half in metres.
    pub(crate) fn length(self, lines: &Linework, half: u32) -> f64 {
        let [a, b] = lines.side(half as usize / 2);
        self.distance(a, b)
    }

    /// The length of the way from one point to another, in metres.
    pub(crate) fn distance(self, a: Pt, b: Pt) -> f64 {
        let [east, north] = self.metres_from(a, b);
        east.hypot(north)
    }

    /// The area to the left of closed walks, in square metres.
    pub(crate) fn area(self, lines: &Linework, halves: &[u32]) -> f64 {
        self.area_within(halves.iter().map(|&half| ends(lines, half)))
    }

    /// The area to the left of closed walks along directed sides, in square metres.
    pub(crate) fn area_within(self, sides: impl Iterator<Item = (Pt, Pt)>) -> f64 {
        let turn: i128 = sides.map(|(a, b)| shoelace(a, b)).sum();
        #[expect(clippy::cast_precision_loss, reason = "a measure for people")]
        let twice = turn as f64;
        twice / 2.0 * self.east * self.north
    }
}

/// A lattice point in or beside the region that some halves bound: in the middle of its widest
/// stretch halfway up.
pub(crate) fn place(lines: &Linework, border: &[u32]) -> Pt {
    let border: Vec<(Pt, Pt)> = border.iter().map(|&half| ends(lines, half)).collect();
    place_among(&border)
}

/// The two ends of a half, in its direction.
fn ends(lines: &Linework, half: u32) -> (Pt, Pt) {
    let end = |half: u32| lines.at[start(lines, half) as usize];
    (end(half), end(half ^ 1))
}

/// The same for the region that closed walks along directed sides bound.
pub(crate) fn place_among(border: &[(Pt, Pt)]) -> Pt {
    let lats = border.iter().map(|(a, _)| a.y);
    let (low, high) = lats.fold((i32::MAX, i32::MIN), |(l, h), y| (l.min(y), h.max(y)));
    let y = (i64::from(low) + i64::from(high)).div_euclid(2) as i32;
    let mut across: Vec<f64> = border
        .iter()
        .filter(|(a, b)| (a.y <= y) != (b.y <= y))
        .map(|(a, b)| {
            let part = (f64::from(y) - f64::from(a.y)) / (f64::from(b.y) - f64::from(a.y));
            f64::from(a.x) + part * (f64::from(b.x) - f64::from(a.x))
        })
        .collect();
    across.sort_by(f64::total_cmp);
    let widest = across
        .chunks_exact(2)
        .max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])))
        .map(|pair| Pt { x: f64::midpoint(pair[0], pair[1]).round() as i32, y });
    widest.unwrap_or_else(|| border.first().map_or(Pt { x: 0, y: 0 }, |&(a, _)| a))
}
