//! TopoJSON as it should be, and as it comes.

use exchange::{Layer, Part, ReadSettings, Reason, read_layers};
use model::{Position, Shape};

fn read(text: &str) -> Vec<Layer> {
    let part = Part { name: "a.topojson", bytes: text.as_bytes() };
    read_layers(&[part], &ReadSettings::default()).unwrap()
}

fn at(lon: f64, lat: f64) -> Position {
    Position::from_degrees(lon, lat).unwrap()
}

/// Two squares side by side that share the arc between them.
const OBJECTS: &str = r#""objects":{
  "b":{"type":"GeometryCollection","geometries":[
    {"type":"Polygon","id":"W","properties":{"name":"west"},"arcs":[[0,1]]},
    {"type":"Polygon","id":7,"properties":{"name":"east"},"arcs":[[2,-1]]},
    {"type":"GeometryCollection","geometries":[{"type":"Point","id":"P","coordinates":[1,1]}]},
    {"type":null,"properties":{"name":"nothing"}},
    {"type":"Polygon","arcs":[[9]]}]},
  "a":{"type":"MultiLineString","arcs":[[0],[1]]}}"#;

#[test]
fn every_object_is_a_layer_and_arcs_run_both_ways() {
    let plain = format!(
        r#"{{"type":"Topology",{OBJECTS},"arcs":[[[1,0],[1,1]],[[1,1],[0,1],[0,0],[1,0]],[[1,0],[2,0],[2,1],[1,1]]]}}"#
    );
    let quantised = format!(
        r#"{{"type":"Topology","transform":{{"scale":[0.5,0.25],"translate":[0,0]}},{OBJECTS},
        "arcs":[[[2,0],[0,4]],[[2,4],[-2,0],[0,-4],[2,0]],[[2,0],[2,0],[0,4],[-2,0]]]}}"#
    );
    for text in [plain, quantised.clone()] {
        let layers = read(&text);
        let names: Vec<_> = layers.iter().map(|layer| layer.name.as_str()).collect();
        assert_eq!(names, ["b", "a"]);
        let features = &layers[0].features;
        assert_eq!(features[0].text("id").as_deref(), Some("W"));
        assert_eq!(features[1].text("name").as_deref(), Some("east"));
        let Some(Shape::Area(east)) = &features[1].shape else { panic!("{features:?}") };
        let mut outer = east.polygons[0].outer.clone();
        outer.sort();
        assert_eq!(outer, [at(1.0, 0.0), at(1.0, 1.0), at(2.0, 0.0), at(2.0, 1.0)]);
        assert!(matches!(features[2].shape, Some(Shape::Point(_))));
        let faults: Vec<_> = layers[0].faults.iter().map(|fault| fault.place).collect();
        assert_eq!(faults, [Some(3), Some(4)]);
        assert!(matches!(layers[0].faults[1].reason, Reason::Unreadable(_)));
        assert_eq!(layers[1].features.len(), 2, "two lines of one feature");
    }
}

#[test]
fn an_arc_used_without_end_is_refused() {
    let arc: Vec<_> = (0..1_000).map(|i| format!("[{},1]", f64::from(i) / 100.0)).collect();
    let refs = vec!["0"; 200_000].join(",");
    let text = format!(
        r#"{{"type":"Topology","arcs":[[{}]],"objects":{{"a":{{"type":"LineString","arcs":[{refs}]}}}}}}"#,
        arc.join(",")
    );
    let layers = read(&text);
    assert!(matches!(layers[0].faults[0].reason, Reason::Unreadable(_)));
}

#[test]
fn broken_topologies_are_refused() {
    for text in [
        r#"{"type":"Topology"}"#,
        r#"{"type":"Topology","arcs":7,"objects":{}}"#,
        r#"{"type":"Topology","arcs":[7],"objects":{}}"#,
        r#"{"type":"Topology","arcs":[],"objects":{"a":{}"#,
    ] {
        let part = Part { name: "a", bytes: text.as_bytes() };
        assert!(read_layers(&[part], &ReadSettings::default()).is_err(), "{text}");
    }
}
