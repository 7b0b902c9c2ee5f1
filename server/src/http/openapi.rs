//! The description of the API in OpenAPI 3.1, made from the table of doors and the types of the
//! handlers.

mod words;

use super::doors::{DOORS, Door};
use super::{
    city, counts, coverage, designs, dispatch, drawings, grids, hotspots, incidents, intake,
    places, plan_ask, plans, roads, search, service_points, session, units, users,
};
use actix_web::HttpResponse;
use model::Role;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use utoipa::OpenApi;
use words::words;

/// The bodies that requests and answers hold.
#[derive(OpenApi)]
#[openapi(components(schemas(
    city::City,
    grids::Found,
    units::Units,
    service_points::ServicePoints,
    search::SearchResult,
    service_points::ServiceItems,
    coverage::Coverage,
    session::SignIn,
    session::SignedIn,
    session::NewPassword,
    places::Places,
    incidents::Incidents,
    incidents::IncidentInfo,
    intake::Report,
    intake::Batch,
    intake::BatchAnswer,
    incidents::Days,
    counts::Counts,
    designs::Designs,
    designs::DesignInfo,
    designs::Whole,
    designs::NewDesign,
    designs::NewStep,
    designs::TriedStep,
    designs::Stepped,
    designs::Steps,
    designs::Findings,
    designs::Differences,
    designs::NewSubmission,
    designs::Approval,
    drawings::Drawings,
    drawings::LineageInfo,
    plan_ask::Ask,
    plans::Plans,
    dispatch::CallAsk,
    dispatch::Responders,
    dispatch::Relaxations,
    roads::RouteInfo,
    roads::ReachInfo,
    hotspots::HotspotsInfo,
    users::Users,
    users::NewUser,
    users::Password,
)))]
struct Schemas;

static DOCUMENT: LazyLock<String> = LazyLock::new(|| document().to_string());

/// `GET /api/v1/openapi.json`
pub(crate) async fn show() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(DOCUMENT.as_str())
}

fn document() -> Value {
    let schemas = serde_json::to_value(Schemas::openapi()).unwrap_or_default();
    let mut paths: Map<String, Value> = Map::new();
    for door in DOORS.iter().filter(|door| is_described(door)) {
        let path = door.path.replace(":.*", "");
        let item = paths.entry(path).or_insert_with(|| json!({}));
        item[door.method.as_str().to_lowercase()] = operation(door);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Gridbeat",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Service grids, incidents and patrols of a city. Positions are WGS 84 \
                degrees, longitude first; instants are RFC 3339. Errors are problem documents \
                (RFC 9457). Requests that change something carry the header X-Gridbeat: 1.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "paths": paths,
        "components": {
            "schemas": schemas["components"]["schemas"],
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": session::COOKIE },
            },
        },
    })
}

/// Pages are not part of the API.
fn is_described(door: &Door) -> bool {
    let described = ["/api/", "/tiles/", "/maps/", "/ogc", "/calendar/"];
    described.iter().any(|start| door.path.starts_with(start)) || door.path.ends_with('z')
}

fn operation(door: &Door) -> Value {
    let words = words(door);
    let mut parameters: Vec<Value> = door
        .path
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split(['}', ':']).next())
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    parameters.extend(words.query);
    let mut operation = json!({
        "summary": words.summary,
        "parameters": parameters,
        "responses": {
            words.status: match words.answer {
                Some(name) => json!({ "description": "OK", "content": { "application/json": {
                    "schema": { "$ref": format!("#/components/schemas/{name}") } } } }),
                None => json!({ "description": "OK" }),
            },
            "default": { "description": "A problem", "content": { "application/problem+json": {} } },
        },
    });
    if let Some(name) = words.body {
        operation["requestBody"] = json!({ "required": true, "content": { "application/json": {
            "schema": { "$ref": format!("#/components/schemas/{name}") } } } });
    }
    if !door.roles.contains(&Role::Public) {
        let roles: Vec<&str> = door.roles.iter().map(|role| role.as_str()).collect();
        operation["security"] = json!([{ "session": [] }]);
        operation["description"] = json!(format!("For: {}.", roles.join(", ")));
    }
    operation
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_door_of_the_api_is_described() {
        for door in DOORS.iter().filter(|door| is_described(door)) {
            assert!(!words(door).summary.is_empty(), "{} {}", door.method.as_str(), door.path);
        }
    }

    #[test]
    fn every_reference_has_its_schema() {
        let document = document();
        let text = document.to_string();
        for part in text.split("\"#/components/schemas/").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(document["components"]["schemas"][name].is_object(), "{name}");
        }
        assert_eq!(document["openapi"], "3.1.0");
    }
}
