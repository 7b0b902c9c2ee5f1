//! Areas on the ellipsoid, from shared edges, fast enough for every unit of a province.

use model::Position;

/// Semi-major axis of WGS 84, in metres, and the square of its eccentricity.
const AXIS: f64 = 6_378_137.0;
const ECCENTRICITY_2: f64 = 0.006_694_379_990_141_316_5;

/// The area between a line and the equator, in thousandths of a square metre: positive where it runs
/// west. The area of a face is the sum over its border, walked with the face on its left. Each
/// segment is rounded by itself, so that it counts the same in any line and either way.
///
/// A segment counts as a straight line on the equal-area cylinder, which differs from the geodesic
/// by less than a millionth for segments below a kilometre: right for a map's label, not for a
/// register.
///
/// Formula: Snyder 1987, *Map Projections: A Working Manual*, USGS PP 1395, equation 3-12.
#[expect(clippy::cast_possible_truncation, reason = "less than 2^60")]
pub(crate) fn area_beside(line: &[Position]) -> i64 {
    let mut sum = 0;
    let mut before: Option<(f64, f64)> = None;
    for at in line {
        let here = (at.lon().to_radians(), height(at.lat().to_radians().sin()));
        if let Some((lon, high)) = before {
            sum += ((lon - here.0) * (high + here.1) * 500.0).round() as i64;
        }
        before = Some(here);
    }
    sum
}

/// The height of a parallel on the equal-area cylinder of radius one, times the axis squared.
fn height(sine: f64) -> f64 {
    let eccentricity = ECCENTRICITY_2.sqrt();
    let bent = eccentricity * sine;
    let q = (1.0 - ECCENTRICITY_2)
        * (sine / (1.0 - bent * bent) + ((1.0 + bent) / (1.0 - bent)).ln() / (2.0 * eccentricity));
    AXIS * AXIS * q / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(f64, f64)]) -> Vec<Position> {
        points.iter().map(|&(lon, lat)| Position::from_degrees(lon, lat).unwrap()).collect()
    }

    #[expect(clippy::cast_precision_loss, reason = "compared to seven digits")]
    fn metres(line: &[Position]) -> f64 {
        area_beside(line) as f64 / 1_000.0
    }

    #[test]
    fn the_northern_half_of_the_earth() {
        let half = ring(&[(-180.0, 0.0), (0.0, 0.0), (180.0, 0.0), (180.0, 90.0), (-180.0, 90.0)]);
        let closed: Vec<Position> = half.iter().chain(half.first()).copied().collect();
        // Half of 510 065 621.7 km², the surface of WGS 84.
        assert!((metres(&closed) / 1e6 - 255_032_810.9).abs() < 0.1);
    }

    #[test]
    fn agrees_with_the_geodesic_measure() {
        let lanzhou = [
            (103.70, 36.00),
            (103.71, 36.002),
            (103.712, 36.011),
            (103.705, 36.01),
            (103.70, 36.00),
        ];
        let area = model::Area {
            polygons: vec![model::Polygon { outer: ring(&lanzhou[..4]), holes: Vec::new() }],
        };
        let geodesic = spatial::ground_area(&area).get();
        assert!((metres(&ring(&lanzhou)) / geodesic - 1.0).abs() < 1e-5);
    }
}
