//! `gridbeat worker`: makes the plans that services are asked for, on a machine of its own.

use super::say::{log_to_stderr, say};
use super::{Failure, Outcome};
use crate::work::events::Events;
use crate::work::jobs::Jobs;
use crate::work::worker;
use std::sync::Arc;
use store::{OpenMode, Store};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The store that the services use: a PostgreSQL address, or a file on the same machine.
    #[arg(long, value_name = "FILE.gpkg|postgres://…")]
    store: String,
    /// How many plans to make at once; each takes a core.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    at_once: u16,
}

/// Works until told to stop. A job that is cut off is taken over by another worker within seconds.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    log_to_stderr();
    actix_web::rt::System::new().block_on(async {
        let opened = Store::open(&args.store, OpenMode::MustExist).await;
        let opening = || format!("cannot open {}", args.store);
        let store = opened.map_err(|error| Failure::new(opening(), &error))?;
        say(&format!("working for {}", store.place()));
        let jobs = Jobs::new(store, Events::default(), Arc::default());
        for _ in 0..args.at_once {
            actix_web::rt::spawn(worker::work(jobs.clone()));
        }
        let stopped = actix_web::rt::signal::ctrl_c().await;
        stopped.map_err(|error| Failure::new("cannot wait to be stopped", &error))?;
        Ok(Outcome::Clean)
    })
}
