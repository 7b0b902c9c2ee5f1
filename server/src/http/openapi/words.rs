//! What the description says of each door.

use super::super::doors::{Door, Method_};
use super::super::{
    calendar, counts, designs, drawings, grids, hotspots, incidents, layers, maps, places, roads,
    search, service_points, units,
};
use serde_json::Value;

/// What is said of one door.
#[derive(Default)]
pub(super) struct Words {
    pub(super) summary: &'static str,
    pub(super) status: &'static str,
    pub(super) query: Vec<Value>,
    pub(super) body: Option<&'static str>,
    pub(super) answer: Option<&'static str>,
}

/// A read that takes a query.
fn asked<T: utoipa::IntoParams>(summary: &'static str, answer: &'static str) -> Words {
    Words { query: query::<T>(), ..ok(summary, Some(answer)) }
}

fn query<T: utoipa::IntoParams>() -> Vec<Value> {
    let parameters = T::into_params(|| Some(utoipa::openapi::path::ParameterIn::Query));
    parameters.into_iter().filter_map(|it| serde_json::to_value(it).ok()).collect()
}

const fn ok(summary: &'static str, answer: Option<&'static str>) -> Words {
    Words { summary, status: "200", query: Vec::new(), body: None, answer }
}

fn words_of_incidents(door: &Door) -> Words {
    match (door.method, door.path) {
        (Method_::Get, "/api/v1/incidents") => {
            Words { query: query::<incidents::Ask>(), ..ok("Incidents", Some("Incidents")) }
        }
        (Method_::Post, "/api/v1/incidents") => Words {
            status: "201",
            body: Some("Report"),
            ..ok("Take an incident in", Some("IncidentInfo"))
        },
        (Method_::Post, "/api/v1/incidents/batch") => Words {
            body: Some("Batch"),
            ..ok("Take many incidents in, with what is wrong said per row", Some("BatchAnswer"))
        },
        (Method_::Get, "/api/v1/incidents/days") => {
            Words { query: query::<incidents::AskDays>(), ..ok("Incidents by day", Some("Days")) }
        }
        (Method_::Get, "/api/v1/incidents/{id}") => ok("One incident", Some("IncidentInfo")),
        _ => Words { status: "200", ..Words::default() },
    }
}

/// What OGC API – Tiles and Common say of each of their resources.
fn words_of_ogc(path: &str) -> Words {
    let summary = match path.trim_start_matches("/ogc") {
        "" => "OGC API: landing page",
        "/conformance" => "OGC API: conformance classes",
        "/tileMatrixSets" => "OGC API Tiles: tile matrix sets",
        "/tileMatrixSets/{set}" => "OGC API Tiles: one tile matrix set",
        "/collections" => "OGC API: layers",
        "/collections/{layer}" => "OGC API: one layer",
        path if path.ends_with("/tiles") => "OGC API Tiles: tile sets",
        path if path.ends_with("/{set}") => "OGC API Tiles: one tile set",
        _ => "OGC API Tiles: a Mapbox Vector Tile",
    };
    ok(summary, None)
}

/// What is said of service points.
fn words_of_services(path: &str) -> Words {
    match path {
        "/api/v1/service-points" => {
            asked::<service_points::Ask>("Service points with their hours", "ServicePoints")
        }
        "/api/v1/service-items" => ok("What service points are for", Some("ServiceItems")),
        "/api/v1/admin/coverage" => ok("Where service points are missing", Some("Coverage")),
        _ => Words {
            query: query::<calendar::Ask>(),
            ..ok("The special days of a service point as iCalendar", None)
        },
    }
}

pub(super) fn words(door: &Door) -> Words {
    match (door.method, door.path) {
        (Method_::Get, "/healthz") => ok("Whether the process answers", None),
        (Method_::Get, "/readyz") => ok("Whether the store answers too", None),
        (Method_::Get, "/tiles/{layer}.json") => {
            Words { query: query::<layers::Ask>(), ..ok("TileJSON 3.0 of a layer", None) }
        }
        (Method_::Get, "/tiles/{layer}/{z}/{x}/{y}") => {
            Words { query: query::<layers::Ask>(), ..ok("A Mapbox Vector Tile", None) }
        }
        (Method_::Get, "/maps/{file}") => Words {
            query: query::<maps::Ask>(),
            ..ok("The map as a picture: city.svg or city.png", None)
        },
        (Method_::Get, "/maps/{level}/{file}") => Words {
            query: query::<maps::Ask>(),
            ..ok("The map of one unit as a picture: {code}.svg or {code}.png", None)
        },
        (Method_::Get, path) if path.starts_with("/ogc") => words_of_ogc(path),
        (Method_::Get, "/api/v1/openapi.json") => ok("This description", None),
        (Method_::Get, "/api/v1/city") => ok("What the territory is", Some("City")),
        (Method_::Get, "/api/v1/grids/at") => Words {
            query: query::<grids::At>(),
            ..ok("Which grid a point is in, and who serves it", Some("Found"))
        },
        (Method_::Get, "/api/v1/units") => asked::<units::Ask>("The units of a level", "Units"),
        (
            _,
            "/api/v1/service-points"
            | "/api/v1/service-items"
            | "/calendar/{code}.ics"
            | "/api/v1/admin/coverage",
        ) => words_of_services(door.path),
        (Method_::Get, "/api/v1/search") => {
            asked::<search::Ask>("Units, service points and roads by what is typed", "SearchResult")
        }
        (Method_::Get, "/api/v1/events") => ok("Server-sent events", None),
        (Method_::Post, "/api/v1/session") => {
            Words { body: Some("SignIn"), ..ok("Sign in", Some("SignedIn")) }
        }
        (Method_::Get, "/api/v1/session") => ok("Who is signed in", Some("SignedIn")),
        (Method_::Delete, "/api/v1/session") => Words { status: "204", ..ok("Sign out", None) },
        (Method_::Post, "/api/v1/session/password") => Words {
            status: "204",
            body: Some("NewPassword"),
            ..ok("Change one's own password", None)
        },
        (Method_::Get, "/api/v1/places") => {
            Words { query: query::<places::Ask>(), ..ok("Places by kind", Some("Places")) }
        }
        (_, path) if path.starts_with("/api/v1/incidents") => words_of_incidents(door),
        (_, path) if path.starts_with("/api/v1/plans") || path.starts_with("/api/v1/jobs") => {
            words_of_plans(door)
        }
        (Method_::Get, "/api/v1/users") => ok("Accounts", Some("Users")),
        (Method_::Post, "/api/v1/users") => {
            Words { status: "201", body: Some("NewUser"), ..ok("Add an account", None) }
        }
        (Method_::Put, "/api/v1/users/{name}/password") => {
            Words { status: "204", body: Some("Password"), ..ok("Set a password", None) }
        }
        (Method_::Delete, "/api/v1/users/{name}") => {
            Words { status: "204", ..ok("Remove an account", None) }
        }
        (Method_::Get, "/api/v1/admin/store") => ok("Size and state of the store", None),
        (_, path) if path.starts_with("/api/v1/designs") => words_of_designs(door),
        _ => words_of_history(door),
    }
}

/// The same of plans and the jobs that make them.
fn words_of_plans(door: &Door) -> Words {
    match (door.method, door.path) {
        (Method_::Get, "/api/v1/plans") => ok("Plans, newest first", Some("Plans")),
        (Method_::Post, "/api/v1/plans") => {
            Words { status: "202", body: Some("Ask"), ..ok("Ask for a plan", None) }
        }
        (Method_::Get, "/api/v1/plans/{id}") => ok("One plan", None),
        (Method_::Post, "/api/v1/plans/{id}/responders") => Words {
            body: Some("CallAsk"),
            ..ok("Who can go to an incident, and what each would lose", Some("Responders"))
        },
        (Method_::Post, "/api/v1/plans/{id}/repairs") => Words {
            status: "201",
            body: Some("CallAsk"),
            ..ok("Send a crew to an incident and repair the plan", None)
        },
        (Method_::Post, "/api/v1/plans/{id}/relaxations") => {
            ok("What would have to give way for visits left out", Some("Relaxations"))
        }
        (Method_::Get, "/api/v1/plans/{id}.gpx") => ok("One plan as GPX 1.1", None),
        (Method_::Get, "/api/v1/plans/{id}.geojson") => ok("One plan as GeoJSON", None),
        (Method_::Get, "/api/v1/jobs/{id}") => ok("How far a job is", None),
        (Method_::Delete, "/api/v1/jobs/{id}") => Words { status: "202", ..ok("Stop a job", None) },
        _ => Words { status: "200", ..Words::default() },
    }
}

/// The same of the doors to designs.
fn words_of_designs(door: &Door) -> Words {
    let whole = Some("DesignInfo");
    match (door.method, door.path.trim_start_matches("/api/v1/designs")) {
        (Method_::Get, "") => ok("Drawings that are being redrawn", Some("Designs")),
        (Method_::Post, "") => {
            Words { status: "201", body: Some("NewDesign"), ..ok("Begin a design", whole) }
        }
        (Method_::Get, "/{id}") => Words {
            query: query::<designs::AskWhole>(),
            ..ok("A design with its grids", Some("Whole"))
        },
        (Method_::Delete, "/{id}") => ok("Give a design up", whole),
        (Method_::Get, "/{id}/steps") => ok("The steps of a design", Some("Steps")),
        (Method_::Post, "/{id}/steps") => {
            Words { body: Some("NewStep"), ..ok("Make a step", Some("Stepped")) }
        }
        (Method_::Get, "/{id}/findings") => Words {
            query: query::<designs::AskFindings>(),
            ..ok("What is wrong with a design, the worst first", Some("Findings"))
        },
        (Method_::Get, "/{id}/differences") => {
            ok("Every grid of a design before and after", Some("Differences"))
        }
        (Method_::Post, "/{id}/trial") => Words {
            body: Some("TriedStep"),
            ..ok("What a step would change, without making it", Some("Stepped"))
        },
        (Method_::Get, "/{id}/tiles.json") => ok("TileJSON of a design as it is now", None),
        (Method_::Get, "/{id}/tiles/{z}/{x}/{y}") => {
            ok("A vector tile of a design as it is now", None)
        }
        (Method_::Get, "/{id}/before.geojson") => {
            ok("The grids of the drawing that a design began with, as GeoJSON", None)
        }
        (Method_::Get, "/{id}/grids.geojson") => ok("The grids of a design as GeoJSON", None),
        (Method_::Post, "/{id}/submission") => Words {
            body: Some("NewSubmission"),
            ..ok("Ask a second person to publish a design", whole)
        },
        (Method_::Delete, "/{id}/submission") => ok("Open a submitted design again", whole),
        (Method_::Post, "/{id}/publication") => Words {
            status: "201",
            body: Some("Approval"),
            ..ok("Publish what another person submitted", whole)
        },
        _ => Words { status: "200", ..Words::default() },
    }
}

/// The same of the doors to counts and history.
fn words_of_history(door: &Door) -> Words {
    let ok = |summary, answer| Words { summary, status: "200", answer, ..Words::default() };
    match (door.method, door.path) {
        (Method_::Get, "/api/v1/counts") => Words {
            query: query::<counts::Ask>(),
            ..ok("Incidents by unit, level and period", Some("Counts"))
        },
        (Method_::Get, "/api/v1/drawings") => ok("Every drawing", Some("Drawings")),
        (Method_::Get, "/api/v1/drawings/{id}/lineage") => Words {
            query: query::<drawings::Ask>(),
            ..ok("What became of each unit", Some("LineageInfo"))
        },
        (Method_::Get, "/api/v1/drawings/{id}/lineage.csv") => Words {
            query: query::<drawings::Ask>(),
            ..ok("What became of each unit, as a table", None)
        },
        (Method_::Get, "/api/v1/routes") => Words {
            query: query::<roads::AskRoute>(),
            ..ok("The way from one point to another, and how to go it", Some("RouteInfo"))
        },
        (Method_::Get, "/api/v1/reach") => Words {
            query: query::<roads::AskReach>(),
            ..ok("What the bases reach in time, and what they do not", Some("ReachInfo"))
        },
        (Method_::Get, "/api/v1/hotspots") => Words {
            query: query::<hotspots::Ask>(),
            ..ok("Where there were more incidents than chance gives", Some("HotspotsInfo"))
        },
        _ => Words { status: "200", ..Words::default() },
    }
}
