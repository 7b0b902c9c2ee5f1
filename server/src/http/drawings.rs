//! The drawings there are, and what became of each unit from one to the next.

use super::grids::level;
use super::problem::Problem;
use super::state::House;
use crate::work::clock;
use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use model::{UnitId, UnitTree};
use serde::{Deserialize, Serialize};
use store::{DrawingId, DrawingSummary, Lineage, LineageShare};
use utoipa::{IntoParams, ToSchema};

/// The answer of `GET /api/v1/drawings`, in the order in which they come into force.
#[derive(Serialize, ToSchema)]
pub(crate) struct Drawings {
    drawings: Vec<DrawingInfo>,
}

/// One drawing.
#[derive(Serialize, ToSchema)]
pub(crate) struct DrawingInfo {
    id: u64,
    version: String,
    name: String,
    name_en: String,
    source: String,
    /// The first instant it is in force.
    valid_from: String,
    /// When it was published.
    recorded: String,
}

/// `GET /api/v1/drawings`
pub(crate) async fn list(house: Data<House>) -> Result<Json<Drawings>, Problem> {
    let drawings = house.store.drawings().await?;
    Ok(Json(Drawings { drawings: drawings.into_iter().map(tell).collect() }))
}

fn tell(drawing: DrawingSummary) -> DrawingInfo {
    DrawingInfo {
        id: drawing.id.0,
        version: drawing.version,
        name: drawing.name,
        name_en: drawing.name_en,
        source: drawing.source,
        valid_from: clock::rfc3339(drawing.valid_from),
        recorded: clock::rfc3339(drawing.recorded),
    }
}

/// What `GET /api/v1/drawings/{id}/lineage` is asked.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// The level; the grids when left out.
    level: Option<u8>,
    /// From the drawing of this number; the one it replaced when left out.
    before: Option<u64>,
}

/// What became of each unit of a level.
#[derive(Serialize, ToSchema)]
pub(crate) struct LineageInfo {
    /// The drawing before.
    before: u64,
    /// The drawing after.
    after: u64,
    level: u8,
    /// The incidents counted occurred from here on …
    incidents_from: String,
    /// … and before here, and were known when the lineage was recorded.
    incidents_to: String,
    recorded: String,
    /// Every pair of units that share land.
    pairs: Vec<PairInfo>,
}

/// What a unit before and a unit after share.
#[derive(Serialize, ToSchema)]
pub(crate) struct PairInfo {
    /// The code of the unit before; null is land outside the territory.
    before: Option<String>,
    /// The code of the unit after; null is land outside the territory.
    after: Option<String>,
    /// The land they share, on the ellipsoid.
    area_m2: f64,
    /// The households that fall to it when those of a grid are spread evenly over its land.
    households: u64,
    /// The incidents in it.
    incidents: u64,
    /// Of all that the unit before has.
    of_before: Fractions,
    /// Of all that the unit after has.
    of_after: Fractions,
}

/// Parts of one; null where there is nothing to have a part of.
#[derive(Serialize, ToSchema)]
pub(crate) struct Fractions {
    area: Option<f64>,
    households: Option<f64>,
    incidents: Option<f64>,
}

/// `GET /api/v1/drawings/{id}/lineage[?level=2][&before=1]`
pub(crate) async fn lineage(
    house: Data<House>,
    id: Path<u64>,
    Query(ask): Query<Ask>,
) -> Result<Json<LineageInfo>, Problem> {
    Ok(Json(told(&house, DrawingId(*id), &ask).await?))
}

/// `GET /api/v1/drawings/{id}/lineage.csv[?level=2][&before=1]`
pub(crate) async fn lineage_csv(
    house: Data<House>,
    id: Path<u64>,
    Query(ask): Query<Ask>,
) -> Result<HttpResponse, Problem> {
    let told = told(&house, DrawingId(*id), &ask).await?;
    let mut text = String::from(
        "before,after,area_m2,households,incidents,area_of_before,households_of_before,\
         incidents_of_before,area_of_after,households_of_after,incidents_of_after\r\n",
    );
    for pair in &told.pairs {
        let number = |part: Option<f64>| part.map(|part| part.to_string()).unwrap_or_default();
        let parts = [&pair.of_before, &pair.of_after]
            .map(|of| [of.area, of.households, of.incidents].map(number).join(","));
        let code = |code: &Option<String>| field(code.as_deref().unwrap_or_default());
        text += &[
            code(&pair.before),
            code(&pair.after),
            pair.area_m2.to_string(),
            pair.households.to_string(),
            pair.incidents.to_string(),
            parts.join(","),
        ]
        .join(",");
        text += "\r\n";
    }
    Ok(HttpResponse::Ok().content_type("text/csv; charset=utf-8").body(text))
}

/// A field of a table (RFC 4180). A leading sign that a spreadsheet takes for a formula gets a quote.
fn field(text: &str) -> String {
    let text =
        if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.into() };
    if text.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

async fn told(house: &House, drawing: DrawingId, ask: &Ask) -> Result<LineageInfo, Problem> {
    let none = || Problem::not_found("no lineage of such a drawing is kept");
    let lineage = house.store.lineage(drawing, ask.before.map(DrawingId)).await?;
    let lineage = lineage.ok_or_else(none)?;
    let before = house.ground_of(lineage.given.before).await?.ok_or_else(none)?;
    let after = house.ground_of(drawing).await?.ok_or_else(none)?;
    let finest = before.map.tree().finest().min(after.map.tree().finest());
    let level = match ask.level {
        None => finest,
        Some(number) => level(&before, number).and_then(|_| level(&after, number))?,
    };
    let Lineage { given, recorded, .. } = lineage;
    let of_level: Vec<&LineageShare> =
        given.shares.iter().filter(|share| share.level == level).collect();
    let trees = [before.map.tree(), after.map.tree()];
    Ok(LineageInfo {
        before: given.before.0,
        after: drawing.0,
        level: level.get(),
        incidents_from: clock::rfc3339(given.incidents_from),
        incidents_to: clock::rfc3339(given.incidents_to),
        recorded: clock::rfc3339(recorded),
        pairs: pairs(&of_level, trees).ok_or_else(|| Problem::internal("a lineage of no unit"))?,
    })
}

/// `None` when a share points at a unit that its tree does not have.
fn pairs(shares: &[&LineageShare], trees: [&UnitTree; 2]) -> Option<Vec<PairInfo>> {
    let mut totals = trees.map(|tree| vec![[0_u64; 3]; tree.units().len()]);
    let parts = |share: &LineageShare| [share.area_cm2, share.households, share.incidents];
    for share in shares {
        for (unit, totals) in [share.before, share.after].into_iter().zip(&mut totals) {
            let Some(UnitId(unit)) = unit else { continue };
            let total = totals.get_mut(unit as usize)?;
            for (total, part) in total.iter_mut().zip(parts(share)) {
                *total += part;
            }
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a share is told to some digits")]
    let fraction = |part: u64, total: u64| (total > 0).then(|| part as f64 / total as f64);
    let fractions = |share: &LineageShare, which: usize, unit: Option<UnitId>| {
        let [area, households, incidents] = parts(share);
        let total = unit.map_or([0; 3], |UnitId(unit)| totals[which][unit as usize]);
        Fractions {
            area: fraction(area, total[0]),
            households: fraction(households, total[1]),
            incidents: fraction(incidents, total[2]),
        }
    };
    let code = |which: usize, unit: UnitId| trees[which].unit(unit).code.to_string();
    let pair = |share: &&LineageShare| PairInfo {
        before: share.before.map(|unit| code(0, unit)),
        after: share.after.map(|unit| code(1, unit)),
        #[expect(clippy::cast_precision_loss, reason = "below 2^53: the Earth has 5.1e18 cm²")]
        area_m2: share.area_cm2 as f64 / 1e4,
        households: share.households,
        incidents: share.incidents,
        of_before: fractions(share, 0, share.before),
        of_after: fractions(share, 1, share.after),
    };
    Some(shares.iter().map(pair).collect())
}
