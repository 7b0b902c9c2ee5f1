//! Kills a writer over and over and judges what it left; `benches::torture` says how.
//!
//! ```text
//! torture ROUNDS SEED [postgres://SERVER/EMPTY-DATABASE [CLUSTER]]
//! ```
//!
//! Every 25 rounds begin with a new GeoPackage in a folder of its own. A database that is given is
//! put through all rounds instead; with the folder of its cluster, as `.ci/postgis start CLUSTER
//! durable` made it, every other round ends the database server instead of the writer. Ends at the first thing that is wrong, and leaves the store.

use benches::torture::{round, work};
use benches::{Dice, Failure};
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

/// How many rounds one file goes through: its size is what a judge must read.
const ROUNDS_PER_FILE: u32 = 25;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match *words.as_slice() {
        ["child", url, base] => work::work(url, base.parse()?).await,
        [rounds, seed] => files(rounds.parse()?, &mut Dice::new(seed.parse()?)).await,
        [rounds, seed, url] => {
            database(rounds.parse()?, &mut Dice::new(seed.parse()?), url, None).await
        }
        [rounds, seed, url, cluster] => {
            let cluster = Some(Path::new(cluster));
            database(rounds.parse()?, &mut Dice::new(seed.parse()?), url, cluster).await
        }
        _ => Err("usage: torture ROUNDS SEED [postgres://SERVER/EMPTY-DATABASE [CLUSTER]]".into()),
    }
}

async fn files(rounds: u32, dice: &mut Dice) -> Result<(), Failure> {
    let program = std::env::current_exe()?;
    let (begun, mut acknowledged, mut left) = (Instant::now(), 0, rounds);
    while left > 0 {
        let folder = tempfile::tempdir()?.keep();
        let file = folder.join("torture.gpkg");
        let now = left.min(ROUNDS_PER_FILE);
        let url = file.to_str().ok_or("a folder whose name is no text")?;
        let run = round::rounds(&program, url, None, now, dice).await;
        acknowledged += run.map_err(|error| format!("after {} kills: {error}", rounds - left))?;
        std::fs::remove_dir_all(folder)?;
        left -= now;
    }
    say(rounds, begun, acknowledged)
}

async fn database(
    rounds: u32,
    dice: &mut Dice,
    url: &str,
    cluster: Option<&Path>,
) -> Result<(), Failure> {
    let (program, begun) = (std::env::current_exe()?, Instant::now());
    let acknowledged = round::rounds(&program, url, cluster, rounds, dice).await?;
    say(rounds, begun, acknowledged)
}

fn say(kills: u32, begun: Instant, acknowledged: usize) -> Result<(), Failure> {
    let took = begun.elapsed().as_secs();
    let line = format!("{kills} kills in {took} s, {acknowledged} writes acknowledged, none lost");
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
