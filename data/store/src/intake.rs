//! The intake: many callers, one writer, one transaction for all who wait.
//!
//! A transaction costs a wait for the disk, whatever it holds. Incidents that come singly are
//! therefore gathered while the one before them is written (group commit; `DeWitt` et al.,
//! "Implementation techniques for main memory database systems", 1984): 1. callers put what they
//! have into a queue and wait; 2. one task takes all that is there, writes it as one transaction
//! with one change record, and 3. answers everybody once it is durable.
//!
//! When the store does not answer (a full disk, a lock, a database that is away), the task tries
//! again until it does. What waits is bounded in number and in time; beyond either a caller is told
//! [`Fault::Behind`] and leaves the queue. Only what was on its way to the store at that very moment
//! may be kept all the same; sent again it is found, not doubled.

use crate::taking::{Call, check};
use crate::{Added, Entry, Fault, Store, StoreError};
use jiff::Timestamp;
use model::{Code, Incident};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

/// How soon a store that does not answer is tried again; doubled each time …
const PAUSE_MIN: Duration = Duration::from_millis(50);
/// … up to this.
const PAUSE_MAX: Duration = Duration::from_secs(1);

/// How much may wait, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntakeLimits {
    /// How many incidents wait at most, those being written among them.
    pub waiting_max: usize,
    /// How long a caller waits at most.
    pub patience: Duration,
    /// How many incidents one transaction takes, unless one call brings more.
    pub group_max: usize,
}

impl Default for IntakeLimits {
    /// 10,000 incidents, 20 seconds, 1,000 in one transaction.
    fn default() -> Self {
        Self { waiting_max: 10_000, patience: Duration::from_secs(20), group_max: 1_000 }
    }
}

/// The one door through which single incidents go into a store. Cheap to clone; the writer ends
/// when the last clone is gone and what waits is written.
#[derive(Clone, Debug)]
pub struct Intake {
    queue: mpsc::UnboundedSender<Waiting>,
    room: Arc<Semaphore>,
    trouble: Trouble,
    limits: IntakeLimits,
}

/// Why nothing is being written at the moment.
type Trouble = Arc<Mutex<Option<String>>>;

struct Waiting {
    who: String,
    at: Timestamp,
    incidents: Vec<(Incident, Option<Code>)>,
    answer: oneshot::Sender<Result<Vec<Added>, StoreError>>,
    _room: OwnedSemaphorePermit,
}

impl Intake {
    /// Starts the writer on the runtime that this is called from.
    pub fn start(store: Store, limits: IntakeLimits) -> Self {
        // Bounded by `room`, which counts incidents, not calls.
        let (queue, waiting) = mpsc::unbounded_channel();
        let trouble = Trouble::default();
        let room = limits.waiting_max.min(Semaphore::MAX_PERMITS);
        let writer =
            Writer { store, waiting, group_max: limits.group_max, trouble: Arc::clone(&trouble) };
        tokio::spawn(writer.run());
        Self { queue, room: Arc::new(Semaphore::new(room)), trouble, limits }
    }

    /// Takes incidents in, each with the code of the grid it lies in: all of them or none. Answers,
    /// in the order given, once they are durable.
    ///
    /// # Errors
    ///
    /// [`Fault::Behind`] when too much waits (a call that brings more than may wait is never
    /// taken) or it took too long: to be sent again. What
    /// [`Store::add_incidents`] refuses is refused here, and spoils nobody else's.
    pub async fn add(
        &self,
        incidents: Vec<(Incident, Option<Code>)>,
        who: &str,
        at: Timestamp,
    ) -> Result<Vec<Added>, StoreError> {
        Entry::new(who, at).checked()?;
        incidents.iter().try_for_each(|(incident, _)| check(incident))?;
        if incidents.is_empty() {
            return Ok(Vec::new());
        }
        let count = u32::try_from(incidents.len()).unwrap_or(u32::MAX);
        let room = Arc::clone(&self.room).try_acquire_many_owned(count);
        let room = room.map_err(|_full| Fault::Behind)?;
        let (answer, answered) = oneshot::channel();
        let waiting = Waiting { who: who.to_owned(), at, incidents, answer, _room: room };
        self.queue.send(waiting).map_err(|_ended| Fault::Closed)?;
        match tokio::time::timeout(self.limits.patience, answered).await {
            Ok(answer) => answer.map_err(|_ended| Fault::Closed)?,
            Err(_late) => Err(Fault::Behind.into()),
        }
    }

    /// How many incidents are waiting, those being written among them.
    pub fn waiting(&self) -> usize {
        self.limits.waiting_max.saturating_sub(self.room.available_permits())
    }

    /// Why nothing is being written at the moment; `None` while all is well.
    pub fn trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

struct Writer {
    store: Store,
    waiting: mpsc::UnboundedReceiver<Waiting>,
    group_max: usize,
    trouble: Trouble,
}

impl Writer {
    async fn run(mut self) {
        while let Some(first) = self.waiting.recv().await {
            let mut count = first.incidents.len();
            let mut group = vec![first];
            while count < self.group_max
                && let Ok(next) = self.waiting.try_recv()
            {
                count += next.incidents.len();
                group.push(next);
            }
            self.write(group).await;
        }
    }

    /// Writes a group and answers it, however long the store takes to come back.
    async fn write(&self, mut group: Vec<Waiting>) {
        let mut pause = PAUSE_MIN;
        loop {
            // Who has been told that it took too long must not be kept behind his back.
            group.retain(|waiting| !waiting.answer.is_closed());
            if group.is_empty() {
                return;
            }
            match self.try_write(&group).await {
                Ok(answers) => {
                    self.tell_trouble(None);
                    for (waiting, answer) in group.into_iter().zip(answers) {
                        let _gone = waiting.answer.send(Ok(answer));
                    }
                    return;
                }
                Err(error) if passes(&error) => {
                    self.tell_trouble(Some(error.to_string()));
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(PAUSE_MAX);
                }
                Err(error) if error.fault().is_some() => {
                    self.tell_trouble(Some(error.to_string()));
                    for waiting in group {
                        waiting.refuse(beyond_help(&error));
                    }
                    return;
                }
                Err(error) if group.len() == 1 => {
                    if let Some(alone) = group.pop() {
                        alone.refuse(error);
                    }
                    return;
                }
                // Somebody's is refused: halves are tried until it is alone.
                Err(_refused) => {
                    let rest = group.split_off(group.len() / 2);
                    Box::pin(self.write(group)).await;
                    group = rest;
                }
            }
        }
    }

    async fn try_write(&self, group: &[Waiting]) -> Result<Vec<Vec<Added>>, StoreError> {
        let calls: Vec<Call<'_>> = group
            .iter()
            .map(|waiting| Call { who: &waiting.who, incidents: &waiting.incidents })
            .collect();
        let alone = calls.iter().all(|call| call.who == calls[0].who);
        let who = if alone { calls[0].who } else { "intake" };
        let at = group.iter().map(|waiting| waiting.at).max().unwrap_or_default();
        self.store.take_in(&calls, &Entry::new(who, at)).await
    }

    fn tell_trouble(&self, trouble: Option<String>) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
    }
}

impl Waiting {
    fn refuse(self, error: StoreError) {
        let _gone = self.answer.send(Err(error));
    }
}

/// What everybody is told of a fault that waiting does not heal.
fn beyond_help(error: &StoreError) -> StoreError {
    match error.fault() {
        Some(Fault::Damaged) => Fault::Damaged.into(),
        _ => Fault::Closed.into(),
    }
}

/// Whether it may be well again without anybody changing what was given.
fn passes(error: &StoreError) -> bool {
    error.fault().is_some_and(|fault| !matches!(fault, Fault::Closed | Fault::Damaged))
}
