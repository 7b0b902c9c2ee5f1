//! A worker: claims jobs, one after the other, and does them.
//!
//! Any number of workers share a store, in the service and in processes of their own
//! (`gridbeat worker`). A job is leased to one of them; when that dies, another takes the job over once
//! the lease has run out, from the beginning.

use super::jobs::{Job, Jobs, Progress};
use super::passwords::random_token;
use super::plans::{self, KeptPlan, MadePlan, PlanRequest};
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::{Entry, JobRecord, JobState, NewPlan, PlanId, Renewed, StoreError};
use tokio::time::{sleep, timeout};

/// How long a lease is believed: longer than a pause of the store, and than clocks may differ.
const LEASE: SignedDuration = SignedDuration::from_secs(10);
/// How often it is renewed.
const RENEW: Duration = Duration::from_millis(500);
/// How often an idle worker looks for jobs that another process was asked for.
const LOOK: Duration = Duration::from_secs(1);
/// How often the end of a job is tried to be kept, a second apart, while the store is away.
const TRIES: u32 = 600;

/// What a worker and the thread that does its job share.
#[derive(Debug, Default)]
struct Shared {
    progress: Mutex<Progress>,
    stop: AtomicBool,
}

/// How the work on a job ended.
enum Ended {
    Made(Box<MadePlan>),
    Failed(String),
    Cancelled,
    /// Another worker has it now.
    Lost,
}

/// Works until the process ends.
pub(crate) async fn work(jobs: Jobs) {
    let token: String = random_token().chars().take(8).collect();
    let name = format!("worker {} {token}", std::process::id());
    let mut silent = false;
    loop {
        let now = Timestamp::now();
        match jobs.store().claim_job(&name, now + LEASE, &Entry::new(&name, now)).await {
            Ok(Some(record)) => do_job(&jobs, &name, record).await,
            Ok(None) => {
                // Whether a job came or the time passed: look again.
                let _woken = timeout(LOOK, jobs.asked()).await;
                silent = false;
                continue;
            }
            Err(error) => {
                if !silent {
                    tracing::warn!(%error, "no job can be claimed");
                }
                silent = true;
                sleep(LOOK).await;
                continue;
            }
        }
        silent = false;
    }
}

async fn do_job(jobs: &Jobs, name: &str, record: JobRecord) {
    let mut job = Job {
        id: record.id.clone(),
        state: JobState::Running,
        progress: Progress::default(),
        plan: None,
        error: None,
    };
    jobs.tell(&job);
    let (by, ended) = match serde_json::from_str::<PlanRequest>(&record.request) {
        Ok(request) => (request.by.clone(), make(jobs, name, &record, request, &mut job).await),
        Err(error) => (name.to_owned(), Ended::Failed(format!("cannot be read any more: {error}"))),
    };
    let (state, error, made) = match ended {
        Ended::Lost => {
            tracing::warn!(job = record.id, "another worker has taken the job over");
            jobs.here().remove(&record.id);
            return;
        }
        Ended::Made(made) => (JobState::Done, None, Some(made)),
        Ended::Failed(error) => (JobState::Failed, Some(error), None),
        Ended::Cancelled => (JobState::Cancelled, None, None),
    };
    let record = JobRecord { state, error, ..record };
    let kept = keep(jobs, name, &by, &record, made).await;
    jobs.here().remove(&record.id);
    match kept {
        Ok(Some(ended)) => {
            (job.state, job.error) = (ended.state, ended.error);
            job.plan = ended.plan.map(|plan| plan.0);
            jobs.tell(&job);
        }
        Ok(None) => tracing::warn!(job = record.id, "another worker has ended the job"),
        Err(cause) => tracing::error!(%cause, job = record.id, "the end of a job was not kept"),
    }
}

/// Makes the plan on a thread of its own, renewing the lease meanwhile.
async fn make(
    jobs: &Jobs,
    name: &str,
    record: &JobRecord,
    request: PlanRequest,
    job: &mut Job,
) -> Ended {
    let shared = Arc::new(Shared::default());
    let (worker, jobs_here) = (Arc::clone(&shared), jobs.clone());
    // Reading the roads may take longer than a lease is believed, so it is part of what is waited for.
    let mut made = tokio::task::spawn(async move {
        let book = if request.by_road { jobs_here.roads().await } else { Ok(None) };
        let book = book.map_err(|error| format!("the roads cannot be read: {error}"))?;
        let before = match request.before {
            Some(id) => {
                jobs_here.store().plan(PlanId(id)).await.map_err(|error| error.to_string())?
            }
            None => None,
        };
        let before = before.map(|plan| KeptPlan::read(&plan.body)).transpose();
        let before = before.map_err(|error| error.to_string())?;
        let making = tokio::task::spawn_blocking(move || {
            plans::make(&request, book.as_deref(), before.as_ref(), &mut |progress| {
                *worker.progress.lock().unwrap_or_else(PoisonError::into_inner) = progress;
                !worker.stop.load(Ordering::Relaxed)
            })
        });
        making.await.unwrap_or_else(|_panicked| Err("the planner stopped unexpectedly".to_owned()))
    });
    let mut renewed = Renewed::Held;
    let made = loop {
        if let Ok(made) = timeout(RENEW, &mut made).await {
            break made;
        }
        job.progress = *shared.progress.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.here().insert(record.id.clone(), job.progress);
        jobs.tell(job);
        let told = serde_json::to_string(&job.progress).unwrap_or_else(|_| "{}".to_owned());
        let until = Timestamp::now() + LEASE;
        // While the store is away the work goes on: whether the lease still holds is seen at the end.
        if let Ok(now) = jobs.store().renew_lease(&record.id, name, until, &told).await
            && now != Renewed::Held
        {
            renewed = now;
            shared.stop.store(true, Ordering::Relaxed);
        }
    };
    match (renewed, made) {
        (Renewed::Lost, _) => Ended::Lost,
        (Renewed::Stop, _) => Ended::Cancelled,
        (Renewed::Held, Ok(Ok(made))) => Ended::Made(Box::new(made)),
        (Renewed::Held, Ok(Err(error))) => Ended::Failed(error),
        (Renewed::Held, Err(_panicked)) => {
            Ended::Failed("the planner stopped unexpectedly".to_owned())
        }
    }
}

/// Writes how a job ended, again and again while the store is away.
async fn keep(
    jobs: &Jobs,
    name: &str,
    by: &str,
    record: &JobRecord,
    made: Option<Box<MadePlan>>,
) -> Result<Option<JobRecord>, StoreError> {
    let plan = made.map(|made| NewPlan {
        day: made.day,
        created: Timestamp::now(),
        summary: made.summary,
        body: made.body,
        routes: made.routes,
    });
    let mut tries = 0;
    loop {
        let entry = Entry::new(by, Timestamp::now());
        match jobs.store().end_job(record, name, plan.as_ref(), &entry).await {
            Err(StoreError::Invalid { .. }) if record.state == JobState::Done => {
                let error = Some("the plan could not be kept".to_owned());
                let failed = JobRecord { state: JobState::Failed, error, ..record.clone() };
                return jobs.store().end_job(&failed, name, None, &entry).await;
            }
            Err(error) if tries < TRIES && !matches!(error, StoreError::Invalid { .. }) => {
                tries += 1;
                sleep(Duration::from_secs(1)).await;
            }
            done => return done,
        }
    }
}
