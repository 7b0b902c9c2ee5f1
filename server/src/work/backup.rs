//! Backups by themselves every day, and a store made from one.

use super::clock;
use jiff::Timestamp;
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::time::Duration;
use store::{Entry, OpenMode, Proof, Store, StoreError};
use tokio::time::{MissedTickBehavior, interval};

/// How often it is asked whether today's is there. One that failed is tried again as soon.
const EVERY: Duration = Duration::from_mins(5);

/// Why no store was made from a backup.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RestoreError {
    /// The place is taken: nothing that is there is overwritten.
    #[error("{0} is there already; move it away or restore to another place")]
    Taken(String),
    /// The file system.
    #[error("cannot copy {file}")]
    Copy {
        /// Which file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// One of the two stores.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// They differ.
    #[error("table {0} of the new store is not what the backup holds; do not use it")]
    Differs(&'static str),
}

/// Writes a backup a day, as long as the service runs; the newest `keep` stay.
pub(crate) async fn daily(store: Store, folder: PathBuf, keep: usize) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let now = Timestamp::now();
        let file = folder.join(name_of(clock::local(now).date()));
        if file.exists() {
            continue;
        }
        let made = match std::fs::create_dir_all(&folder) {
            Ok(()) => store.backup(&file, &Entry::new("backup", now)).await,
            Err(error) => {
                tracing::error!(%error, folder = %folder.display(), "no folder for backups");
                continue;
            }
        };
        match made {
            Ok(proof) => {
                tracing::info!(file = %file.display(), changes = proof.log.count, "backup written and proved");
                forget_old(&folder, keep);
            }
            Err(error) => tracing::error!(%error, file = %file.display(), "no backup was written"),
        }
    }
}

fn name_of(day: Date) -> String {
    format!("gridbeat-{day}.gpkg")
}

/// The day of a backup that was written by itself; other files are left alone.
fn day_of(name: &str) -> Option<Date> {
    name.strip_prefix("gridbeat-")?.strip_suffix(".gpkg")?.parse().ok()
}

fn forget_old(folder: &Path, keep: usize) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let ours = |entry: std::io::Result<std::fs::DirEntry>| {
        let entry = entry.ok()?;
        Some((day_of(entry.file_name().to_str()?)?, entry.path()))
    };
    let mut found: Vec<(Date, PathBuf)> = entries.filter_map(ours).collect();
    found.sort();
    let old = found.len().saturating_sub(keep);
    for (_, file) in found.into_iter().take(old) {
        if let Err(error) = std::fs::remove_file(&file) {
            tracing::warn!(%error, file = %file.display(), "an old backup stays");
        }
    }
}

/// Makes a store at `url` from a backup and proves that it holds the same. The backup itself is not
/// touched, and may lie on read-only media.
pub(crate) async fn restore(
    backup: &Path,
    url: &str,
    now: Timestamp,
) -> Result<Proof, RestoreError> {
    let entry = Entry::new("restore", now);
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        // Opening a store may write beside it, so a copy is opened.
        let folder = std::env::temp_dir().join(format!("gridbeat-restore-{}", std::process::id()));
        let copied = copy_of(backup, &folder.join("backup.gpkg"));
        let made = match copied {
            Ok(copy) => into_database(&copy, url, &entry).await,
            Err(error) => Err(error),
        };
        let _left = std::fs::remove_dir_all(folder);
        return made;
    }
    if Path::new(url).exists() {
        return Err(RestoreError::Taken(url.to_owned()));
    }
    let made = match copy_of(backup, Path::new(url)) {
        Ok(copy) => proved(&copy).await,
        Err(error) => Err(error),
    };
    if made.is_err() {
        for ending in ["", "-wal", "-shm"] {
            let _absent = std::fs::remove_file(format!("{url}{ending}"));
        }
    }
    made
}

async fn proved(file: &str) -> Result<Proof, RestoreError> {
    let store = Store::open(file, OpenMode::MustExist).await?;
    let proof = store.prove().await;
    store.seal().await?;
    Ok(proof?)
}

fn copy_of(backup: &Path, to: &Path) -> Result<String, RestoreError> {
    let copy = || -> std::io::Result<()> {
        if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        let (mut from, mut into) = (std::fs::File::open(backup)?, std::fs::File::create_new(to)?);
        std::io::copy(&mut from, &mut into)?;
        into.sync_all()
    };
    let file = backup.display().to_string();
    copy().map_err(|source| RestoreError::Copy { file, source })?;
    Ok(to.display().to_string())
}

async fn into_database(file: &str, url: &str, entry: &Entry) -> Result<Proof, RestoreError> {
    let from = Store::open(file, OpenMode::MustExist).await?;
    let given = from.prove().await?;
    let to = Store::open(url, OpenMode::CreateIfAbsent).await?;
    from.copy_to(&to, entry).await?;
    let proof = to.prove().await?;
    to.close().await;
    from.close().await;
    let differs = given.tables.iter().zip(&proof.tables).find(|(given, kept)| given != kept);
    match differs {
        Some((given, _)) => Err(RestoreError::Differs(given.table)),
        None => Ok(proof),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_daily_backups_go_and_other_files_stay() {
        let folder = tempfile::tempdir().unwrap();
        let names = [
            "gridbeat-2026-11-20.gpkg",
            "gridbeat-2026-11-21.gpkg",
            "gridbeat-2026-11-22.gpkg",
            "gridbeat-by-hand.gpkg",
            "gridbeat-2026-11-19.gpkg.old",
            "gridbeat-2026-02-30.gpkg",
        ];
        for name in names {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        forget_old(folder.path(), 2);
        let left = |name: &&str| folder.path().join(name).exists();
        assert_eq!(names.iter().filter(|name| left(name)).count(), 5);
        assert!(!left(&names[0]));
    }
}
