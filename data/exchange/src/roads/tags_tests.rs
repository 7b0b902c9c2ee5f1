//! Who may pass which way, on tags as they are found.

use super::*;
use model::patrol::Mode;
use std::borrow::Cow;

fn of(tags: &[(&'static str, &'static str)]) -> Option<Meaning> {
    let tags: Vec<_> =
        tags.iter().map(|&(key, value)| (Cow::Borrowed(key), Cow::Borrowed(value))).collect();
    meaning(&tags)
}

/// Which modes may pass along and against: `fbc/f` is all on the way, walkers only back.
fn who(tags: &[(&'static str, &'static str)]) -> String {
    let passage = of(tags).map_or(Passage::NONE, |it| it.passage);
    let letters = [(Mode::Foot, 'f'), (Mode::Bike, 'b'), (Mode::Car, 'c'), (Mode::Boat, 'o')];
    let one = |forward| letters.iter().filter(move |(mode, _)| passage.allows(*mode, forward));
    let (on, back): (String, String) =
        (one(true).map(|it| it.1).collect(), one(false).map(|it| it.1).collect());
    format!("{on}/{back}")
}

#[test]
fn who_may_pass_is_read_as_it_is_meant() {
    let rows: &[(&[(&str, &str)], &str)] = &[
        (&[("highway", "residential")], "fbc/fbc"),
        (&[("highway", "residential"), ("oneway", "yes")], "fbc/f"),
        (&[("highway", "residential"), ("oneway", "-1")], "f/fbc"),
        (&[("highway", "residential"), ("oneway", "yes"), ("oneway:bicycle", "no")], "fbc/fb"),
        (&[("highway", "primary"), ("oneway", "yes"), ("cycleway", "opposite_lane")], "fbc/fb"),
        (&[("highway", "tertiary"), ("junction", "roundabout")], "fbc/f"),
        (&[("highway", "motorway")], "c/"),
        (&[("highway", "motorway_link"), ("oneway", "no")], "c/c"),
        (&[("highway", "trunk"), ("motorroad", "yes")], "c/c"),
        (&[("highway", "steps")], "f/f"),
        (&[("highway", "footway"), ("bicycle", "yes")], "fb/fb"),
        (&[("highway", "service"), ("access", "private")], "/"),
        (&[("highway", "service"), ("access", "private"), ("foot", "yes")], "f/f"),
        (&[("highway", "residential"), ("motor_vehicle", "no"), ("motorcar", "yes")], "fbc/fbc"),
        (&[("highway", "residential"), ("motor_vehicle:backward", "no")], "fbc/fb"),
        (&[("highway", "construction")], "/"),
        (&[("highway", "pedestrian"), ("area", "yes")], "/"),
        (&[("route", "ferry"), ("motor_vehicle", "no")], "fbo/fbo"),
        (&[("waterway", "river")], "o/o"),
        (&[("waterway", "canal"), ("boat", "no")], "/"),
        (&[("building", "yes")], "/"),
    ];
    for (tags, expected) in rows {
        assert_eq!(who(tags), *expected, "{tags:?}");
    }
}

#[test]
fn limits_are_kilometres_an_hour() {
    for (text, expected) in [
        ("50", Some(50)),
        ("30 mph", Some(48)),
        ("walk", Some(7)),
        ("CN:urban", None),
        ("", None),
        ("none", None),
        ("9999", None),
        ("50;60", None),
    ] {
        assert_eq!(limit(text), expected, "{text}");
    }
}
