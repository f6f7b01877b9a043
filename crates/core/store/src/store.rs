//! The store.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{self, JoinHandle};

use futures_channel::oneshot;

use crate::activity::{Queue, Recorder};
use crate::backend::pool::Pool;
use crate::backend::{Backend, Postgres, ReadSession, Sqlite};
use crate::commit::{Committer, Message, Pending, Status, WAITING_MAX};
use crate::feed::whole_commits;
use crate::{
    ActivityLog, Change, Key, Observer, Reader, Record, StoreConfig, StoreError, Writer, backup,
};

/// How many records an upgrade rewrites in one transaction.
const UPGRADE_BATCH: usize = 500;

/// A store. Clones share it; the last one closes it, after all that was handed in is durable.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    backend: Arc<dyn Backend>,
    readers: Pool<Box<dyn ReadSession>>,
    status: Arc<Status>,
    activity: ActivityLog,
    queue: Arc<Queue>,
    /// Gone when the store closes: the writer's thread ends with it.
    inbox: Option<SyncSender<Message>>,
    threads: Option<Threads>,
}
impl Store {
    /// Opens a store, makes it where there is none, and brings its schema up to date.
    ///
    /// # Errors
    /// The store is served by another process, newer than this program, or cannot be reached.
    pub fn open(config: &StoreConfig) -> Result<Self, StoreError> {
        let backend = connect(config)?;
        let status = Arc::new(Status::default());
        let queue = Arc::new(Queue::default());
        let committer =
            Committer::new(Arc::clone(&backend), Arc::clone(&status), Arc::clone(&queue))?;
        let recorder =
            Recorder::new(Arc::clone(&backend), Arc::clone(&queue), Arc::clone(&status))?;
        let (inbox, messages) = sync_channel(WAITING_MAX);
        let threads = Threads::start(committer, messages, recorder)?;
        let inner = Inner {
            readers: Pool::new(backend.readers_max()),
            activity: ActivityLog::new(Arc::clone(&queue), Arc::clone(&backend)),
            backend,
            status,
            queue,
            inbox: Some(inbox),
            threads: Some(threads),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Reads one state of the store. It blocks the thread: some microseconds for a record with
    /// SQLite, a few network round trips with PostgreSQL. It may be called on an asynchronous
    /// runtime's thread.
    ///
    /// # Errors
    /// The closure's error, or why the store cannot be read.
    pub fn read<R, E>(&self, f: impl FnOnce(&Reader<'_>) -> Result<R, E>) -> Result<R, E>
    where
        E: From<StoreError>,
    {
        self.inner.readers.with(
            || self.inner.backend.open_reader(),
            |session| session.begin(),
            |session| {
                let answer = f(&Reader::new(session.query()));
                let ended = session.end().is_ok();
                (answer, ended)
            },
        )?
    }

    /// Writes. The closure runs on the writer's thread, after those handed in before; if it fails,
    /// nothing of it is kept. The answer comes when the commit is durable and every observer has
    /// applied it. It is handed in with the first poll, and from then on goes on even if the future
    /// is dropped. The closure must not wait for another write.
    ///
    /// # Errors
    /// The closure's error, or why the commit could not be made or applied.
    pub async fn write<R, E>(
        &self,
        f: impl FnOnce(&mut Writer<'_>) -> Result<R, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, result) = oneshot::channel();
        let deliver = move |result: Result<R, E>| {
            // The caller may have given up.
            let _ = answer.send(result);
        };
        self.hand_in(Message::Write(Box::new(Pending::new(f, deliver))))?;
        result.await.unwrap_or_else(|_| Err(closed().into()))
    }

    /// [`Store::write`] for threads that may wait.
    ///
    /// # Errors
    /// As for [`Store::write`].
    pub fn write_blocking<R, E>(
        &self,
        f: impl FnOnce(&mut Writer<'_>) -> Result<R, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, result) = sync_channel(1);
        let deliver = move |result: Result<R, E>| {
            let _ = answer.send(result);
        };
        self.hand_in(Message::Write(Box::new(Pending::new(f, deliver))))?;
        result.recv().unwrap_or_else(|_| Err(closed().into()))
    }

    /// Registers an observer: it is attached to the current state, then told of every commit.
    ///
    /// # Errors
    /// [`StoreError::Stale`] with its reason if it cannot attach; it is not registered then.
    pub fn observe(&self, observer: Box<dyn Observer>) -> Result<(), StoreError> {
        let (reply, answer) = sync_channel(1);
        self.hand_in(Message::Observe(observer, reply))?;
        answer.recv().unwrap_or_else(|_| Err(closed()))
    }

    /// Whether what observers hold is known to be the last commit. If not, refuse requests.
    pub fn is_current(&self) -> bool {
        self.inner.status.is_current.load(Ordering::Acquire)
    }

    /// The number of the last commit all observers have applied; 0 before the first. It is the
    /// epoch of what is served.
    pub fn sequence(&self) -> u64 {
        self.inner.status.sequence.load(Ordering::Acquire)
    }

    /// Changes after the commit numbered `after`, in order: whole commits, as many as hold at most
    /// `limit` changes, at least one.
    ///
    /// # Errors
    /// [`StoreError::FeedTruncated`], or the database cannot be reached.
    pub fn changes(&self, after: u64, limit: usize) -> Result<Vec<Change>, StoreError> {
        self.read(|reader| whole_commits(reader.query(), after, limit))
    }

    /// Rewrites records of older versions in the current form, with the secondary keys they now
    /// declare; how many. To be called at start for a kind whose version was raised.
    ///
    /// # Errors
    /// As for [`Store::write`] and [`Reader::get`].
    pub fn upgrade<T: Record>(&self) -> Result<usize, StoreError> {
        let mut upgraded = 0;
        let mut after = None;
        loop {
            let (keys, last) = self.read(|reader| outdated::<T>(reader, after.as_ref()))?;
            upgraded += keys.len();
            if !keys.is_empty() {
                self.write_blocking::<_, StoreError>(move |writer| {
                    for key in keys {
                        if let Some(record) = writer.get::<T>(&key)? {
                            writer.put(&key, &record)?;
                        }
                    }
                    Ok(())
                })?;
            }
            match last {
                Some(last) => after = Some(last),
                None => return Ok(upgraded),
            }
        }
    }

    /// The activity record.
    pub fn activity(&self) -> &ActivityLog {
        &self.inner.activity
    }

    /// Writes one state of the store, and the activity record, to a new file while it is served.
    /// What the file holds is said in [`Store::restore`].
    ///
    /// # Errors
    /// The file exists or cannot be written, or the store cannot be read.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        backup::write(self, to)
    }

    /// Fills an empty store from a backup, which may be of the other database.
    ///
    /// A backup is JSON in UTF-8, one object a line: first `bartizan_backup` with the `format` (1)
    /// and the `sequence`; then a `record` each (`collection`, `account`, `region`, `id`,
    /// `version`, `body` as JSON text, `keys` as pairs); then an `event` each, as
    /// [`crate::ActivityRow`]; last an `end` with the number of `records` and `events`, without
    /// which a backup is not whole.
    ///
    /// # Errors
    /// [`StoreError::Backup`] if the store is not empty or the file is not a whole backup.
    pub fn restore(from: &Path, config: &StoreConfig) -> Result<(), StoreError> {
        backup::restore(from, &*connect(config)?)
    }

    fn hand_in(&self, message: Message) -> Result<(), StoreError> {
        let inbox = self.inner.inbox.as_ref().ok_or_else(closed)?;
        inbox.try_send(message).map_err(|error| match error {
            TrySendError::Full(_) => {
                StoreError::Unavailable("too many writes are waiting".to_owned())
            }
            TrySendError::Disconnected(_) => closed(),
        })
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        drop(self.inbox.take());
        let Some(threads) = self.threads.take() else { return };
        // An observer that holds the store may be the one who closes it, on the writer's thread.
        join(threads.writer);
        self.queue.close();
        join(threads.recorder);
    }
}

/// The store's own threads.
struct Threads {
    writer: JoinHandle<()>,
    recorder: JoinHandle<()>,
}

impl Threads {
    fn start(
        committer: Committer,
        messages: Receiver<Message>,
        recorder: Recorder,
    ) -> Result<Self, StoreError> {
        let failed = |error: std::io::Error| StoreError::Io(format!("no thread: {error}"));
        let writer = thread::Builder::new().name("store-writer".to_owned());
        let writer = writer.spawn(move || committer.run(&messages)).map_err(failed)?;
        let recorder_thread = thread::Builder::new().name("store-recorder".to_owned());
        let recorder = recorder_thread.spawn(move || recorder.run()).map_err(failed)?;
        Ok(Self { writer, recorder })
    }
}

fn join(thread: JoinHandle<()>) {
    if thread.thread().id() != thread::current().id() {
        // Its panics are caught and told inside.
        let _ = thread.join();
    }
}

fn connect(config: &StoreConfig) -> Result<Arc<dyn Backend>, StoreError> {
    Ok(match config {
        StoreConfig::Sqlite { dir } => Arc::new(Sqlite::new(dir)?),
        StoreConfig::Postgres { url } => Arc::new(Postgres::new(url)?),
    })
}

fn closed() -> StoreError {
    StoreError::Unavailable("it is closed".to_owned())
}

/// Keys of records of older versions in the next batch, and where the batch ended.
fn outdated<T: Record>(
    reader: &Reader<'_>,
    after: Option<&Key>,
) -> Result<(Vec<Key>, Option<Key>), StoreError> {
    let mut keys = Vec::new();
    let mut last = None;
    reader.each_of(T::COLLECTION, after, UPGRADE_BATCH, &mut |row| {
        last = Some(row.key());
        if row.version < T::VERSION {
            keys.push(row.key());
        }
        Ok(())
    })?;
    Ok((keys, last))
}
