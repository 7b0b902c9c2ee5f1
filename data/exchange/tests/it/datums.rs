//! The datum of real points, told by where they come to lie.

use crate::shared::layers;
use exchange::{Datum, guess_datum};
use model::{Area, Position, Shape};

/// Even-odd over all rings; nobody asks about borders here.
fn holds(area: &Area, at: Position) -> bool {
    let crossed = area.rings().flat_map(|ring| {
        let next = ring.iter().cycle().skip(1);
        ring.iter().zip(next).filter(|(a, b)| {
            let up = (b.lat() - a.lat()).abs();
            (a.lat() <= at.lat()) != (b.lat() <= at.lat())
                && up > 0.0
                && a.lon() + (at.lat() - a.lat()) / (b.lat() - a.lat()) * (b.lon() - a.lon())
                    > at.lon()
        })
    });
    crossed.count() % 2 == 1
}

/// Points of an area in degrees, on a plain raster.
fn points_in(area: &Area) -> Vec<[f64; 2]> {
    let Some(around) = area.bounds() else { return Vec::new() };
    let part = |low: f64, high: f64, k: u32| low + (high - low) * (f64::from(k) + 0.5) / 24.0;
    let raster = (0..24).flat_map(|row| (0..24).map(move |column| (column, row)));
    raster
        .filter_map(|(column, row)| {
            let lon = part(around.min.lon(), around.max.lon(), column);
            let lat = part(around.min.lat(), around.max.lat(), row);
            let at = Position::from_degrees(lon, lat).ok()?;
            holds(area, at).then_some([at.lon(), at.lat()])
        })
        .collect()
}

#[test]
fn shifted_points_of_real_towns_are_told_by_the_town_they_belong_to() {
    let Some(layers) = layers("admin-taiwan/towns-10t.topojson.gz") else { return };
    let towns = layers[0].features.iter().filter_map(|feature| match &feature.shape {
        Some(Shape::Area(area)) => Some(area),
        _ => None,
    });
    let mut asked = 0;
    for town in towns.step_by(23) {
        let points = points_in(town);
        for datum in Datum::ALL {
            let given: Vec<_> = points.iter().map(|at| datum.from_wgs84(*at)).collect();
            let ranking = guess_datum(&given, |at| holds(town, at));
            let [best, second] = [ranking[0], ranking[1]];
            assert_eq!((best.datum, best.swapped), (datum, false), "{ranking:?}");
            // Rounding to the lattice may cost a point beside the border.
            assert!(best.inside + 1 >= points.len(), "{ranking:?}");
            assert!(second.inside < best.inside, "{ranking:?}");
        }
        asked += 1;
    }
    assert!(asked >= 10, "{asked} towns");
}
