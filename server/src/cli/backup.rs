//! `gridbeat backup`: a copy of the store, while it is served.

use super::say::say;
use super::{Failure, Outcome, block_on};
use jiff::Timestamp;
use std::path::PathBuf;
use store::{Entry, OpenMode, Proof, Store};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A GeoPackage file or a PostgreSQL address.
    #[arg(long, default_value = "gridbeat.gpkg", value_name = "FILE.gpkg|postgres://…")]
    store: String,
    /// The file to make; it must not be there yet.
    #[arg(short, long, value_name = "FILE.gpkg")]
    output: PathBuf,
}

/// Writes the copy and proves it.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    if args.output.extension().is_none_or(|ending| ending != "gpkg") {
        let file = args.output.display();
        return Err(Failure::line(format!("{file}: the name must end in .gpkg")));
    }
    block_on(async {
        let store = Store::open(&args.store, OpenMode::MustExist).await;
        let store = store.map_err(|e| Failure::new(format!("cannot open {}", args.store), &e))?;
        let made = store.backup(&args.output, &Entry::new("backup", Timestamp::now())).await;
        let proof = made.map_err(|error| Failure::new("no backup was written", &error))?;
        tell(&format!("wrote {}", args.output.display()), &proof);
        store.close().await;
        Ok(Outcome::Clean)
    })
}

/// What was proved, in one line.
pub(super) fn tell(done: &str, proof: &Proof) {
    let rows = |name: &str| {
        let found = proof.tables.iter().find(|table| table.table == name);
        found.map_or(0, |table| table.rows)
    };
    say(&format!(
        "{done}: {} drawings, {} places, {} incidents, {} plans; {} changes, chain whole, head {}",
        rows("drawing"),
        rows("places"),
        rows("incidents"),
        rows("plan"),
        proof.log.count,
        proof.log.head
    ));
}
