//! What stands and happens in a town.

use crate::partition::town;
use crate::same;
use jiff::civil::date;
use jiff::tz::Offset;
use model::{PlaceKind, Shape};
use samples::{Like, make};
use std::collections::BTreeSet;

#[test]
fn qilihe_has_its_places() {
    let town = town(Like::Qilihe, 1);
    let of = |kind| town.places.iter().filter(|p| p.kind == kind).collect::<Vec<_>>();
    let ranks = |rank: &str| {
        of(PlaceKind::Checkpoint).iter().filter(|p| p.category.as_deref() == Some(rank)).count()
    };
    assert_eq!([ranks("站"), ranks("岗"), ranks("点")], [1, 1, 13]);
    assert_eq!(of(PlaceKind::Base).len(), 19);
    assert_eq!(of(PlaceKind::ServicePoint).len(), 120);
    assert_eq!(of(PlaceKind::Station).len(), 2);
    assert_eq!(of(PlaceKind::ShoppingDistrict).len(), 2);
    assert_eq!(of(PlaceKind::PatrolLine).len(), 3);
    let codes: BTreeSet<&str> = town.places.iter().map(|p| p.code.as_str()).collect();
    assert_eq!(codes.len(), town.places.len(), "codes are unique");
    for place in &town.places {
        assert_eq!(place.public, place.kind == PlaceKind::ServicePoint, "{}", place.name);
        assert!(place.shape.bounds().is_some(), "{} is somewhere", place.name);
        if let Some(phone) = &place.phone {
            assert!(phone.starts_with("0931-000"), "{phone} is nobody's");
        }
        if let Some(serves) = &place.serves {
            assert!(town.tree.units().iter().any(|u| u.code == *serves), "{serves} is a unit");
        }
    }
}

#[test]
fn service_points_have_hours_of_every_kind() {
    let town = town(Like::Qilihe, 1);
    let with = |what: &str| {
        let hours = town.places.iter().filter_map(|place| place.hours.as_deref());
        hours.filter(|hours| hours.contains(what)).count()
    };
    for what in ["24/7", "Sa ", "PH off", "@ lunar ending", "@ lunar 1,15", "@ every", "@ monthly"]
    {
        assert!(with(what) > 0, "{what}");
    }
    assert!((20..60).contains(&with("@")), "{} have market or circuit days", with("@"));
}

#[test]
fn a_year_of_incidents_ends_with_the_day_asked_for() {
    let town = town(Like::Qilihe, 1);
    let count = town.incidents.len();
    assert!((10_000..15_000).contains(&count), "{count} incidents");
    let numbers: BTreeSet<_> = town.incidents.iter().map(|i| (&i.source, &i.external)).collect();
    assert_eq!(numbers.len(), count, "numbers are unique within a source");
    for incident in &town.incidents {
        let day = Offset::constant(8).to_datetime(incident.occurred).date();
        assert!(day > date(2025, 11, 21) && day <= date(2026, 11, 21), "{day}");
    }
}

#[test]
fn the_day_of_patrol_asks_for_what_the_scheme_names() {
    let town = town(Like::Qilihe, 1);
    let problem = &town.problem;
    assert_eq!(problem.day, date(2026, 11, 21));
    assert_eq!(problem.crews.len(), 12);
    assert!((140..160).contains(&problem.targets.len()), "{}", problem.targets.len());
    // 15 checkpoints and seven more standing targets: the eighth is the first checkpoint.
    assert_eq!(problem.targets.iter().filter(|t| t.required).count(), 22);
    let ids: BTreeSet<&str> = problem.targets.iter().map(|t| t.id.as_str()).collect();
    assert_eq!(ids.len(), problem.targets.len());
    for target in &problem.targets {
        assert!(target.visits > 0 && !target.windows.is_empty(), "{}", target.name);
        let apart = target.windows.windows(2).all(|pair| pair[0].end() < pair[1].start());
        assert!(apart, "the windows of {} are apart", target.name);
    }
}

#[test]
fn roads_hang_together() {
    let town = town(Like::Qilihe, 1);
    let mut joined: BTreeSet<_> = town.roads[0].line.iter().copied().collect();
    for _ in 0..town.roads.len() {
        for road in &town.roads {
            if road.line.iter().any(|p| joined.contains(p)) {
                joined.extend(&road.line);
            }
        }
    }
    for road in &town.roads {
        assert!(road.line.iter().all(|p| joined.contains(p)), "{} is reached", road.name);
    }
}

#[test]
fn points_lie_in_the_town() {
    let town = town(Like::Qilihe, 1);
    let within = |p| town.areas.iter().any(|area| same::inside(p, area));
    for place in &town.places {
        if let Shape::Point(at) = place.shape {
            assert!(within(at), "{} lies in the town", place.name);
        }
    }
    for incident in town.incidents.iter().step_by(40) {
        assert!(within(incident.at));
    }
}

#[test]
fn the_same_arguments_make_the_same_town_and_others_another() {
    let town_of = |seed| make(Like::Qilihe, seed, date(2026, 11, 21)).unwrap();
    let (one, again, two) = (town_of(1), town_of(1), town_of(2));
    assert_eq!(one, again);
    assert_eq!([same::hash(&one), same::hash(&two)], [PINNED[0], PINNED[1]]);
}

/// The content of seeds 1 and 2. A change here is a change of everybody's demo city: say so in the
/// change log. A noun of the model that gets another field changes it, too: then `gridbeat demo` must
/// write the file that it wrote before, byte for byte.
const PINNED: [u64; 2] = [12_654_040_311_544_750_557, 17_747_601_740_138_727_429];
