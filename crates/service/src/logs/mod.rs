//! Logs that services deliver to the buckets of their users: lines are gathered in memory, packed by
//! gzip in files of some minutes, and written as the service that a bucket's policy lets in.
//!
//! AWS delivers such logs as well as it can, and so does this: what could not be delivered is counted
//! and said. Whoever writes a line waits for nothing.

mod backoff;
mod bucket;
mod log;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bartizan_types::{Arn, Fault, Random, Region, Timestamp};
use bartizan_wire::Bytes;

use crate::{BoxFuture, Road};

pub use backoff::pause;
pub use bucket::{
    ACL, DELIVERY, Place, PlaceKey, Upload, date_path, elsewhere, gzip, locate, put, put_anywhere,
};
pub use log::Log;

/// The memory for lines that wait, in bytes.
const MEMORY: usize = 128 * 1024 * 1024;

/// A log: as whom and where it is written, and how its files are named and begin.
#[derive(Clone)]
pub struct LogStream {
    /// The service principal that the bucket's policy admits.
    pub principal: &'static str,
    /// The resource that it acts for: `aws:SourceArn`.
    pub on_behalf_of: Arn,
    /// The bucket.
    pub bucket: String,
    /// The region in which the bucket is looked for first.
    pub region: Region,
    /// The lines that each file begins with, each with its end.
    pub header: &'static str,
    /// Names a file: its key in the bucket.
    pub key: Arc<dyn Fn(LogFile) -> String + Send + Sync>,
}

/// What a file of a log is named by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogFile {
    /// The time that the file's lines are of: from here
    pub from: Timestamp,
    /// to here, without it.
    pub until: Timestamp,
    /// What makes the name its own.
    pub unique: u64,
}

/// All logs that are being delivered. Clones are the same.
#[derive(Clone)]
pub struct LogDelivery(Arc<Shared>);

struct Shared {
    logs: Mutex<Vec<Arc<Log>>>,
    memory: AtomicUsize,
    lost: AtomicU64,
}

/// Who puts a file into a log's bucket.
pub(crate) trait Buckets: Sync {
    /// Puts it there.
    fn put<'a>(
        &'a self,
        stream: &'a LogStream,
        key: String,
        packed: Bytes,
    ) -> BoxFuture<'a, Result<(), Fault>>;
}

impl LogStream {
    /// The log's bucket.
    pub fn place(&self) -> Place<'_> {
        Place {
            principal: self.principal,
            on_behalf_of: &self.on_behalf_of,
            bucket: &self.bucket,
            region: self.region.clone(),
            key: None,
        }
    }
}

impl Default for LogDelivery {
    fn default() -> Self {
        Self::with_memory(MEMORY)
    }
}

impl LogDelivery {
    fn with_memory(bytes: usize) -> Self {
        let (memory, lost) = (AtomicUsize::new(bytes), AtomicU64::new(0));
        Self(Arc::new(Shared { logs: Mutex::default(), memory, lost }))
    }

    /// A log that lines can be written to. What was written is delivered also when nobody holds the
    /// log any more.
    pub fn open(&self, stream: LogStream) -> Arc<Log> {
        let log = Arc::new(Log::new(stream));
        self.lock().push(Arc::clone(&log));
        log
    }

    /// Takes a line of this time, without its end. It waits for nothing; a line that finds no place is
    /// counted.
    pub fn write(&self, log: &Log, line: &str, now: Timestamp) {
        if !log.take(line, now, &self.0.memory) {
            log.lose(1);
        }
    }

    /// Packs what is due of each log into a file, or all that waits: work for a thread of its own.
    /// `period` is the time that a file covers.
    pub fn pack(&self, random: &dyn Random, now: Timestamp, period: Duration, all: bool) {
        let logs = self.lock().clone();
        for log in logs {
            log.pack(random, now, period, all, &self.0.memory);
        }
    }

    /// Writes the files that were packed. What a bucket refuses is tried again later, for an hour;
    /// nothing after it, where this is the `last` time.
    pub async fn deliver(&self, road: &Road, period: Duration, last: bool) {
        let now = road.platform().now();
        self.deliver_to(road, now, period, last).await;
    }

    async fn deliver_to(&self, to: &dyn Buckets, now: Timestamp, period: Duration, last: bool) {
        let logs = self.lock().clone();
        for log in &logs {
            log.deliver(to, now, period, last, &self.0.memory).await;
        }
        self.0.lost.fetch_add(logs.iter().map(|log| log.say_lost()).sum(), Ordering::Relaxed);
        drop(logs);
        // Nobody can open one anew that nobody else holds.
        self.lock().retain(|log| Arc::strong_count(log) > 1 || !log.is_empty());
    }

    /// How many lines could not be delivered since the start.
    pub fn lost(&self) -> u64 {
        self.0.lost.load(Ordering::Relaxed)
    }

    /// How many lines wait, by the ARN that their log is for.
    pub fn waiting(&self) -> BTreeMap<String, u64> {
        let mut waiting = BTreeMap::new();
        for log in self.lock().iter() {
            *waiting.entry(log.stream().on_behalf_of.to_string()).or_default() += log.waiting();
        }
        waiting
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Log>>> {
        self.0.logs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Buckets for Road {
    fn put<'a>(
        &'a self,
        stream: &'a LogStream,
        key: String,
        packed: Bytes,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        let upload = Upload::file(key, "application/x-gzip", packed);
        Box::pin(put_anywhere(self, stream.place(), upload))
    }
}

impl fmt::Debug for LogStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogStream")
            .field("principal", &self.principal)
            .field("on_behalf_of", &self.on_behalf_of)
            .field("bucket", &self.bucket)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for LogDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogDelivery").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
