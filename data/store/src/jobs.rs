//! Long work, kept so that it outlives the process that does it.
//!
//! Only changes of state are kept; progress is told to listeners and forgotten.

use crate::entry::check_text;
use crate::plans::check_json;
use crate::sql::{row, run};
use crate::{Entry, PlanId, Store, StoreError, instant};
use jiff::Timestamp;
use serde_json::json;

const REQUEST_BYTES_MAX: usize = 64 << 20;

/// Where a job is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JobState {
    /// Waiting for a worker.
    Queued,
    /// A worker is on it.
    Running,
    /// Done; the result is kept.
    Done,
    /// Given up, with an error.
    Failed,
    /// Stopped because somebody asked.
    Cancelled,
}

impl JobState {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Queued, Self::Running, Self::Done, Self::Failed, Self::Cancelled];

    /// The name used in the store and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// A job as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRecord {
    /// Chosen by the caller; 1 to 64 bytes.
    pub id: String,
    /// What sort of work: `plan`, `redraw` … (lower-case letters and dashes).
    pub kind: String,
    /// Where it is in its life.
    pub state: JobState,
    /// What was asked for, a JSON text: enough to start over.
    pub request: String,
    /// The plan that came out of it.
    pub plan: Option<PlanId>,
    /// Why it failed.
    pub error: Option<String>,
    /// When it was asked for.
    pub created: Timestamp,
    /// When this state began.
    pub updated: Timestamp,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    id: String,
    kind: String,
    pub(crate) state: String,
    request: String,
    plan_id: Option<i64>,
    error: Option<String>,
    created: String,
    updated: String,
}

impl Row {
    pub(crate) fn record(self) -> Result<JobRecord, StoreError> {
        let state = JobState::from_name(&self.state)
            .ok_or_else(|| StoreError::corrupt("job", &self.id, "has no known state"))?;
        Ok(JobRecord {
            state,
            created: instant::of_text("job", &self.created)?,
            updated: instant::of_text("job", &self.updated)?,
            id: self.id,
            kind: self.kind,
            request: self.request,
            plan: self.plan_id.map(PlanId::of_key),
            error: self.error,
        })
    }
}

impl Store {
    /// Keeps a job as it stands now, new or not.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] for a request that is no JSON, a kind that is no word, or a plan
    /// that does not exist.
    pub async fn put_job(&self, job: &JobRecord, entry: &Entry) -> Result<(), StoreError> {
        check_text("job id", &job.id, 64)?;
        check_text("job error", job.error.as_deref().unwrap_or_default(), 4096)?;
        check_json("job request", &job.request, REQUEST_BYTES_MAX)?;
        let created = instant::to_text("job created", job.created)?;
        let updated = instant::to_text("job updated", job.updated)?;
        let mut write = self.write(entry).await?;
        let before = row!(write, (String,), both "select state from job where id = $1", &job.id)?;
        run!(
            write,
            "insert into job (id, kind, state, request, plan_id, error, created, updated)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (id) do update set kind = excluded.kind, state = excluded.state,
                 request = excluded.request, plan_id = excluded.plan_id, error = excluded.error,
                 created = excluded.created, updated = excluded.updated",
            "insert into job (id, kind, state, request, plan_id, error, created, updated)
             values ($1, $2, $3, $4::json, $5, $6, $7::timestamptz, $8::timestamptz)
             on conflict (id) do update set kind = excluded.kind, state = excluded.state,
                 request = excluded.request, plan_id = excluded.plan_id, error = excluded.error,
                 created = excluded.created, updated = excluded.updated",
            &job.id,
            &job.kind,
            job.state.as_str(),
            &job.request,
            job.plan.map(PlanId::key),
            job.error.as_deref(),
            created,
            updated,
        )?;
        let what = json!({
            "job": job.id, "kind": job.kind, "before": before.map(|(state,)| state),
            "after": job.state.as_str(), "plan": job.plan.map(PlanId::key),
        });
        write.commit(entry, "job", what).await
    }

    /// The job of this id.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn job(&self, id: &str) -> Result<Option<JobRecord>, StoreError> {
        let mut read = self.read().await?;
        let found = row!(
            read,
            Row,
            "select id, kind, state, request, plan_id, error, created, updated
             from job where id = $1",
            "select id, kind, state, request::text as request, plan_id, error,
                   utc(created) as created,
                   utc(updated) as updated
               from job where id = $1",
            id,
        )?;
        found.map(Row::record).transpose()
    }

    /// How many jobs are queued or running.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn unfinished_job_count(&self) -> Result<usize, StoreError> {
        let mut read = self.read().await?;
        let count = row!(
            read,
            (i64,),
            both "select count(*) from job where state in ('queued', 'running')",
        )?;
        Ok(count.and_then(|(count,)| usize::try_from(count).ok()).unwrap_or_default())
    }
}
