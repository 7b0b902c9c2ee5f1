//! Backups: one moment of a store in a file, written while others write, and proved.

use crate::store::Backend;
use crate::{Entry, OpenMode, Store, StoreError, TableDigest, Verified, geopackage};
use std::fs::File;
use std::path::Path;

/// That a store is whole, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The change log, every hash of it computed anew.
    pub log: Verified,
    /// What every table holds.
    pub tables: Vec<TableDigest>,
}

impl Store {
    /// Proves that the store is whole: the database says so of itself, every hash of the change log
    /// fits, and every row of every table can be read. Takes two passes over everything.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`] with what is wrong.
    pub async fn prove(&self) -> Result<Proof, StoreError> {
        if let Some(complaint) = self.complaints().await?.first() {
            return Err(StoreError::corrupt("store", "as a whole", complaint));
        }
        let log = self.verify().await?;
        let log = log.map_err(|broken| StoreError::corrupt("change", broken.seq, broken))?;
        Ok(Proof { log, tables: self.digest().await? })
    }

    /// Writes one moment of the store into the GeoPackage `to`, which must not be there, and proves
    /// the copy before it gets that name: under it there is a whole backup or nothing. The store is
    /// served meanwhile; from a database everything is copied with its numbers and hashes.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] when the file is there already; else what reading the store, writing
    /// the file or proving it met. What was begun is removed.
    pub async fn backup(&self, to: &Path, entry: &Entry) -> Result<Proof, StoreError> {
        if to.exists() {
            return Err(StoreError::invalid(
                "backup",
                format!("{} is there already", to.display()),
            ));
        }
        let part = to.with_extension("part.gpkg");
        remove(&part)?;
        let made = self.backup_into(&part, entry).await;
        let named = made.and_then(|proof| {
            // The name comes after the content, and both before the answer.
            File::open(&part).and_then(|file| file.sync_all()).map_err(sqlx::Error::Io)?;
            std::fs::rename(&part, to).map_err(sqlx::Error::Io)?;
            let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = File::open(folder.unwrap_or(Path::new(".")));
            folder.and_then(|folder| folder.sync_all()).map_err(sqlx::Error::Io)?;
            Ok(proof)
        });
        if named.is_err() {
            remove(&part)?;
        }
        named
    }

    async fn backup_into(&self, part: &Path, entry: &Entry) -> Result<Proof, StoreError> {
        let place = part.display().to_string();
        let copied = match &self.backend {
            Backend::GeoPackage(file) => {
                geopackage::copy_into(file, part).await?;
                None
            }
            Backend::PostGis(_) => {
                let copy = Self::open(&place, OpenMode::CreateIfAbsent).await?;
                let copied = self.copy_to(&copy, entry).await;
                copy.seal().await?;
                Some(copied?)
            }
        };
        let copy = Self::open(&place, OpenMode::MustExist).await?;
        let proof = copy.prove().await;
        copy.seal().await?;
        let proof = proof?;
        match copied {
            Some(tables) if tables != proof.tables => {
                Err(StoreError::corrupt("backup", place, "holds something else than the store"))
            }
            _ => Ok(proof),
        }
    }
}

/// Removes what an earlier backup that was cut off left.
fn remove(part: &Path) -> Result<(), StoreError> {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut name = part.as_os_str().to_owned();
        name.push(ending);
        match std::fs::remove_file(name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(sqlx::Error::Io(error).into());
            }
            _ => {}
        }
    }
    Ok(())
}
