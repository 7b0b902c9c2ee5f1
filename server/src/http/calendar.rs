//! Calendars to subscribe to: the market and circuit days of a service point, and its changed hours.

use super::problem::Problem;
use super::state::House;
use crate::work::clock;
use crate::work::coverage::public_points;
use crate::work::feed::{Language, feed};
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path, Query};
use exchange::write_calendar_feed;
use serde::Deserialize;
use utoipa::IntoParams;

/// What `GET /calendar/{code}.ics` is asked.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// `zh` or `en`; `zh` when left out.
    lang: Option<String>,
}

/// `GET /calendar/{code}.ics[?lang=en]`: of public service points, and of nothing else.
///
/// `DTSTAMP` is when the drawing in force began, so that the same feed has the same bytes all month long.
pub(crate) async fn show(
    house: Data<House>,
    code: Path<String>,
    Query(ask): Query<Ask>,
) -> Result<HttpResponse, Problem> {
    let language = match ask.lang.as_deref() {
        None | Some("zh") => Language::Zh,
        Some("en") => Language::En,
        Some(_) => return Err(Problem::bad_request("lang takes zh or en")),
    };
    let (atlas, now) = (house.atlas(), house.now());
    let found = public_points(&atlas.places).find(|(_, place)| place.code.as_str() == *code);
    let none = || Problem::not_found("there is no public service point of this code");
    let (at, place) = found.ok_or_else(none)?;
    let today = clock::local(now).date().first_of_month();
    let month = clock::day(today).map_or(now, |(from, _)| from);
    let stamp = atlas.ground.as_ref().map_or(month, |ground| ground.valid_from);
    let feed = feed(place, at, &atlas.almanac, now, stamp, language);
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{}.ics\"", place.code),
        ))
        .body(write_calendar_feed(&feed)))
}
