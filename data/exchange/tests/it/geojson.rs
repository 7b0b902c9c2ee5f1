//! GeoJSON as it should be, and as it comes.

use exchange::{GridFields, Layer, Note, Part, ReadSettings, Reason, Value, grids_of, read_layers};
use model::{Position, Shape};

fn read(text: &str) -> Layer {
    let part = Part { name: "a/grids.geojson", bytes: text.as_bytes() };
    read_layers(&[part], &ReadSettings::default()).unwrap().remove(0)
}

fn at(lon: f64, lat: f64) -> Position {
    Position::from_degrees(lon, lat).unwrap()
}

/// A collection of one polygon with these rings.
fn polygon(rings: &str) -> String {
    format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"网格编码":"620103001001001","name":"一网格","n":1,"f":1.5,"b":true,"o":{{"a":1}},"z":null}},
        "geometry":{{"type":"Polygon","coordinates":{rings}}}}}]}}"#
    )
}

fn outer(layer: &Layer) -> Vec<Position> {
    let Some(Shape::Area(area)) = &layer.features[0].shape else { panic!("{layer:?}") };
    area.polygons[0].outer.clone()
}

const SQUARE: [(f64, f64); 4] = [(103.0, 36.0), (103.1, 36.0), (103.1, 36.1), (103.0, 36.1)];

fn square() -> Vec<Position> {
    SQUARE.iter().map(|(lon, lat)| at(*lon, *lat)).collect()
}

#[test]
fn fields_keep_their_order_and_kind() {
    let layer = read(&polygon("[[[103,36],[103.1,36],[103.1,36.1],[103,36.1],[103,36]]]"));
    assert_eq!(outer(&layer), square());
    assert_eq!((&layer.notes[..], &layer.faults[..]), (&[][..], &[][..]));
    let values: Vec<_> = layer.features[0].fields.iter().map(|(_, value)| value.clone()).collect();
    let text = |text: &str| Value::Text(text.to_owned());
    assert_eq!(
        values,
        [
            text("620103001001001"),
            text("一网格"),
            Value::Int(1),
            Value::Float(1.5),
            Value::Bool(true),
            text(r#"{"a":1}"#),
            Value::Null
        ]
    );
    let found = grids_of(&layer, &GridFields::default());
    assert_eq!(found.units[0].code, "620103001001001");
    assert_eq!(found.units[0].name, "一网格");
}

#[test]
fn rings_are_mended_and_it_is_said() {
    // Clockwise, not closed, one point twice, heights.
    let layer =
        read(&polygon("[[[103,36,5],[103,36.1,5],[103.1,36.1,5],[103.1,36.1,5],[103.1,36,5]]]"));
    assert_eq!(outer(&layer).len(), 4);
    let names: Vec<_> = layer.notes.iter().map(Note::as_str).collect();
    assert_eq!(names, ["rings-closed", "points-repeated", "rings-turned"]);
}

#[test]
fn rings_of_too_few_points_are_faults() {
    let layer = read(&polygon("[[[103,36],[103.1,36],[103,36]]]"));
    assert_eq!(layer.features[0].shape, None);
    assert!(
        matches!(layer.faults[0].reason, Reason::TooFewPoints { what: "ring", points: 2 }),
        "{:?}",
        layer.faults
    );
}

#[test]
fn swapped_axes_are_found_and_said() {
    let layer = read(&polygon("[[[36,103],[36,103.1],[36.1,103.1],[36.1,103],[36,103]]]"));
    assert!(matches!(layer.notes[0], Note::AxesSwapped { points: 5, of: 5 }), "{:?}", layer.notes);
    assert_eq!(layer.features[0].shape.as_ref().unwrap().bounds().unwrap().min, at(103.0, 36.0));
}

#[test]
fn one_broken_feature_costs_only_itself() {
    let layer = read(
        r#"{"features":[
        {"type":"Feature","properties":{"id":1},"geometry":{"type":"Point","coordinates":[103,36]}},
        {"type":"Feature","properties":{"id":2},"geometry":{"type":"Point","coordinates":["103","36"]}},
        {"type":"Feature","properties":{"id":3},"geometry":{"type":"Polygon","coordinates":[103,36]}},
        {"type":"Feature","properties":{"id":4},"geometry":null},
        {"type":"Feature","properties":7,"geometry":null},
        {"type":"Circle"},
        17,
        {"type":"Feature","properties":{"id":5},"geometry":{"type":"Point","coordinates":[203,36]}},
        {"type":"Feature","properties":{"id":6},"geometry":{"type":"Point","coordinates":[103.5,36]}}]}"#,
    );
    assert_eq!(layer.features.len(), 9);
    let places: Vec<_> = layer.faults.iter().map(|fault| fault.place.unwrap()).collect();
    assert_eq!(places, [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(layer.features[8].shape, Some(Shape::Point(at(103.5, 36.0))));
}

#[test]
fn single_features_geometries_and_sequences_are_read() {
    let point = r#"{"type":"Point","coordinates":[103,36]}"#;
    let feature = format!(r#"{{"type":"Feature","id":"n1","properties":null,"geometry":{point}}}"#);
    for text in [point.to_owned(), feature.clone(), format!("\u{feff}{feature}")] {
        let layer = read(&text);
        assert_eq!(layer.features[0].shape, Some(Shape::Point(at(103.0, 36.0))), "{text}");
    }
    let layer = read(&format!("\u{1e}{feature}\n\u{1e}{feature}\n"));
    assert_eq!(layer.features.len(), 2);
    assert_eq!(layer.features[1].text("id").as_deref(), Some("n1"));
}

#[test]
fn collections_are_split_by_kind_and_areas_stay_together() {
    let layer = read(
        r#"{"type":"Feature","properties":{"a":1},"geometry":{"type":"GeometryCollection","geometries":[
        {"type":"Point","coordinates":[103,36]},
        {"type":"Polygon","coordinates":[[[103,36],[103.1,36],[103.1,36.1],[103,36]]]},
        {"type":"GeometryCollection","geometries":[
          {"type":"Polygon","coordinates":[[[104,36],[104.1,36],[104.1,36.1],[104,36]]]}]}]}}"#,
    );
    assert_eq!(layer.features.len(), 2);
    assert!(layer.features.iter().all(|feature| feature.place == 0));
    assert!(
        matches!(&layer.features[1].shape, Some(Shape::Area(area)) if area.polygons.len() == 2)
    );
    assert!(matches!(layer.notes[0], Note::Split(seen) if seen.count == 1));
}

#[test]
fn metres_without_a_reference_system_are_a_clear_fault() {
    let layer = read(&polygon("[[[1000,2000],[1500,2000],[1500,2500],[1000,2000]]]"));
    assert!(matches!(layer.faults[0].reason, Reason::CrsUnknown { .. }), "{:?}", layer.faults);
    assert_eq!(layer.features[0].shape, None);
    assert_eq!(layer.features[0].text("name").as_deref(), Some("一网格"));
}

#[test]
fn what_is_no_geojson_is_refused() {
    for text in ["", "  ", "{", "[1,2]", "nul", r#"{"type":"Nothing"}"#, r#"{"features":7}"#] {
        let part = Part { name: "x.json", bytes: text.as_bytes() };
        assert!(read_layers(&[part], &ReadSettings::default()).is_err(), "{text}");
    }
    let deep = format!(r#"{{"type":"Polygon","coordinates":{}"#, "[".repeat(1_000_000));
    let part = Part { name: "x.json", bytes: deep.as_bytes() };
    assert!(read_layers(&[part], &ReadSettings::default()).is_err());
}
