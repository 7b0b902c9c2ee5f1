//! The units of a level: the list beside the map.

use super::city::corners;
use super::problem::Problem;
use super::state::House;
use crate::work::atlas::Ground;
use actix_web::web::{Data, Json, Query};
use model::{Code, Level, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The most units of one answer.
const UNITS_MAX: usize = 2_000;

/// What `GET /api/v1/units` is asked.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// The level; 1 when left out.
    level: Option<u8>,
    /// Only the children of the unit of this code, one level up.
    parent: Option<String>,
    /// Only the unit of this code.
    code: Option<String>,
    /// Go on after this many units.
    offset: Option<usize>,
    /// As of the end of this day; the present drawing when left out.
    on: Option<String>,
}

/// The answer of `GET /api/v1/units`.
#[derive(Serialize, ToSchema)]
pub(crate) struct Units {
    units: Vec<UnitInfo>,
    /// Where to go on, when there are more.
    next: Option<usize>,
}

/// One unit with its figures.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnitInfo {
    code: String,
    name: String,
    level: u8,
    parent: Option<String>,
    kind: Option<String>,
    households: Option<u32>,
    /// On the ellipsoid.
    area_km2: f64,
    /// Longitude and latitude of a point well inside.
    label: Option<[f64; 2]>,
    /// West, south, east, north.
    bounds: Option<[f64; 4]>,
    /// How many units are directly below.
    children: usize,
}

/// `GET /api/v1/units?level=2[&parent=620103001][&code=…][&offset=0][&on=2026-11-22]`
pub(crate) async fn list(
    house: Data<House>,
    Query(ask): Query<Ask>,
) -> Result<Json<Units>, Problem> {
    let ground = house.ground_on(ask.on.as_deref()).await?;
    let tree = ground.map.tree();
    let finest = tree.finest();
    let level = Level::new(ask.level.unwrap_or(1))
        .filter(|level| *level <= finest)
        .ok_or_else(|| Problem::bad_request(format!("level must be 1 to {finest}")))?;
    let code =
        |text: &String| Code::try_from(&**text).map_err(|e| Problem::bad_request(e.to_string()));
    let only = ask.code.as_ref().map(code).transpose()?;
    let parent = match ask.parent.as_ref().map(code).transpose()? {
        None => None,
        Some(code) => Some(
            Level::new(level.get() - 1)
                .and_then(|above| ground.unit(above, &code))
                .ok_or_else(|| Problem::not_found("no unit one level up has this code"))?,
        ),
    };
    let wanted = tree.of_level(level).filter(|(_, unit)| {
        parent.is_none_or(|parent| unit.parent == Some(parent))
            && only.as_ref().is_none_or(|only| unit.code == *only)
    });
    let offset = ask.offset.unwrap_or(0);
    let ids: Vec<UnitId> = wanted.map(|(id, _)| id).skip(offset).take(UNITS_MAX + 1).collect();
    let next = (ids.len() > UNITS_MAX).then_some(offset + UNITS_MAX);
    let told = |id: &UnitId| tell(&ground, *id);
    Ok(Json(Units { units: ids.iter().take(UNITS_MAX).map(told).collect(), next }))
}

fn tell(ground: &Ground, id: UnitId) -> UnitInfo {
    let (tree, figures) = (ground.map.tree(), ground.figures(id));
    let unit = tree.unit(id);
    UnitInfo {
        code: unit.code.to_string(),
        name: unit.name.clone(),
        level: unit.level.get(),
        parent: unit.parent.map(|parent| tree.unit(parent).code.to_string()),
        kind: unit.kind.clone(),
        households: unit.households,
        area_km2: (figures.area_m2.get() / 1e4).round() / 1e2,
        label: figures.label.map(|at| [at.lon(), at.lat()]),
        bounds: figures.bounds.map(corners),
        children: figures.children,
    }
}
