//! The writer's thread: transactions that wait share one durable commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::Duration;

use crate::activity::Queue;
use crate::backend::{Backend, Mutate, Query, WriteSession};
use crate::feed::{CHANGES_KEPT_COMMITS, last_of_each};
use crate::{Change, Observer, Reader, StoreError, Writer};

/// How many writes may wait; beyond, callers are told to retry.
pub(crate) const WAITING_MAX: usize = 4096;
/// How many transactions share one commit at most, so that none waits long for others.
const GROUP_MAX: usize = 256;
/// How soon a lost database is tried again.
const RECONNECT_AFTER: Duration = Duration::from_secs(1);
/// How often old changes are forgotten, in commits.
const TRUNCATE_EVERY: u64 = 1024;

/// What the writer's thread is asked to do.
pub(crate) enum Message {
    Write(Box<dyn Transaction>),
    Observe(Box<dyn Observer>, SyncSender<Result<(), StoreError>>),
}

/// A transaction whose types are known only to its caller.
pub(crate) trait Transaction: Send {
    /// Runs it; whether it is to be kept.
    fn run(&mut self, writer: &mut Writer<'_>) -> bool;
    /// Makes it fail although it ran.
    fn fail(&mut self, error: StoreError);
    /// Answers its caller, with the failure of the commit if there was one.
    fn finish(self: Box<Self>, commit: Result<(), StoreError>);
}

/// A closure and the way to answer its caller.
pub(crate) struct Pending<F, R, E, D> {
    closure: Option<F>,
    result: Option<Result<R, E>>,
    deliver: D,
}

impl<F, R, E, D> Pending<F, R, E, D> {
    pub(crate) fn new(closure: F, deliver: D) -> Self {
        Self { closure: Some(closure), result: None, deliver }
    }
}

impl<F, R, E, D> Transaction for Pending<F, R, E, D>
where
    F: FnOnce(&mut Writer<'_>) -> Result<R, E> + Send,
    R: Send,
    E: From<StoreError> + Send,
    D: FnOnce(Result<R, E>) + Send,
{
    fn run(&mut self, writer: &mut Writer<'_>) -> bool {
        let Some(closure) = self.closure.take() else { return false };
        let result = catch_unwind(AssertUnwindSafe(|| closure(writer)));
        let result = result.unwrap_or_else(|_| Err(StoreError::Abandoned.into()));
        self.result.insert(result).is_ok()
    }

    fn fail(&mut self, error: StoreError) {
        self.result = Some(Err(error.into()));
    }

    fn finish(self: Box<Self>, commit: Result<(), StoreError>) {
        // What a transaction found in a commit that was not made is not true either.
        let result = match commit {
            Ok(()) => self.result.unwrap_or_else(|| Err(StoreError::Abandoned.into())),
            Err(error) => Err(error.into()),
        };
        (self.deliver)(result);
    }
}

/// What all threads may know of the writer's state.
#[derive(Default)]
pub(crate) struct Status {
    /// The last commit all observers have applied.
    pub(crate) sequence: AtomicU64,
    /// The writer's connection is up and observers are at its last commit.
    pub(crate) is_current: AtomicBool,
    /// The last event of the outbox that was moved to the activity record.
    pub(crate) outbox_moved: AtomicI64,
}

/// The writer's thread's own state.
pub(crate) struct Committer {
    backend: Arc<dyn Backend>,
    session: Option<Box<dyn WriteSession>>,
    observers: Vec<Box<dyn Observer>>,
    status: Arc<Status>,
    activity: Arc<Queue>,
    sequence: u64,
    outbox_cleared: i64,
    /// Why an observer failed.
    stale: Option<String>,
}

impl Committer {
    pub(crate) fn new(
        backend: Arc<dyn Backend>,
        status: Arc<Status>,
        activity: Arc<Queue>,
    ) -> Result<Self, StoreError> {
        let session = backend.open_writer()?;
        let sequence = session.sequence()?;
        status.sequence.store(sequence, Ordering::Release);
        status.is_current.store(true, Ordering::Release);
        Ok(Self {
            backend,
            session: Some(session),
            observers: Vec::new(),
            status,
            activity,
            sequence,
            outbox_cleared: 0,
            stale: None,
        })
    }

    /// Works until the last sender is gone.
    pub(crate) fn run(mut self, inbox: &Receiver<Message>) {
        loop {
            let patience = match self.session {
                Some(_) => self.backend.heartbeat(),
                None => RECONNECT_AFTER,
            };
            match inbox.recv_timeout(patience) {
                Ok(Message::Write(first)) => self.write(first, inbox),
                Ok(Message::Observe(observer, reply)) => self.observe(observer, &reply),
                Err(RecvTimeoutError::Timeout) => self.check(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Commits `first` together with what waits behind it.
    fn write(&mut self, first: Box<dyn Transaction>, inbox: &Receiver<Message>) {
        let mut group = vec![first];
        let mut observe = None;
        while group.len() < GROUP_MAX {
            match inbox.try_recv() {
                Ok(Message::Write(next)) => group.push(next),
                Ok(Message::Observe(observer, reply)) => {
                    observe = Some((observer, reply));
                    break;
                }
                Err(_) => break,
            }
        }
        let outcome = self.commit(&mut group);
        for transaction in group {
            transaction.finish(outcome.clone());
        }
        if let Some((observer, reply)) = observe {
            self.observe(observer, &reply);
        }
    }

    fn commit(&mut self, group: &mut [Box<dyn Transaction>]) -> Result<(), StoreError> {
        if let Some(reason) = &self.stale {
            return Err(StoreError::Stale(reason.clone()));
        }
        if self.session.is_none() {
            self.reconnect()?;
        }
        match self.run_group(group) {
            Ok(changes) => self.apply(&changes),
            Err(error) => {
                self.recover(&error);
                Err(error)
            }
        }
    }

    /// Runs a group in one database transaction and commits it; the changes it made.
    fn run_group(&mut self, group: &mut [Box<dyn Transaction>]) -> Result<Vec<Change>, StoreError> {
        let session = self.session()?;
        session.begin()?;
        let mut changes = Vec::new();
        let mut emitted = false;
        for transaction in group {
            session.savepoint()?;
            let mutate: &dyn Mutate = session;
            let mut writer = Writer::new(mutate);
            if !transaction.run(&mut writer) {
                session.rollback_to_savepoint()?;
                continue;
            }
            let (made, emits) = writer.into_effects();
            match session.release_savepoint() {
                Ok(()) => {
                    changes.extend(made);
                    emitted |= emits;
                }
                Err(error) if session.is_lost() => return Err(error),
                // It met an error of the database and went on.
                Err(error) => {
                    session.rollback_to_savepoint()?;
                    transaction.fail(error);
                }
            }
        }
        let sequence = self.sequence + 1;
        let changes = last_of_each(changes, sequence);
        if changes.is_empty() && !emitted {
            session.rollback()?;
            return Ok(changes);
        }
        if !changes.is_empty() {
            session.record_changes(sequence, &changes)?;
            if sequence.is_multiple_of(TRUNCATE_EVERY) && sequence > CHANGES_KEPT_COMMITS {
                session.truncate_feed(sequence - CHANGES_KEPT_COMMITS)?;
            }
        }
        let moved = self.status.outbox_moved.load(Ordering::Acquire);
        if moved > self.outbox_cleared {
            session.clear_outbox(moved)?;
        }
        session.commit()?;
        self.outbox_cleared = moved;
        if emitted {
            self.activity.outbox_filled();
        }
        Ok(changes)
    }

    /// Has every observer apply a commit that is durable.
    fn apply(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        let Some(last) = changes.last() else { return Ok(()) };
        let Some(session) = self.session.as_deref() else {
            return Err(StoreError::Unavailable("the connection was lost".to_owned()));
        };
        let query: &dyn Query = session;
        for observer in &mut self.observers {
            let told =
                catch_unwind(AssertUnwindSafe(|| observer.committed(changes, &Reader::new(query))));
            let told = told.unwrap_or_else(|_| Err("an observer broke down".to_owned()));
            if let Err(reason) = told {
                tracing::error!(%reason, "a commit could not be applied: requests are refused");
                self.status.is_current.store(false, Ordering::Release);
                self.stale = Some(reason.clone());
                return Err(StoreError::Stale(reason));
            }
        }
        self.sequence = last.sequence;
        self.status.sequence.store(last.sequence, Ordering::Release);
        Ok(())
    }

    fn observe(
        &mut self,
        mut observer: Box<dyn Observer>,
        reply: &SyncSender<Result<(), StoreError>>,
    ) {
        let attached = self.session().and_then(|session| {
            let query: &dyn Query = session;
            let told = catch_unwind(AssertUnwindSafe(|| observer.attached(&Reader::new(query))));
            let told = told.unwrap_or_else(|_| Err("an observer broke down".to_owned()));
            told.map_err(StoreError::Stale)
        });
        if attached.is_ok() {
            self.observers.push(observer);
        }
        // Whoever asked may have gone.
        let _ = reply.send(attached);
    }

    /// Asks a silent connection whether it is alive, and tries to replace a lost one.
    fn check(&mut self) {
        if let Some(session) = self.session.as_deref() {
            if let Err(error) = session.sequence() {
                self.recover(&error);
            }
        } else if let Err(error) = self.reconnect() {
            tracing::debug!(%error, "the database is still away");
        }
    }

    /// After a failed commit: whether it was made is for the database to say.
    fn recover(&mut self, error: &StoreError) {
        tracing::warn!(%error, "a commit failed");
        self.status.is_current.store(false, Ordering::Release);
        let session = self.session.take();
        self.session = session.filter(|session| session.rollback().is_ok() && !session.is_lost());
        let recovered = if self.session.is_some() { self.catch_up() } else { self.reconnect() };
        if let Err(error) = recovered {
            tracing::warn!(%error, "the store is unavailable");
        }
    }

    fn reconnect(&mut self) -> Result<(), StoreError> {
        let session = self.backend.open_writer().map_err(|error| match error {
            // Retrying helps once the other process is gone.
            StoreError::Locked(reason) => StoreError::Unavailable(reason),
            other => other,
        })?;
        self.session = Some(session);
        self.catch_up()
    }

    /// Tells observers of commits they have not seen: one whose answer was lost with the
    /// connection, or another node's.
    fn catch_up(&mut self) -> Result<(), StoreError> {
        if let Some(reason) = &self.stale {
            return Err(StoreError::Stale(reason.clone()));
        }
        let caught_up = self.missed().and_then(|missed| self.apply(&missed));
        match &caught_up {
            Ok(()) => {
                self.status.is_current.store(true, Ordering::Release);
                self.activity.outbox_filled();
            }
            Err(StoreError::Stale(_)) => {}
            Err(_) => self.session = None,
        }
        caught_up
    }

    fn missed(&self) -> Result<Vec<Change>, StoreError> {
        let session = self.session()?;
        if session.feed_floor()? > self.sequence {
            return Err(StoreError::FeedTruncated {
                after: self.sequence,
                oldest: session.feed_floor()?,
            });
        }
        session.changes(self.sequence, session.sequence()?, usize::MAX)
    }

    fn session(&self) -> Result<&dyn WriteSession, StoreError> {
        let lost = || StoreError::Unavailable("the connection was lost".to_owned());
        self.session.as_deref().map(|session| session as &dyn WriteSession).ok_or_else(lost)
    }
}
