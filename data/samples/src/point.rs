//! Points of the lattice, exact predicates on them, and the flat ground that distances use.

use model::Position;

/// Metres in one step of the lattice along a meridian.
const STEP_M: f64 = 0.011_119_49;

/// A point of the lattice of 1e-7 degree: longitude, latitude.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pt {
    pub(crate) x: i32,
    pub(crate) y: i32,
}

/// A point on flat ground, in metres east and north of the ground's origin.
pub(crate) type Xy = [f64; 2];

/// Flat ground under one town: good to a few per mille, enough to draw by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ground {
    origin: Pt,
    /// How much shorter a step east is than a step north.
    narrow: f64,
}

impl Pt {
    /// The lattice point nearest to `lon`, `lat` in degrees.
    #[expect(clippy::cast_possible_truncation, reason = "longitudes and latitudes in 1e-7 fit")]
    pub(crate) fn degrees(lon: f64, lat: f64) -> Self {
        Self { x: (lon * 1e7).round() as i32, y: (lat * 1e7).round() as i32 }
    }

    /// The same point as the rest of the house knows it; `None` off the Earth.
    pub(crate) const fn position(self) -> Option<Position> {
        Position::from_e7(self.x, self.y)
    }
}

impl From<Position> for Pt {
    fn from(at: Position) -> Self {
        Self { x: at.lon_e7(), y: at.lat_e7() }
    }
}

/// Twice the signed area of the triangle: positive when `a`, `b`, `c` turn left. Exact: towns are
/// less than 20 degrees wide, so the products stay below 2^57.
pub(crate) fn turn(a: Pt, b: Pt, c: Pt) -> i64 {
    let (ax, ay) = (i64::from(a.x), i64::from(a.y));
    let (bx, by) = (i64::from(b.x) - ax, i64::from(b.y) - ay);
    let (cx, cy) = (i64::from(c.x) - ax, i64::from(c.y) - ay);
    bx * cy - by * cx
}

/// Whether `p` lies strictly inside the triangle, which may turn either way.
pub(crate) fn strictly_inside(p: Pt, a: Pt, b: Pt, c: Pt) -> bool {
    let (ab, bc, ca) = (turn(a, b, p), turn(b, c, p), turn(c, a, p));
    (ab > 0 && bc > 0 && ca > 0) || (ab < 0 && bc < 0 && ca < 0)
}

/// Whether `p` lies inside the ring by the even-odd rule; points on it may go either way.
pub(crate) fn inside(p: Pt, ring: &[Pt]) -> bool {
    let mut odd = false;
    let Some(&(mut a)) = ring.last() else { return false };
    for &b in ring {
        if (a.y > p.y) != (b.y > p.y) && (turn(a, b, p) > 0) == (b.y > a.y) {
            odd = !odd;
        }
        a = b;
    }
    odd
}

impl Ground {
    /// The ground around `origin`.
    pub(crate) fn around(origin: Pt) -> Self {
        // The cosine by its series: basic operations give the same bits everywhere, `cos` may not.
        let lat = f64::from(origin.y) * 1e-7 * std::f64::consts::PI / 180.0;
        let s = lat * lat;
        let narrow = 1.0 - s / 2.0 * (1.0 - s / 12.0 * (1.0 - s / 30.0 * (1.0 - s / 56.0)));
        Self { origin, narrow }
    }

    /// Metres east and north of the origin.
    pub(crate) fn xy(&self, p: Pt) -> Xy {
        let east = f64::from(p.x) - f64::from(self.origin.x);
        let north = f64::from(p.y) - f64::from(self.origin.y);
        [east * STEP_M * self.narrow, north * STEP_M]
    }

    /// The lattice point nearest to `xy`.
    #[expect(clippy::cast_possible_truncation, reason = "towns lie well inside the lattice")]
    pub(crate) fn pt(&self, xy: Xy) -> Pt {
        let east = xy[0] / STEP_M / self.narrow + f64::from(self.origin.x);
        let north = xy[1] / STEP_M + f64::from(self.origin.y);
        Pt { x: east.round() as i32, y: north.round() as i32 }
    }

    /// The signed area of a ring in square metres, positive when counter-clockwise.
    pub(crate) fn area(&self, ring: &[Pt]) -> f64 {
        let Some(&first) = ring.first() else { return 0.0 };
        let twice: i128 =
            ring.windows(2).map(|edge| i128::from(turn(first, edge[0], edge[1]))).sum();
        #[expect(clippy::cast_precision_loss, reason = "an area to draw by")]
        let twice = twice as f64;
        twice / 2.0 * STEP_M * STEP_M * self.narrow
    }

    /// The distance between two points in metres.
    pub(crate) fn distance(&self, a: Pt, b: Pt) -> f64 {
        distance(self.xy(a), self.xy(b))
    }
}

/// The distance between two points of the ground.
pub(crate) fn distance(a: Xy, b: Xy) -> f64 {
    squared(a, b).sqrt()
}

/// The square of the distance between two points of the ground.
pub(crate) fn squared(a: Xy, b: Xy) -> f64 {
    let (dx, dy) = (a[0] - b[0], a[1] - b[1]);
    dx * dx + dy * dy
}

/// The distance from `p` to the segment, squared.
pub(crate) fn squared_to_segment(p: Xy, a: Xy, b: Xy) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = dx * dx + dy * dy;
    if length <= 0.0 {
        return squared(p, a);
    }
    let along = (((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length).clamp(0.0, 1.0);
    squared(p, [a[0] + along * dx, a[1] + along * dy])
}
