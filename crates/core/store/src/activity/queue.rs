//! Events on their way to the activity record.

use std::sync::mpsc::SyncSender;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_channel::oneshot;

use super::ActivityRow;
use super::frame::Frames;
use crate::StoreError;

/// How many bytes of events may wait before callers are slowed.
const WAITING_BYTES_MAX: usize = 32 << 20;
/// How many bytes are worth a write at once.
const URGENT_BYTES: usize = 1 << 20;
/// The most memory for events that is kept to be used again.
const SPARE_BYTES_MAX: usize = 8 << 20;
/// How long events wait for company, so that a write to the disk carries many. With the write
/// itself it stays well below the 100 ms within which events are promised to be durable.
const LINGER: Duration = Duration::from_millis(20);

/// Removal of events from before a time, and where to answer how many.
pub(crate) struct Prune {
    pub(crate) before_ms: i64,
    pub(crate) removed: u64,
    pub(crate) reply: SyncSender<Result<u64, StoreError>>,
}

/// What the recorder has to do next.
pub(crate) struct Work {
    pub(crate) events: Frames,
    pub(crate) outbox: bool,
    pub(crate) prune: Option<Prune>,
    /// The flush that is done when this work is.
    flush: u64,
    weight_bytes: usize,
}

/// The queue between callers and the recorder's thread.
#[derive(Default)]
pub(crate) struct Queue {
    state: Mutex<State>,
    /// Told to the recorder.
    work: Condvar,
    /// Told to callers that block.
    done: Condvar,
}

#[derive(Default)]
struct State {
    events: Frames,
    /// Memory for events, which is used again.
    spare: Frames,
    /// Of all events that are not durable yet, also those being written.
    weight_bytes: usize,
    outbox: bool,
    prunes: Vec<Prune>,
    flush_wanted: u64,
    flush_done: u64,
    closing: bool,
    closed: bool,
    failure: Option<String>,
    waiting: Vec<oneshot::Sender<()>>,
}

/// What the recorder waits for: first for any work, then for work that cannot wait for company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Urgency {
    Idle,
    Work,
    Urgent,
}

impl State {
    fn urgency(&self) -> Urgency {
        if self.is_urgent() {
            Urgency::Urgent
        } else if self.has_work() {
            Urgency::Work
        } else {
            Urgency::Idle
        }
    }

    fn has_work(&self) -> bool {
        self.outbox || !self.events.is_empty() || self.is_urgent()
    }

    fn is_urgent(&self) -> bool {
        self.closing
            || self.flush_wanted > self.flush_done
            || !self.prunes.is_empty()
            || self.weight_bytes > URGENT_BYTES
    }

    /// Takes rows if there is room.
    fn try_append(&mut self, rows: &[ActivityRow]) -> Result<bool, StoreError> {
        self.usable()?;
        if self.weight_bytes >= WAITING_BYTES_MAX {
            return Ok(false);
        }
        let before = self.events.bytes();
        for row in rows {
            self.events.push(row);
        }
        self.weight_bytes += self.events.bytes() - before;
        Ok(true)
    }

    fn usable(&self) -> Result<(), StoreError> {
        if self.closing {
            return Err(StoreError::Unavailable("it is closed".to_owned()));
        }
        match &self.failure {
            Some(reason) => Err(StoreError::Unavailable(reason.clone())),
            None => Ok(()),
        }
    }
}

/// Callers' side.
impl Queue {
    pub(crate) async fn append(&self, rows: &[ActivityRow]) -> Result<(), StoreError> {
        loop {
            let room = {
                let mut state = self.state();
                let before = state.urgency();
                if state.try_append(rows)? {
                    self.tell(before, state);
                    return Ok(());
                }
                let (wake, room) = oneshot::channel();
                state.waiting.push(wake);
                room
            };
            // A recorder that ended drops its side: the next round says so.
            let _ = room.await;
        }
    }

    pub(crate) fn append_blocking(&self, rows: &[ActivityRow]) -> Result<(), StoreError> {
        let mut state = self.state();
        loop {
            let before = state.urgency();
            if state.try_append(rows)? {
                self.tell(before, state);
                return Ok(());
            }
            state = self.done.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Tells the recorder of more rows, if it waits for what they change: waking it for each would
    /// cost a call more than the row itself.
    fn tell(&self, before: Urgency, state: MutexGuard<'_, State>) {
        let is_news = state.urgency() > before;
        drop(state);
        if is_news {
            self.work.notify_one();
        }
    }

    /// A transaction left events in the outbox.
    pub(crate) fn outbox_filled(&self) {
        self.state().outbox = true;
        self.work.notify_one();
    }

    pub(crate) fn flush(&self) -> Result<(), StoreError> {
        let mut state = self.state();
        state.usable()?;
        state.flush_wanted += 1;
        let wanted = state.flush_wanted;
        self.work.notify_one();
        while state.flush_done < wanted {
            state = self.done.wait(state).unwrap_or_else(PoisonError::into_inner);
            if state.flush_done < wanted {
                if state.closed {
                    return Err(StoreError::Unavailable("it is closed".to_owned()));
                }
                if let Some(reason) = &state.failure {
                    return Err(StoreError::Unavailable(reason.clone()));
                }
            }
        }
        Ok(())
    }

    pub(crate) fn prune(&self, prune: Prune) -> Result<(), StoreError> {
        let mut state = self.state();
        state.usable()?;
        state.prunes.push(prune);
        self.work.notify_one();
        Ok(())
    }

    pub(crate) fn is_recording(&self) -> bool {
        self.state().usable().is_ok()
    }

    /// Asks the recorder to store what waits and end.
    pub(crate) fn close(&self) {
        self.state().closing = true;
        self.work.notify_one();
    }
}

/// The recorder's side.
impl Queue {
    /// Waits for work, and a little longer for more. `None` when all is done for good.
    pub(crate) fn next(&self) -> Option<Work> {
        let state = self.state();
        let state = self.work.wait_while(state, |state| !state.has_work());
        let state = state.unwrap_or_else(PoisonError::into_inner);
        let waited = self.work.wait_timeout_while(state, LINGER, |state| !state.is_urgent());
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let has_rest = state.outbox || !state.events.is_empty() || !state.prunes.is_empty();
        if state.closing && !has_rest && state.flush_wanted == state.flush_done {
            return None;
        }
        let spare = std::mem::take(&mut state.spare);
        Some(Work {
            events: std::mem::replace(&mut state.events, spare),
            outbox: std::mem::take(&mut state.outbox) || state.flush_wanted > state.flush_done,
            prune: state.prunes.pop(),
            flush: state.flush_wanted,
            weight_bytes: state.weight_bytes,
        })
    }

    /// The work is durable.
    pub(crate) fn finished(&self, work: &mut Work) {
        let mut state = self.state();
        if work.events.room_bytes() <= SPARE_BYTES_MAX {
            work.events.clear();
            state.spare = std::mem::take(&mut work.events);
        }
        state.weight_bytes -= work.weight_bytes;
        state.flush_done = work.flush;
        state.failure = None;
        self.wake(state);
    }

    /// More of a removal is to be done.
    pub(crate) fn prune_on(&self, prune: Prune) {
        self.state().prunes.push(prune);
    }

    /// The work could not be done: it is taken up again after a pause, and until then callers are
    /// refused.
    pub(crate) fn failed(&self, work: &mut Work, reason: String, pause: Duration) {
        let mut state = self.state();
        work.events.append(&state.events);
        state.events = std::mem::take(&mut work.events);
        state.outbox |= work.outbox;
        state.prunes.extend(work.prune.take());
        state.failure = Some(reason);
        self.wake(state);
        let state = self.state();
        let paused = self.work.wait_timeout_while(state, pause, |state| !state.closing);
        drop(paused);
    }

    /// Whether the store is being closed.
    pub(crate) fn is_closing(&self) -> bool {
        self.state().closing
    }

    /// No one works any more.
    pub(crate) fn ended(&self) {
        let mut state = self.state();
        state.closing = true;
        state.closed = true;
        state.prunes.clear();
        self.wake(state);
    }

    fn wake(&self, mut state: MutexGuard<'_, State>) {
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        self.done.notify_all();
        for caller in waiting {
            // A caller may have given up.
            let _ = caller.send(());
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing under the lock can panic half way.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
