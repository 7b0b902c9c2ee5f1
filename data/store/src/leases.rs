//! Who works on which job: leases, so that a job is done once and taken over when its worker dies.
//!
//! A worker claims a job until a moment and renews that while it works. When the moment passes
//! unrenewed, the worker is taken for dead and any other may claim the job; the old one, should it
//! wake, finds its lease gone and its result refused. Moments come from the workers' clocks: a lease
//! must be longer than they can disagree.

use crate::jobs::Row;
use crate::plans::insert_plan;
use crate::sql::{Conn, row, rows, run};
use crate::{Entry, JobRecord, JobState, NewPlan, PlanId, Store, StoreError, instant};
use jiff::Timestamp;
use serde_json::json;

/// A lease as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The job.
    pub job: String,
    /// Who has it.
    pub worker: String,
    /// How far the work is, the worker's JSON text.
    pub progress: String,
    /// Whether somebody asked for the job to be stopped.
    pub stop: bool,
}

/// What renewing a lease found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewed {
    /// Go on.
    Held,
    /// Somebody asked for the job to be stopped.
    Stop,
    /// Another worker has the job, or it has ended: give up, keep nothing.
    Lost,
}

impl Store {
    /// Claims the oldest job that waits, or whose worker has not renewed its lease by now
    /// ([`Entry::at`]), until a moment; `None` when there is none. The job is running from then on.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    pub async fn claim_job(
        &self,
        worker: &str,
        until: Timestamp,
        entry: &Entry,
    ) -> Result<Option<JobRecord>, StoreError> {
        let now = entry.checked()?;
        let until = instant::to_text("lease until", until)?;
        // Most of the time there is nothing to do, and then nobody's write has to wait.
        let mut read = self.read().await?;
        if claimable(read.conn(), &now).await?.is_none() {
            return Ok(None);
        }
        drop(read);
        let mut write = self.write(entry).await?;
        let Some(found) = claimable(write.conn(), &now).await? else { return Ok(None) };
        let before = found.state.clone();
        let mut job = found.record()?;
        (job.state, job.updated) = (JobState::Running, entry.at);
        run!(
            write,
            "update job set state = 'running', updated = $2 where id = $1",
            "update job set state = 'running', updated = $2::timestamptz where id = $1",
            &job.id,
            &now,
        )?;
        run!(
            write,
            "insert into lease (job, worker, until, progress, stop) values ($1, $2, $3, '{}', 0)
             on conflict (job) do update set worker = excluded.worker, until = excluded.until",
            "insert into lease (job, worker, until, progress, stop)
             values ($1, $2, $3::timestamptz, '{}', false)
             on conflict (job) do update set worker = excluded.worker, until = excluded.until",
            &job.id,
            worker,
            until,
        )?;
        let what = json!({
            "job": job.id, "kind": job.kind, "before": before, "after": "running", "worker": worker,
        });
        write.commit(entry, "job", what).await?;
        Ok(Some(job))
    }

    /// Renews a lease and says how far the work is (a JSON text). Not in the change log.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written; the lease then holds until its moment.
    pub async fn renew_lease(
        &self,
        job: &str,
        worker: &str,
        until: Timestamp,
        progress: &str,
    ) -> Result<Renewed, StoreError> {
        crate::plans::check_json("progress", progress, 4096)?;
        let until = instant::to_text("lease until", until)?;
        let mut beside = self.beside().await?;
        let stop = row!(
            change beside,
            (bool,),
            "update lease set until = $3, progress = $4 where job = $1 and worker = $2
             returning stop",
            "update lease set until = $3::timestamptz, progress = $4::json
             where job = $1 and worker = $2 returning stop",
            job,
            worker,
            until,
            progress,
        )?;
        Ok(match stop {
            None => Renewed::Lost,
            Some((true,)) => Renewed::Stop,
            Some((false,)) => Renewed::Held,
        })
    }

    /// Asks for a job to be stopped. One that waits is cancelled at once; one that runs when its
    /// worker hears of it. Whether there is such a job that has not ended.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    pub async fn stop_job(&self, job: &str, entry: &Entry) -> Result<bool, StoreError> {
        let at = entry.checked()?;
        let mut write = self.write(entry).await?;
        let state =
            row!(write, (String, String), both "select state, kind from job where id = $1", job)?;
        let (kind, after) = match state {
            Some((state, kind)) if state == "queued" => (kind, "cancelled"),
            Some((state, kind)) if state == "running" => (kind, "running"),
            _ => return Ok(false),
        };
        if after == "cancelled" {
            run!(
                write,
                "update job set state = 'cancelled', updated = $2 where id = $1",
                "update job set state = 'cancelled', updated = $2::timestamptz where id = $1",
                job,
                at,
            )?;
        } else {
            run!(
                write,
                "update lease set stop = 1 where job = $1",
                "update lease set stop = true where job = $1",
                job,
            )?;
        }
        let before = if after == "cancelled" { "queued" } else { "running" };
        let what = json!({
            "job": job, "kind": kind, "before": before, "after": after, "asked": "stop",
        });
        write.commit(entry, "job", what).await?;
        Ok(true)
    }

    /// Ends a job that a worker has the lease of, with the plan that it made: all in one write.
    /// `false`, with nothing kept, when the lease is another's.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] as for [`Store::add_plan`].
    pub async fn end_job(
        &self,
        job: &JobRecord,
        worker: &str,
        plan: Option<&NewPlan>,
        entry: &Entry,
    ) -> Result<Option<JobRecord>, StoreError> {
        crate::entry::check_text("job error", job.error.as_deref().unwrap_or_default(), 4096)?;
        let at = entry.checked()?;
        let mut write = self.write(entry).await?;
        let held = row!(
            write,
            (i64,),
            both "select count(*) from lease where job = $1 and worker = $2",
            &job.id,
            worker,
        )?;
        if held.is_none_or(|(count,)| count == 0) {
            return Ok(None);
        }
        let plan = match plan {
            Some(plan) => Some(insert_plan(&mut write, plan).await?),
            None => None,
        };
        let ended = JobRecord { plan: plan.map(PlanId::of_key), updated: entry.at, ..job.clone() };
        run!(
            write,
            "update job set state = $2, plan_id = $3, error = $4, updated = $5 where id = $1",
            "update job set state = $2, plan_id = $3, error = $4, updated = $5::timestamptz
             where id = $1",
            &ended.id,
            ended.state.as_str(),
            plan,
            ended.error.as_deref(),
            at,
        )?;
        run!(write, both "delete from lease where job = $1", &ended.id)?;
        let what = json!({
            "job": ended.id, "kind": ended.kind, "before": "running",
            "after": ended.state.as_str(), "plan": plan,
        });
        write.commit(entry, "job", what).await?;
        Ok(Some(ended))
    }

    /// Every lease, by job.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn leases(&self) -> Result<Vec<Lease>, StoreError> {
        let mut read = self.read().await?;
        let rows = rows!(
            read,
            (String, String, String, bool),
            "select job, worker, progress, stop from lease order by job",
            "select job, worker, progress::text, stop from lease order by job",
        )?;
        let lease = |(job, worker, progress, stop)| Lease { job, worker, progress, stop };
        Ok(rows.into_iter().map(lease).collect())
    }
}

/// The oldest job that a worker may claim.
async fn claimable(mut on: Conn<'_>, now: &str) -> Result<Option<Row>, StoreError> {
    Ok(row!(
        on,
        Row,
        "select id, kind, job.state, request, plan_id, error, created, updated
         from job left join lease on lease.job = job.id
         where job.state = 'queued'
             or (job.state = 'running' and coalesce(lease.until, '') < $1)
         order by created, id limit 1",
        "select id, kind, job.state, request::text as request, plan_id, error,
                utc(created) as created, utc(updated) as updated
         from job left join lease on lease.job = job.id
         where job.state = 'queued'
             or (job.state = 'running' and coalesce(lease.until, '-infinity') < $1::timestamptz)
         order by job.created, id limit 1",
        now,
    )?)
}
