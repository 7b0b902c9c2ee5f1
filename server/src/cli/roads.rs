//! What `matrix`, `reach` and plans have in common: whose roads, under which conditions, between which
//! points.

use super::import::{MaybeDatum, datum};
use super::say::complain;
use super::{Failure, block_on};
use crate::work::import::files::bytes_of;
use crate::work::plans::{RoadWays, Unusually};
use crate::work::roads::{self, RoadBook, Unusual};
use exchange::{Datum, MADE_CODE, PlaceSettings, ReadSettings, read_places};
use model::patrol::{Mode, Problem};
use model::{Place, Position, RoadClass, Shape};
use planner::roads::Roads;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{OpenMode, Store};

#[derive(Debug, clap::Args)]
pub(super) struct Source {
    /// The roads: .osm.pbf, Shapefile or GeoJSON; those of the store when left out.
    #[arg(long, value_name = "FILE.osm.pbf")]
    pub(super) roads: Option<PathBuf>,
    /// A GeoPackage file or a PostgreSQL address.
    #[arg(long, default_value = "gridbeat.gpkg", value_name = "FILE.gpkg|postgres://…")]
    pub(super) store: String,
    /// How one travels.
    #[arg(long, default_value = "car", value_name = "foot|bike|car|boat", value_parser = mode)]
    pub(super) mode: Mode,
    /// The datum of the points, and of the roads of a file. `auto` takes them for WGS 84.
    #[arg(long, default_value = "auto", value_name = "auto|wgs84|gcj02|bd09", value_parser = datum)]
    datum: MaybeDatum,
    /// A closed road, by a point on it; may be given several times.
    #[arg(long, value_name = "LON,LAT", value_parser = point, allow_hyphen_values = true)]
    closed: Vec<Position>,
    /// Roads of a class take so many percent of the usual time: primary=150; several times.
    #[arg(long, value_name = "CLASS=PERCENT", value_parser = slow)]
    slow: Vec<(RoadClass, u16)>,
}

fn mode(name: &str) -> Result<Mode, String> {
    Mode::from_name(name).ok_or_else(|| "there are foot, bike, car and boat".to_owned())
}

fn point(text: &str) -> Result<Position, String> {
    let wrong = || "a point is written LON,LAT in degrees".to_owned();
    let (lon, lat) = text.split_once(',').ok_or_else(wrong)?;
    let number = |text: &str| text.trim().parse::<f64>().map_err(|_unread| wrong());
    Position::from_degrees(number(lon)?, number(lat)?).map_err(|error| error.to_string())
}

fn slow(text: &str) -> Result<(RoadClass, u16), String> {
    let classes = || RoadClass::ALL.map(RoadClass::as_str).join(", ");
    let wrong = || "it is written CLASS=PERCENT, like primary=150".to_owned();
    let (class, percent) = text.split_once('=').ok_or_else(wrong)?;
    let class = RoadClass::from_name(class).ok_or_else(|| format!("there are {}", classes()))?;
    let percent = percent.parse().ok().filter(|percent| (1..=10_000).contains(percent));
    Ok((class, percent.ok_or_else(|| "percent is 1 to 10000".to_owned())?))
}

/// Reads the roads of a file, and says what is wrong with it.
fn read(file: &Path, settings: &ReadSettings) -> Result<RoadBook, Failure> {
    let given = roads::read(file, settings);
    let given = given.map_err(|error| Failure::new("there are no roads to go by", &error))?;
    for line in given.found.lines() {
        complain(&format!("{}: {line}", file.display()));
    }
    Ok(RoadBook::new(String::new(), given.network))
}

/// The roads of a store; `None` without any.
fn kept(store: &str) -> Result<Option<RoadBook>, Failure> {
    let failed =
        |error: &dyn std::error::Error| Failure::new(format!("cannot read {store}"), error);
    block_on(async {
        let store = Store::open(store, OpenMode::MustExist).await;
        let store = store.map_err(|error| failed(&error))?;
        let kept = roads::load(&store).await.map_err(|error| failed(&error))?;
        store.close().await;
        Ok(kept.map(|(about, network)| RoadBook::new(about.version, network)))
    })
}

/// The roads that the crews of a plan go by.
#[derive(Debug, clap::Args)]
pub(super) struct PlanRoads {
    /// Go by the roads of this file (.osm.pbf, Shapefile or GeoJSON) rather than straight.
    #[arg(long, value_name = "FILE.osm.pbf", conflicts_with = "store")]
    roads: Option<PathBuf>,
    /// Go by the roads that are kept in this store.
    #[arg(long, value_name = "FILE.gpkg|postgres://…")]
    store: Option<String>,
}

impl PlanRoads {
    /// Whether roads are named at all.
    pub(super) const fn are_named(&self) -> bool {
        self.roads.is_some() || self.store.is_some()
    }

    /// Puts the times by road into a problem, under what is not as usual; `None` when crews go straight.
    pub(super) fn tell(
        &self,
        problem: &mut Problem,
        unusually: Unusually,
    ) -> Result<Option<RoadWays>, Failure> {
        let book = match (&self.roads, &self.store) {
            (Some(file), _) => read(file, &ReadSettings::default())?,
            (None, Some(store)) => kept(store)?
                .ok_or_else(|| Failure::line(format!("{store} holds no roads; import some")))?,
            (None, None) => return Ok(None),
        };
        let ways = RoadWays::of(&book, unusually, problem).map_err(Failure::line)?;
        ways.tell_times(problem, &[]).map_err(Failure::line)?;
        Ok(Some(ways))
    }
}

impl Source {
    /// The roads asked for, ready; `None` when none are named and none are kept.
    pub(super) fn ready(&self) -> Result<Option<Arc<Roads>>, Failure> {
        let doing = "there are no roads to go by";
        let book = match &self.roads {
            Some(file) => {
                read(file, &ReadSettings { datum: self.datum.0, ..ReadSettings::default() })?
            }
            None => match kept(&self.store)? {
                Some(book) => book,
                None => return Ok(None),
            },
        };
        let usual = book.of(self.mode).map_err(|error| Failure::new(doing, &error))?;
        if self.closed.is_empty() && self.slow.is_empty() {
            return Ok(Some(usual));
        }
        let unusual = Unusual { closed: self.closed.clone(), slow: self.slow.clone() };
        let conditions = unusual.on(&usual);
        let conditions = conditions.map_err(|error| Failure::new("--closed", &error))?;
        Ok(Some(Arc::new(usual.under(&conditions))))
    }

    /// The points of a table, with their codes.
    pub(super) fn points(&self, file: &Path) -> Result<Vec<(String, Position)>, Failure> {
        let doing = || format!("cannot read the points of {}", file.display());
        let bytes = bytes_of(file).map_err(|error| Failure::new(doing(), &error))?;
        let datum = self.datum.0.unwrap_or(Datum::Wgs84);
        let settings = PlaceSettings { public: false, datum, ..PlaceSettings::default() };
        let given = read_places(&*bytes, &settings).map_err(|e| Failure::new(doing(), &e))?;
        if let Some(fault) = given.faults.first() {
            // A table of times whose rows do not match those given would mislead.
            return Err(Failure::new(doing(), fault));
        }
        let named = |(place, number): (&Place, usize)| match place.shape {
            // A made up code would say nothing to whoever reads the table.
            Shape::Point(at) if place.code.as_str().starts_with(MADE_CODE) => {
                Some((number.to_string(), at))
            }
            Shape::Point(at) => Some((place.code.to_string(), at)),
            Shape::Line(_) | Shape::Area(_) => None,
        };
        Ok(given.places.iter().zip(1..).filter_map(named).collect())
    }
}
