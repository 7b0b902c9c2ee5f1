//! Whether the service lives, and whether it can serve.

use super::problem::Problem;
use super::state::House;
use actix_web::HttpResponse;
use actix_web::web::Data;

/// `GET /healthz`: the process answers.
pub(crate) async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}

/// `GET /readyz`: the store answers too.
pub(crate) async fn ready(house: Data<House>) -> Result<HttpResponse, Problem> {
    house.store.setting("approval_no").await?;
    Ok(HttpResponse::Ok().content_type("text/plain").body("ready\n"))
}
