//! What the territory is: its name, its levels, its drawing.

use super::problem::Problem;
use super::state::House;
use crate::work::atlas::Ground;
use actix_web::web::{Data, Json};
use model::{Bounds, Level};
use serde::Serialize;
use utoipa::ToSchema;

/// The answer of `GET /api/v1/city`.
#[derive(Serialize, ToSchema)]
pub(crate) struct City {
    name: String,
    name_en: String,
    notice: String,
    notice_en: String,
    /// The review number (审图号) that a public map in China carries, once the office set it.
    approval_no: Option<String>,
    /// West, south, east, north, in degrees.
    bounds: Option<[f64; 4]>,
    drawing: Drawing,
    levels: Vec<LevelInfo>,
}

/// Which drawing is in force.
#[derive(Serialize, ToSchema)]
pub(crate) struct Drawing {
    version: String,
    valid_from: String,
    grids: usize,
}

/// One level of the tree.
#[derive(Serialize, ToSchema)]
pub(crate) struct LevelInfo {
    level: u8,
    /// The kinds of units on it, in the office's words.
    name: String,
    name_en: String,
    count: usize,
    min_zoom: u8,
    max_zoom: u8,
}

/// `GET /api/v1/city`
pub(crate) async fn show(house: Data<House>) -> Result<Json<City>, Problem> {
    let ground = house.ground()?;
    let approval_no = house.atlas().approval_no.clone();
    let levels = (1..=ground.map.tree().finest().get()).filter_map(Level::new);
    Ok(Json(City {
        name: ground.names.name.clone(),
        name_en: ground.names.name_en.clone(),
        notice: ground.names.notice.clone(),
        notice_en: ground.names.notice_en.clone(),
        approval_no,
        bounds: ground.map.partition().bounds().map(corners),
        drawing: drawing(&ground),
        levels: levels.map(|level| level_info(&ground, level)).collect(),
    }))
}

/// The drawing of a ground, as answers name it.
pub(crate) fn drawing(ground: &Ground) -> Drawing {
    Drawing {
        version: ground.version.clone(),
        valid_from: crate::work::clock::rfc3339(ground.valid_from),
        grids: ground.map.tree().grid_count(),
    }
}

/// West, south, east, north.
pub(crate) fn corners(bounds: Bounds) -> [f64; 4] {
    [bounds.min.lon(), bounds.min.lat(), bounds.max.lon(), bounds.max.lat()]
}

fn level_info(ground: &Ground, level: Level) -> LevelInfo {
    let tree = ground.map.tree();
    let units = tree.of_level(level);
    let count = units.len();
    let mut kinds: Vec<&str> = Vec::new();
    for kind in units.filter_map(|(_, unit)| unit.kind.as_deref()) {
        if !kinds.contains(&kind) && kinds.len() < 3 {
            kinds.push(kind);
        }
    }
    let (name, name_en) = if kinds.is_empty() {
        if level == tree.finest() {
            ("网格".to_owned(), "Grids".to_owned())
        } else {
            (format!("第{level}级"), format!("Level {level}"))
        }
    } else {
        let english: Vec<&str> = kinds.iter().map(|kind| in_english(kind)).collect();
        (kinds.join("、"), english.join(", "))
    };
    let layer = format!("grids-{level}");
    let drawn = ground.tiles.layers().iter().find(|it| it.name == layer);
    let (min_zoom, max_zoom) = drawn.map_or((0, 22), |it| (it.min_zoom, it.max_zoom));
    LevelInfo { level: level.get(), name, name_en, count, min_zoom, max_zoom }
}

fn in_english(kind: &str) -> &str {
    match kind {
        "街道" => "Streets",
        "镇" => "Towns",
        "乡" => "Townships",
        "社区" => "Communities",
        "村" => "Villages",
        "网格" => "Grids",
        "区" => "Districts",
        "县" => "Counties",
        "市" => "Cities",
        other => other,
    }
}
