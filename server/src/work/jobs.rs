//! Long work: plans in the making, kept, cancellable, with progress.
//!
//! A job is written to the store when it is asked for and again when it ends, so that a restart
//! takes up what was not finished. In between its progress lives in memory. At most
//! [`AT_ONCE`] run and [`QUEUE_MAX`] wait.

use super::events::{Event, Events};
use super::plans::{self, PlanRequest};
use crate::http::problem::Problem;
use jiff::Timestamp;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::{Entry, JobRecord, JobState, NewPlan, PlanId, Store};
use tokio::sync::Semaphore;

/// How many jobs run at once: planning takes a core each, and requests want one too.
const AT_ONCE: usize = 1;
/// How many jobs may wait.
const QUEUE_MAX: usize = 16;
/// How many ended jobs are remembered in memory; older ones are in the store.
const ENDED_MAX: usize = 64;

/// How far a job is.
#[derive(Clone, Copy, Debug, Default)]
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
#[derive(Clone, Debug)]
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

#[derive(Debug)]
struct Running {
    job: Mutex<Job>,
    stop: AtomicBool,
}

impl Running {
    fn job(&self) -> MutexGuard<'_, Job> {
        self.job.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Every job of this process.
#[derive(Clone, Debug)]
pub(crate) struct Jobs {
    store: Store,
    events: Events,
    known: Arc<Mutex<BTreeMap<String, Arc<Running>>>>,
    turns: Arc<Semaphore>,
}

impl Jobs {
    /// No jobs yet.
    pub(crate) fn new(store: Store, events: Events) -> Self {
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        Self { store, events, known: Arc::default(), turns }
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Running>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes up what an earlier run of the program did not finish.
    pub(crate) async fn resume(&self) -> Result<(), store::StoreError> {
        for record in self.store.unfinished_jobs().await? {
            match serde_json::from_str::<PlanRequest>(&record.request) {
                Ok(request) => self.start(record, request),
                Err(error) => {
                    let failed = JobRecord {
                        state: JobState::Failed,
                        error: Some(format!("cannot be read any more: {error}")),
                        ..record
                    };
                    let entry = Entry::new("planner", Timestamp::now());
                    self.store.put_job(&failed, &entry).await?;
                }
            }
        }
        Ok(())
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
        let live =
            |it: &&Arc<Running>| matches!(it.job().state, JobState::Queued | JobState::Running);
        let waiting = self.known().values().filter(live).count();
        if waiting >= QUEUE_MAX {
            return Err(Problem::too_many(
                "too many plans are being made; wait for one to end",
                10,
            ));
        }
        let input = serde_json::to_string(&request).map_err(Problem::internal)?;
        let record = JobRecord {
            id: id.clone(),
            kind: "plan".to_owned(),
            state: JobState::Queued,
            request: input,
            plan: None,
            error: None,
            created: now,
            updated: now,
        };
        self.store.put_job(&record, &Entry::new(&request.by, now)).await?;
        self.start(record, request);
        self.find(&id).await?.ok_or_else(|| Problem::internal("a job vanished"))
    }

    fn start(&self, record: JobRecord, request: PlanRequest) {
        let job = Job {
            id: record.id.clone(),
            state: JobState::Queued,
            progress: Progress::default(),
            plan: None,
            error: None,
        };
        let running = Arc::new(Running { job: Mutex::new(job), stop: AtomicBool::new(false) });
        self.remember(&record.id, &running);
        let jobs = self.clone();
        tokio::spawn(async move { jobs.run(record, request, running).await });
    }

    fn remember(&self, id: &str, running: &Arc<Running>) {
        let mut known = self.known();
        if known.len() >= ENDED_MAX {
            let ended =
                |it: &Arc<Running>| !matches!(it.job().state, JobState::Queued | JobState::Running);
            let oldest = known.iter().find(|(_, it)| ended(it)).map(|(id, _)| id.clone());
            if let Some(oldest) = oldest {
                known.remove(&oldest);
            }
        }
        known.insert(id.to_owned(), Arc::clone(running));
    }

    async fn run(self, record: JobRecord, request: PlanRequest, running: Arc<Running>) {
        let Ok(_turn) = self.turns.acquire().await else { return };
        if running.stop.load(Ordering::Relaxed) {
            return self.end(record, &running, Err("cancelled".to_owned()), true).await;
        }
        running.job().state = JobState::Running;
        self.tell(&running);
        let worker = (Arc::clone(&running), self.clone());
        let (day, request_by) = (request.day, request.by.clone());
        let made = tokio::task::spawn_blocking(move || {
            let (running, jobs) = worker;
            plans::make(&request, &mut |progress| {
                running.job().progress = progress;
                jobs.tell(&running);
                !running.stop.load(Ordering::Relaxed)
            })
        });
        let made = match made.await {
            Ok(made) => made,
            Err(_panicked) => Err("the planner stopped unexpectedly".to_owned()),
        };
        if running.stop.load(Ordering::Relaxed) {
            return self.end(record, &running, Err("cancelled".to_owned()), true).await;
        }
        let kept = match made {
            Err(error) => Err(error),
            Ok(made) => {
                let now = Timestamp::now();
                let plans::MadePlan { body, summary, routes } = made;
                let plan = NewPlan { day, created: now, summary, body, routes };
                let kept = self.store.add_plan(&plan, &Entry::new(&request_by, now)).await;
                kept.map(|PlanId(id)| id).map_err(|error| {
                    tracing::error!(%error, "a plan could not be kept");
                    "the plan could not be kept".to_owned()
                })
            }
        };
        self.end(record, &running, kept, false).await;
    }

    async fn end(
        &self,
        record: JobRecord,
        running: &Running,
        made: Result<u64, String>,
        cancelled: bool,
    ) {
        let (state, plan, error) = match made {
            Ok(plan) => (JobState::Done, Some(plan), None),
            Err(_) if cancelled => (JobState::Cancelled, None, None),
            Err(error) => (JobState::Failed, None, Some(error)),
        };
        let updated = Timestamp::now();
        let entry = Entry::new("planner", updated);
        let record =
            JobRecord { state, plan: plan.map(PlanId), error: error.clone(), updated, ..record };
        if let Err(cause) = self.store.put_job(&record, &entry).await {
            tracing::error!(%cause, job = record.id, "the end of a job could not be kept");
        }
        {
            let mut job = running.job();
            (job.state, job.plan, job.error) = (state, plan, error);
        }
        self.tell(running);
        if let Some(id) = plan {
            self.events.tell(Event { name: "plan", data: json!({ "id": id }), public: false });
        }
    }

    fn tell(&self, running: &Running) {
        let job = running.job().clone();
        let data = json!({
            "id": job.id,
            "state": job.state.as_str(),
            "progress": {
                "fraction": job.progress.fraction, "cost": job.progress.cost,
                "served": job.progress.served, "wanted": job.progress.wanted,
            },
            "plan": job.plan,
        });
        self.events.tell(Event { name: "job", data, public: false });
    }

    /// The job of this id, from memory or from the store.
    pub(crate) async fn find(&self, id: &str) -> Result<Option<Job>, store::StoreError> {
        if let Some(running) = self.known().get(id) {
            return Ok(Some(running.job().clone()));
        }
        let kept = self.store.job(id).await?;
        Ok(kept.map(|record| Job {
            id: record.id,
            state: record.state,
            progress: Progress::default(),
            plan: record.plan.map(|plan| plan.0),
            error: record.error,
        }))
    }

    /// Asks a job to stop; it ends as cancelled within moments. Whether there is such a job that has
    /// not ended.
    pub(crate) fn cancel(&self, id: &str) -> bool {
        let known = self.known();
        let Some(running) = known.get(id) else { return false };
        let live = matches!(running.job().state, JobState::Queued | JobState::Running);
        if live {
            running.stop.store(true, Ordering::Relaxed);
        }
        live
    }
}
