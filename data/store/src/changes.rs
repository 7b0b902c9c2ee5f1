//! The change log: what was written, by whom, when and why, in a chain of hashes.
//!
//! # Canonical form
//!
//! The hash of a record is the SHA-256, in lower-case hexadecimal, of this JSON array in UTF-8,
//! without spaces, text escaped only where JSON demands it:
//!
//! ```text
//! [1,"<hash before, 64 zeros at first>",<seq>,"<at>","<who>",<"why" or null>,"<kind>","<what>"]
//! ```
//!
//! The leading 1 is the version of the form; `what` is the record's JSON *as text*, so its own
//! spelling is covered. Any language with a JSON library checks the log in a few lines.

use crate::sql::{Write, row, rows, run};
use crate::{Entry, Store, StoreError, instant, wkb};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// How many records one page of a verification reads.
const PAGE: u32 = 1000;
/// The hash before the first.
const ZEROS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One record of the change log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its number; the first is 1, and there are no gaps.
    pub seq: u64,
    /// When, as the writer said.
    pub at: Timestamp,
    /// Who.
    pub who: String,
    /// Why, where something was said.
    pub why: Option<String>,
    /// What kind of change: `drawing`, `places`, `incidents`, `plan`, `job`, `user-added` …
    pub kind: String,
    /// What was changed, a JSON object: ids and counts, before and after where they are small.
    /// Never a password hash, a token or the text of an incident: the log outlives all three.
    pub what: String,
    /// The hash of the record before.
    pub prev_hash: String,
    /// The hash of this record.
    pub hash: String,
}

/// The log is whole: this many records, the last with this hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many records there are.
    pub count: u64,
    /// The hash of the last; 64 zeros when there is none. Who keeps it elsewhere can prove later
    /// that nothing was rewritten.
    pub head: String,
}

/// The log was altered: the first record that does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the change log is broken at record {seq}")]
pub struct BrokenAt {
    /// Its number, or the number a missing one should have.
    pub seq: u64,
}

impl Write {
    /// Appends the record and commits: all of it, or nothing.
    pub(crate) async fn commit(
        mut self,
        entry: &Entry,
        kind: &'static str,
        what: Value,
    ) -> Result<(), StoreError> {
        let seq = self.numbers("change", 1).await?;
        let before = row!(self, (String,), both "select hash from change where seq = $1", seq - 1)?;
        let prev_hash = match (before, seq) {
            (Some((hash,)), _) => hash,
            (None, 1) => ZEROS.to_owned(),
            (None, _) => return Err(StoreError::corrupt("change", seq - 1, "is missing")),
        };
        let (at, what, why) = (self.at.clone(), what.to_string(), entry.why.as_deref());
        let hash = hash_of(&prev_hash, seq, &at, &entry.who, why, kind, &what);
        run!(
            self,
            "insert into change (seq, at, who, why, kind, what, prev_hash, hash)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            "insert into change (seq, at, who, why, kind, what, prev_hash, hash)
             values ($1, $2::timestamptz, $3, $4, $5, $6::json, $7, $8)",
            seq,
            at,
            &entry.who,
            why,
            kind,
            what,
            prev_hash,
            hash,
        )?;
        run!(self, postgis "select pg_notify('gridbeat', $1)", seq.to_string())?;
        let own = Arc::clone(&self.own);
        own.begins(seq);
        let kept = self.finish().await;
        own.ended(seq, kept.is_ok());
        kept
    }
}

fn hash_of(
    prev_hash: &str,
    seq: i64,
    at: &str,
    who: &str,
    why: Option<&str>,
    kind: &str,
    what: &str,
) -> String {
    let form = json!([1, prev_hash, seq, at, who, why, kind, what]);
    wkb::hex(&Sha256::digest(form.to_string()))
}

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    at: String,
    who: String,
    why: Option<String>,
    kind: String,
    what: String,
    prev_hash: String,
    hash: String,
}

impl Store {
    /// The records after number `after` (0 for all), oldest first, at most `limit`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn changes(&self, after: u64, limit: u32) -> Result<Vec<Change>, StoreError> {
        let rows = self.change_rows(after, limit).await?;
        rows.into_iter().map(Row::change).collect()
    }

    /// Recomputes every hash of the log. Takes one pass over it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read; a log that was altered is [`BrokenAt`].
    pub async fn verify(&self) -> Result<Result<Verified, BrokenAt>, StoreError> {
        let mut done = Verified { count: 0, head: ZEROS.to_owned() };
        loop {
            let rows = self.change_rows(done.count, PAGE).await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let broken = BrokenAt { seq: done.count + 1 };
                let hash = row.hash_here();
                let next = u64::try_from(row.seq) == Ok(broken.seq);
                if !next || row.prev_hash != done.head || row.hash != hash {
                    return Ok(Err(broken));
                }
                done = Verified { count: broken.seq, head: hash };
            }
        }
        // Records cut off at the end leave a chain that fits; the count of numbers given does not.
        let mut read = self.read().await?;
        let last = row!(read, (i64,), both "select last from number where what = 'change'")?;
        if last.and_then(|(last,)| u64::try_from(last).ok()).is_none_or(|last| last > done.count) {
            // A write may have come in between the last page and now.
            let newer = self.change_rows(done.count, 1).await?;
            if newer.first().is_none_or(|row| row.prev_hash != done.head) {
                return Ok(Err(BrokenAt { seq: done.count + 1 }));
            }
        }
        Ok(Ok(done))
    }

    async fn change_rows(&self, after: u64, limit: u32) -> Result<Vec<Row>, StoreError> {
        let mut read = self.read().await?;
        Ok(rows!(
            read,
            Row,
            "select seq, at, who, why, kind, what, prev_hash, hash
             from change where seq > $1 order by seq limit $2",
            "select seq, utc(at) as at,
                      who, why, kind, what::text as what, prev_hash, hash
               from change where seq > $1 order by seq limit $2",
            i64::try_from(after).unwrap_or(i64::MAX),
            i64::from(limit),
        )?)
    }
}

impl Row {
    fn hash_here(&self) -> String {
        let why = self.why.as_deref();
        hash_of(&self.prev_hash, self.seq, &self.at, &self.who, why, &self.kind, &self.what)
    }

    fn change(self) -> Result<Change, StoreError> {
        Ok(Change {
            seq: u64::try_from(self.seq)
                .map_err(|error| StoreError::corrupt("change", self.seq, error))?,
            at: instant::of_text("change", &self.at)?,
            who: self.who,
            why: self.why,
            kind: self.kind,
            what: self.what,
            prev_hash: self.prev_hash,
            hash: self.hash,
        })
    }
}
