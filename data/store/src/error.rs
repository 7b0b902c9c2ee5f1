//! What can go wrong with a store, and whose turn it is: the caller's, the operator's or nobody's.

use std::borrow::Cow;

/// Why a call to the store failed. Nothing of a failed write is kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The store could not be opened.
    #[error("{place}: {fault}")]
    Open {
        /// The file, or the host and database (never a password).
        place: String,
        /// What is the matter with it.
        fault: Fault,
    },
    /// The store as a whole refuses to work at the moment.
    #[error("the store {0}")]
    Fault(Fault),
    /// The caller gave something that the store does not keep.
    #[error("{what}: {why}")]
    Invalid {
        /// Which value, in the words of the call.
        what: &'static str,
        /// What is wrong with it.
        why: Cow<'static, str>,
    },
    /// There is no such thing.
    #[error("there is no {what} {id}")]
    Unknown {
        /// What kind of thing.
        what: &'static str,
        /// What was asked for.
        id: String,
    },
    /// The name is given to another user already.
    #[error("there is a user of this name already")]
    NameTaken,
    /// The last administrator can be neither removed nor given another role.
    #[error("this is the last administrator")]
    LastAdministrator,
    /// A row breaks its own constraint: somebody else wrote to the store, or a disk failed.
    #[error("{table} {key} is corrupt: {why}")]
    Corrupt {
        /// The table or layer.
        table: &'static str,
        /// Which row.
        key: String,
        /// What is wrong with it.
        why: String,
    },
    /// Anything else the database says.
    #[error("the database refused")]
    Database(#[source] sqlx::Error),
}

/// What is the matter with a store as a whole.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// It is neither a `.gpkg` path nor a `postgres://` URL.
    #[error("is no store: give a path that ends in .gpkg, or a postgres:// URL")]
    Address,
    /// It is not there, and was to exist.
    #[error("does not exist")]
    Absent,
    /// The file is something else.
    #[error("is no GeoPackage")]
    NotAGeoPackage,
    /// A GeoPackage of somebody else, which can be imported but not opened as a store.
    #[error("is a GeoPackage but no Gridbeat store; import it instead")]
    NotOurs,
    /// Written by a newer Gridbeat.
    #[error("was written by a newer Gridbeat (schema {found}, this one knows {known})")]
    Newer {
        /// The schema version found.
        found: i64,
        /// The newest schema version known here.
        known: i64,
    },
    /// Truncated or damaged.
    #[error("is truncated or damaged; restore a backup")]
    Damaged,
    /// It cannot be written to.
    #[error("cannot be written to: it is read-only")]
    ReadOnly,
    /// Another program holds its lock.
    #[error("is locked by another program; close it there and try again")]
    Locked,
    /// The disk is full.
    #[error("has no room: the disk is full")]
    Full,
    /// The file system refuses, or the server does not answer.
    #[error("cannot be reached")]
    Unreachable(#[source] sqlx::Error),
    /// More is waiting to be written than it takes, or has waited for longer than it may.
    #[error("is behind with writing; send it again in a moment")]
    Behind,
    /// It was asked for more than it can answer in the time it may take.
    #[error("took too long to answer; ask for less, or again in a moment")]
    TooSlow,
    /// It has been closed by this process.
    #[error("is closed")]
    Closed,
}

impl StoreError {
    /// The state of the store as a whole that caused this, if it is one.
    pub fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Open { fault, .. } | Self::Fault(fault) => Some(fault),
            _ => None,
        }
    }

    pub(crate) fn invalid(what: &'static str, why: impl Into<Cow<'static, str>>) -> Self {
        Self::Invalid { what, why: why.into() }
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers hand over numbers, texts and errors alike"
    )]
    pub(crate) fn corrupt(table: &'static str, key: impl ToString, why: impl ToString) -> Self {
        Self::Corrupt { table, key: key.to_string(), why: why.to_string() }
    }

    /// The same error, said of the place that was to be opened.
    pub(crate) fn at(self, place: &str) -> Self {
        match self {
            Self::Fault(fault) => Self::Open { place: place.to_owned(), fault },
            other => other,
        }
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let fault = match &error {
            sqlx::Error::PoolTimedOut => Fault::Locked,
            sqlx::Error::PoolClosed => Fault::Closed,
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::WorkerCrashed => {
                Fault::Unreachable(error)
            }
            sqlx::Error::ColumnDecode { index, source } => {
                return Self::corrupt("column", index, source);
            }
            sqlx::Error::Database(said) => {
                let code = said.code().unwrap_or_default();
                match (by_code(&code), said.message()) {
                    (Some(Said::Fault(fault)), _) => fault,
                    (Some(Said::Unreachable), _) => Fault::Unreachable(error),
                    (Some(Said::Refused), message) => {
                        return Self::invalid("the schema refuses it", message.to_owned());
                    }
                    (None, _) => return Self::Database(error),
                }
            }
            _ => return Self::Database(error),
        };
        Self::Fault(fault)
    }
}

enum Said {
    Fault(Fault),
    Unreachable,
    Refused,
}

/// What an SQLite result code (a decimal number, extended or not) or an SQLSTATE (five letters or
/// digits; SQLite's have at most four) stands for.
fn by_code(code: &str) -> Option<Said> {
    if code.len() < 5 {
        // The low byte is the primary code: https://sqlite.org/rescode.html
        return Some(match code.parse::<u32>().ok()? & 0xff {
            5 | 6 => Said::Fault(Fault::Locked),
            8 => Said::Fault(Fault::ReadOnly),
            11 => Said::Fault(Fault::Damaged),
            26 => Said::Fault(Fault::NotAGeoPackage),
            13 => Said::Fault(Fault::Full),
            10 | 14 => Said::Unreachable,
            19 => Said::Refused,
            _ => return None,
        });
    }
    // https://www.postgresql.org/docs/15/errcodes-appendix.html
    Some(match code {
        "25006" => Said::Fault(Fault::ReadOnly),
        "55P03" => Said::Fault(Fault::Locked),
        "57014" => Said::Fault(Fault::TooSlow),
        "53100" => Said::Fault(Fault::Full),
        "XX001" | "XX002" => Said::Fault(Fault::Damaged),
        "3D000" => Said::Fault(Fault::Absent),
        _ => match code.get(..2)? {
            "08" | "28" | "53" | "57" => Said::Unreachable,
            "22" | "23" => Said::Refused,
            _ => return None,
        },
    })
}
