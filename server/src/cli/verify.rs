//! `gridbeat verify`: is the change log whole?

use super::say::say;
use super::{Failure, Outcome, block_on};
use store::{OpenMode, Store};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A GeoPackage file or a PostgreSQL address.
    #[arg(long, default_value = "gridbeat.gpkg", value_name = "FILE.gpkg|postgres://…")]
    store: String,
}

/// Walks the hash chain from its beginning.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    block_on(async {
        let store = Store::open(&args.store, OpenMode::MustExist).await;
        let store = store.map_err(|e| Failure::new(format!("cannot open {}", args.store), &e))?;
        match store.verify().await {
            Ok(Ok(verified)) => {
                say(&format!("whole: {} changes, head {}", verified.count, verified.head));
                Ok(Outcome::Clean)
            }
            Ok(Err(broken)) => {
                say(&broken.to_string());
                Ok(Outcome::Faults)
            }
            Err(error) => Err(Failure::new(format!("cannot read {}", args.store), &error)),
        }
    })
}
