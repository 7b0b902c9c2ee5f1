//! What the administrator and the auditor see of the store: sizes and counts, never content.

use super::problem::Problem;
use super::state::House;
use crate::work::hours::missing_year;
use actix_web::web::{Data, Json};
use serde_json::{Value, json};

/// `GET /api/v1/admin/store`
pub(crate) async fn store(house: Data<House>) -> Result<Json<Value>, Problem> {
    let facts = house.store.facts().await?;
    let atlas = house.atlas();
    let ground = atlas.ground.clone();
    let missing = missing_year(&atlas.almanac, house.now());
    let warnings: Vec<Value> =
        missing.into_iter().map(|(zh, en)| json!({ "zh": zh, "en": en })).collect();
    Ok(Json(json!({
        "file": facts.place,
        "size_bytes": facts.size_bytes,
        "drawing": ground.as_ref().map(|ground| &ground.version),
        "grids": ground.as_ref().map(|ground| ground.map.tree().grid_count()),
        "incidents": facts.incidents,
        "changes": facts.changes,
        "head": facts.head,
        // What an administrator should see to, in both languages.
        "warnings": warnings,
        "version": env!("CARGO_PKG_VERSION"),
    })))
}
