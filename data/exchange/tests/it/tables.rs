//! Real tables of incidents and places.

use crate::shared::{bytes, layers};
use exchange::{
    Clock, IncidentSettings, PlaceSettings, Role, places_of, read_incidents, read_places,
};
use model::Code;
use std::collections::HashSet;

#[test]
fn chicago_incidents_are_read_whole() {
    let Some(bytes) = bytes("incidents-chicago-2018/incidents.csv.gz") else { return };
    let mut settings = IncidentSettings::new(Code::try_from("import").unwrap());
    settings.clock = Clock { offset: jiff::tz::offset(-6), ..Clock::default() };
    let incidents = read_incidents(&*bytes, settings).unwrap();
    assert_eq!(incidents.columns().header(Role::Kind), Some("PrimaryType"));
    assert_eq!(incidents.sample().len() / 100, 9, "about a thousand");
    let (mut count, mut numbers) = (0, HashSet::new());
    for incident in incidents {
        let incident = incident.unwrap();
        count += 1;
        if count == 1 {
            assert_eq!(incident.occurred.to_string(), "2018-01-01T06:00:00Z");
            assert_eq!(incident.kind.as_str(), "CRIMINAL DAMAGE");
        }
        numbers.insert(incident.external);
    }
    assert_eq!((count, numbers.len()), (156_385, 156_385));
}

#[test]
fn lancashire_incidents_have_months_and_tabs() {
    let Some(bytes) = bytes("incidents-lancashire-2022/asb.tsv.gz") else { return };
    let settings = IncidentSettings::new(Code::try_from("import").unwrap());
    let incidents: Vec<_> =
        read_incidents(&*bytes, settings).unwrap().map(Result::unwrap).collect();
    assert_eq!(incidents.len(), 56_434);
    assert_eq!(incidents[0].kind.as_str(), "未分类");
}

#[test]
fn points_of_interest_become_places() {
    for (path, count) in [("poi-osm/monaco.geojson", 231), ("poi-osm/otaniemi.geojson", 266)] {
        let Some(layers) = layers(path) else { return };
        let (places, faults) = places_of(&layers[0], &PlaceSettings::default());
        assert_eq!((places.len(), faults.len()), (count, 0), "{path}: {faults:?}");
        let hours = places.iter().filter(|place| place.hours.is_some()).count();
        assert!(hours >= 100, "{path}: {hours}");
        let codes: HashSet<_> = places.iter().map(|place| &place.code).collect();
        assert_eq!(codes.len(), count);
    }
}

#[test]
fn a_table_without_coordinates_says_what_it_has() {
    let Some(bytes) = bytes("cn-codes/seed-districts-streets.csv") else { return };
    let refused = read_places(&*bytes, &PlaceSettings::default()).unwrap_err();
    assert!(refused.to_string().contains("areaCode"), "{refused}");
}
