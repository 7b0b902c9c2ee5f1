//! Known points, and round trips all over China.

use super::*;
use proptest::prelude::*;

/// Metres between two points close to each other, on a sphere.
fn metres(a: [f64; 2], b: [f64; 2]) -> f64 {
    let east = (a[0] - b[0]).to_radians() * a[1].to_radians().cos();
    6_371_000.0 * east.hypot((a[1] - b[1]).to_radians())
}

#[test]
fn qilihe_moves_by_some_two_hundred_metres() {
    let at = [103.785_9, 36.066_1];
    let gcj = Datum::Gcj02.from_wgs84(at);
    assert!((205.0..228.0).contains(&metres(at, gcj)), "{}", metres(at, gcj));
    let bd = Datum::Bd09.from_wgs84(at);
    assert!((900.0..1_100.0).contains(&metres(at, bd)), "{}", metres(at, bd));
}

#[test]
fn tiananmen_is_where_others_have_it() {
    // The same formula run elsewhere: 39.907375, 116.391349 WGS 84.
    let gcj = Datum::Gcj02.from_wgs84([116.391_349, 39.907_375]);
    assert!(metres(gcj, [116.397_59, 39.908_775]) < 3.0, "{gcj:?}");
}

#[test]
fn the_rest_of_the_world_stays() {
    assert!(metres(Datum::Bd09.from_wgs84([-87.6, 41.8]), [-87.6, 41.8]) <= 0.0);
    assert!(metres(Datum::Gcj02.to_wgs84([-0.1, 51.5]), [-0.1, 51.5]) <= 0.0);
}

#[test]
fn names_are_read_as_people_write_them() {
    for (name, datum) in
        [("GCJ-02", Datum::Gcj02), ("bd09ll", Datum::Bd09), ("CGCS2000", Datum::Wgs84)]
    {
        assert_eq!(Datum::from_name(name), Some(datum));
    }
    assert_eq!(Datum::from_name("mars"), None);
    assert!(Datum::ALL.iter().all(|datum| Datum::from_name(datum.as_str()) == Some(*datum)));
}

proptest! {
    #[test]
    fn there_and_back_ends_within_a_micrometre(lon in 73.5..135.0, lat in 3.8..53.5) {
        for datum in Datum::ALL {
            let back = datum.to_wgs84(datum.from_wgs84([lon, lat]));
            prop_assert!(metres(back, [lon, lat]) <= 1e-6, "{datum:?} {lon} {lat}: {back:?}");
        }
    }

    #[test]
    fn any_number_gives_some_number(lon in any::<f64>(), lat in any::<f64>()) {
        for datum in Datum::ALL {
            let _ = datum.to_wgs84(datum.from_wgs84([lon, lat]));
        }
    }
}
