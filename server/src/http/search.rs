//! Finding units, service points and roads by what people type.

use super::city::corners;
use super::problem::Problem;
use super::service_points::point;
use super::state::House;
use crate::work::atlas::Ground;
use crate::work::search::{SearchBook, Thing};
use actix_web::web::{Data, Json, Query};
use model::{Bounds, Position, UnitId};
use search::{Field, HITS_MAX, Hit};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, PoisonError};
use utoipa::{IntoParams, ToSchema};

/// How many hits an answer has when nothing is said.
const LIMIT: usize = 10;

/// What `GET /api/v1/search` is asked.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// What was typed: a name in characters, pinyin or initials, a code, an address, several words.
    q: String,
    /// Of equally good hits those nearest to this point come first: lon,lat in degrees.
    near: Option<String>,
    /// At most so many, 1 to 50; 10 when left out.
    limit: Option<usize>,
}

/// The answer of `GET /api/v1/search`.
#[derive(Serialize, ToSchema)]
pub(crate) struct SearchResult {
    /// Best first.
    hits: Vec<HitInfo>,
    /// Whether so much might have matched that not everything was looked at.
    cut: bool,
}

/// One thing found.
#[derive(Serialize, ToSchema)]
pub(crate) struct HitInfo {
    /// `city`, `unit`, `service-point` or `road`.
    kind: &'static str,
    name: String,
    /// The code of a unit or a service point.
    code: Option<String>,
    /// The level of a unit.
    level: Option<u8>,
    /// What kind of unit or service point it is.
    category: Option<String>,
    address: Option<String>,
    /// The names of the units that it lies in, from the top down.
    within: Vec<String>,
    /// Of a point, a point on a road, or well inside a unit.
    lon: Option<f64>,
    lat: Option<f64>,
    /// West, south, east, north; not of a point.
    bounds: Option<[f64; 4]>,
    /// How good the match is, of 1000.
    score: u16,
    /// Which text matched: `name`, `other` (another name), `code` or `address`.
    field: &'static str,
    /// `exact`, `prefix`, `infix`, `pinyin`, `initials`, `same-sound` or `typo`.
    how: &'static str,
    /// Which characters of that text matched: from, and before which, counted in code points from 0.
    ranges: Vec<[usize; 2]>,
    /// The end of what was typed that is not known here: a house number on a road.
    left_out: Option<String>,
}

/// `GET /api/v1/search?q=西园[&near=103.8,36.06][&limit=10]`
pub(crate) async fn find(
    house: Data<House>,
    Query(ask): Query<Ask>,
) -> Result<Json<SearchResult>, Problem> {
    let near = ask.near.as_deref().map(point).transpose()?;
    let limit = ask.limit.unwrap_or(LIMIT);
    if !(1..=HITS_MAX).contains(&limit) {
        return Err(Problem::bad_request(format!("limit must be 1 to {HITS_MAX}")));
    }
    let book = house.search_book().await?;
    let answer = book.find(&ask.q, near, limit);
    let hits = answer.hits.into_iter().filter_map(|hit| tell(&book, hit)).collect();
    Ok(Json(SearchResult { hits, cut: answer.cut }))
}

fn tell(book: &SearchBook, hit: Hit) -> Option<HitInfo> {
    let about = about(book, book.thing(hit.id)?)?;
    let within = book.ground().zip(about.within);
    Some(HitInfo {
        kind: about.kind,
        name: about.name,
        code: about.code,
        level: about.level,
        category: about.category,
        address: about.address,
        within: within.map(|(ground, unit)| names(ground, unit)).unwrap_or_default(),
        lon: about.at.map(Position::lon),
        lat: about.at.map(Position::lat),
        bounds: about.bounds.map(corners),
        score: hit.score,
        field: match hit.field {
            Field::Name => "name",
            Field::Other(_) => "other",
            Field::Code => "code",
            Field::Address => "address",
        },
        how: hit.how.as_str(),
        ranges: hit.ranges.into_iter().map(|range| [range.start, range.end]).collect(),
        left_out: hit.left_out,
    })
}

/// What is told of a thing, whatever it is.
#[derive(Default)]
struct About {
    kind: &'static str,
    name: String,
    code: Option<String>,
    level: Option<u8>,
    category: Option<String>,
    address: Option<String>,
    at: Option<Position>,
    bounds: Option<Bounds>,
    within: Option<UnitId>,
}

fn about(book: &SearchBook, thing: &Thing) -> Option<About> {
    Some(match thing {
        Thing::Territory { name, bounds } => {
            About { kind: "city", name: name.clone(), bounds: *bounds, ..About::default() }
        }
        Thing::Unit(id) => {
            let ground = book.ground()?;
            let (unit, figures) = (ground.map.tree().unit(*id), ground.figures(*id));
            About {
                kind: "unit",
                name: unit.name.clone(),
                code: Some(unit.code.to_string()),
                level: Some(unit.level.get()),
                category: unit.kind.clone(),
                at: figures.label,
                bounds: figures.bounds,
                within: unit.parent,
                ..About::default()
            }
        }
        Thing::Point { place, at, within } => About {
            kind: "service-point",
            name: place.name.clone(),
            code: Some(place.code.to_string()),
            category: place.category.clone(),
            address: place.address.clone(),
            at: Some(*at),
            within: *within,
            ..About::default()
        },
        Thing::Road(road) => About {
            kind: "road",
            name: road.name.clone(),
            at: Some(road.at),
            bounds: Some(road.bounds),
            within: road.within,
            ..About::default()
        },
    })
}

fn names(ground: &Ground, unit: UnitId) -> Vec<String> {
    let tree = ground.map.tree();
    tree.chain(unit).into_iter().map(|id| tree.unit(id).name.clone()).collect()
}

/// What can be searched, made when first asked for.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Held for a look only. The number is that of the atlas.
    book: Mutex<Option<(u64, Arc<SearchBook>)>>,
    /// Held while a book is made: that is done once.
    making: tokio::sync::Mutex<()>,
}

impl Index {
    fn known(&self, stamp: u64) -> Option<Arc<SearchBook>> {
        let book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        book.as_ref().filter(|(of, _)| *of == stamp).map(|(_, book)| Arc::clone(book))
    }
}

impl House {
    /// What can be searched in the present atlas. The first to ask waits until it is made, off the threads
    /// that answer requests.
    ///
    /// # Errors
    ///
    /// The store's, when roads are to be read.
    async fn search_book(&self) -> Result<Arc<SearchBook>, Problem> {
        let atlas = self.atlas();
        if let Some(known) = self.index.known(atlas.stamp) {
            return Ok(known);
        }
        let _once = self.index.making.lock().await;
        if let Some(known) = self.index.known(atlas.stamp) {
            return Ok(known);
        }
        let roads = self.roads().await?;
        let stamp = atlas.stamp;
        let make = move || SearchBook::of(&atlas, roads.as_ref().map(|book| book.network()));
        let book = tokio::task::spawn_blocking(make).await.map_err(Problem::internal)?;
        let book = Arc::new(book);
        let mut kept = self.index.book.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((stamp, Arc::clone(&book)));
        Ok(book)
    }
}
