//! Every door of the house on one page: which method on which path, for which roles, and whether it
//! writes.
//!
//! [`guard`] stands before every handler and goes by this table alone: a path that is not in it does
//! not exist, a method that is not in it is not allowed, a role that is not in it is sent away. A
//! handler therefore never asks who is calling, and a new route is shut until it is written here. The
//! one handler of tiles asks [`admit_to_layer`], which goes by the table of layers, [`LAYERS`].

use super::problem::Problem;
use super::session::{self, Caller};
use super::state::House;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _, ResponseError as _, web};
use model::Role;

/// One door: a path pattern with the methods it takes and who may come in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Door {
    /// The method; `GET` doors answer `HEAD` too.
    pub method: Method_,
    /// The path pattern as the router knows it.
    pub path: &'static str,
    /// Who may come in.
    pub roles: &'static [Role],
}

/// The methods that doors use; [`Method`] itself cannot stand in a constant table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method_ {
    Get,
    Post,
    Put,
    Delete,
}

impl Method_ {
    /// The method's name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    fn takes(self, method: &Method) -> bool {
        method.as_str() == self.as_str() || (self == Self::Get && method == Method::HEAD)
    }
}

use Method_::{Delete, Get, Post, Put};
use Role::{Administrator, Auditor, Designer, Dispatcher, GridWorker, Public};

const EVERYBODY: &[Role] = &[Public, GridWorker, Designer, Dispatcher, Administrator, Auditor];
const SIGNED_IN: &[Role] = &[GridWorker, Designer, Dispatcher, Administrator, Auditor];
const DISPATCH: &[Role] = &[Dispatcher];
const PLACES: &[Role] = &[GridWorker, Designer, Dispatcher];
const HISTORY: &[Role] = &[Designer, Dispatcher, Administrator, Auditor];
const DESIGN: &[Role] = &[Designer];
const STUDIO: &[Role] = &[Designer, Administrator];
const COUNTS: &[Role] = &[Designer, Dispatcher];
const ADMIN: &[Role] = &[Administrator];
const RECORDS: &[Role] = &[Administrator, Auditor];

const fn door(method: Method_, path: &'static str, roles: &'static [Role]) -> Door {
    Door { method, path, roles }
}

/// The table.
pub(crate) const DOORS: &[Door] = &[
    // Pages: shells without data; what they show comes through the doors below.
    door(Get, "/", EVERYBODY),
    door(Get, "/dispatch", EVERYBODY),
    door(Get, "/design", EVERYBODY),
    door(Get, "/admin", EVERYBODY),
    door(Get, "/assets/{file:.*}", EVERYBODY),
    door(Get, "/favicon.ico", EVERYBODY),
    // Health.
    door(Get, "/healthz", EVERYBODY),
    door(Get, "/readyz", EVERYBODY),
    // Tiles of what is published.
    door(Get, "/tiles/{layer}.json", EVERYBODY),
    door(Get, "/tiles/{layer}/{z}/{x}/{y}", EVERYBODY),
    door(Get, "/maps/{file}", EVERYBODY),
    door(Get, "/maps/{level}/{file}", EVERYBODY),
    // The tiles, as OGC API Tiles tells of them.
    door(Get, "/ogc", EVERYBODY),
    door(Get, "/ogc/conformance", EVERYBODY),
    door(Get, "/ogc/tileMatrixSets", EVERYBODY),
    door(Get, "/ogc/tileMatrixSets/{set}", EVERYBODY),
    door(Get, "/ogc/tiles", EVERYBODY),
    door(Get, "/ogc/tiles/{set}", EVERYBODY),
    door(Get, "/ogc/tiles/{set}/{z}/{y}/{x}", EVERYBODY),
    door(Get, "/ogc/collections", EVERYBODY),
    door(Get, "/ogc/collections/{layer}", EVERYBODY),
    door(Get, "/ogc/collections/{layer}/tiles", EVERYBODY),
    door(Get, "/ogc/collections/{layer}/tiles/{set}", EVERYBODY),
    door(Get, "/ogc/collections/{layer}/tiles/{set}/{z}/{y}/{x}", EVERYBODY),
    // What everybody may know.
    door(Get, "/api/v1/openapi.json", EVERYBODY),
    door(Get, "/api/v1/city", EVERYBODY),
    door(Get, "/api/v1/grids/at", EVERYBODY),
    door(Get, "/api/v1/units", EVERYBODY),
    door(Get, "/api/v1/service-points", EVERYBODY),
    door(Get, "/api/v1/search", EVERYBODY),
    door(Get, "/api/v1/service-items", EVERYBODY),
    door(Get, "/calendar/{code}.ics", EVERYBODY),
    door(Get, "/api/v1/events", EVERYBODY),
    // Signing in and out.
    door(Post, "/api/v1/session", EVERYBODY),
    door(Get, "/api/v1/session", EVERYBODY),
    door(Delete, "/api/v1/session", EVERYBODY),
    door(Post, "/api/v1/session/password", SIGNED_IN),
    // Places that are not for the public.
    door(Get, "/api/v1/places", PLACES),
    // Incidents and plans.
    door(Get, "/api/v1/incidents", DISPATCH),
    door(Post, "/api/v1/incidents", DISPATCH),
    door(Post, "/api/v1/incidents/batch", DISPATCH),
    door(Get, "/api/v1/incidents/days", DISPATCH),
    door(Get, "/api/v1/incidents/{id}", DISPATCH),
    // Counts and history: small counts are in them, so they are not for the public.
    door(Get, "/api/v1/counts", COUNTS),
    door(Get, "/api/v1/drawings", HISTORY),
    door(Get, "/api/v1/drawings/{id}/lineage", HISTORY),
    door(Get, "/api/v1/drawings/{id}/lineage.csv", HISTORY),
    door(Get, "/api/v1/plans", DISPATCH),
    door(Post, "/api/v1/plans", DISPATCH),
    door(Get, "/api/v1/plans/{id}.gpx", DISPATCH),
    door(Get, "/api/v1/plans/{id}.geojson", DISPATCH),
    door(Get, "/api/v1/plans/{id}", DISPATCH),
    door(Post, "/api/v1/plans/{id}/responders", DISPATCH),
    door(Post, "/api/v1/plans/{id}/repairs", DISPATCH),
    door(Post, "/api/v1/plans/{id}/relaxations", DISPATCH),
    door(Get, "/api/v1/jobs/{id}", DISPATCH),
    door(Delete, "/api/v1/jobs/{id}", DISPATCH),
    // Ways and reach: they tell where crews start from.
    door(Get, "/api/v1/routes", DISPATCH),
    door(Get, "/api/v1/reach", COUNTS),
    door(Get, "/api/v1/hotspots", COUNTS),
    // Designs: drawings that are being redrawn.
    door(Get, "/api/v1/designs", STUDIO),
    door(Post, "/api/v1/designs", DESIGN),
    door(Get, "/api/v1/designs/{id}", STUDIO),
    door(Delete, "/api/v1/designs/{id}", DESIGN),
    door(Get, "/api/v1/designs/{id}/steps", STUDIO),
    door(Post, "/api/v1/designs/{id}/steps", DESIGN),
    door(Post, "/api/v1/designs/{id}/trial", DESIGN),
    door(Get, "/api/v1/designs/{id}/findings", STUDIO),
    door(Get, "/api/v1/designs/{id}/differences", STUDIO),
    door(Get, "/api/v1/designs/{id}/grids.geojson", STUDIO),
    door(Get, "/api/v1/designs/{id}/before.geojson", STUDIO),
    door(Get, "/api/v1/designs/{id}/tiles.json", STUDIO),
    door(Get, "/api/v1/designs/{id}/tiles/{z}/{x}/{y}", STUDIO),
    door(Post, "/api/v1/designs/{id}/submission", DESIGN),
    door(Delete, "/api/v1/designs/{id}/submission", STUDIO),
    door(Post, "/api/v1/designs/{id}/publication", STUDIO),
    // Administration.
    door(Get, "/api/v1/users", ADMIN),
    door(Post, "/api/v1/users", ADMIN),
    door(Put, "/api/v1/users/{name}/password", ADMIN),
    door(Delete, "/api/v1/users/{name}", ADMIN),
    door(Get, "/api/v1/admin/store", RECORDS),
    door(Get, "/api/v1/admin/coverage", STUDIO),
];

/// What the tiles of designs are kept under; they have doors of their own.
pub(crate) const DESIGN_LAYER: &str = "design";

/// Which roles see a layer of tiles that is not for everybody.
pub(crate) const LAYERS: &[(&str, &[Role])] = &[
    ("places", PLACES),
    ("incidents", DISPATCH),
    ("density", COUNTS),
    ("hotspots", COUNTS),
    ("patrols", DISPATCH),
    ("roads", COUNTS),
];

fn admitted(layer: &str) -> &'static [Role] {
    if layer == DESIGN_LAYER {
        return STUDIO;
    }
    LAYERS.iter().find(|(name, _)| *name == layer).map_or(EVERYBODY, |it| it.1)
}

/// Who may see a layer of tiles, as a bit for each role: part of what its tiles are kept under.
pub(crate) fn mask(layer: &str) -> u8 {
    let bit =
        |role: &Role| Role::ALL.iter().position(|known| known == role).map_or(0, |it| 1 << it);
    admitted(layer).iter().map(bit).sum()
}

/// Lets a caller see a layer of tiles, or sends them away.
///
/// # Errors
///
/// 401 for the public, 403 for another role than the table has.
pub(crate) fn admit_to_layer(layer: &str, role: Role) -> Result<(), Problem> {
    if admitted(layer).contains(&role) { Ok(()) } else { Err(refused(role)) }
}

fn refused(role: Role) -> Problem {
    match role {
        Public => Problem::unauthorised("sign in to see this"),
        _ => Problem::forbidden("your role may not do this"),
    }
}

/// Lets a request through to its handler when the table says so.
///
/// The caller is looked up once and left in the request's extensions for handlers that want the
/// name (never for deciding). A write with a session cookie must also carry `X-Gridbeat`, which a
/// foreign page cannot send.
pub(crate) async fn guard<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    match admit(&request).await {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.call(request).await.map(ServiceResponse::map_into_left_body)
        }
        Err(problem) => {
            let response = problem.error_response();
            Ok(request.into_response(response).map_into_right_body())
        }
    }
}

async fn admit(request: &ServiceRequest) -> Result<Caller, Problem> {
    let pattern = request.match_pattern();
    let pattern = pattern.as_deref().unwrap_or_default();
    let doors: Vec<&Door> = DOORS.iter().filter(|door| door.path == pattern).collect();
    if doors.is_empty() {
        return Err(Problem::not_found("there is nothing at this address"));
    }
    let Some(door) = doors.iter().find(|door| door.method.takes(request.method())) else {
        return Err(Problem::method_not_allowed(
            doors.iter().map(|door| door.method.as_str()).collect(),
        ));
    };
    let house = request
        .app_data::<web::Data<House>>()
        .ok_or_else(|| Problem::internal("no house in the application"))?;
    let caller = session::caller(house, request.cookie(session::COOKIE).as_ref()).await?;
    let role = caller.role();
    if !door.roles.contains(&role) {
        return Err(refused(role));
    }
    let marked = request.headers().contains_key(header::HeaderName::from_static("x-gridbeat"));
    if door.method != Get && !marked {
        return Err(Problem::forbidden(
            "a request that changes something needs the header X-Gridbeat: 1",
        ));
    }
    Ok(caller)
}

#[cfg(test)]
#[path = "doors_tests.rs"]
mod tests;
