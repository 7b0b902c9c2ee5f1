//! Who may pass, by the rules of OpenStreetMap: the class's default, then `access` and the keys of
//! the mode from general to special, then one-way rules, then keys of one direction.

use super::elements::Tag;
use model::patrol::Mode;
use model::{Passage, RoadClass};

/// The value of a tag.
pub(super) fn value<'t>(tags: &'t [Tag<'_>], key: &str) -> Option<&'t str> {
    tags.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_ref())
}

/// The keys that speak of a mode, general ones first.
const fn keys(mode: Mode) -> &'static [&'static str] {
    match mode {
        Mode::Foot => &["access", "foot"],
        Mode::Bike => &["access", "vehicle", "bicycle"],
        Mode::Car => &["access", "vehicle", "motor_vehicle", "motorcar"],
        Mode::Boat => &["access", "boat", "motorboat"],
    }
}

/// The one key that the writer uses for a mode.
pub(super) const fn own_key(mode: Mode) -> &'static str {
    match mode {
        Mode::Foot => "foot",
        Mode::Bike => "bicycle",
        Mode::Car => "motor_vehicle",
        Mode::Boat => "boat",
    }
}

/// Whether a value of an access key lets through; `None` when it says nothing known.
fn lets(value: &str) -> Option<bool> {
    match value {
        "yes" | "designated" | "permissive" | "destination" | "customers" | "delivery"
        | "official" | "public" | "dismount" | "permit" | "residents" | "unknown" => Some(true),
        "no" | "private" | "agricultural" | "forestry" | "military" | "emergency"
        | "use_sidepath" | "discouraged" | "construction" | "restricted" => Some(false),
        _ => None,
    }
}

/// The modes that may use a class where no tag says otherwise.
fn by_class(class: RoadClass) -> &'static [Mode] {
    use Mode::{Bike, Boat, Car, Foot};
    match class {
        RoadClass::Motorway => &[Car],
        RoadClass::Pedestrian | RoadClass::Footway | RoadClass::Steps => &[Foot],
        RoadClass::Cycleway | RoadClass::Path => &[Foot, Bike],
        RoadClass::Ferry => &[Foot, Bike, Car, Boat],
        RoadClass::Waterway => &[Boat],
        RoadClass::Trunk
        | RoadClass::Primary
        | RoadClass::Secondary
        | RoadClass::Tertiary
        | RoadClass::Unclassified
        | RoadClass::Residential
        | RoadClass::LivingStreet
        | RoadClass::Service
        | RoadClass::Track => &[Foot, Bike, Car],
    }
}

/// Which way a one-way rule lets through: both, along the nodes, or against them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OneWay {
    No,
    Along,
    Against,
}

fn one_way(value: &str) -> Option<OneWay> {
    match value {
        "yes" | "1" | "true" | "F" => Some(OneWay::Along),
        "-1" | "reverse" | "T" => Some(OneWay::Against),
        "no" | "0" | "false" | "B" | "reversible" | "alternating" => Some(OneWay::No),
        _ => None,
    }
}

/// Who may pass a way of `class` with these tags.
pub(super) fn passage(class: RoadClass, roundabout: bool, tags: &[Tag<'_>]) -> Passage {
    let implied =
        if roundabout || class == RoadClass::Motorway { OneWay::Along } else { OneWay::No };
    let rule = value(tags, "oneway").and_then(one_way).unwrap_or(implied);
    let slow_road = value(tags, "motorroad") != Some("yes");
    let mut passage = Passage::NONE;
    for mode in Mode::ALL {
        let default = by_class(class).contains(&mode)
            && (slow_road || matches!(mode, Mode::Car | Mode::Boat));
        let told = keys(mode).iter().filter_map(|key| lets(value(tags, key)?)).next_back();
        let open = told.unwrap_or(default);
        let rule = of_mode(mode, class, rule, tags);
        for forward in [true, false] {
            let against = if forward { OneWay::Against } else { OneWay::Along };
            let suffix = if forward { ":forward" } else { ":backward" };
            let told = keys(mode)
                .iter()
                .filter_map(|key| {
                    let key = format!("{key}{suffix}");
                    lets(value(tags, &key)?)
                })
                .next_back();
            let open = told.unwrap_or(open && rule != against);
            passage = passage.with(mode, forward, open);
        }
    }
    passage
}

/// The one-way rule that holds for a mode.
fn of_mode(mode: Mode, class: RoadClass, rule: OneWay, tags: &[Tag<'_>]) -> OneWay {
    let special = |key: &str| value(tags, key).and_then(one_way);
    match mode {
        Mode::Foot if class == RoadClass::Ferry => rule,
        Mode::Foot => special("oneway:foot").unwrap_or(OneWay::No),
        Mode::Bike => {
            let opposite = ["cycleway", "cycleway:left", "cycleway:right", "cycleway:both"]
                .iter()
                .any(|key| value(tags, key).is_some_and(|it| it.starts_with("opposite")));
            special("oneway:bicycle").unwrap_or(if opposite { OneWay::No } else { rule })
        }
        Mode::Car => special("oneway:motor_vehicle").or(special("oneway:motorcar")).unwrap_or(rule),
        Mode::Boat => special("oneway:boat").unwrap_or(OneWay::No),
    }
}

/// The modes that a node with these tags stops, one bit each.
pub(super) fn stops(tags: &[Tag<'_>]) -> u8 {
    let barrier = value(tags, "barrier");
    let mut stops = 0;
    for mode in Mode::ALL {
        let default = barrier.is_some_and(|barrier| stops_by_default(barrier, mode));
        let told = keys(mode).iter().filter_map(|key| lets(value(tags, key)?)).next_back();
        // A private gate in a public street keeps others out; without a barrier the street's own
        // tags speak.
        let stopped = barrier.is_some() && !told.unwrap_or(!default);
        stops |= u8::from(stopped) << mode as u8;
    }
    stops
}

fn stops_by_default(barrier: &str, mode: Mode) -> bool {
    match (mode, barrier) {
        // What opens for everybody, or is low enough to drive over.
        (
            _,
            "no" | "entrance" | "gate" | "lift_gate" | "sliding_gate" | "swing_gate"
            | "cattle_grid" | "border_control" | "toll_booth" | "sally_port" | "height_restrictor"
            | "arch" | "kerb" | "yes" | "rising_bollard" | "checkpoint" | "traffic_island",
        )
        | (Mode::Foot | Mode::Boat, _) => {
            matches!((mode, barrier), (Mode::Foot, "wall" | "fence" | "hedge"))
        }
        (Mode::Bike, _) => matches!(
            barrier,
            "stile" | "turnstile" | "full-height_turnstile" | "kissing_gate" | "wall" | "fence"
        ),
        (Mode::Car, _) => true,
    }
}
