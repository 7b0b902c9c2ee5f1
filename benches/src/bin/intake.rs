//! How many single incidents a second are durable, and how long each caller waits.
//!
//! ```text
//! intake store URL CALLERS SECONDS              through the store's own door
//! intake paced URL RATE SECONDS                 the same, RATE calls a second whether answered or not
//! intake http BASE NAME PASSWORD CALLERS SECONDS   through a running program
//! ```
//!
//! Prints acknowledged, a second, and the waits in ms: median, 99 %, 99.9 %, longest. Afterwards the
//! store is opened anew: every acknowledged incident must be in it and the change log whole.

use benches::Failure;
use benches::incidents::incident;
use benches::latency::Latency;
use jiff::Timestamp;
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use store::{Intake, IntakeLimits, OpenMode, Store};
use tokio::task::JoinSet;

/// Which intake the incidents say they came through; another run needs another store.
const SOURCE: &str = "bench";

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match *words.as_slice() {
        ["store", url, callers, seconds] => store(url, callers.parse()?, seconds.parse()?).await,
        ["paced", url, rate, seconds] => paced(url, rate.parse()?, seconds.parse()?).await,
        ["http", base, name, password, callers, seconds] => {
            http(base, [name, password], callers.parse()?, seconds.parse()?)
        }
        _ => Err("usage: intake store URL CALLERS SECONDS | paced URL RATE SECONDS | http BASE NAME PASSWORD CALLERS SECONDS".into()),
    }
}

fn say(what: &str, waits: &Latency, took: Duration) -> Result<(), Failure> {
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    let rate = waits.count() as f64 / took.as_secs_f64();
    Ok(writeln!(std::io::stdout(), "{what}\t{}\t{rate:.0}/s\t{waits}", waits.count())?)
}

async fn one(intake: &Intake, n: u32) -> Result<Duration, String> {
    let given = incident(SOURCE, n).map_err(|error| error.to_string())?;
    let begun = Instant::now();
    let added = intake.add(vec![given], "bench", Timestamp::now()).await;
    added.map(|_kept| begun.elapsed()).map_err(|error| error.to_string())
}

/// Every caller sends the next when the last is answered.
async fn store(url: &str, callers: u32, seconds: u64) -> Result<(), Failure> {
    let store = Store::open(url, OpenMode::CreateIfAbsent).await?;
    let intake = Intake::start(store.clone(), IntakeLimits::default());
    let (next, begun) = (Arc::new(AtomicU32::new(0)), Instant::now());
    let mut tasks = JoinSet::new();
    for _ in 0..callers {
        let (intake, next) = (intake.clone(), Arc::clone(&next));
        tasks.spawn(async move {
            let mut waits = Latency::default();
            while begun.elapsed() < Duration::from_secs(seconds) {
                waits.add(one(&intake, next.fetch_add(1, Ordering::Relaxed)).await?);
            }
            Ok::<_, String>(waits)
        });
    }
    let mut waits = Latency::default();
    while let Some(done) = tasks.join_next().await {
        waits.join(done??);
    }
    say(&format!("{callers} callers"), &waits, begun.elapsed())?;
    store.close().await;
    prove(url, waits.count()).await
}

/// Calls begin at a steady pace, whatever becomes of those before.
async fn paced(url: &str, rate: u32, seconds: u32) -> Result<(), Failure> {
    let store = Store::open(url, OpenMode::CreateIfAbsent).await?;
    let intake = Intake::start(store.clone(), IntakeLimits::default());
    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for n in 0..rate * seconds {
        let due = begun + Duration::from_secs(1) * n / rate;
        tokio::time::sleep_until(due.into()).await;
        let intake = intake.clone();
        tasks.spawn(async move { one(&intake, n).await });
    }
    let mut waits = Latency::default();
    while let Some(done) = tasks.join_next().await {
        waits.add(done??);
    }
    say(&format!("{rate} a second offered"), &waits, begun.elapsed())?;
    store.close().await;
    prove(url, waits.count()).await
}

async fn prove(url: &str, acknowledged: usize) -> Result<(), Failure> {
    let store = Store::open(url, OpenMode::MustExist).await?;
    let facts = store.facts().await?;
    let log = store.verify().await??;
    if facts.incidents != acknowledged as u64 {
        return Err(format!("{acknowledged} acknowledged, {} there", facts.incidents).into());
    }
    let line = format!("all there; {} change records, chain whole", log.count);
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

fn http(base: &str, who: [&str; 2], callers: u32, seconds: u64) -> Result<(), Failure> {
    let agent = ureq::Agent::new_with_defaults();
    let sign_in = serde_json::json!({ "name": who[0], "password": who[1] }).to_string();
    let signed_in = post(&agent, &format!("{base}/api/v1/session"), "", &sign_in)?;
    let cookie = signed_in.headers().get("set-cookie").ok_or("no cookie")?.to_str()?;
    let cookie = cookie.split(';').next().unwrap_or_default();
    let (next, begun) = (AtomicU32::new(0), Instant::now());
    let run = || -> Result<Latency, String> {
        let agent = ureq::Agent::new_with_defaults();
        let mut waits = Latency::default();
        while begun.elapsed() < Duration::from_secs(seconds) {
            let n = next.fetch_add(1, Ordering::Relaxed);
            let (it, _) = incident(SOURCE, n).map_err(|error| error.to_string())?;
            let body = serde_json::json!({
                "source": it.source.as_str(), "external": it.external.as_str(),
                "kind": it.kind.as_str(), "lon": it.at.lon(), "lat": it.at.lat(),
                "occurred": it.occurred.to_string(), "text": it.text,
            });
            let sent = Instant::now();
            let url = format!("{base}/api/v1/incidents");
            let mut answer =
                post(&agent, &url, cookie, &body.to_string()).map_err(|error| error.to_string())?;
            answer.body_mut().read_to_vec().map_err(|error| error.to_string())?;
            waits.add(sent.elapsed());
        }
        Ok(waits)
    };
    let mut waits = Latency::default();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..callers).map(|_| scope.spawn(run)).collect();
        for thread in threads {
            waits.join(thread.join().map_err(|_panicked| "a caller died")??);
        }
        Ok::<_, Failure>(())
    })?;
    say(&format!("{callers} callers over HTTP"), &waits, begun.elapsed())
}

fn post(
    agent: &ureq::Agent,
    url: &str,
    cookie: &str,
    body: &str,
) -> Result<ureq::http::Response<ureq::Body>, Failure> {
    let request = agent.post(url).header("Content-Type", "application/json");
    Ok(request.header("X-Gridbeat", "1").header("Cookie", cookie).send(body)?)
}
