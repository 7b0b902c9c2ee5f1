//! What was fixed by hand, from JSON and to JSON.

use super::course::{crew_id, target_id};
use super::document::{LockJson, LockedJson};
use super::error::PatrolError;
use super::plan::Ids;
use super::shape::between;
use model::patrol::{Lock, LockedStop, Problem};

/// The most locks of a problem, and the most stops of one.
const LOCKS_MAX: usize = 20_000;

/// The locks of a problem whose crews and targets are read.
pub(super) fn read_locks(locks: &[LockJson], problem: &Problem) -> Result<Vec<Lock>, PatrolError> {
    between(locks.len(), 0, LOCKS_MAX, "locks")?;
    let ids = Ids::of(problem);
    let locks = locks.iter().enumerate();
    locks.map(|(place, lock)| read_lock(lock, &ids, &format!("locks[{place}]"))).collect()
}

fn read_lock(lock: &LockJson, ids: &Ids<'_>, path: &str) -> Result<Lock, PatrolError> {
    let stops = |stops: &[LockedJson]| {
        between(stops.len(), 0, LOCKS_MAX, &format!("{path}.stops"))?;
        let stops = stops.iter().enumerate().map(|(place, stop)| {
            let target = ids.target(&stop.target, &format!("{path}.stops[{place}]"))?;
            Ok(LockedStop { target, reversed: stop.reversed })
        });
        stops.collect::<Result<Vec<_>, _>>()
    };
    Ok(match lock {
        LockJson::Assigned { crew, target } => {
            Lock::Assigned { crew: ids.crew(crew, path)?, target: ids.target(target, path)? }
        }
        LockJson::Forbidden { crew, target } => {
            Lock::Forbidden { crew: ids.crew(crew, path)?, target: ids.target(target, path)? }
        }
        LockJson::Begins { crew, stops: list } => {
            Lock::Begins { crew: ids.crew(crew, path)?, stops: stops(list)? }
        }
        LockJson::Whole { crew, stops: list } => {
            Lock::Whole { crew: ids.crew(crew, path)?, stops: stops(list)? }
        }
    })
}

/// A lock as files have it.
pub(super) fn write_lock(lock: &Lock, problem: &Problem) -> LockJson {
    let crew = |crew: &usize| crew_id(problem, *crew);
    let target = |target: &usize| target_id(problem, *target);
    let stops = |stops: &[LockedStop]| {
        let stop = |stop: &LockedStop| LockedJson {
            target: target(&stop.target),
            reversed: stop.reversed,
        };
        stops.iter().map(stop).collect()
    };
    match lock {
        Lock::Assigned { crew: by, target: at } => {
            LockJson::Assigned { crew: crew(by), target: target(at) }
        }
        Lock::Forbidden { crew: by, target: at } => {
            LockJson::Forbidden { crew: crew(by), target: target(at) }
        }
        Lock::Begins { crew: by, stops: list } => {
            LockJson::Begins { crew: crew(by), stops: stops(list) }
        }
        Lock::Whole { crew: by, stops: list } => {
            LockJson::Whole { crew: crew(by), stops: stops(list) }
        }
    }
}
