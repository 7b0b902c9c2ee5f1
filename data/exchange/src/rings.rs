//! Rings without order, as a Shapefile has them, into polygons with holes.

use crate::Seen;
use crate::lattice::see;

type Ring = Vec<[f64; 2]>;

/// Pairs of hole and outer ring that are compared for one feature at most.
const PAIRS_MAX: usize = 50_000_000;

/// Groups rings: those that run clockwise are outer, each other one is a hole of the smallest outer
/// ring around it. A hole in no outer ring is counted in `outside` and taken for an outer ring.
///
/// Where no ring runs clockwise the file was written the wrong way round, and all are turned first.
pub(crate) fn polygons(
    mut rings: Vec<Ring>,
    place: usize,
    outside: &mut Seen,
) -> Result<Vec<Vec<Ring>>, &'static str> {
    let mut areas: Vec<f64> = rings.iter().map(|ring| area(ring)).collect();
    if areas.iter().all(|area| *area >= 0.0) {
        // All turned: the largest is outer for certain, and those around it decide the rest.
        for (ring, area) in rings.iter_mut().zip(&mut areas) {
            ring.reverse();
            *area = -*area;
        }
        if rings.len() > 1 {
            see(outside, place);
        }
    }
    let mut outers: Vec<(f64, [f64; 4], Vec<Ring>)> = Vec::new();
    let mut holes = Vec::new();
    for (ring, area) in rings.into_iter().zip(areas) {
        if area <= 0.0 {
            outers.push((-area, bounds(&ring), vec![ring]));
        } else {
            holes.push(ring);
        }
    }
    if outers.len().saturating_mul(holes.len()) > PAIRS_MAX {
        return Err("it has too many rings");
    }
    let alone = outers.len() == 1;
    // Smallest first, so that the first ring around a hole is the closest.
    outers.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut strays = Vec::new();
    for hole in holes {
        let box_of_hole = bounds(&hole);
        let around = outers.iter_mut().find(|(_, around, rings)| {
            alone || (holds(*around, box_of_hole) && inside(&hole, &rings[0]))
        });
        if let Some((_, _, rings)) = around {
            rings.push(hole);
        } else {
            see(outside, place);
            strays.push(vec![hole]);
        }
    }
    Ok(outers.into_iter().map(|(_, _, rings)| rings).chain(strays).collect())
}

/// Signed area times two, positive for counter-clockwise; about the first point, to keep digits.
fn area(ring: &[[f64; 2]]) -> f64 {
    let Some(&[x0, y0]) = ring.first() else { return 0.0 };
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| (a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0)).sum()
}

fn bounds(ring: &[[f64; 2]]) -> [f64; 4] {
    let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    ring.iter().fold(start, |[west, south, east, north], &[x, y]| {
        [west.min(x), south.min(y), east.max(x), north.max(y)]
    })
}

fn holds(around: [f64; 4], inner: [f64; 4]) -> bool {
    around[0] <= inner[0] && around[1] <= inner[1] && around[2] >= inner[2] && around[3] >= inner[3]
}

/// Whether most of a few points of `hole` lie in `ring`; a point on the border may count as either,
/// and holes touch their outer ring in single points only.
fn inside(hole: &[[f64; 2]], ring: &[[f64; 2]]) -> bool {
    let step = (hole.len() / 7).max(1);
    let sample = hole.iter().step_by(step);
    let (mut asked, mut yes) = (0, 0);
    for at in sample {
        asked += 1;
        yes += usize::from(contains(ring, *at));
    }
    2 * yes > asked
}

/// Even-odd rule with a ray to the east.
fn contains(ring: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).fold(false, |inside, (a, b)| {
        let crosses =
            (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0];
        inside ^ crosses
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, size: f64, clockwise: bool) -> Ring {
        let mut ring = vec![[x, y], [x, y + size], [x + size, y + size], [x + size, y], [x, y]];
        if !clockwise {
            ring.reverse();
        }
        ring
    }

    #[test]
    fn holes_go_to_the_closest_ring_around_them() {
        let rings = vec![
            square(2.0, 2.0, 1.0, false),
            square(0.0, 0.0, 10.0, true),
            square(4.0, 4.0, 4.0, false),
            square(5.0, 5.0, 2.0, true),
            square(5.5, 5.5, 1.0, false),
            square(90.0, 90.0, 1.0, false),
        ];
        let mut outside = Seen::default();
        let found = polygons(rings, 3, &mut outside).unwrap();
        let mut sizes: Vec<_> = found.iter().map(Vec::len).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [1, 2, 3]);
        assert_eq!(outside, Seen { count: 1, first: 3 });
    }

    #[test]
    fn a_ring_the_wrong_way_round_is_still_an_area() {
        let mut outside = Seen::default();
        let found = polygons(vec![square(0.0, 0.0, 1.0, false)], 0, &mut outside).unwrap();
        assert_eq!((found.len(), outside.count), (1, 0));
    }
}
