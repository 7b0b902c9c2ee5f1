//! A point inside an area, and whether an area holds a point: good enough to see what lies over
//! what. What belongs where is decided by the exact partition, not here.

use model::{Area, Position, Ring};

/// Whether `at` lies in the area, each polygon even-odd; borders go either way.
pub(crate) fn holds(area: &Area, at: Position) -> bool {
    let y = f64::from(at.lat_e7()) + 0.5;
    area.polygons.iter().any(|polygon| {
        let west =
            |ring: &Ring| crossings(ring, y).filter(|&x| x < f64::from(at.lon_e7()) + 0.5).count();
        polygon.rings().map(west).sum::<usize>() % 2 == 1
    })
}

/// A point inside the largest polygon of an area, in the middle of its widest stretch halfway up;
/// `None` for an area without one.
pub(crate) fn inner_point(area: &Area) -> Option<Position> {
    let largest = area.polygons.iter().max_by(|a, b| size(&a.outer).total_cmp(&size(&b.outer)))?;
    let lats = || largest.outer.iter().map(|at| f64::from(at.lat_e7()));
    let (south, north) =
        (lats().fold(f64::INFINITY, f64::min), lats().fold(f64::NEG_INFINITY, f64::max));
    let y = f64::midpoint(south, north).floor() + 0.5;
    let mut across: Vec<f64> = largest.rings().flat_map(|ring| crossings(ring, y)).collect();
    across.sort_by(f64::total_cmp);
    let widest = across
        .chunks_exact(2)
        .max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])))
        .map(|pair| f64::midpoint(pair[0], pair[1]))?;
    #[expect(clippy::cast_possible_truncation, reason = "between lattice numbers")]
    Position::from_e7(widest.round() as i32, y.floor() as i32)
}

/// Where a ring crosses the parallel `y`, which runs between lattice points.
fn crossings(ring: &Ring, y: f64) -> impl Iterator<Item = f64> + '_ {
    let ends = ring.iter().zip(ring.iter().cycle().skip(1));
    ends.filter_map(move |(a, b)| {
        let (from, to) = (f64::from(a.lat_e7()), f64::from(b.lat_e7()));
        if (from < y) == (to < y) {
            return None;
        }
        let (west, east) = (f64::from(a.lon_e7()), f64::from(b.lon_e7()));
        Some(west + (y - from) / (to - from) * (east - west))
    })
}

/// Twice the area of a ring, in lattice steps squared.
fn size(ring: &Ring) -> f64 {
    let ends = ring.iter().zip(ring.iter().cycle().skip(1));
    let cross = |(a, b): (&Position, &Position)| {
        f64::from(a.lon_e7()) * f64::from(b.lat_e7())
            - f64::from(b.lon_e7()) * f64::from(a.lat_e7())
    };
    ends.map(cross).sum::<f64>().abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Polygon;

    fn ring(corners: &[(i32, i32)]) -> Ring {
        corners.iter().map(|&(x, y)| Position::from_e7(x, y).unwrap()).collect()
    }

    #[test]
    fn the_inner_point_keeps_out_of_holes_and_bays() {
        let outer = ring(&[(0, 0), (100, 0), (100, 100), (0, 100)]);
        let hole = ring(&[(10, 10), (10, 90), (60, 90), (60, 10)]);
        let area = Area { polygons: vec![Polygon { outer, holes: vec![hole] }] };
        let at = inner_point(&area).unwrap();
        assert_eq!((at.lon_e7(), at.lat_e7()), (80, 50));
        assert!(holds(&area, at));
        assert!(!holds(&area, Position::from_e7(30, 50).unwrap()));
        assert!(!holds(&area, Position::from_e7(130, 50).unwrap()));
    }

    #[test]
    fn an_area_without_land_has_no_inner_point() {
        assert_eq!(inner_point(&Area::default()), None);
        let flat = ring(&[(0, 0), (5, 0), (9, 0)]);
        let flat = Area { polygons: vec![Polygon { outer: flat, holes: vec![] }] };
        assert_eq!(inner_point(&flat), None);
    }
}
