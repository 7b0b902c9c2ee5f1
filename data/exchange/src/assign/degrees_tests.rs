//! The short way ends where the long way does.

use super::*;
use proptest::prelude::*;

/// What the cells mean: read as `f64`, rounded by the lattice.
fn twin(lon: &str, lat: &str) -> Option<Position> {
    Position::from_degrees(lon.parse().ok()?, lat.parse().ok()?).ok()
}

fn same(lon: &str, lat: &str) {
    assert_eq!(position(lon.as_bytes(), lat.as_bytes()), twin(lon, lat), "{lon} {lat}");
}

#[test]
fn plain_numbers_go_the_short_way() {
    for (text, steps) in [
        ("0", 0),
        ("-0", 0),
        ("36", 360_000_000),
        ("0036.50", 365_000_000),
        ("103.8371", 1_038_371_000),
        ("-103.83714449", -1_038_371_445),
        ("103.837144448998", 1_038_371_444),
        ("179.9999999", 1_799_999_999),
        ("0.00000004998", 0),
        ("0.0000000501", 1),
    ] {
        assert_eq!(plain_steps(text.as_bytes(), LON_MAX), Some(steps), "{text}");
        same(text, "0");
    }
}

#[test]
fn the_rest_goes_the_long_way() {
    for text in [
        "",
        "-",
        ".",
        "-.",
        ".5",
        "5.",
        "+5",
        "1e2",
        "1e-3",
        "--5",
        "1.2.3",
        "NaN",
        "inf",
        "0x10",
        "180",
        "180.0",
        "180.00000001",
        "179.99999999",
        "-180",
        "181",
        "1_0",
        "１",
        " 5",
        "5 ",
        "0.00000005",
        "-0.00000015",
        "0.000000049999",
        "99999999999999999999",
        "18446744073709551616",
        "103.83710000000000000000000001",
        "0.0000000499999999999999999999999",
    ] {
        assert_eq!(plain_steps(text.as_bytes(), LON_MAX), None, "{text}");
        let plain = text.trim() == text;
        if plain {
            same(text, "0");
            same("0", text);
        }
    }
    assert_eq!(position(b" 5 ", "36°".as_bytes()), Position::from_degrees(5.0, 36.0).ok());
    assert_eq!(position(b"103,5", b"36"), Position::from_degrees(103.5, 36.0).ok());
    assert_eq!(position(b"\xff", b"36"), None);
}

/// Texts about half a step, where the two roundings of `f64` matter.
fn near_half() -> impl Strategy<Value = String> {
    (0..180_u32, 0..10_000_000_u32, "(5|49{0,12}|50{0,12})[0-9]{0,3}", any::<bool>()).prop_map(
        |(degrees, steps, rest, negative)| {
            format!("{}{degrees}.{steps:07}{rest}", if negative { "-" } else { "" })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn it_agrees_with_its_twin(lon in "-?[0-9]{1,3}(\\.[0-9]{0,20})?", lat in "-?[0-9]{1,2}\\.[0-9]{5,9}") {
        same(&lon, &lat);
    }

    #[test]
    fn it_agrees_about_halves(lon in near_half(), lat in near_half()) {
        same(&lon, &lat);
    }

    #[test]
    fn it_agrees_about_anything(lon in "[-+.0-9eEx ,]{0,8}") {
        let plain = plain_steps(lon.as_bytes(), LON_MAX);
        if let Some(steps) = plain {
            prop_assert_eq!(Some(steps), twin(&lon, "0").map(Position::lon_e7));
        }
    }
}
