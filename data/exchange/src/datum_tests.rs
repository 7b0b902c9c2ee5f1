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
fn gcj_02_is_as_others_have_it() {
    // The test vectors of googollee/eviltransform, latitude first as there.
    let known = [
        ([31.177_427_6, 121.527_210_6], [31.175_303_983_645_97, 121.531_541_859_215]),
        ([22.543_847, 113.912_316], [22.540_796_131_694_766, 113.917_176_480_836_3]),
        ([39.911_954, 116.377_817], [39.913_345_455_360_69, 116.384_047_224_556_57]),
    ];
    for ([lat, lon], [gcj_lat, gcj_lon]) in known {
        let gcj = Datum::Gcj02.from_wgs84([lon, lat]);
        assert!(metres(gcj, [gcj_lon, gcj_lat]) < 1e-6, "{gcj:?}");
        let back = Datum::Gcj02.to_wgs84([gcj_lon, gcj_lat]);
        assert!(metres(back, [lon, lat]) < 1e-6, "{back:?}");
    }
}

#[test]
fn bd_09_is_as_others_have_it() {
    // The examples of wandergis/coordtransform: WGS 84 to GCJ-02 to BD-09 exactly; its way back is
    // an estimate, good to some decimetres from BD-09 and some metres from GCJ-02.
    let at = [116.404, 39.915];
    let gcj = Datum::Gcj02.from_wgs84(at);
    assert!(metres(gcj, [116.410_244_499_169_38, 39.916_404_281_501_64]) < 1e-6, "{gcj:?}");
    let bd = gcj02_to_bd09(at);
    assert!(metres(bd, [116.410_369_493_710_29, 39.921_336_993_510_21]) < 1e-6, "{bd:?}");
    let bd = Datum::Bd09.from_wgs84(at);
    assert!(metres(bd, [116.416_627_243_787_33, 39.922_699_552_216_216]) < 1e-6, "{bd:?}");
    let wgs = Datum::Gcj02.to_wgs84(at);
    assert!(metres(wgs, [116.397_755_493_164_07, 39.913_596_801_757_805]) < 0.1, "{wgs:?}");
    let gcj = inverse(at, gcj02_to_bd09);
    assert!(metres(gcj, [116.397_627_291_193_15, 39.908_656_739_576_31]) < 1.0, "{gcj:?}");
}

#[test]
fn the_formula_reaches_over_taiwan() {
    let taipei = [121.5654, 25.033];
    let moved = metres(Datum::Gcj02.from_wgs84(taipei), taipei);
    assert!((300.0..700.0).contains(&moved), "{moved}");
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
