//! `gridbeat restore`: a store made from a backup, with the proof that it holds the same.

use super::backup::tell;
use super::{Failure, Outcome, block_on};
use crate::work::backup;
use jiff::Timestamp;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The backup, or any store in a file.
    #[arg(value_name = "FILE.gpkg")]
    backup: PathBuf,
    /// The store to make: a file that is not there yet, or a PostgreSQL database that is empty.
    #[arg(long, value_name = "FILE.gpkg|postgres://…")]
    store: String,
}

/// Makes the store.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let made = block_on(async {
        let made = backup::restore(&args.backup, &args.store, Timestamp::now()).await;
        made.map_err(|error| Failure::new("nothing was restored", &error))
    })?;
    tell("restored", &made);
    Ok(Outcome::Clean)
}
