//! Zones against another projection code and a published length.

use super::*;
use crate::crs::Crs;
use proptest::prelude::*;

/// What `proj4rs` makes of metres in an EPSG system.
fn elsewhere(epsg: u32, at: [f64; 2]) -> [f64; 2] {
    match Crs::from_epsg(epsg) {
        Ok(Crs::Projected(projection)) => projection.to_degrees(at).unwrap(),
        other => panic!("{epsg}: {other:?}"),
    }
}

/// Metres between two points close to each other, on a sphere.
fn metres(a: [f64; 2], b: [f64; 2]) -> f64 {
    let east = (a[0] - b[0]).to_radians() * a[1].to_radians().cos();
    6_371_000.0 * east.hypot((a[1] - b[1]).to_radians())
}

#[test]
fn the_quadrant_of_the_meridian_is_as_published() {
    // Moritz, "Geodetic Reference System 1980", J. Geodesy 74, 2000: 10 001 965.7293 m. CGCS2000
    // has the same axis and flattening.
    let zone = GaussKruger::zone(ZoneWidth::Three, 35, false).unwrap();
    let [easting, northing] = zone.from_wgs84([105.0, 90.0]).unwrap();
    assert!((northing - 10_001_965.729_3).abs() < 1e-4, "{northing}");
    assert!((easting - 500_000.0).abs() < 1e-6, "{easting}");
}

#[test]
fn zones_lie_where_they_should() {
    let meridian = |width, number| GaussKruger::zone(width, number, true).map(|z| z.meridian());
    assert_eq!(meridian(ZoneWidth::Three, 35), Some(105.0));
    assert_eq!(meridian(ZoneWidth::Six, 18), Some(105.0));
    assert_eq!(meridian(ZoneWidth::Six, 60), Some(-3.0));
    assert_eq!(meridian(ZoneWidth::Three, 0), None);
    assert_eq!(meridian(ZoneWidth::Six, 61), None);
    assert_eq!(meridian(ZoneWidth::Three, 121), None);
    assert_eq!(ZoneWidth::Three.zone_of(103.8), Some(35));
    assert_eq!(ZoneWidth::Three.zone_of(103.5), Some(35));
    assert_eq!(ZoneWidth::Three.zone_of(0.0), Some(120));
    assert_eq!(ZoneWidth::Six.zone_of(103.8), Some(18));
    assert_eq!(ZoneWidth::Six.zone_of(-180.0), Some(31));
    assert_eq!(ZoneWidth::Six.zone_of(f64::NAN), None);
    let named = |easting| GaussKruger::of_easting(easting).map(|(width, zone, _)| (width, zone));
    assert_eq!(named(35_412_345.0), Some((ZoneWidth::Three, 35)));
    assert_eq!(named(18_412_345.0), Some((ZoneWidth::Six, 18)));
    for none in [412_345.0, 35_950_000.0, 12_500_000.0, 46_500_000.0, f64::NAN, -1.0] {
        assert_eq!(named(none), None, "{none}");
    }
    assert!(GaussKruger::around(181.0).is_none() && GaussKruger::around(f64::NAN).is_none());
}

#[test]
fn what_is_too_far_away_is_refused() {
    let zone = GaussKruger::around(105.0).unwrap();
    for at in [[140.0, 30.0], [105.0, 91.0], [f64::NAN, 0.0], [105.0, f64::INFINITY]] {
        assert!(zone.from_wgs84(at).is_none(), "{at:?}");
    }
    for at in [[9e6, 0.0], [5e5, 1.1e7], [f64::NAN, 0.0], [5e5, f64::INFINITY]] {
        assert!(zone.to_wgs84(at).is_none(), "{at:?}");
    }
}

proptest! {
    #[test]
    fn zones_agree_with_another_code_and_with_themselves(
        number in 25_u8..=45,
        six in 13_u8..=23,
        easting in 200_000.0_f64..800_000.0,
        northing in 1_500_000.0_f64..6_000_000.0,
    ) {
        let systems = [
            // EPSG:4513 to 4533 with, 4534 to 4554 without prefix; 4491 to 4501, 4502 to 4512.
            (ZoneWidth::Three, number, true, 4513 + u32::from(number) - 25),
            (ZoneWidth::Three, number, false, 4534 + u32::from(number) - 25),
            (ZoneWidth::Six, six, true, 4491 + u32::from(six) - 13),
            (ZoneWidth::Six, six, false, 4502 + u32::from(six) - 13),
        ];
        for (width, number, prefixed, epsg) in systems {
            let zone = GaussKruger::zone(width, number, prefixed).unwrap();
            let prefix = if prefixed { f64::from(number) * 1e6 } else { 0.0 };
            let at = [prefix + easting, northing];
            let degrees = zone.to_wgs84(at).unwrap();
            let off = metres(degrees, elsewhere(epsg, at));
            prop_assert!(off < 1e-3, "EPSG:{epsg} {at:?}: {off}");
            let back = zone.from_wgs84(degrees).unwrap();
            let off = (back[0] - at[0]).hypot(back[1] - at[1]);
            prop_assert!(off < 1e-6, "EPSG:{epsg} {at:?}: {off}");
            if prefixed {
                prop_assert_eq!(GaussKruger::of_easting(at[0]), Some((width, number, zone)));
            }
        }
    }

    #[test]
    fn there_and_back_is_the_same_place_anywhere_near_the_meridian(
        meridian in -180.0_f64..=180.0,
        off in -10.0_f64..10.0,
        lat in -90.0_f64..=90.0,
    ) {
        let zone = GaussKruger::around(meridian).unwrap();
        let lon = (meridian + off + 540.0).rem_euclid(360.0) - 180.0;
        let back = zone.to_wgs84(zone.from_wgs84([lon, lat]).unwrap()).unwrap();
        let east = (back[0] - lon + 540.0).rem_euclid(360.0) - 180.0;
        prop_assert!(metres([east, back[1]], [0.0, lat]) < 1e-6, "{lon} {lat} {back:?}");
    }

    #[test]
    fn any_number_gives_an_answer(a in any::<f64>(), b in any::<f64>(), zone in any::<u8>()) {
        let zone = GaussKruger::zone(ZoneWidth::Three, zone, zone % 2 == 0);
        if let Some(zone) = zone.or(GaussKruger::around(a)) {
            let _ = (zone.to_wgs84([a, b]), zone.from_wgs84([a, b]));
        }
    }
}
