//! The HTTP side of the house: parse, ask, encode. What is decided is decided in `work`.

pub(crate) mod doors;
pub(crate) mod problem;
pub(crate) mod session;
pub(crate) mod state;

mod admin;
mod calendar;
mod city;
mod conditions;
mod counts;
mod coverage;
mod designs;
mod dispatch;
mod drawings;
mod events;
mod grids;
mod health;
mod hotspots;
mod incidents;
mod intake;
mod layers;
mod maps;
#[cfg(test)]
mod midnight_tests;
mod ogc;
mod openapi;
mod pages;
mod past;
mod places;
mod plan_ask;
mod plans;
mod roads;
mod search;
mod seen;
mod service_points;
mod throttle;
mod tile_cache;
mod tiles;
mod units;
pub(crate) mod users;

use actix_web::dev::HttpServiceFactory;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, Resource, error, guard};
use problem::Problem;

/// The largest JSON body taken, in bytes.
const BODY_BYTES_MAX: usize = 2 << 20;

/// Every route of the house, on one page. Who may use it is said in [`doors::DOORS`].
pub(crate) fn routes(app: &mut ServiceConfig) {
    app.app_data(web::JsonConfig::default().limit(BODY_BYTES_MAX).error_handler(bad_json));
    app.app_data(web::QueryConfig::default().error_handler(bad_query));
    app.app_data(web::PathConfig::default().error_handler(bad_path));

    // Routes are tried one after the other: what is asked for most comes first.
    app.service(get("/tiles/{layer}/{z}/{x}/{y}").to(tiles::tile));
    app.service(get("/tiles/{layer}.json").to(tiles::json));
    app.service(get("/").to(pages::public));
    app.service(get("/dispatch").to(pages::dispatch));
    app.service(get("/design").to(pages::design));
    app.service(get("/admin").to(pages::admin));
    app.service(get("/assets/{file:.*}").to(pages::asset));
    app.service(get("/favicon.ico").to(pages::icon));
    app.service(get("/healthz").to(health::alive));
    app.service(get("/readyz").to(health::ready));

    maps::routes(app);
    ogc::routes(app);

    app.service(get("/api/v1/openapi.json").to(openapi::show));
    app.service(get("/api/v1/city").to(city::show));
    app.service(get("/api/v1/grids/at").to(grids::at));
    app.service(get("/api/v1/units").to(units::list));
    service_points::routes(app);
    app.service(get("/api/v1/search").to(search::find));
    app.service(get("/api/v1/events").to(events::stream));
    app.service(
        web::resource("/api/v1/session")
            .route(web::get().to(session::show))
            .route(web::post().to(session::sign_in))
            .route(web::delete().to(session::sign_out)),
    );
    app.service(
        web::resource("/api/v1/session/password").route(web::post().to(session::change_password)),
    );
    app.service(get("/api/v1/places").to(places::list));
    app.service(
        web::resource("/api/v1/incidents")
            .route(web::get().to(incidents::list))
            .route(web::post().to(intake::add)),
    );
    app.service(web::resource("/api/v1/incidents/batch").route(web::post().to(intake::add_many)));
    app.service(get("/api/v1/incidents/days").to(incidents::days));
    app.service(get("/api/v1/incidents/{id}").to(incidents::show));
    app.service(get("/api/v1/counts").to(counts::list));
    app.service(get("/api/v1/drawings").to(drawings::list));
    app.service(get("/api/v1/drawings/{id}/lineage").to(drawings::lineage));
    app.service(get("/api/v1/drawings/{id}/lineage.csv").to(drawings::lineage_csv));
    plans::routes(app);
    designs::routes(app);
    accounts(app);
    app.service(get("/api/v1/admin/store").to(admin::store));
    app.service(get("/api/v1/routes").to(roads::route));
    app.service(get("/api/v1/reach").to(roads::reach));
    app.service(get("/api/v1/hotspots").to(hotspots::list));
}

/// Who may sign in.
fn accounts(app: &mut ServiceConfig) {
    app.service(
        web::resource("/api/v1/users")
            .route(web::get().to(users::list))
            .route(web::post().to(users::add)),
    );
    app.service(
        web::resource("/api/v1/users/{name}/password").route(web::put().to(users::set_password)),
    );
    app.service(web::resource("/api/v1/users/{name}").route(web::delete().to(users::remove)));
}

/// A path whose only method is `GET` (and with it `HEAD`).
fn get(path: &str) -> Getter<'_> {
    Getter(path)
}

struct Getter<'a>(&'a str);

impl Getter<'_> {
    fn to<F, Args>(self, handler: F) -> impl HttpServiceFactory + use<F, Args>
    where
        F: actix_web::Handler<Args>,
        Args: actix_web::FromRequest + 'static,
        F::Output: actix_web::Responder + 'static,
    {
        let either = guard::Any(guard::Get()).or(guard::Head());
        let resource: Resource = web::resource(self.0);
        resource.route(web::route().guard(either).to(handler))
    }
}

fn bad_json(error: error::JsonPayloadError, _request: &HttpRequest) -> error::Error {
    use error::JsonPayloadError as Json;
    match error {
        Json::Overflow { .. } | Json::OverflowKnownLength { .. } => {
            Problem::too_large(format!("a body has at most {BODY_BYTES_MAX} bytes")).into()
        }
        Json::ContentType => {
            Problem::bad_request("the body must be JSON, with Content-Type: application/json")
                .into()
        }
        error => Problem::bad_request(format!("the body cannot be read: {error}")).into(),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that actix-web asks for")]
fn bad_query(error: error::QueryPayloadError, _request: &HttpRequest) -> error::Error {
    Problem::bad_request(format!("the query cannot be read: {error}")).into()
}

fn bad_path(_error: error::PathError, _request: &HttpRequest) -> error::Error {
    Problem::not_found("there is nothing at this address").into()
}
