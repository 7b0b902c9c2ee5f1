//! The tiles of a design as it is now, before anybody has published it.

use super::super::problem::Problem;
use super::super::state::House;
use super::super::tiles::{self as published, Keeping};
use super::{base, open};
use crate::work::atlas::Ground;
use crate::work::designs::{DraftTiles, Held};
use crate::work::events::{Audience, Event};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};
use std::sync::Arc;
use store::DesignId;

/// The most tiles named in one event; of more than that everything is to be asked for anew.
const NAMED_MAX: usize = 1_000;

/// `GET /api/v1/designs/{id}/tiles.json`: `TileJSON` 3.0, with the layers of `grids`.
pub(super) async fn json(
    house: Data<House>,
    request: HttpRequest,
    id: Path<u64>,
) -> Result<Json<Value>, Problem> {
    let id = DesignId(*id);
    let (ground, drawn) = drawn(&house, id).await?;
    let info = drawn.set.info("grids").ok_or_else(|| Problem::internal("a set without grids"))?;
    let base = published::base(&request);
    let address = format!("{base}/api/v1/designs/{id}/tiles/{{z}}/{{x}}/{{y}}");
    let about = (&*format!("design {id}"), &*ground.names.notice);
    Ok(Json(published::describe(&ground, about, &info, &address)))
}

/// `GET /api/v1/designs/{id}/tiles/{z}/{x}/{y}`: a Mapbox Vector Tile of the design as it is now, 204
/// where there is nothing.
pub(super) async fn tile(
    house: Data<House>,
    request: HttpRequest,
    path: Path<(u64, String, String, String)>,
) -> Result<HttpResponse, Problem> {
    let (id, z, x, y) = path.into_inner();
    let at = published::place(&z, &x, &y)?;
    let (_, drawn) = drawn(&house, DesignId(id)).await?;
    let cut = house.tiles.tile_of_draft(&drawn, at, published::wanted(&request)).await;
    let packed = cut.map_err(Problem::internal)?;
    let packed = packed.ok_or_else(|| Problem::internal("a set without grids"))?;
    Ok(published::answer(&request, &packed, Keeping::Private))
}

async fn drawn(house: &House, id: DesignId) -> Result<(Arc<Ground>, DraftTiles), Problem> {
    let (summary, held) = open(house, id).await?;
    let ground = base(house, &summary).await?;
    let drawn = held.tiles(&ground, true).await?;
    let (drawn, _) = drawn.ok_or_else(|| Problem::internal("a design that cannot be drawn"))?;
    Ok((ground, drawn))
}

/// Tells those who look at tiles of a design which are others after a step.
pub(super) async fn tell(
    house: &House,
    id: DesignId,
    seq: u64,
    held: Held,
    ground: &Arc<Ground>,
) -> Result<(), Problem> {
    let Some((_, dirty)) = held.tiles(ground, false).await? else { return Ok(()) };
    let named = dirty.filter(|dirty| dirty.len() <= NAMED_MAX);
    let tiles = named.map(|dirty| {
        dirty.iter().map(|tile| json!([tile.z(), tile.x(), tile.y()])).collect::<Vec<_>>()
    });
    let data = json!({ "design": id.0, "seq": seq, "tiles": tiles });
    house.events.tell(Event { name: "design-tiles-changed", data, audience: Audience::Studio });
    Ok(())
}
