//! Which datum some points are in, by which one puts them where they belong.

use crate::Datum;
use model::Position;

/// One way to read points, and how many of them then lie where they should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hypothesis {
    /// The datum they would be in.
    pub datum: Datum,
    /// Whether latitude would stand first.
    pub swapped: bool,
    /// How many points lie inside when read so.
    pub inside: usize,
    /// How many points there are.
    pub of: usize,
}

/// Ranks every way to read `points` (two numbers each, as their file has them) by how many then lie
/// `inside`: in the unit, the district, the bounds of the city. Best first; of equals the plainer
/// one: WGS 84 before GCJ-02 before BD-09, as they stand before swapped.
///
/// The counts are for the user to see: "100 of 100 inside if BD-09, 77 if WGS 84". Asks `inside` six
/// times for each point.
pub fn guess_datum(points: &[[f64; 2]], inside: impl Fn(Position) -> bool) -> Vec<Hypothesis> {
    let mut ranking = Vec::with_capacity(6);
    for swapped in [false, true] {
        for datum in Datum::ALL {
            let lies_inside = |at: &&[f64; 2]| {
                let at = if swapped { [at[1], at[0]] } else { **at };
                let [lon, lat] = datum.to_wgs84(at);
                Position::from_degrees(lon, lat).is_ok_and(&inside)
            };
            let count = points.iter().filter(lies_inside).count();
            ranking.push(Hypothesis { datum, swapped, inside: count, of: points.len() });
        }
    }
    // A stable sort keeps the plainer one first.
    ranking.sort_by_key(|hypothesis| std::cmp::Reverse(hypothesis.inside));
    ranking
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Bounds;

    /// Points of a grid 60 m wide, smaller than any shift.
    fn points() -> (Bounds, Vec<[f64; 2]>) {
        let at = |lon, lat| Position::from_degrees(lon, lat).unwrap();
        let around = Bounds { min: at(103.785, 36.066), max: at(103.791, 36.072) };
        let points = (0..100).map(|number| {
            let step = f64::from(number);
            [103.785 + 0.00006 * step, 36.066 + 0.00006 * f64::from(number * 37 % 100)]
        });
        (around, points.collect())
    }

    #[test]
    fn the_right_datum_comes_first_with_its_counts() {
        let (around, points) = points();
        for datum in Datum::ALL {
            for swapped in [false, true] {
                let given: Vec<_> = points
                    .iter()
                    .map(|at| datum.from_wgs84(*at))
                    .map(|[x, y]| if swapped { [y, x] } else { [x, y] })
                    .collect();
                let ranking = guess_datum(&given, |at| around.contains(at));
                let best = Hypothesis { datum, swapped, inside: 100, of: 100 };
                // Rounding to the lattice may cost a point on the very border.
                assert!(ranking[0].inside >= 99, "{ranking:?}");
                assert_eq!(Hypothesis { inside: 100, ..ranking[0] }, best, "{ranking:?}");
                assert!(ranking[1].inside < 90, "{ranking:?}");
            }
        }
        assert_eq!(guess_datum(&[], |_| true)[0].of, 0);
    }
}
