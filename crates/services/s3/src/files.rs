//! The bytes of objects: immutable files under names of our own, sealed by the object's key. A file
//! is whole and durable before a record names it; it is removed after the commit that stops naming
//! it, once nobody reads it any more.
//!
//! **Architecture invariant:** no name of a client ever becomes a part of a path.

mod read;
mod receive;
mod sweep;

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};

use bartizan_types::Random;
use serde::{Deserialize, Serialize};

pub(crate) use read::Slice;
pub(crate) use receive::Incoming;
pub(crate) use sweep::sweep;

/// A file's name: 16 digits of the run that wrote it, 16 of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct FileId(String);

/// The folder of all files.
pub(crate) struct Files {
    root: PathBuf,
    random: Arc<dyn Random>,
    run: u64,
    /// The folders of files that are known to be durable.
    durable: Mutex<HashSet<PathBuf>>,
    readers: Mutex<Readers>,
    reaper: mpsc::Sender<PathBuf>,
}

/// Who reads, and what waits until they are done.
#[derive(Debug, Default)]
struct Readers {
    next: u64,
    active: BTreeSet<u64>,
    /// Files to remove when all tickets below the number are given back.
    doomed: VecDeque<(u64, FileId)>,
}

/// While it is held, no file is removed that was named when it was taken. Take it before the
/// record is read.
pub(crate) struct Ticket {
    files: Arc<Files>,
    number: u64,
}

impl FileId {
    /// The name.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

impl Files {
    /// The files under this folder.
    pub(crate) fn open(root: &Path, random: Arc<dyn Random>) -> std::io::Result<Arc<Self>> {
        std::fs::create_dir_all(root)?;
        if let Some(parent) = root.parent() {
            File::open(parent)?.sync_all()?;
        }
        let (reaper, orders) = mpsc::channel::<PathBuf>();
        std::thread::Builder::new().name("s3-reaper".to_owned()).spawn(move || {
            for path in orders {
                // What stays is found by the sweep of the next start.
                let _ = std::fs::remove_file(path);
            }
        })?;
        let run = random.next_u64();
        let root = root.to_owned();
        let (durable, readers) = (Mutex::default(), Mutex::default());
        Ok(Arc::new(Self { root, random, run, durable, readers, reaper }))
    }

    /// A ticket to read with.
    pub(crate) fn ticket(self: &Arc<Self>) -> Ticket {
        let mut readers = self.readers();
        let number = readers.next;
        readers.next += 1;
        readers.active.insert(number);
        Ticket { files: Arc::clone(self), number }
    }

    /// Removes files that no record names any more, when their last reader is done.
    pub(crate) fn remove(&self, doomed: impl IntoIterator<Item = FileId>) {
        let mut readers = self.readers();
        let mark = readers.next;
        readers.doomed.extend(doomed.into_iter().map(|id| (mark, id)));
        self.reap(&mut readers);
    }

    pub(crate) fn new_id(&self) -> FileId {
        FileId(format!("{:016x}{:016x}", self.run, self.random.next_u64()))
    }

    fn folder(&self, id: &FileId) -> PathBuf {
        self.root.join(id.0.get(16..18).unwrap_or("00"))
    }

    /// Makes the folder of a file, durably. One that is there may be another stream's, or of a process
    /// that was killed, which had no time to sync it.
    fn make_folder(&self, id: &FileId) -> std::io::Result<()> {
        let folder = self.folder(id);
        let mut durable = self.durable.lock().unwrap_or_else(PoisonError::into_inner);
        if !durable.contains(&folder) {
            std::fs::create_dir_all(&folder)?;
            File::open(&self.root)?.sync_all()?;
            durable.insert(folder);
        }
        Ok(())
    }

    fn path(&self, id: &FileId) -> PathBuf {
        self.folder(id).join(&id.0)
    }

    fn reap(&self, readers: &mut Readers) {
        let oldest = readers.active.first().copied().unwrap_or(u64::MAX);
        while readers.doomed.front().is_some_and(|(mark, _)| *mark <= oldest) {
            if let Some((_, id)) = readers.doomed.pop_front() {
                let _ = self.reaper.send(self.path(&id));
            }
        }
    }

    fn readers(&self) -> MutexGuard<'_, Readers> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Files").field("root", &self.root).finish_non_exhaustive()
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut readers = self.files.readers();
        readers.active.remove(&self.number);
        self.files.reap(&mut readers);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bartizan_sealed_stream::{DataKey, StreamKey};
    use bartizan_service::Body;
    use bartizan_types::SeededRandom;

    use crate::checksum::Digests;
    use crate::error::S3Error;

    fn open(folder: &Path, run: u64) -> Arc<Files> {
        Files::open(folder, Arc::new(SeededRandom::new(run))).unwrap()
    }

    fn key() -> StreamKey {
        DataKey::from_slice(&[7; 32]).unwrap().into()
    }

    async fn store(files: &Arc<Files>, text: &'static str) -> FileId {
        let body = Body::from_bytes(text.into());
        let received = files.receive(body, Digests::new(&[]), 100, Some(&key())).await.unwrap();
        let id = received.file.id();
        received.file.keep();
        id
    }

    #[tokio::test]
    async fn what_is_read_is_not_removed_before_the_reader_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let files = open(folder.path(), 1);
        let id = store(&files, "hello").await;
        let ticket = files.ticket();
        files.remove([id.clone()]);
        assert_eq!(files.readers().doomed.len(), 1);
        let late = files.ticket();
        let slice = Slice { file: id, size: 5, offset: 1, length: 3 };
        let body = files.stream(vec![slice], Some(key()), ticket).await.unwrap();
        let read = body.collect(100).await.unwrap();
        assert_eq!(&*read, b"ell");
        // Who came after the removal does not hold it up.
        assert!(files.readers().doomed.is_empty());
        drop(late);
    }

    #[tokio::test]
    async fn a_stream_must_have_the_length_that_was_announced() {
        let folder = tempfile::tempdir().unwrap();
        let files = open(folder.path(), 1);
        let receive = |length, limit| {
            let pieces = futures_util::stream::iter([Ok("hello".into())]);
            files.receive(Body::new(pieces, length), Digests::new(&[]), limit, None)
        };
        assert!(receive(Some(5), 5).await.is_ok());
        assert!(matches!(receive(Some(6), 9).await, Err(S3Error::IncompleteBody {})));
        assert!(matches!(receive(None, 4).await, Err(S3Error::EntityTooLarge { .. })));
    }

    #[tokio::test]
    async fn what_was_changed_on_the_disk_is_an_error_before_anything_is_answered() {
        let folder = tempfile::tempdir().unwrap();
        let files = open(folder.path(), 1);
        let id = store(&files, "hello").await;
        let path = files.path(&id);
        let written = std::fs::read(&path).unwrap();
        assert!(!written.starts_with(b"hello"));
        for change in [0, written.len() - 1] {
            let mut changed = written.clone();
            changed[change] ^= 1;
            std::fs::write(&path, changed).unwrap();
            let slice = Slice { file: id.clone(), size: 5, offset: 1, length: 3 };
            let read = files.stream(vec![slice], Some(key()), files.ticket()).await;
            assert!(matches!(read, Err(S3Error::InternalError { .. })));
        }
    }

    #[tokio::test]
    async fn a_file_from_before_objects_were_sealed_is_read_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let files = open(folder.path(), 1);
        let body = Body::from_bytes("hello".into());
        let received = files.receive(body, Digests::new(&[]), 100, None).await.unwrap();
        assert_eq!(std::fs::read(files.path(&received.file.id())).unwrap(), b"hello");
        let slice = Slice { file: received.file.id(), size: 5, offset: 1, length: 3 };
        let body = files.stream(vec![slice], None, files.ticket()).await.unwrap();
        assert_eq!(&*body.collect(100).await.unwrap(), b"ell");
    }

    #[tokio::test]
    async fn the_sweep_removes_what_earlier_runs_left() {
        let folder = tempfile::tempdir().unwrap();
        let config = bartizan_store::StoreConfig::Sqlite { dir: folder.path().join("store") };
        let records = bartizan_store::Store::open(&config).unwrap();
        let left = store(&open(folder.path().join("objects").as_path(), 1), "left").await;
        let files = open(folder.path().join("objects").as_path(), 2);
        let own = store(&files, "on its way").await;
        assert_eq!(sweep(&files, &records), Ok(1));
        assert!(!files.path(&left).exists());
        assert!(files.path(&own).exists());
    }
}
