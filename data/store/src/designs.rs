//! Designs: drawings that are being redrawn, kept as the steps that lead there.
//!
//! Steps are numbered from 1 without gaps. Whoever adds one says which number it is to have, so that
//! nobody's step lands on a state that its maker had not seen.

use crate::entry::check_text;
use crate::plans::check_json;
use crate::sql::{Write, rows, run};
use crate::{DesignId, DrawingId, Entry, Store, StoreError, instant};
use jiff::Timestamp;
use serde_json::json;

const NAME_BYTES_MAX: usize = 1024;
const STEP_BYTES_MAX: usize = 8 << 20;

/// Where a design is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DesignState {
    /// It is being worked on.
    Open,
    /// It waits for a second person.
    Submitted,
    /// A drawing came out of it.
    Published,
    /// It was given up.
    Dropped,
}

impl DesignState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Open, Self::Submitted, Self::Published, Self::Dropped];

    /// The name used in the store and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Submitted => "submitted",
            Self::Published => "published",
            Self::Dropped => "dropped",
        }
    }

    /// The state of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// What is asked of a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The account that asked.
    pub by: String,
    /// Up to which step.
    pub steps: u64,
    /// From when on it is to be in force.
    pub valid_from: Timestamp,
    /// 64 hexadecimal digits that stand for what is to be published.
    pub hash: String,
}

/// A design, without its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DesignSummary {
    /// Its number.
    pub id: DesignId,
    /// What its makers call it.
    pub name: String,
    /// The drawing that it began with.
    pub base: DrawingId,
    /// When it was begun.
    pub created: Timestamp,
    /// Where it is in its life.
    pub state: DesignState,
    /// How many steps it has.
    pub steps: u64,
    /// Who made the last of them, and when.
    pub last: Option<(String, Timestamp)>,
    /// What was submitted, once it was.
    pub submission: Option<Submission>,
    /// The drawing that came out of it.
    pub drawing: Option<DrawingId>,
}

/// One step of a design.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DesignStep {
    /// Its number, from 1.
    pub seq: u64,
    /// When it was made.
    pub at: Timestamp,
    /// The account that made it.
    pub who: String,
    /// What it does, a JSON text; it comes back character for character.
    pub what: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    name: String,
    base_id: i64,
    created: String,
    state: String,
    submitted_by: Option<String>,
    steps: Option<i64>,
    valid_from: Option<String>,
    hash: Option<String>,
    drawing_id: Option<i64>,
    made: i64,
    last_who: Option<String>,
    last_at: Option<String>,
}

impl Row {
    fn summary(self) -> Result<DesignSummary, StoreError> {
        let state = DesignState::from_name(&self.state)
            .ok_or_else(|| StoreError::corrupt("design", self.id, "has no known state"))?;
        let at =
            |text: Option<String>| text.map(|text| instant::of_text("design", &text)).transpose();
        let number = |number: i64| u64::try_from(number).unwrap_or(0);
        let valid_from = at(self.valid_from)?;
        let submission = self.submitted_by.zip(self.steps).zip(valid_from).zip(self.hash);
        Ok(DesignSummary {
            id: DesignId::of_key(self.id),
            name: self.name,
            base: DrawingId::of_key(self.base_id),
            created: instant::of_text("design", &self.created)?,
            state,
            steps: number(self.made),
            last: self.last_who.zip(at(self.last_at)?),
            submission: submission.map(|(((by, steps), valid_from), hash)| Submission {
                by,
                steps: number(steps),
                valid_from,
                hash,
            }),
            drawing: self.drawing_id.map(DrawingId::of_key),
        })
    }
}

impl Store {
    /// Begins a design from a drawing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] for a name that is empty or over 1,024 bytes, or a drawing that does
    /// not exist.
    pub async fn add_design(
        &self,
        name: &str,
        base: DrawingId,
        entry: &Entry,
    ) -> Result<DesignId, StoreError> {
        check_text("design name", name, NAME_BYTES_MAX)?;
        if name.trim().is_empty() {
            return Err(StoreError::invalid("design name", "is empty"));
        }
        let mut write = self.write(entry).await?;
        let id = write.numbers("design", 1).await?;
        let at = write.at.clone();
        run!(
            write,
            "insert into design (id, name, base_id, created, state)
             values ($1, $2, $3, $4, 'open')",
            "insert into design (id, name, base_id, created, state)
             values ($1, $2, $3, $4::timestamptz, 'open')",
            id,
            name,
            base.key(),
            at,
        )?;
        write
            .commit(entry, "design", json!({ "design": id, "base": base.0, "name": name }))
            .await?;
        Ok(DesignId::of_key(id))
    }

    /// Every design, newest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn designs(&self) -> Result<Vec<DesignSummary>, StoreError> {
        self.designs_from(None).await
    }

    /// The design of a number.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn design(&self, id: DesignId) -> Result<Option<DesignSummary>, StoreError> {
        Ok(self.designs_from(Some(id)).await?.pop())
    }

    async fn designs_from(&self, id: Option<DesignId>) -> Result<Vec<DesignSummary>, StoreError> {
        let mut read = self.read().await?;
        let rows = rows!(
            read,
            Row,
            "select id, name, base_id, created, state, submitted_by, steps, valid_from, hash,
                 drawing_id, coalesce(last.seq, 0) as made, last.who as last_who, last.at as last_at
             from design left join design_step as last on last.design_id = design.id
                 and last.seq = (select max(seq) from design_step where design_id = design.id)
             where $1 is null or id = $1 order by id desc",
            "select id, name, base_id, utc(created) as created, state, submitted_by, steps,
                 utc(valid_from) as valid_from, hash, drawing_id, coalesce(last.seq, 0) as made,
                 last.who as last_who, utc(last.at) as last_at
             from design left join design_step as last on last.design_id = design.id
                 and last.seq = (select max(seq) from design_step where design_id = design.id)
             where $1::bigint is null or id = $1 order by id desc",
            id.map(DesignId::key),
        )?;
        rows.into_iter().map(Row::summary).collect()
    }

    /// The steps of a design after a number, at most `limit`, in order.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn design_steps(
        &self,
        id: DesignId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<DesignStep>, StoreError> {
        let mut read = self.read().await?;
        let rows = rows!(
            read,
            (i64, String, String, String),
            "select seq, at, who, what from design_step
             where design_id = $1 and seq > $2 order by seq limit $3",
            "select seq, utc(at), who, what::text from design_step
             where design_id = $1 and seq > $2 order by seq limit $3",
            id.key(),
            i64::try_from(after).unwrap_or(i64::MAX),
            i64::from(limit),
        )?;
        rows.into_iter()
            .map(|(seq, at, who, what)| {
                let at = instant::of_text("design_step", &at)?;
                Ok(DesignStep { seq: u64::try_from(seq).unwrap_or(0), at, who, what })
            })
            .collect()
    }

    /// Adds the step with number `seq` to an open design. `false` when that is not the next number,
    /// or the design is not open: somebody was first.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] for a step that is no JSON or over 8 MiB.
    pub async fn add_design_step(
        &self,
        id: DesignId,
        seq: u64,
        what: &str,
        entry: &Entry,
    ) -> Result<bool, StoreError> {
        check_json("design step", what, STEP_BYTES_MAX)?;
        let mut write = self.write(entry).await?;
        let at = write.at.clone();
        let added = run!(
            write,
            "insert into design_step (design_id, seq, at, who, what)
             select id, $2, $3, $4, $5 from design
             where id = $1 and state = 'open' and $2 = 1 +
                 coalesce((select max(seq) from design_step where design_id = $1), 0)",
            "insert into design_step (design_id, seq, at, who, what)
             select id, $2, $3::timestamptz, $4, $5::json from design
             where id = $1 and state = 'open' and $2 = 1 +
                 coalesce((select max(seq) from design_step where design_id = $1), 0)",
            id.key(),
            i64::try_from(seq).unwrap_or(i64::MAX),
            at,
            &entry.who,
            what,
        )?;
        if added == 0 {
            return Ok(false);
        }
        write.commit(entry, "design-step", json!({ "design": id.0, "step": seq })).await?;
        Ok(true)
    }

    /// Submits an open design at a step. `false` when it is not open or has more steps.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] for a hash that is none.
    pub async fn submit_design(
        &self,
        id: DesignId,
        submission: &Submission,
        entry: &Entry,
    ) -> Result<bool, StoreError> {
        let valid_from = instant::to_text("valid_from", submission.valid_from)?;
        let steps = i64::try_from(submission.steps).unwrap_or(i64::MAX);
        let mut write = self.write(entry).await?;
        let done = run!(
            write,
            "update design set state = 'submitted', submitted_by = $2, steps = $3, valid_from = $4,
                 hash = $5
             where id = $1 and state = 'open' and $3 =
                 coalesce((select max(seq) from design_step where design_id = $1), 0)",
            "update design set state = 'submitted', submitted_by = $2, steps = $3,
                 valid_from = $4::timestamptz, hash = $5
             where id = $1 and state = 'open' and $3 =
                 coalesce((select max(seq) from design_step where design_id = $1), 0)",
            id.key(),
            &submission.by,
            steps,
            &valid_from,
            &submission.hash,
        )?;
        if done == 0 {
            return Ok(false);
        }
        let what = json!({
            "design": id.0, "steps": steps, "valid_from": valid_from, "hash": submission.hash,
        });
        write.commit(entry, "design-submitted", what).await?;
        Ok(true)
    }

    /// Opens a submitted design again, or gives an open or submitted one up. `false` when it is in no
    /// such state.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    pub async fn return_design(
        &self,
        id: DesignId,
        give_up: bool,
        entry: &Entry,
    ) -> Result<bool, StoreError> {
        let state = if give_up { "dropped" } else { "open" };
        let mut write = self.write(entry).await?;
        let done = run!(
            write,
            both "update design set state = $2, submitted_by = null, steps = null, valid_from = null,
                 hash = null
             where id = $1 and (state = 'submitted' or (state = 'open' and $2 = 'dropped'))",
            id.key(),
            state,
        )?;
        if done == 0 {
            return Ok(false);
        }
        write.commit(entry, "design-returned", json!({ "design": id.0, "state": state })).await?;
        Ok(true)
    }
}

impl Write {
    /// Says that a drawing came out of a submitted design; whether it was still submitted.
    pub(crate) async fn publish_design(
        &mut self,
        id: DesignId,
        drawing: i64,
    ) -> Result<bool, StoreError> {
        let done = run!(
            self,
            both "update design set state = 'published', drawing_id = $2
             where id = $1 and state = 'submitted'",
            id.key(),
            drawing,
        )?;
        Ok(done == 1)
    }
}
