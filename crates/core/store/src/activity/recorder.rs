//! The recorder's thread: stores events, and moves those of transactions over from the outbox.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::frame::Frames;
use super::queue::{Prune, Queue, Work};
use crate::StoreError;
use crate::backend::{ActivityWriter, Backend, ReadSession};
use crate::commit::Status;

/// How soon a failed write is tried again.
const RETRY_AFTER: Duration = Duration::from_millis(100);
/// How many times a write is tried while the store is being closed.
const CLOSING_TRIES: u32 = 3;
/// How many events are moved or removed in one transaction.
const BATCH_ROWS: usize = 1000;

/// The recorder's thread's own state.
pub(crate) struct Recorder {
    backend: Arc<dyn Backend>,
    queue: Arc<Queue>,
    status: Arc<Status>,
    writer: Option<Box<dyn ActivityWriter>>,
    outbox: Option<Box<dyn ReadSession>>,
    moved: i64,
}

/// Tells callers that nobody records any more, also where the recorder panicked.
struct Ending(Arc<Queue>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.ended();
    }
}

impl Recorder {
    pub(crate) fn new(
        backend: Arc<dyn Backend>,
        queue: Arc<Queue>,
        status: Arc<Status>,
    ) -> Result<Self, StoreError> {
        let writer = Some(backend.open_activity_writer()?);
        let outbox = Some(backend.open_reader()?);
        Ok(Self { backend, queue, status, writer, outbox, moved: 0 })
    }

    /// Works until the queue is closed and empty.
    pub(crate) fn run(mut self) {
        let _ending = Ending(Arc::clone(&self.queue));
        // What the outbox holds from before the last end may or may not have been moved: it is
        // moved again, and what is there already stays as it is.
        self.queue.outbox_filled();
        let mut closing_tries = 0;
        while let Some(mut work) = self.queue.next() {
            match self.perform(&mut work) {
                Ok(()) => self.queue.finished(&mut work),
                Err(error) => {
                    tracing::warn!(%error, "events could not be stored");
                    self.writer = None;
                    self.outbox = None;
                    self.queue.failed(&mut work, error.to_string(), RETRY_AFTER);
                    closing_tries += u32::from(self.queue.is_closing());
                    if closing_tries >= CLOSING_TRIES {
                        tracing::error!(%error, "events were lost: they could not be stored");
                        break;
                    }
                }
            }
        }
    }

    fn perform(&mut self, work: &mut Work) -> Result<(), StoreError> {
        if !work.events.is_empty() {
            self.writer()?.append(&work.events.read()?)?;
        }
        if work.outbox {
            self.move_outbox()?;
        }
        if let Some(prune) = work.prune.take() {
            self.prune(prune);
        }
        Ok(())
    }

    fn move_outbox(&mut self) -> Result<(), StoreError> {
        loop {
            let moved = self.moved;
            let waiting = self.outbox()?.query().outbox(moved, BATCH_ROWS)?;
            let Some(last) = waiting.last().map(|(number, _)| *number) else { return Ok(()) };
            let events = Frames::of(waiting.iter().map(|(_, row)| row));
            self.writer()?.append(&events.read()?)?;
            self.moved = last;
            // The writer removes them with its next commit.
            self.status.outbox_moved.store(last, Ordering::Release);
        }
    }

    fn prune(&mut self, mut prune: Prune) {
        match self.writer().and_then(|writer| writer.prune(prune.before_ms, BATCH_ROWS)) {
            Ok(removed) => {
                prune.removed += u64::try_from(removed).unwrap_or(0);
                if removed == BATCH_ROWS {
                    return self.queue.prune_on(prune);
                }
                let _ = prune.reply.send(Ok(prune.removed));
            }
            // Whoever asked may have gone.
            Err(error) => drop(prune.reply.send(Err(error))),
        }
    }

    fn writer(&mut self) -> Result<&mut dyn ActivityWriter, StoreError> {
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.backend.open_activity_writer()?,
        };
        Ok(&mut **self.writer.insert(writer))
    }

    fn outbox(&mut self) -> Result<&dyn ReadSession, StoreError> {
        let outbox = match self.outbox.take() {
            Some(outbox) => outbox,
            None => self.backend.open_reader()?,
        };
        Ok(&**self.outbox.insert(outbox))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_for_a_recorder_that_panicked() {
        let queue = Arc::new(Queue::default());
        let ending = Ending(Arc::clone(&queue));
        let recorder = std::thread::spawn(move || {
            let _ending = ending;
            panic!("the disk is on fire");
        });
        assert!(recorder.join().is_err());
        assert!(!queue.is_recording());
        assert!(matches!(queue.flush(), Err(StoreError::Unavailable(_))));
    }
}
