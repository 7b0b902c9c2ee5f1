//! The length of a geodesic, by Vincenty's inverse formula on WGS 84.
//!
//! Vincenty 1975, "Direct and inverse solutions of geodesics on the ellipsoid with application of
//! nested equations", Survey Review 23(176): exact to less than a millimetre. Points that are
//! almost opposite on the Earth, where the iteration does not settle, get a lower bound.

use model::Position;

/// Semi-major axis, in metres.
const A: f64 = 6_378_137.0;
/// Flattening.
const F: f64 = 1.0 / 298.257_223_563;
/// Semi-minor axis, in metres.
const B: f64 = A * (1.0 - F);

/// The distance of two positions over the ground, in metres.
pub(super) fn distance(from: Position, to: Position) -> f64 {
    if from == to {
        return 0.0;
    }
    let reduced = |at: Position| ((1.0 - F) * at.lat().to_radians().tan()).atan();
    let (u1, u2) = (reduced(from), reduced(to));
    let difference = (to.lon() - from.lon()).to_radians();
    let mut lambda = difference;
    for _ in 0..100 {
        let arc = Arc::of(u1, u2, lambda);
        if arc.sin_sigma == 0.0 {
            return 0.0;
        }
        let next = difference + arc.correction();
        let settled = (next - lambda).abs() < 1e-12;
        lambda = next;
        if settled {
            return Arc::of(u1, u2, lambda).length();
        }
    }
    // Almost antipodal: no geodesic there is shorter than this.
    19_900_000.0
}

/// The quantities of one step of the iteration, in Vincenty's names.
struct Arc {
    sin_sigma: f64,
    cos_sigma: f64,
    sigma: f64,
    sin_alpha: f64,
    cos2_alpha: f64,
    /// The cosine of twice the arc to the middle.
    cos_2m: f64,
}

impl Arc {
    fn of(u1: f64, u2: f64, lambda: f64) -> Self {
        let (sin_1, cos_1) = u1.sin_cos();
        let (sin_2, cos_2) = u2.sin_cos();
        let (sin_lambda, cos_lambda) = lambda.sin_cos();
        let sin_sigma = (cos_2 * sin_lambda).hypot(cos_1 * sin_2 - sin_1 * cos_2 * cos_lambda);
        let cos_sigma = sin_1 * sin_2 + cos_1 * cos_2 * cos_lambda;
        let sin_alpha = cos_1 * cos_2 * sin_lambda / sin_sigma;
        let cos2_alpha = 1.0 - sin_alpha * sin_alpha;
        // On the equator both are 0, and any value does.
        let cos_2m =
            if cos2_alpha > 1e-15 { cos_sigma - 2.0 * sin_1 * sin_2 / cos2_alpha } else { 0.0 };
        let sigma = sin_sigma.atan2(cos_sigma);
        Self { sin_sigma, cos_sigma, sigma, sin_alpha, cos2_alpha, cos_2m }
    }

    /// How much the longitude on the auxiliary sphere exceeds that on the ellipsoid.
    fn correction(&self) -> f64 {
        let c = F / 16.0 * self.cos2_alpha * (4.0 + F * (4.0 - 3.0 * self.cos2_alpha));
        let inner = self.cos_2m + c * self.cos_sigma * (2.0 * self.cos_2m * self.cos_2m - 1.0);
        (1.0 - c) * F * self.sin_alpha * (self.sigma + c * self.sin_sigma * inner)
    }

    fn length(&self) -> f64 {
        let u_2 = self.cos2_alpha * (A * A - B * B) / (B * B);
        let big_a = 1.0 + u_2 / 16_384.0 * (4_096.0 + u_2 * (-768.0 + u_2 * (320.0 - 175.0 * u_2)));
        let big_b = u_2 / 1_024.0 * (256.0 + u_2 * (-128.0 + u_2 * (74.0 - 47.0 * u_2)));
        let (sin, m) = (self.sin_sigma, self.cos_2m);
        let last = big_b / 6.0 * m * (4.0 * sin * sin - 3.0) * (4.0 * m * m - 3.0);
        let inner = self.cos_sigma * (2.0 * m * m - 1.0) - last;
        B * big_a * (self.sigma - big_b * sin * (m + big_b / 4.0 * inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon: f64, lat: f64) -> Position {
        Position::from_degrees(lon, lat).unwrap()
    }

    #[test]
    fn known_lines_are_met() {
        // One degree of the meridian and of the equator; Flinders Peak to Buninyong (the worked
        // example of the Geocentric Datum of Australia technical manual, GRS 80): 54 972.271 m.
        let near = |length: f64, known: f64| (length - known).abs() < 0.005;
        assert!(near(distance(at(0.0, 0.0), at(0.0, 1.0)), 110_574.389));
        assert!(near(distance(at(5.0, 0.0), at(6.0, 0.0)), 111_319.491));
        let (flinders, buninyong) =
            (at(144.424_867_9, -37.951_033_4), at(143.926_495_5, -37.652_821_1));
        assert!(near(distance(flinders, buninyong), 54_972.271));
    }

    #[test]
    fn opposite_points_and_the_date_line_have_a_length() {
        assert!(distance(at(0.0, 0.0), at(179.9, 0.1)) > 19_800_000.0);
        assert!(distance(at(0.0, 0.0), at(180.0, 0.0)) > 19_800_000.0);
        assert!(distance(at(-180.0, 10.0), at(180.0, 10.0)) < 0.01);
        assert!((distance(at(0.0, 90.0), at(0.0, -90.0)) - 20_003_931.459).abs() < 0.01);
    }
}
