//! From degrees to shapes on the lattice, mending rings on the way and counting what was mended.

use crate::{Fault, Geometry, Note, Reason, Seen};
use model::{Area, Polygon, Position, PositionError, Ring, Shape};

/// What was mended in a layer so far.
#[derive(Debug, Default)]
pub(crate) struct Mended {
    closed: Seen,
    repeated: Seen,
    turned: Seen,
    split: Seen,
    /// Whether the format itself winds outer rings clockwise.
    clockwise: bool,
}

impl Mended {
    pub(crate) fn new(clockwise: bool) -> Self {
        Self { clockwise, ..Self::default() }
    }

    /// One note for everything that was seen at least once.
    pub(crate) fn notes(&self) -> impl Iterator<Item = Note> {
        [
            (self.closed, Note::RingsClosed as fn(Seen) -> Note),
            (self.repeated, Note::PointsRepeated),
            (self.turned, Note::RingsTurned),
            (self.split, Note::Split),
        ]
        .into_iter()
        .filter(|(seen, _)| seen.count > 0)
        .map(|(seen, note)| note(seen))
    }
}

/// Counts one more sight of something in the feature at `place`.
pub(crate) fn see(seen: &mut Seen, place: usize) {
    if seen.count == 0 {
        seen.first = place;
    }
    seen.count += 1;
}

/// The shapes of one feature whose `geometry` is in degrees of WGS 84: as many as it has single
/// points and lines, and one for all its polygons together.
///
/// A point off the Earth costs the feature its shape; a ring or line of too few points is left out.
/// Both are faults.
pub(crate) fn shapes(
    geometry: &Geometry,
    place: usize,
    mended: &mut Mended,
    faults: &mut Vec<Fault>,
) -> Vec<Shape> {
    match try_shapes(geometry, place, mended, faults) {
        Ok(shapes) => {
            if shapes.len() > 1 {
                see(&mut mended.split, place);
            }
            shapes
        }
        Err(PositionError::NotFinite { lon, lat } | PositionError::OffTheEarth { lon, lat }) => {
            faults.push(Fault::at(place, Reason::OffTheEarth { lon, lat }));
            Vec::new()
        }
    }
}

fn try_shapes(
    geometry: &Geometry,
    place: usize,
    mended: &mut Mended,
    faults: &mut Vec<Fault>,
) -> Result<Vec<Shape>, PositionError> {
    let mut too_few = |what, points| {
        faults.push(Fault::at(place, Reason::TooFewPoints { what, points }));
    };
    let mut shapes = Vec::new();
    for &[lon, lat] in &geometry.points {
        shapes.push(Shape::Point(Position::from_degrees(lon, lat)?));
    }
    for line in &geometry.lines {
        let line = distinct(line, place, mended)?;
        if line.len() < 2 {
            too_few("line", line.len());
        } else {
            shapes.push(Shape::Line(line));
        }
    }
    let mut area = Area::default();
    for rings in &geometry.polygons {
        let mut polygon = Polygon::default();
        for (number, ring) in rings.iter().enumerate() {
            let is_hole = number > 0;
            let ring = closed(ring, place, mended)?;
            if ring.len() < 3 {
                too_few(if is_hole { "hole" } else { "ring" }, ring.len());
                if is_hole {
                    continue;
                }
                break;
            }
            let ring = wound(ring, is_hole, place, mended);
            if is_hole {
                polygon.holes.push(ring);
            } else {
                polygon.outer = ring;
            }
        }
        if !polygon.outer.is_empty() {
            area.polygons.push(polygon);
        }
    }
    if !area.polygons.is_empty() {
        shapes.push(Shape::Area(area));
    }
    Ok(shapes)
}

/// On the lattice, without points equal to the one before.
fn distinct(
    line: &[[f64; 2]],
    place: usize,
    mended: &mut Mended,
) -> Result<Vec<Position>, PositionError> {
    let mut kept = Vec::with_capacity(line.len());
    for &[lon, lat] in line {
        let at = Position::from_degrees(lon, lat)?;
        if kept.last() == Some(&at) {
            see(&mut mended.repeated, place);
        } else {
            kept.push(at);
        }
    }
    Ok(kept)
}

/// A ring without its closing point; fewer than three points when there are no three different.
fn closed(ring: &[[f64; 2]], place: usize, mended: &mut Mended) -> Result<Ring, PositionError> {
    let mut kept = distinct(ring, place, mended)?;
    if kept.len() > 1 && kept.first() == kept.last() {
        kept.pop();
    } else if kept.len() > 2 {
        see(&mut mended.closed, place);
    }
    // Three or more points may still be two places visited in turn: there and back.
    if kept.len() > 2 {
        let (first, second) = (kept[0], kept[1]);
        if kept.iter().all(|at| *at == first || *at == second) {
            kept.truncate(2);
        }
    }
    Ok(kept)
}

/// The ring counter-clockwise, or clockwise for a hole.
fn wound(mut ring: Ring, is_hole: bool, place: usize, mended: &mut Mended) -> Ring {
    let doubled = doubled_area(&ring);
    if (is_hole && doubled > 0) || (!is_hole && doubled < 0) {
        ring.reverse();
        if !mended.clockwise {
            see(&mut mended.turned, place);
        }
    }
    ring
}

/// Twice the signed area in square lattice steps, positive for counter-clockwise. Exact.
pub(crate) fn doubled_area(ring: &[Position]) -> i128 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(a, b)| {
            let (ax, ay) = (i64::from(a.lon_e7()), i64::from(a.lat_e7()));
            let (bx, by) = (i64::from(b.lon_e7()), i64::from(b.lat_e7()));
            i128::from(ax * by) - i128::from(bx * ay)
        })
        .sum()
}
