//! Layers of tiles beside the drawing: made when they are first asked for, and again when what they
//! show has changed.

use super::incidents::period;
use super::problem::Problem;
use super::state::House;
use crate::work::clock;
use crate::work::layers::{self, Layer, LayerError, Sheets};
use crate::work::roads;
use crate::work::stamps::new_stamp;
use jiff::{Timestamp, ToSpan as _};
use quick_cache::sync::Cache;
use serde::Deserialize;
use std::sync::Arc;
use store::PlanId;
use tiles::FeatureSet;
use utoipa::IntoParams;

/// How many layers are kept, each for a period, a plan or all places.
const KEPT_MAX: usize = 16;
/// How many seconds density and hotspots may be old.
const GOOD_FOR_S: u64 = 30;
/// The longest period, in days.
const DAYS_MAX: i32 = 731;
/// How many days there are when none are named, of incidents and of what hotspots are found in.
const DAYS: i32 = 30;
const DAYS_OF_HOTSPOTS: i32 = 90;

/// What tiles and their description are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// The first day of incidents, density or hotspots.
    from: Option<String>,
    /// The last day.
    to: Option<String>,
    /// The plan of patrols; the newest when left out.
    plan: Option<u64>,
    /// The drawing in force when this day ends.
    pub(crate) on: Option<String>,
}

impl Ask {
    /// What of it the tiles of a layer are to be asked for with, too.
    pub(crate) fn query(&self, layer: Layer) -> String {
        let pair = |name: &str, value: Option<&str>| Some(format!("{name}={}", value?));
        let plan = self.plan.map(|plan| plan.to_string());
        let pairs = match layer {
            Layer::Places | Layer::Roads => [None, None],
            Layer::Patrols => [pair("plan", plan.as_deref()), None],
            Layer::Incidents | Layer::Density | Layer::Hotspots => {
                [pair("from", self.from.as_deref()), pair("to", self.to.as_deref())]
            }
        };
        let pairs: Vec<String> = pairs.into_iter().flatten().collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }
}

/// What is shown: the same key, the same layer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    layer: Layer,
    from: Timestamp,
    to: Timestamp,
    plan: u64,
    /// Grows when what it shows changes: the newest incident, the stamp of the atlas. What is made of
    /// very many incidents grows by the clock.
    news: u64,
}

/// A layer made ready, with the stamp that its tiles are kept under.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) set: Arc<FeatureSet>,
    pub(crate) stamp: u64,
}

/// The layers that were asked for lately.
#[derive(Debug)]
pub(crate) struct Layers {
    kept: Cache<Key, Arc<Ready>>,
    /// Held while one is made: it reads much, and a burst of incidents makes each old at once.
    making: tokio::sync::Mutex<()>,
}

impl Default for Layers {
    fn default() -> Self {
        Self { kept: Cache::new(KEPT_MAX), making: tokio::sync::Mutex::default() }
    }
}

impl Layers {
    /// A layer as it is now. Of those who ask for the same at once one makes it.
    ///
    /// # Errors
    ///
    /// 400 for what is no period, 404 when there is no such plan, 422 when there is too much to show one
    /// by one, or the store's.
    pub(crate) async fn layer(
        &self,
        house: &House,
        layer: Layer,
        ask: &Ask,
    ) -> Result<Arc<Ready>, Problem> {
        let key = key(house, layer, ask).await?;
        let make = async {
            let _one_at_a_time = self.making.lock().await;
            let sheets = make(house, &key).await?;
            let build = move || FeatureSet::build(layer.name(), sheets);
            let set = actix_web::web::block(build).await.map_err(Problem::internal)?;
            Ok(Arc::new(Ready { set: Arc::new(set), stamp: new_stamp() }))
        };
        self.kept.get_or_insert_async(&key, make).await
    }
}

async fn key(house: &House, layer: Layer, ask: &Ask) -> Result<Key, Problem> {
    let (mut from, mut to, mut plan) = (Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH, 0);
    let news = match layer {
        Layer::Places => house.atlas().stamp,
        // The version is the beginning of a hash, in hexadecimal.
        Layer::Roads => {
            let atlas = house.atlas();
            let version = atlas.roads.as_ref().map_or("0", |roads| &*roads.version);
            u64::from_str_radix(version, 16).unwrap_or_default()
        }
        Layer::Patrols => {
            plan = match ask.plan {
                Some(plan) => plan,
                None => house.store.plans(1).await?.first().map_or(0, |plan| plan.id.0),
            };
            0
        }
        Layer::Incidents | Layer::Density | Layer::Hotspots => {
            let days = if layer == Layer::Hotspots { DAYS_OF_HOTSPOTS } else { DAYS };
            let today = clock::local(house.now()).date();
            let last = ask.to.clone().unwrap_or_else(|| today.to_string());
            let first = match &ask.from {
                Some(first) => first.clone(),
                None => last
                    .parse::<jiff::civil::Date>()
                    .ok()
                    .and_then(|last| last.checked_sub((days - 1).days()).ok())
                    .map_or_else(|| last.clone(), |first| first.to_string()),
            };
            (from, to) = period(&first, &last, DAYS_MAX)?;
            match layer {
                Layer::Incidents => house.store.newest_incident().await?,
                _ => house.now().as_second().unsigned_abs() / GOOD_FOR_S,
            }
        }
    };
    Ok(Key { layer, from, to, plan, news })
}

async fn make(house: &House, key: &Key) -> Result<Sheets, Problem> {
    let (store, from, to) = (&house.store, key.from, key.to);
    let made = match key.layer {
        Layer::Places => return Ok(layers::places(&house.atlas().places)),
        Layer::Incidents => layers::incidents(store, from, to).await,
        Layer::Density => layers::density(store, from, to).await,
        Layer::Hotspots => layers::hotspots(store, &*house.ground()?, from, to).await,
        Layer::Roads => {
            let Some(book) = house.roads().await? else { return Ok(Sheets::new()) };
            let draw = move || roads::sheets(book.network());
            return actix_web::web::block(draw).await.map_err(Problem::internal);
        }
        Layer::Patrols => {
            let made = layers::patrols(store, PlanId(key.plan)).await.map_err(problem)?;
            return made.ok_or_else(|| Problem::not_found("there is no plan of this number"));
        }
    };
    made.map_err(problem)
}

fn problem(error: LayerError) -> Problem {
    match error {
        LayerError::Store(error) => error.into(),
        LayerError::TooMany => Problem::unprocessable(error.to_string()),
        LayerError::Hotspots(error) => super::hotspots::problem(error),
        LayerError::Broken(_) => Problem::internal(error),
    }
}
