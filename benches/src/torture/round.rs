//! One round: a child is started, it or its database server is killed, and what is left is judged.

use super::judge::{Told, judge};
use crate::{Dice, Failure};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use store::{OpenMode, Store};

/// Numbers that one child may use before the next one's begin.
const NUMBERS: u32 = 1_000_000;
/// Every so many rounds the schema is taken back first, so that the child must bring it up.
const UPGRADE_EVERY: u32 = 4;
/// The longest that a child lives, in ms: long enough for some hundred writes.
const LIFE_MAX_MS: usize = 250;
/// The longest that one lives which is to be killed while it opens the store.
const OPENING_MAX_MS: usize = 40;

/// Puts one store through `rounds`; `program` is started with `child URL BASE`. With the folder of a
/// cluster that `.ci/postgis start DIR durable` made, its server is ended at once in every other round,
/// under the child that writes, and started again. Gives how many writes were acknowledged.
///
/// # Errors
///
/// What is wrong, with the round.
pub async fn rounds(
    program: &Path,
    url: &str,
    cluster: Option<&Path>,
    rounds: u32,
    dice: &mut Dice,
) -> Result<usize, Failure> {
    let mut told = Told::default();
    for round in 0..rounds {
        let upgrade = round % UPGRADE_EVERY == UPGRADE_EVERY - 1;
        if upgrade {
            Store::open(url, OpenMode::MustExist).await?.downgrade(1).await?;
        }
        let life = dice.below(if upgrade { OPENING_MAX_MS } else { LIFE_MAX_MS });
        let life = Duration::from_millis(life as u64);
        let server = cluster.filter(|_| round % 2 == 0);
        let judged = match kill_after(life, program, url, round * NUMBERS, server, &mut told) {
            Ok(()) => judge(url, &told).await,
            Err(error) => Err(error),
        };
        judged.map_err(|error| format!("{url}: round {round}, {life:?}: {error}"))?;
    }
    Ok(told.count())
}

fn kill_after(
    life: Duration,
    program: &Path,
    url: &str,
    base: u32,
    server: Option<&Path>,
    told: &mut Told,
) -> Result<(), Failure> {
    let mut child = Command::new(program)
        .args(["child", url, &base.to_string()])
        .stdout(Stdio::piped())
        .spawn()?;
    let out = child.stdout.take().ok_or("no pipe")?;
    let reader = std::thread::spawn(move || {
        let lines = BufReader::new(out).lines().map_while(Result::ok);
        lines.collect::<Vec<String>>()
    });
    std::thread::sleep(life);
    let early = child.try_wait()?;
    if let Some(cluster) = server {
        postgis("halt", cluster)?;
    }
    child.kill()?;
    child.wait()?;
    if let Some(cluster) = server {
        postgis("start", cluster)?;
    }
    let lines = reader.join().map_err(|_panicked| "the reader died")?;
    for line in &lines {
        told.hear(line);
    }
    match early {
        Some(status) => Err(format!("the child ended by itself: {status}").into()),
        None => Ok(()),
    }
}

/// Ends the server of a cluster without letting it finish anything, or starts it.
fn postgis(what: &str, cluster: &Path) -> Result<(), Failure> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../.ci/postgis");
    let mut command = Command::new(script);
    command.arg(what).arg(cluster).args((what == "start").then_some("durable"));
    let done = command.stdout(Stdio::null()).status()?;
    if done.success() { Ok(()) } else { Err(format!("postgis {what}: {done}").into()) }
}
