//! What tags say of a way.

use super::access::{passage, value};
use super::elements::Tag;
use model::{Lie, Passage, RoadClass};

/// A way without its nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) class: RoadClass,
    pub(super) passage: Passage,
    pub(super) limit_kmh: Option<u8>,
    pub(super) lie: Lie,
    pub(super) link: bool,
    pub(super) roundabout: bool,
    pub(super) name: String,
}

/// What the tags of a way mean, or `None` when nobody travels it.
pub(super) fn meaning(tags: &[Tag<'_>]) -> Option<Meaning> {
    if value(tags, "area") == Some("yes") {
        return None;
    }
    let highway = value(tags, "highway");
    let (class, link) = match highway.and_then(class) {
        Some(found) => found,
        None if highway.is_some() => return None,
        None => (water(tags)?, false),
    };
    Some(of_class(class, link, tags)).filter(|it| !it.passage.is_closed())
}

/// What the tags of a way of this class mean.
pub(super) fn of_class(class: RoadClass, link: bool, tags: &[Tag<'_>]) -> Meaning {
    let told = |key: &str| value(tags, key).is_some_and(|it| !matches!(it, "no" | "" | "F" | "0"));
    let roundabout = matches!(value(tags, "junction"), Some("roundabout" | "circular"));
    let name = value(tags, "name").or(value(tags, "ref")).unwrap_or("");
    Meaning {
        class,
        link,
        roundabout,
        passage: passage(class, roundabout, tags),
        limit_kmh: value(tags, "maxspeed").and_then(limit),
        lie: if told("tunnel") {
            Lie::Tunnel
        } else if told("bridge") {
            Lie::Bridge
        } else {
            Lie::Ground
        },
        name: name.trim().to_owned(),
    }
}

/// The class that a value of `highway` names, and whether it is a ramp.
pub(super) fn class(highway: &str) -> Option<(RoadClass, bool)> {
    if let Some(main) = highway.strip_suffix("_link") {
        return RoadClass::from_name(main).map(|class| (class, true));
    }
    let class = match highway {
        "ferry" | "waterway" => None,
        "road" | "minor" => Some(RoadClass::Unclassified),
        "busway" | "escape" | "rest_area" | "services" => Some(RoadClass::Service),
        "corridor" | "sidewalk" | "crossing" => Some(RoadClass::Footway),
        "bridleway" => Some(RoadClass::Path),
        // Extracts name tracks by grade.
        graded if graded.starts_with("track_grade") => Some(RoadClass::Track),
        other => RoadClass::from_name(other),
    };
    class.map(|class| (class, false))
}

/// What of the water is travelled.
fn water(tags: &[Tag<'_>]) -> Option<RoadClass> {
    if matches!(value(tags, "route"), Some("ferry")) {
        return Some(RoadClass::Ferry);
    }
    let navigable = matches!(value(tags, "waterway"), Some("river" | "canal" | "fairway"))
        && value(tags, "intermittent") != Some("yes");
    navigable.then_some(RoadClass::Waterway)
}

/// A posted limit in km/h.
fn limit(text: &str) -> Option<u8> {
    let text = text.trim();
    if text == "walk" {
        return Some(7);
    }
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(digits)?;
    let number: f64 = number.parse().ok()?;
    let kmh = match unit.trim() {
        "" | "km/h" | "kmh" | "kph" => number,
        "mph" => number * 1.609_344,
        "knots" => number * 1.852,
        _ => return None,
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 250")]
    (1.0..=250.0).contains(&kmh).then(|| kmh.round() as u8)
}

#[cfg(test)]
#[path = "tags_tests.rs"]
mod tests;
