//! What is written is read back as it was.

use super::*;
use crate::{Part, PlaceSettings, ReadSettings, places_of, read_layers};
use model::{Class, Code, Kind, PlaceKind, State};
use proptest::prelude::*;

fn at(lon: f64, lat: f64) -> Position {
    Position::from_degrees(lon, lat).unwrap()
}

fn place(code: &str, shape: Shape) -> Place {
    Place {
        code: Code::try_from(code).unwrap(),
        name: "西园\"便民\",中心".to_owned(),
        kind: PlaceKind::ServicePoint,
        shape,
        public: true,
        hours: Some("Mo-Fr 08:30-12:00".to_owned()),
        phone: None,
        address: Some("西园路1号".to_owned()),
        serves: None,
        category: Some("service-point".to_owned()),
    }
}

#[test]
fn places_come_back_from_geojson() {
    let outer = vec![at(103.0, 36.0), at(104.0, 36.0), at(104.0, 37.0)];
    let area = Area { polygons: vec![Polygon { outer: outer.clone(), holes: vec![] }] };
    let places = [
        place("P1", Shape::Point(at(103.785_912_3, -36.066_1))),
        place("P2", Shape::Line(outer)),
        place("P3", Shape::Area(area)),
    ];
    let mut out = Vec::new();
    write_geojson_places(&mut out, &places).unwrap();
    let text = String::from_utf8(out.clone()).unwrap();
    assert!(text.contains(r#""bbox":[103,-36.0661,104,37]"#), "{text}");
    let layers =
        read_layers(&[Part { name: "x.geojson", bytes: &out }], &ReadSettings::default()).unwrap();
    assert_eq!((&*layers[0].name, &layers[0].notes[..]), ("places", &[][..]));
    let (back, faults) = places_of(&layers[0], &PlaceSettings::default());
    assert_eq!((back, faults), (places.to_vec(), vec![]));
}

#[test]
fn incidents_come_back_from_csv() {
    let incident = Incident {
        source: Code::try_from("import").unwrap(),
        external: Code::try_from("A-1").unwrap(),
        kind: Kind::try_from("噪音").unwrap(),
        class: Class::Major,
        state: State::Closed,
        at: at(103.785_912_3, 36.066_1),
        occurred: "2026-01-05T08:03:00+08:00".parse().unwrap(),
        text: Some("一,\"二\"\n三".to_owned()),
    };
    let mut out = Vec::new();
    write_csv_incidents(&mut out, [&incident], jiff::tz::offset(8)).unwrap();
    assert!(String::from_utf8(out.clone()).unwrap().contains("2026-01-05T08:03:00+08:00"));
    let settings = crate::IncidentSettings::new(incident.source.clone());
    let back: Vec<_> =
        crate::read_incidents(&*out, settings).unwrap().map(Result::unwrap).collect();
    assert_eq!(back.first(), Some(&incident));
    let mut out = Vec::new();
    write_geojson_incidents(&mut out, [&incident], jiff::tz::offset(8)).unwrap();
    assert!(serde_json::from_slice::<serde_json::Value>(&out).is_ok());
}

proptest! {
    #[test]
    fn degrees_are_exact(steps in -1_800_000_000..=1_800_000_000_i32) {
        let back: f64 = degrees(steps).parse().unwrap();
        prop_assert_eq!(Position::from_degrees(back, 0.0).unwrap().lon_e7(), steps);
    }
}
