//! How long a million open incidents take to be given the grids of another drawing.
//!
//!     cargo run --release -p benches --bin reassign -- STORE [COUNT]
//!
//! STORE is a `.gpkg` path or a `postgres://` URL, empty or filled by this program before. It is filled
//! with open incidents all over a demo city; then each redraw hands some of the grids' land on to the
//! next grid, and what the service does is timed: read the open incidents, assign them, find what
//! changed, write it in one transaction with one change record. Prints one line a redraw.

use jiff::Timestamp;
use model::{Area, Class, Code, Incident, Kind, Position, State};
use samples::Like;
use spatial::{GridMap, Partition, RepairSettings};
use std::error::Error;
use std::time::Instant;
use store::{Entry, IncidentId, OpenMode, Store};

/// How many incidents one transaction takes in.
const BATCH: usize = 10_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let url = args.next().ok_or("give a store: FILE.gpkg or postgres://…")?;
    let count = args.next().map_or(Ok(1_000_000), |count| count.parse())?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(measure(&url, count))
}

async fn measure(url: &str, count: usize) -> Result<(), Box<dyn Error>> {
    let like = Like::from_name("qilihe").ok_or("no such city")?;
    let town = samples::make(like, 1, jiff::civil::date(2026, 1, 1))?;
    let map = |areas: &[Area]| -> Result<GridMap, Box<dyn Error>> {
        let built = Partition::build(areas, &RepairSettings::default())?;
        Ok(GridMap::new(town.tree.clone(), built.partition)?)
    };
    let store = Store::open(url, OpenMode::CreateIfAbsent).await?;
    let first = map(&town.areas)?;
    fill(&store, &first, count).await?;
    // Each redraw comes after the one before it: the last gives everything back.
    for (name, every) in
        [("one grid in 20", 20), ("one grid in 2", 2), ("all grids", 1), ("back", 0)]
    {
        let mut areas = town.areas.clone();
        match every {
            0 => {}
            1 => areas.rotate_right(1),
            _ => (0..areas.len() - 1).step_by(every).for_each(|grid| areas.swap(grid, grid + 1)),
        }
        redraw(&store, &map(&areas)?, name).await?;
    }
    store.close().await;
    Ok(())
}

async fn fill(store: &Store, map: &GridMap, count: usize) -> Result<(), Box<dyn Error>> {
    let there = usize::try_from(store.facts().await?.incidents)?;
    let bounds = map.partition().bounds().ok_or("a city without land")?;
    let entry = Entry::new("measure", "2026-01-01T00:00:00Z".parse()?);
    // Knuth's constants: the same places on every run.
    let mut state = 1_u64;
    let mut draw = |low: i32, high: i32| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let span = u64::from(high.abs_diff(low)) + 1;
        i32::try_from((state >> 33) % span).map_or(low, |step| low + step)
    };
    let start: Timestamp = "2025-01-01T00:00:00Z".parse()?;
    let mut batch = Vec::with_capacity(BATCH);
    for n in 0..count {
        let lon = draw(bounds.min.lon_e7(), bounds.max.lon_e7());
        let lat = draw(bounds.min.lat_e7(), bounds.max.lat_e7());
        if n < there {
            continue;
        }
        let at = Position::from_e7(lon, lat).ok_or("a place that is not on the Earth")?;
        batch.push((incident(n, at, start)?, code_at(map, at)));
        if batch.len() == BATCH || n + 1 == count {
            store.add_incidents(&batch, &entry).await?;
            batch.clear();
        }
    }
    Ok(())
}

fn incident(n: usize, at: Position, start: Timestamp) -> Result<Incident, Box<dyn Error>> {
    Ok(Incident {
        source: Code::try_from("12345")?,
        external: Code::try_from(&*format!("WO-{n:08}"))?,
        kind: Kind::try_from("占道经营")?,
        class: Class::default(),
        state: State::Open,
        at,
        occurred: start + jiff::SignedDuration::from_secs(30 * i64::try_from(n)?),
        text: Some("路口堆放杂物,影响通行".to_owned()),
    })
}

fn code_at(map: &GridMap, at: Position) -> Option<Code> {
    let tree = map.tree();
    map.assign(at).map(|it| tree.unit(tree.unit_of_grid(it.grid)).code.clone())
}

async fn redraw(store: &Store, map: &GridMap, name: &str) -> Result<(), Box<dyn Error>> {
    let started = Instant::now();
    let open = store.open_incidents().await?;
    let read = started.elapsed();
    let positions: Vec<Position> = open.iter().map(|incident| incident.at).collect();
    let mut grids = Vec::new();
    map.points().assign_all(&positions, &mut grids);
    let tree = map.tree();
    let changed: Vec<(IncidentId, Option<Code>)> = open
        .iter()
        .zip(&grids)
        .filter_map(|(incident, grid)| {
            let code = grid.map(|grid| &tree.unit(tree.unit_of_grid(grid)).code);
            (code != incident.grid.as_ref()).then(|| (incident.id, code.cloned()))
        })
        .collect();
    let assigned = started.elapsed();
    let entry = Entry::new("measure", "2026-01-02T00:00:00Z".parse()?).because(name);
    let written = store.reassign_incidents(&changed, &entry).await?;
    let all = started.elapsed();
    let line = format!(
        "{name}: {} open, {written} changed: {:.2} s (read {:.2}, assign {:.2}, write {:.2})\n",
        open.len(),
        all.as_secs_f64(),
        read.as_secs_f64(),
        assigned.saturating_sub(read).as_secs_f64(),
        all.saturating_sub(assigned).as_secs_f64(),
    );
    std::io::Write::write_all(&mut std::io::stdout(), line.as_bytes())?;
    Ok(())
}
