//! Long work: plans in the making, kept, cancellable, with progress.
//!
//! A job is written to the store when it is asked for; a [worker](super::worker), of this process or
//! another, claims it, says how far it is with its lease, and writes how it ended.

use super::events::{Audience, Event, Events};
use super::plans::PlanRequest;
use super::roads::{RoadBook, RoadBookError, Shelf};
use crate::http::problem::Problem;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::{Entry, JobRecord, JobState, Store, StoreError};
use tokio::sync::Notify;

/// How many jobs may wait.
const QUEUE_MAX: usize = 16;

/// How far a job is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Progress {
    /// 0 to 1.
    pub fraction: f64,
    /// The cost of the best plan so far, in seconds of travel.
    pub cost: u64,
    /// Visits made.
    pub served: usize,
    /// Visits wanted.
    pub wanted: usize,
}

/// A job, as those who ask for it see it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Job {
    /// Random, so that it cannot be guessed.
    pub id: String,
    /// Where it is in its life.
    pub state: JobState,
    /// How far it is.
    pub progress: Progress,
    /// The plan it made.
    pub plan: Option<u64>,
    /// Why it failed.
    pub error: Option<String>,
}

impl Job {
    fn of(record: JobRecord, progress: Progress) -> Self {
        let JobRecord { id, state, plan, error, .. } = record;
        Self { id, state, progress, plan: plan.map(|plan| plan.0), error }
    }

    /// The job as everybody is told.
    pub(crate) fn json(&self) -> Value {
        json!({
            "id": self.id,
            "state": self.state.as_str(),
            "progress": self.progress,
            "plan": self.plan,
            "error": self.error,
        })
    }
}

/// The jobs of the store, as this process sees them.
#[derive(Clone, Debug)]
pub(crate) struct Jobs {
    store: Store,
    events: Events,
    /// How far the jobs are that run in this process, fresher than their leases.
    here: Arc<Mutex<BTreeMap<String, Progress>>>,
    /// What leases of others said when they were last looked at.
    elsewhere: Arc<Mutex<BTreeMap<String, String>>>,
    /// Wakes the workers of this process.
    wake: Arc<Notify>,
    /// The roads that plans go by.
    roads: Arc<Shelf>,
}

impl Jobs {
    /// The jobs of a store.
    pub(crate) fn new(store: Store, events: Events, roads: Arc<Shelf>) -> Self {
        let (here, elsewhere, wake) = (Arc::default(), Arc::default(), Arc::default());
        Self { store, events, here, elsewhere, wake, roads }
    }

    /// The roads that are kept; `None` without any.
    pub(super) async fn roads(&self) -> Result<Option<Arc<RoadBook>>, RoadBookError> {
        self.roads.newest(&self.store).await
    }

    pub(super) fn here(&self) -> MutexGuard<'_, BTreeMap<String, Progress>> {
        self.here.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    /// Waits until a job may be there to be claimed.
    pub(super) async fn asked(&self) {
        self.wake.notified().await;
    }

    /// Asks for a plan; the job is kept before this returns.
    ///
    /// # Errors
    ///
    /// 429 when too many are waiting, or the store's.
    pub(crate) async fn ask(
        &self,
        id: String,
        request: PlanRequest,
        now: Timestamp,
    ) -> Result<Job, Problem> {
        if self.store.unfinished_job_count().await? >= QUEUE_MAX {
            return Err(Problem::too_many(
                "too many plans are being made; wait for one to end",
                10,
            ));
        }
        let input = serde_json::to_string(&request).map_err(Problem::internal)?;
        let record = JobRecord {
            id,
            kind: "plan".to_owned(),
            state: JobState::Queued,
            request: input,
            plan: None,
            error: None,
            created: now,
            updated: now,
        };
        self.store.put_job(&record, &Entry::new(&request.by, now)).await?;
        self.wake.notify_one();
        Ok(Job::of(record, Progress::default()))
    }

    /// The job of this id.
    pub(crate) async fn find(&self, id: &str) -> Result<Option<Job>, StoreError> {
        let Some(record) = self.store.job(id).await? else { return Ok(None) };
        let here = self.here().get(id).copied();
        let progress = match here {
            Some(progress) => progress,
            None if record.state == JobState::Running => {
                let leases = self.store.leases().await?;
                let lease = leases.iter().find(|lease| lease.job == id);
                lease.map(|lease| progress_of(&lease.progress)).unwrap_or_default()
            }
            None => Progress::default(),
        };
        Ok(Some(Job::of(record, progress)))
    }

    /// Asks a job to stop; it ends as cancelled within moments. Whether there is such a job that has
    /// not ended.
    pub(crate) async fn cancel(&self, id: &str, entry: &Entry) -> Result<bool, StoreError> {
        let live = self.store.stop_job(id, entry).await?;
        self.wake.notify_one();
        Ok(live)
    }

    /// Tells listeners of a job.
    pub(super) fn tell(&self, job: &Job) {
        self.events.tell(Event { name: "job", data: job.json(), audience: Audience::Dispatch });
        if let Some(id) = job.plan {
            self.events.tell(Event {
                name: "plan",
                data: json!({ "id": id }),
                audience: Audience::Dispatch,
            });
        }
    }

    /// Tells listeners of a job that another process wrote of.
    pub(super) async fn tell_of(&self, id: &str) -> Result<(), StoreError> {
        if let Some(job) = self.find(id).await? {
            self.tell(&job);
        }
        Ok(())
    }

    /// Tells listeners how far the jobs of other processes are, when that changed.
    pub(super) async fn look_elsewhere(&self) -> Result<(), StoreError> {
        if !self.events.has_listeners() {
            return Ok(());
        }
        let mut leases = self.store.leases().await?;
        leases.retain(|lease| !self.here().contains_key(&lease.job));
        let now: BTreeMap<String, String> =
            leases.into_iter().map(|lease| (lease.job, lease.progress)).collect();
        let before = {
            let mut elsewhere = self.elsewhere.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *elsewhere, now.clone())
        };
        for (id, progress) in now.iter().filter(|(id, told)| before.get(*id) != Some(*told)) {
            let progress = progress_of(progress);
            let (state, plan, error) = (JobState::Running, None, None);
            self.tell(&Job { id: id.clone(), state, progress, plan, error });
        }
        Ok(())
    }
}

fn progress_of(text: &str) -> Progress {
    serde_json::from_str(text).unwrap_or_default()
}
