//! `gridbeat reach`: what is reached from bases in some minutes, and what is not.

use super::export::Output;
use super::roads::Source;
use super::say::complain;
use super::{Failure, Outcome, block_on};
use crate::work::atlas::Atlas;
use crate::work::roads::{ReachFigures, coordinates, figures};
use jiff::Timestamp;
use model::{Area, Bounds, PlaceKind, Position, Seconds, Shape};
use planner::roads::Reach;
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::PathBuf;
use store::{OpenMode, Store};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    source: Source,
    /// The bases (.csv with longitude and latitude); the bases of the store when left out.
    #[arg(long, value_name = "FILE.csv")]
    points: Option<PathBuf>,
    /// Within so many minutes.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=1_440))]
    minutes: u32,
    /// The map to write (.geojson): what is reached, the bases, the grids that are not reached
    /// wholly, and where one more base would help most.
    #[arg(short, long, default_value = "-", value_name = "OUT.geojson")]
    output: PathBuf,
}

/// Metres between the samples of an area where there is no drawing.
const STEP_M: f64 = 100.0;

/// Writes the map and says the figures. Exit code 1 when something is not reached.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let roads = args.source.ready()?;
    let roads = roads.ok_or_else(|| {
        Failure::line(format!("{}: no roads are kept; name a file with --roads", args.source.store))
    })?;
    // A file of roads and a file of bases need no store.
    let needs_store = args.source.roads.is_none() || args.points.is_none();
    let atlas = if needs_store { Some(atlas(&args.source.store)?) } else { None };
    let bases = match (&args.points, &atlas) {
        (Some(file), _) => args.source.points(file)?,
        (None, Some(atlas)) => bases(atlas),
        (None, None) => Vec::new(),
    };
    if bases.is_empty() {
        return Err(Failure::line("there are no bases; name a table of them with --points"));
    }
    let places: Vec<Position> = bases.iter().map(|it| it.1).collect();
    let limit = Seconds::new(60 * args.minutes);
    let reach = roads.reach(&places, limit);
    let lines = reach.roads();
    let ground = atlas.as_ref().and_then(|atlas| atlas.ground.as_ref());
    let told = ground.map(|ground| figures(&roads, &reach, ground, limit));
    let area = told.as_ref().map_or_else(|| around(&reach, &lines.lines), |it| it.area.clone());
    let mut features = vec![json!({
        "type": "Feature",
        "properties": { "is": "reached", "minutes": args.minutes, "mode": roads.mode().as_str() },
        "geometry": { "type": "MultiPolygon", "coordinates": coordinates(&area) },
    })];
    let properties = |code: &str| json!({ "is": "base", "code": code });
    features.extend(bases.iter().map(|(code, at)| point(properties(code), *at)));
    let mut whole = lines.reached_m >= lines.all_m;
    let mut said = vec![format!(
        "{} of {} bases on roads; {:.1} of {:.1} km of roads reached in {} minutes",
        reach.bases(),
        bases.len(),
        lines.reached_m / 1e3,
        lines.all_m / 1e3,
        args.minutes
    )];
    if let (Some(told), Some(ground)) = (&told, ground) {
        whole = told.grids.iter().all(|it| it.share >= 1.0);
        said.extend(in_words(told));
        let tree = ground.map.tree();
        for it in told.grids.iter().filter(|it| it.share < 1.0) {
            let unit = tree.unit_of_grid(it.grid);
            let Some(at) = ground.figures(unit).label else { continue };
            let code = tree.unit(unit).code.as_str();
            let seconds = it.time.map(Seconds::get);
            let properties =
                json!({ "is": "not-reached", "code": code, "share": it.share, "time_s": seconds });
            features.push(point(properties, at));
        }
        let site = |&(at, households): &(Position, u64)| {
            point(json!({ "is": "site", "households": households }), at)
        };
        features.extend(told.sites.iter().map(site));
    }
    for line in said {
        complain(&line);
    }
    let map = json!({ "type": "FeatureCollection", "features": features });
    Output::whole(&args.output, |out| writeln!(out, "{map}"))?;
    Ok(if whole { Outcome::Clean } else { Outcome::Faults })
}

fn in_words(told: &ReachFigures) -> Vec<String> {
    let short = told.grids.iter().filter(|it| it.share < 1.0).count();
    let mut said = vec![format!(
        "{:.2} of {:.2} km² and {} of {} households reached; {short} of {} grids not, or not wholly",
        told.reached_m2 / 1e6,
        told.area_m2 / 1e6,
        told.reached_households,
        told.households,
        told.grids.len()
    )];
    said.extend(told.sites.iter().map(|(at, households)| {
        let (lon, lat) = (at.lon(), at.lat());
        format!("one more base near {lon:.5},{lat:.5} would reach {households} more households")
    }));
    said
}

pub(super) fn atlas(store: &str) -> Result<Atlas, Failure> {
    let failed =
        |error: &dyn std::error::Error| Failure::new(format!("cannot read {store}"), error);
    block_on(async {
        let store = Store::open(store, OpenMode::MustExist).await.map_err(|e| failed(&e))?;
        let atlas = Atlas::load(&store, Timestamp::now()).await.map_err(|e| failed(&e))?;
        store.close().await;
        Ok(atlas)
    })
}

fn bases(atlas: &Atlas) -> Vec<(String, Position)> {
    let bases = atlas.places.iter().filter(|place| place.kind == PlaceKind::Base);
    let named = |place: &model::Place| match place.shape {
        Shape::Point(at) => Some((place.code.to_string(), at)),
        Shape::Line(_) | Shape::Area(_) => None,
    };
    bases.filter_map(named).collect()
}

/// The area reached around the roads that are.
fn around(reach: &Reach<'_>, lines: &[Vec<Position>]) -> Area {
    let bounds = Bounds::around(lines.iter().flatten().copied());
    bounds.map(|bounds| reach.field(wider(bounds), STEP_M).area()).unwrap_or_default()
}

/// The box and what is walked beside its roads.
fn wider(bounds: Bounds) -> Bounds {
    const STEPS: i32 = 100_000;
    let moved = |at: Position, by: i32| {
        let clamped = |value: i32, most: i32| value.saturating_add(by).clamp(-most, most);
        let (lon, lat) = (clamped(at.lon_e7(), 1_800_000_000), clamped(at.lat_e7(), 900_000_000));
        Position::from_e7(lon, lat).unwrap_or(at)
    };
    Bounds { min: moved(bounds.min, -STEPS), max: moved(bounds.max, STEPS) }
}

#[expect(clippy::needless_pass_by_value, reason = "made on the spot by callers")]
pub(super) fn point(properties: Value, at: Position) -> Value {
    json!({
        "type": "Feature",
        "properties": properties,
        "geometry": { "type": "Point", "coordinates": [at.lon(), at.lat()] },
    })
}
