//! How soon a page of incidents is found among millions.
//!
//! ```text
//! search fill URL COUNT     takes COUNT made incidents in, ten thousand at a time
//! search ask URL RUNS       asks for pages by grid and period, by box, by text
//! ```
//!
//! `fill` prints how many there are and the seconds since it began; `ask` how many incidents a page
//! has, and the waits in ms: median, 99 %, 99.9 %, longest.

use benches::Failure;
use benches::incidents::{GRIDS, incident};
use benches::latency::Latency;
use jiff::{SignedDuration, Timestamp};
use model::{Bounds, Position};
use std::io::Write as _;
use std::time::Instant;
use store::{Entry, IncidentQuery, OpenMode, Store};

const BATCH: u32 = 10_000;
/// Where numbered incidents begin.
const BEGIN: Timestamp = Timestamp::constant(1_640_966_400, 0);

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match *words.as_slice() {
        ["fill", url, count] => fill(url, count.parse()?).await,
        ["ask", url, runs] => ask(url, runs.parse()?).await,
        _ => Err("usage: search fill URL COUNT | ask URL RUNS".into()),
    }
}

async fn fill(url: &str, count: u32) -> Result<(), Failure> {
    let store = Store::open(url, OpenMode::CreateIfAbsent).await?;
    let begun = Instant::now();
    for from in (0..count).step_by(BATCH as usize) {
        let to = count.min(from + BATCH);
        let given = (from..to).map(|n| incident("bench", n)).collect::<Result<Vec<_>, _>>()?;
        let entry = Entry { at: Timestamp::now(), who: "bench".to_owned(), why: None };
        store.add_incidents(&given, &entry).await?;
        if to.is_multiple_of(100 * BATCH) || to == count {
            writeln!(std::io::stdout(), "{to}\t{:.1}", begun.elapsed().as_secs_f64())?;
        }
    }
    store.close().await;
    Ok(())
}

/// A box of grids of [`incident`]: so many columns and rows of 0.01 degree.
fn block(grid: u32, side: i32) -> Result<Bounds, Failure> {
    let (column, row) = (i32::try_from(grid % 100)?, i32::try_from(grid / 100)?);
    let at = |column: i32, row: i32, back: i32| {
        let (lon, lat) = (1_030_000_000 + column * 100_000, 360_000_000 + row * 100_000);
        Position::from_e7(lon - back, lat - back).ok_or("off the Earth")
    };
    Ok(Bounds { min: at(column, row, 0)?, max: at(column + side, row + side, 1)? })
}

/// What the query of a number is.
type Make = fn(u32) -> Result<IncidentQuery, Failure>;

/// What is asked for; each number asks elsewhere, so that nothing is answered from what was just read.
const ASKED: [(&str, Make); 9] = [
    ("a month", |k| Ok(month(k))),
    ("a grid's box, all years", |k| {
        Ok(IncidentQuery { bounds: Some(block(grid(k), 1)?), ..ever() })
    }),
    ("a grid's box, a month", |k| {
        Ok(IncidentQuery { bounds: Some(block(grid(k), 1)?), ..month(k) })
    }),
    ("16 grids' box, a month", |k| {
        Ok(IncidentQuery { bounds: Some(block(grid(k), 4)?), ..month(k) })
    }),
    ("900 grids' box, a month", |k| {
        Ok(IncidentQuery { bounds: Some(block(grid(k), 30)?), ..month(k) })
    }),
    ("a text of one incident", |k| {
        Ok(said(format!("编号 {},", k.wrapping_mul(7_919) % 9_000_000 + 1_000_000)))
    }),
    ("a text of one in 97", |k| Ok(said(format!("{}号楼前", k % 97)))),
    ("a text of one in 8, a month", |k| {
        Ok(IncidentQuery { text: Some("噪音".to_owned()), ..month(k) })
    }),
    ("a text of none, of frequent pairs", |k| Ok(said(format!("扰民,编号 {}号楼", k % 97)))),
];

fn ever() -> IncidentQuery {
    IncidentQuery { limit: 500, ..IncidentQuery::default() }
}

fn month(k: u32) -> IncidentQuery {
    let from = BEGIN + SignedDuration::from_hours(24 * (30 * i64::from(k % 58)));
    let to = from + SignedDuration::from_hours(24 * 30);
    IncidentQuery { from: Some(from), to: Some(to), ..ever() }
}

fn said(text: String) -> IncidentQuery {
    IncidentQuery { text: Some(text), ..ever() }
}

fn grid(k: u32) -> u32 {
    k.wrapping_mul(2_654_435_761) % GRIDS
}

async fn ask(url: &str, runs: u32) -> Result<(), Failure> {
    let store = Store::open(url, OpenMode::MustExist).await?;
    for (what, make) in ASKED {
        let (mut waits, mut found) = (Latency::default(), 0);
        for k in 0..runs {
            let query = make(k)?;
            let begun = Instant::now();
            found += store.incidents(&query).await?.len();
            waits.add(begun.elapsed());
        }
        writeln!(std::io::stdout(), "{what}\t{}\t{waits}", found / runs.max(1) as usize)?;
    }
    Ok(())
}
