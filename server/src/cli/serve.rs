//! `gridbeat serve`: the service.

use super::say::{complain, log_to_stderr, say};
use super::{Failure, Outcome};
use crate::http::doors::guard;
use crate::http::routes;
use crate::http::state::House;
use crate::work::atlas::Atlas;
use crate::work::{backup, clock, demo, first_users, watch, worker};
use actix_web::middleware::{Compress, DefaultHeaders, from_fn};
use actix_web::web::Data;
use actix_web::{App, HttpServer};
use jiff::Timestamp;
use samples::Like;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use store::{IntakeLimits, OpenMode, Store};

/// A request that does not arrive within this time is given up.
const REQUEST_PATIENCE: Duration = Duration::from_secs(20);
/// Connections at once; more wait in the system's queue.
const CONNECTIONS_MAX: usize = 4_096;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where everything is kept: a GeoPackage file (made when absent) or a PostgreSQL address.
    #[arg(long, default_value = "gridbeat.gpkg", value_name = "FILE.gpkg|postgres://…")]
    store: String,
    /// Where to listen. Port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    listen: SocketAddr,
    /// Fill an empty store with a demo city: qilihe, qingshan, huangnan, nanhu, city10k,
    /// province100k.
    #[arg(long, value_name = "LIKE", value_parser = demo::like)]
    demo: Option<Like>,
    /// Make no plans here; leave them to `gridbeat worker`, which shares the store.
    #[arg(long)]
    plan_elsewhere: bool,
    /// Write a backup into this folder every day.
    #[arg(long, value_name = "FOLDER")]
    backup_to: Option<PathBuf>,
    /// How many daily backups are kept.
    #[arg(long, default_value_t = 14, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=3650))]
    backup_keep: u16,
    /// How many incidents may wait while the store does not answer; more are sent away for a while.
    #[arg(long, default_value_t = IntakeLimits::default().waiting_max, value_name = "COUNT")]
    intake_queue: usize,
    /// How long an incident may wait before its sender is sent away for a while.
    #[arg(long, default_value_t = 20, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=600))]
    intake_wait: u64,
    /// How many threads answer requests; one a core when left out.
    #[arg(long)]
    workers: Option<usize>,
}

/// Serves until told to stop.
pub(super) fn run(args: Args) -> Result<Outcome, Failure> {
    log_to_stderr();
    actix_web::rt::System::new().block_on(serve(args))
}

async fn serve(args: Args) -> Result<Outcome, Failure> {
    let opening = format!("cannot open {}", args.store);
    let store = Store::open(&args.store, OpenMode::CreateIfAbsent)
        .await
        .map_err(|error| Failure::new(opening, &error))?;
    let now = Timestamp::now();
    if let Some(like) = args.demo {
        fill(&store, like, now).await?;
    }
    greet(&store, now).await?;
    let atlas = Atlas::load(&store, now)
        .await
        .map_err(|error| Failure::new(format!("cannot serve {}", args.store), &error))?;
    if atlas.ground.is_none() {
        complain(
            "the store holds no drawing yet: import one with `gridbeat import grids`, or start with --demo qilihe",
        );
    }
    let limits = IntakeLimits {
        waiting_max: args.intake_queue,
        patience: Duration::from_secs(args.intake_wait),
        ..IntakeLimits::default()
    };
    let house = Data::new(House::new(store, atlas, limits));
    if args.plan_elsewhere {
        tracing::info!("plans are left to `gridbeat worker`");
    } else {
        actix_web::rt::spawn(worker::work(house.jobs.clone()));
    }
    let watching = actix_web::rt::spawn(watch::watch(house.clone().into_inner()));
    let backing_up = args.backup_to.clone().map(|folder| {
        let daily = backup::daily(house.store.clone(), folder, usize::from(args.backup_keep));
        actix_web::rt::spawn(daily)
    });
    let served = listen(&args, house).await;
    watching.abort();
    if let Some(backing_up) = backing_up {
        backing_up.abort();
    }
    served
}

/// Fills an empty store with a demo city, or finishes one that was cut off; leaves any other store
/// as it is.
async fn fill(store: &Store, like: Like, now: Timestamp) -> Result<(), Failure> {
    let wanted = demo::wanted(store, clock::local(now).date()).await;
    let Some(until) = wanted.map_err(|error| Failure::new("cannot read the store", &error))? else {
        return Ok(());
    };
    say(&format!("making the demo city {} …", like.as_str()));
    let town = demo::make(like, 1, until).map_err(|error| Failure::new("no demo city", &error))?;
    let kept = demo::keep(store, town, now, Some(now)).await;
    kept.map_err(|error| Failure::new("cannot keep the demo city", &error))
}

/// Makes the first accounts at the first start and says their passwords, once.
async fn greet(store: &Store, now: Timestamp) -> Result<(), Failure> {
    let made = first_users::make(store, now).await;
    for account in made.map_err(|error| Failure::new("cannot make the first accounts", &error))? {
        let (name, role) = (account.name, account.role.as_str());
        match account.password {
            Some(password) => say(&format!(
                "account made: {name} ({role}), password {password} – it is not shown again"
            )),
            None => say(&format!("account made: {name} ({role}), with the password given")),
        }
    }
    Ok(())
}

async fn listen(args: &Args, house: Data<House>) -> Result<Outcome, Failure> {
    let server = HttpServer::new(move || {
        App::new()
            .app_data(house.clone())
            // The last wrapped is the first to see a request.
            .wrap(from_fn(guard))
            .wrap(Compress::default())
            .wrap(
                DefaultHeaders::new()
                    .add(("X-Content-Type-Options", "nosniff"))
                    .add(("Referrer-Policy", "same-origin")),
            )
            .configure(routes)
    });
    let server = match args.workers {
        Some(workers) => server.workers(workers.clamp(1, 256)),
        None => server,
    };
    let server = server
        .client_request_timeout(REQUEST_PATIENCE)
        .max_connections(CONNECTIONS_MAX)
        .shutdown_timeout(5)
        .bind(args.listen)
        .map_err(|error| Failure::new(format!("cannot listen on {}", args.listen), &error))?;
    for at in server.addrs() {
        say(&format!("listening on http://{at}"));
    }
    server.run().await.map_err(|error| Failure::new("the service stopped", &error))?;
    Ok(Outcome::Clean)
}
