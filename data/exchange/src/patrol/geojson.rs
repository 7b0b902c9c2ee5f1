//! A patrol plan as GeoJSON (RFC 7946): a line for every route, a point for every stop.

use super::course::{Way, begins, drawn, routes};
use super::shape::{Geometry, LonLat, kind};
use model::patrol::{Plan, Problem};
use serde_json::{Value, json};

/// `plan` as a `FeatureCollection`: each route as a `LineString`, then its stops in order as
/// `Point`s, where each visit begins. Times are `HH:MM:SS` from the start of `day`; `order` counts
/// from 1. What the problem does not have is left out; routes without a way in `ways` are drawn
/// straight.
pub fn write_plan_geojson(plan: &Plan, problem: &Problem, ways: &[Way]) -> String {
    let mut features = Vec::new();
    for (place, route, crew) in routes(problem, plan) {
        let line = Geometry::line(&drawn(problem, route, place, ways));
        let length = ways.get(place).and_then(|way| way.length).unwrap_or(route.length);
        features.push(feature(
            &line,
            json!({
                "kind": "route",
                "day": problem.day.to_string(),
                "crew": crew.id,
                "name": crew.name,
                "mode": crew.mode.as_str(),
                "depart": route.depart.to_string(),
                "back": route.back.to_string(),
                "length_m": length.get(),
                "stops": route.stops.len(),
            }),
        ));
        for (stop, order) in route.stops.iter().zip(1..) {
            let (Some(at), Some(target)) =
                (begins(problem, stop), problem.targets.get(stop.target))
            else {
                continue;
            };
            features.push(feature(
                &Geometry::Point { coordinates: LonLat(at) },
                json!({
                    "kind": "stop",
                    "day": problem.day.to_string(),
                    "crew": crew.id,
                    "order": order,
                    "target": target.id,
                    "name": target.name,
                    "target_kind": kind(&target.shape),
                    "arrive": stop.arrive.to_string(),
                    "start": stop.start.to_string(),
                    "leave": stop.leave.to_string(),
                    "reversed": stop.reversed,
                }),
            ));
        }
    }
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

#[expect(clippy::needless_pass_by_value, reason = "made for the call, and moved into the feature")]
fn feature(geometry: &Geometry, properties: Value) -> Value {
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}
