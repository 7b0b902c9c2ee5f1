//! Whether service points are where they should be, for those who decide on them.

use super::problem::Problem;
use super::service_points::{walkable, whole_metres};
use super::state::House;
use crate::work::atlas::Ground;
use crate::work::coverage::{Checked, Missing, check};
use crate::work::walks::ESTIMATE;
use actix_web::web::{Data, Json};
use model::Seconds;
use serde::Serialize;
use utoipa::ToSchema;

/// The most units named for one rule.
const UNITS_MAX: usize = 500;

/// The answer of `GET /api/v1/admin/coverage`.
#[derive(Serialize, ToSchema)]
pub(crate) struct Coverage {
    /// Why walking times are estimates; null when they go by roads.
    estimate: Option<&'static str>,
    /// Whether every rule is kept.
    kept: bool,
    rules: Vec<CoverageRule>,
}

/// What one rule found.
#[derive(Serialize, ToSchema)]
pub(crate) struct CoverageRule {
    name: String,
    name_en: String,
    /// How many units it is for, and how many of them lack what it asks.
    units: usize,
    lacking: usize,
    /// Those that lack it; at most 500.
    missing: Vec<CoverageMissing>,
}

/// A unit that lacks what a rule asks.
#[derive(Serialize, ToSchema)]
pub(crate) struct CoverageMissing {
    code: String,
    name: String,
    level: u8,
    kind: Option<String>,
    /// How many points that count lie in it or serve it.
    points: usize,
    /// The nearest point that counts.
    nearest: Option<CoverageNear>,
}

/// How near a point is to the middle of a unit.
#[derive(Serialize, ToSchema)]
pub(crate) struct CoverageNear {
    code: String,
    name: String,
    /// In a straight line.
    distance_m: u32,
    /// On foot; null where no way leads.
    walk_s: Option<u32>,
}

/// `GET /api/v1/admin/coverage`
pub(crate) async fn show(house: Data<House>) -> Result<Json<Coverage>, Problem> {
    let atlas = house.atlas();
    let ground = atlas.ground()?;
    let roads = walkable(&house).await?;
    let told = tokio::task::spawn_blocking(move || {
        let checked = check(&atlas.coverage, &ground, &atlas.places, roads.as_deref());
        Coverage {
            estimate: roads.is_none().then_some(ESTIMATE),
            kept: checked.iter().all(|rule| rule.missing.is_empty()),
            rules: checked.iter().map(|rule| rule_info(rule, &ground)).collect(),
        }
    });
    told.await.map(Json).map_err(Problem::internal)
}

fn rule_info(checked: &Checked<'_>, ground: &Ground) -> CoverageRule {
    CoverageRule {
        name: checked.rule.name.clone(),
        name_en: checked.rule.name_en.clone(),
        units: checked.units,
        lacking: checked.missing.len(),
        missing: checked.missing.iter().take(UNITS_MAX).map(|it| missing(it, ground)).collect(),
    }
}

fn missing(missing: &Missing, ground: &Ground) -> CoverageMissing {
    let unit = ground.map.tree().unit(missing.unit);
    CoverageMissing {
        code: unit.code.to_string(),
        name: unit.name.clone(),
        level: unit.level.get(),
        kind: unit.kind.clone(),
        points: missing.points,
        nearest: missing.nearest.as_ref().map(|near| CoverageNear {
            code: near.code.to_string(),
            name: near.name.clone(),
            distance_m: whole_metres(near.distance_m),
            walk_s: near.walk.map(Seconds::get),
        }),
    }
}

#[cfg(test)]
#[path = "coverage_tests.rs"]
mod tests;
