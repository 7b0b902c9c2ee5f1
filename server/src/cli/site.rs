//! `gridbeat site`: how many service points or bases, and where, so that people are near one.

use super::export::Output;
use super::matrix::straight;
use super::reach::{atlas, point};
use super::roads::Source;
use super::say::complain;
use super::{Failure, Outcome};
use crate::work::atlas::{Atlas, Ground};
use model::{GridId, Place, PlaceKind, Position, Shape};
use planner::roads::Times;
use planner::siting::{Reach, SitingError, cover_all, cover_most, shortest};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::io::Write as _;
use std::path::PathBuf;

/// Who reaches no site counts, where the mean way is asked for, as if it took so long.
const AWAY_S: u32 = 4 * 3_600;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    source: Source,
    /// Everybody is to be within so many minutes of a site; with --sites, as many as possible are. Without
    /// it, --sites are chosen for the least mean way.
    #[arg(
        long,
        required_unless_present = "sites",
        value_parser = clap::value_parser!(u32).range(1..=1_440)
    )]
    minutes: Option<u32>,
    /// How many sites, present ones counted; as few as cover everybody when left out.
    #[arg(long, value_name = "P")]
    sites: Option<usize>,
    /// What there is already, which stays.
    #[arg(long, value_enum, default_value_t = Present::Bases)]
    present: Present,
    /// Who is to be near (.csv with longitude and latitude), each row counted once; the households of the
    /// store's grids, at their labels, when left out.
    #[arg(long, value_name = "FILE.csv")]
    demand: Option<PathBuf>,
    /// Where sites may go besides present ones (.csv); the labels of the store's grids when left out.
    #[arg(long, value_name = "FILE.csv")]
    candidates: Option<PathBuf>,
    /// The map to write (.geojson): sites with whom they serve, and who is too far.
    #[arg(short, long, default_value = "-", value_name = "OUT.geojson")]
    output: PathBuf,
}

/// What there is already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Present {
    Bases,
    ServicePoints,
    None,
}

/// Where sites may go or people are: what it is called, where it is, how many.
struct Spot {
    code: String,
    at: Position,
    weight: u32,
}

/// Sites that were chosen, and what is said of them.
struct Chosen {
    sites: Vec<usize>,
    said: String,
}

/// Chooses sites, writes the map and says how good it is. Exit code 1 when somebody is too far.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let needs_store = args.demand.is_none()
        || args.candidates.is_none()
        || args.present != Present::None
        || args.source.roads.is_none();
    let atlas = if needs_store { Some(atlas(&args.source.store)?) } else { None };
    let ground = atlas.as_ref().and_then(|atlas| atlas.ground.as_deref());
    let spots = |file: &Option<PathBuf>| match (file, ground) {
        (Some(file), _) => {
            let points = args.source.points(file)?.into_iter();
            Ok(points.map(|(code, at)| Spot { code, at, weight: 1 }).collect::<Vec<_>>())
        }
        (None, Some(ground)) => Ok(grids(ground)),
        (None, None) => Err(Failure::line("no drawing is in force; name tables of points")),
    };
    let people = spots(&args.demand)?;
    let mut sites: Vec<Spot> =
        atlas.iter().flat_map(|atlas| present(atlas, args.present)).collect();
    let staying = sites.len();
    let taken: HashSet<Position> = sites.iter().map(|site| site.at).collect();
    sites.extend(spots(&args.candidates)?.into_iter().filter(|site| !taken.contains(&site.at)));
    let times = times(&args.source, &sites, &people)?;
    let table: Vec<Option<u32>> = (0..sites.len())
        .flat_map(|row| (0..people.len()).map(move |column| (row, column)))
        .map(|(row, column)| times.get(row, column).map(model::Seconds::get))
        .collect();
    let weights = people.iter().map(|spot| spot.weight).collect();
    let cannot = |error| Failure::new("nothing can be sited", &error);
    let stay: Vec<usize> = (0..staying).collect();
    let reach = Reach::of_table(weights, sites.len(), &table, &stay).map_err(cannot)?;
    let chosen = choose(&reach, weight(&people), args).map_err(cannot)?;
    complain(&chosen.said);
    let limit = args.minutes.map_or(AWAY_S, |minutes| 60 * minutes);
    let (features, far) = told(&sites, staying, &people, &times, &chosen.sites, limit);
    let map = json!({ "type": "FeatureCollection", "features": features });
    Output::whole(&args.output, |out| writeln!(out, "{map}"))?;
    if far > 0 {
        complain(&format!("{far} of {} are too far from all of them", weight(&people)));
        return Ok(Outcome::Faults);
    }
    Ok(Outcome::Clean)
}

fn choose(reach: &Reach, people: u64, args: &Args) -> Result<Chosen, SitingError> {
    Ok(match (args.minutes, args.sites) {
        (Some(minutes), None) => {
            let all = cover_all(reach, 60 * minutes);
            let said = format!(
                "{} sites cover everybody whom any site reaches in {minutes} minutes; fewer than {} \
                 cannot",
                all.sites.len(),
                all.bound
            );
            Chosen { sites: all.sites, said }
        }
        (Some(minutes), Some(count)) => {
            let most = cover_most(reach, 60 * minutes, count)?;
            let said = format!(
                "{count} sites cover {} in {minutes} minutes; no choice covers more than {}",
                most.covered, most.bound
            );
            Chosen { sites: most.sites, said }
        }
        (None, count) => {
            let best = shortest(reach, AWAY_S, count.unwrap_or(1))?;
            let all = people.max(1);
            let said = format!(
                "{} sites, {} s on average to the nearest; no choice has less than {} s",
                best.sites.len(),
                best.way.div_ceil(all),
                best.bound / all
            );
            Chosen { sites: best.sites, said }
        }
    })
}

/// The labels of the grids with their households.
fn grids(ground: &Ground) -> Vec<Spot> {
    let tree = ground.map.tree();
    let spot = |grid: GridId| {
        let unit = tree.unit_of_grid(grid);
        let at = ground.figures(unit).label?;
        let unit = tree.unit(unit);
        Some(Spot { code: unit.code.to_string(), at, weight: unit.households.unwrap_or(0) })
    };
    (0..).map(GridId).take(tree.grid_count()).filter_map(spot).collect()
}

fn present(atlas: &Atlas, which: Present) -> Vec<Spot> {
    let wanted = |place: &&Place| match which {
        Present::Bases => place.kind == PlaceKind::Base,
        Present::ServicePoints => place.kind == PlaceKind::ServicePoint,
        Present::None => false,
    };
    let spot = |place: &Place| match place.shape {
        Shape::Point(at) => Some(Spot { code: place.code.to_string(), at, weight: 0 }),
        Shape::Line(_) | Shape::Area(_) => None,
    };
    atlas.places.iter().filter(wanted).filter_map(spot).collect()
}

/// The times from each site to all people, by road or, without roads, estimated.
fn times(source: &Source, sites: &[Spot], people: &[Spot]) -> Result<Times, Failure> {
    let places = |spots: &[Spot]| spots.iter().map(|spot| spot.at).collect::<Vec<_>>();
    let (from, to) = (places(sites), places(people));
    Ok(match source.ready()? {
        Some(roads) => roads.matrix(&from, &to),
        None => straight(source.mode, &from, &to),
    })
}

fn weight(people: &[Spot]) -> u64 {
    people.iter().map(|spot| u64::from(spot.weight)).sum()
}

/// The map, and how many are too far from every chosen site.
fn told(
    sites: &[Spot],
    staying: usize,
    people: &[Spot],
    times: &Times,
    chosen: &[usize],
    limit: u32,
) -> (Vec<Value>, u64) {
    let mut serves = vec![(0_u64, 0_u64); sites.len()];
    let mut features = Vec::new();
    let mut far = 0;
    for (column, spot) in people.iter().enumerate() {
        let time = |&site: &usize| Some((times.get(site, column)?.get(), site));
        let nearest = chosen.iter().filter_map(time).min();
        let weight = u64::from(spot.weight);
        match nearest.filter(|(seconds, _)| *seconds <= limit) {
            Some((seconds, site)) => {
                serves[site].0 += weight;
                serves[site].1 += weight * u64::from(seconds);
            }
            None if weight > 0 => {
                far += weight;
                let seconds = nearest.map(|it| it.0);
                let properties = json!({
                    "is": "too-far", "code": spot.code, "count": weight, "time_s": seconds,
                });
                features.push(point(properties, spot.at));
            }
            None => {}
        }
    }
    let drawn = chosen.iter().map(|&site| {
        let (count, way) = serves[site];
        let properties = json!({
            "is": if site < staying { "present" } else { "new" },
            "code": sites[site].code,
            "serves": count,
            "mean_s": way.checked_div(count),
        });
        point(properties, sites[site].at)
    });
    (drawn.chain(features).collect(), far)
}
