//! How many incidents each unit had in a period. For dispatchers and designers.

use super::city::{self, Drawing};
use super::grids::level;
use super::incidents::period;
use super::problem::Problem;
use super::state::House;
use crate::work::{clock, counts};
use actix_web::web::{Data, Json, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The longest period counted over, in days: ten years and the leap days in them.
const DAYS_MAX: i32 = 3_653;

/// What `GET /api/v1/counts` is asked.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// The level; 1 when left out.
    level: Option<u8>,
    /// The first local day counted, like 2026-11-01.
    from: String,
    /// The last local day counted.
    to: String,
    /// By the units of the drawing in force when this day ends; the present ones when left out.
    on: Option<String>,
}

/// The answer of `GET /api/v1/counts`.
#[derive(Serialize, ToSchema)]
pub(crate) struct Counts {
    /// By the units of this drawing, whatever grid an incident was given when it was taken in.
    drawing: Drawing,
    level: u8,
    /// From this instant on …
    from: String,
    /// … and before this one.
    to: String,
    units: Vec<Count>,
    /// How many lie outside the territory.
    outside: u64,
}

/// How many incidents a unit had.
#[derive(Serialize, ToSchema)]
pub(crate) struct Count {
    code: String,
    name: String,
    incidents: u64,
}

/// `GET /api/v1/counts?from=2026-11-01&to=2026-11-30[&level=2][&on=2026-01-01]`
pub(crate) async fn list(
    house: Data<House>,
    Query(ask): Query<Ask>,
) -> Result<Json<Counts>, Problem> {
    let ground = house.ground_on(ask.on.as_deref()).await?;
    let level = level(&ground, ask.level.unwrap_or(1))?;
    let (from, to) = period(&ask.from, &ask.to, DAYS_MAX)?;
    let counted = counts::count(&house.store, &ground.map, level, Some(from), Some(to)).await?;
    let units = ground.map.tree().of_level(level).map(|(_, unit)| unit);
    let told = |(unit, incidents): (&model::Unit, u64)| Count {
        code: unit.code.to_string(),
        name: unit.name.clone(),
        incidents,
    };
    Ok(Json(Counts {
        drawing: city::drawing(&ground),
        level: level.get(),
        from: clock::rfc3339(from),
        to: clock::rfc3339(to),
        units: units.zip(counted.of_units).map(told).collect(),
        outside: counted.outside,
    }))
}
