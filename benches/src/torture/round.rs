//! One round: a child is started, killed, and what it left is judged.

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

/// Puts one store through `rounds`; `program` is started with `child URL BASE`. Gives how many
/// writes were acknowledged.
///
/// # Errors
///
/// What is wrong, with the round.
pub async fn rounds(
    program: &Path,
    url: &str,
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
        let judged = match kill_after(life, program, url, round * NUMBERS, &mut told) {
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
    child.kill()?;
    child.wait()?;
    let lines = reader.join().map_err(|_panicked| "the reader died")?;
    for line in &lines {
        told.hear(line);
    }
    match early {
        Some(status) => Err(format!("the child ended by itself: {status}").into()),
        None => Ok(()),
    }
}
