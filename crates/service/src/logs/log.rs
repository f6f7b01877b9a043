//! One log: the lines that wait, and the file that is being delivered.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bartizan_types::{Random, Timestamp};
use bartizan_wire::Bytes;

use super::{Buckets, LogFile, LogStream, gzip, pause};

/// As much text becomes a file before its time.
const FILE_BYTES: usize = 4 * 1024 * 1024;
/// As much text may wait.
const WAITING_BYTES_MAX: usize = 16 * 1024 * 1024;
/// As much while the bucket refuses what it is given: a log that nobody can deliver must not take the
/// place of others.
const REFUSED_BYTES_MAX: usize = 1024 * 1024;
/// How long a bucket that refuses a file is asked again.
const GIVEN_UP_AFTER: Duration = Duration::from_hours(1);

/// A log that lines are written to.
#[derive(Debug)]
pub struct Log {
    stream: LogStream,
    held: Mutex<Held>,
    /// The lines that were lost and not yet said.
    lost: AtomicU64,
}

#[derive(Debug, Default)]
struct Held {
    text: String,
    lines: u64,
    /// When the oldest line was written, where there is one.
    since: Option<Timestamp>,
    file: Option<File>,
}

/// A file that was packed and is not yet delivered.
#[derive(Debug, Clone)]
struct File {
    key: String,
    packed: Bytes,
    lines: u64,
    /// The memory that its lines took, which is its until it is gone.
    bytes: usize,
    packed_at: Timestamp,
    failures: u32,
    due: Timestamp,
}

impl Log {
    pub(super) fn new(stream: LogStream) -> Self {
        Self { stream, held: Mutex::default(), lost: AtomicU64::new(0) }
    }

    /// As whom and where it is written.
    pub const fn stream(&self) -> &LogStream {
        &self.stream
    }

    /// Takes a line; whether there was place for it.
    pub(super) fn take(&self, line: &str, now: Timestamp, memory: &AtomicUsize) -> bool {
        let mut held = self.lock();
        let is_refused = held.file.as_ref().is_some_and(|file| file.failures > 0);
        let most = if is_refused { REFUSED_BYTES_MAX } else { WAITING_BYTES_MAX };
        let bytes = line.len() + 1;
        let order = Ordering::Relaxed;
        if held.text.len() + bytes > most
            || memory.try_update(order, order, |left| left.checked_sub(bytes)).is_err()
        {
            return false;
        }
        held.since.get_or_insert(now);
        held.text.push_str(line);
        held.text.push('\n');
        held.lines += 1;
        true
    }

    /// Counts lines that are not delivered.
    pub(super) fn lose(&self, lines: u64) {
        self.lost.fetch_add(lines, Ordering::Relaxed);
    }

    /// Packs what is due, unless a file waits already.
    pub(super) fn pack(
        &self,
        random: &dyn Random,
        now: Timestamp,
        period: Duration,
        all: bool,
        memory: &AtomicUsize,
    ) {
        let mut held = self.lock();
        let Some(since) = held.since else { return };
        let (from, until) = window(since, period);
        let is_due = all || now >= until || held.text.len() >= FILE_BYTES;
        if held.file.is_some() || !is_due {
            return;
        }
        held.since = None;
        let (text, lines) = (std::mem::take(&mut held.text), std::mem::take(&mut held.lines));
        // Lines go on being written meanwhile.
        drop(held);
        let unique = random.next_u64();
        let key = (self.stream.key)(LogFile { from, until, unique });
        let packed = match gzip(format!("{}{text}", self.stream.header).as_bytes()) {
            Ok(packed) => packed.into(),
            Err(error) => {
                tracing::error!(log = %self.stream.on_behalf_of, %error, "a log cannot be packed");
                memory.fetch_add(text.len(), Ordering::Relaxed);
                return self.lose(lines);
            }
        };
        let (bytes, failures) = (text.len(), 0);
        let file = File { key, packed, lines, bytes, packed_at: now, failures, due: now };
        self.lock().file = Some(file);
    }

    /// Delivers the file that waits, where it is due.
    pub(super) async fn deliver(
        &self,
        to: &dyn Buckets,
        now: Timestamp,
        period: Duration,
        last: bool,
        memory: &AtomicUsize,
    ) {
        let file = self.lock().file.clone();
        let Some(file) = file.filter(|file| last || now >= file.due) else { return };
        let (log, bucket) = (&self.stream.on_behalf_of, &self.stream.bucket);
        let outcome = to.put(&self.stream, file.key.clone(), file.packed.clone()).await;
        if let Err(fault) = outcome {
            if !last && now.since(file.packed_at) < GIVEN_UP_AFTER {
                tracing::warn!(%log, bucket, %fault, "a log file could not be delivered: tried again");
                let failures = file.failures.saturating_add(1);
                let due = now.plus(pause(period, failures));
                self.lock().file = Some(File { failures, due, ..file });
                return;
            }
            tracing::error!(%log, bucket, %fault, "a log file could not be delivered");
            self.lose(file.lines);
        }
        self.lock().file = None;
        memory.fetch_add(file.bytes, Ordering::Relaxed);
    }

    /// Says how many lines were lost since it was said last, and answers it.
    pub(super) fn say_lost(&self) -> u64 {
        let lines = self.lost.swap(0, Ordering::Relaxed);
        if lines > 0 {
            let (log, bucket) = (&self.stream.on_behalf_of, &self.stream.bucket);
            tracing::warn!(%log, bucket, lines, "lines of a log were lost");
        }
        lines
    }

    /// How many lines wait.
    pub(super) fn waiting(&self) -> u64 {
        let held = self.lock();
        held.lines + held.file.as_ref().map_or(0, |file| file.lines)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting() == 0
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The period that a time is in: periods are counted as the clock shows them, as AWS does.
fn window(at: Timestamp, period: Duration) -> (Timestamp, Timestamp) {
    let millis = i64::try_from(period.as_millis()).unwrap_or(i64::MAX).max(1);
    let from = Timestamp::from_millis(at.millis().div_euclid(millis).saturating_mul(millis));
    (from, from.plus(period))
}
