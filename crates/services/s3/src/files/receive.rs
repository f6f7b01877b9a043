//! Writing a file from a stream.

use std::fs::File;
use std::io::Write as _;
use std::sync::Arc;

use bartizan_service::Body;
use futures_util::StreamExt;

use super::{FileId, Files};
use crate::checksum::{Digested, Digests};
use crate::error::S3Error;

/// How many bytes are gathered before they are hashed and written.
const GATHERED_BYTES: usize = 512 * 1024;

/// A file that no record names yet. Dropped before it is kept, it is removed.
pub(crate) struct Incoming {
    id: FileId,
    files: Arc<Files>,
    kept: bool,
}

/// A stream that ended well: its file, durable, and its digests.
pub(crate) struct Received {
    pub(crate) file: Incoming,
    pub(crate) digested: Digested,
}

impl Incoming {
    /// The name for the record that is about to be written.
    pub(crate) fn id(&self) -> FileId {
        self.id.clone()
    }

    /// To be called when the record is written, as the last thing in the transaction.
    pub(crate) fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if !self.kept {
            self.files.remove([self.id.clone()]);
        }
    }
}

/// What is written to, handed to the blocking threads and back.
struct Sink {
    file: File,
    digests: Digests,
}

impl Files {
    /// Writes a stream into a new file and syncs it, with bounded memory.
    ///
    /// # Errors
    /// The stream fails, is longer than `limit` bytes, or the disk fails.
    pub(crate) async fn receive(
        self: &Arc<Self>,
        mut body: Body,
        digests: Digests,
        limit: u64,
    ) -> Result<Received, S3Error> {
        let announced = body.length();
        if let Some(length) = announced.filter(|length| *length > limit) {
            return Err(too_large(length, limit));
        }
        let incoming = Incoming { id: self.new_id(), files: Arc::clone(self), kept: false };
        let (path, folder) = (self.path(&incoming.id), self.folder(&incoming.id));
        let root = self.root.clone();
        let mut sink = blocking(move || {
            if !folder.exists() {
                std::fs::create_dir_all(folder)?;
                File::open(root)?.sync_all()?;
            }
            Ok(Sink { file: File::create_new(path)?, digests })
        })
        .await?;
        let mut gathered = Vec::new();
        let mut length = 0_u64;
        while let Some(piece) = body.next().await {
            let piece = piece?;
            length += piece.len() as u64;
            if length > limit {
                return Err(too_large(length, limit));
            }
            gathered.extend_from_slice(&piece);
            if gathered.len() >= GATHERED_BYTES {
                (sink, gathered) = write(sink, gathered).await?;
            }
        }
        if announced.is_some_and(|announced| announced != length) {
            return Err(S3Error::IncompleteBody {});
        }
        let (sink, _) = write(sink, gathered).await?;
        let folder = self.folder(&incoming.id);
        let digested = blocking(move || {
            sink.file.sync_all()?;
            File::open(folder)?.sync_all()?;
            Ok(sink.digests.finish())
        })
        .await?;
        Ok(Received { file: incoming, digested })
    }

    /// Digests of a file that was written before.
    pub(crate) async fn digest(
        &self,
        id: &FileId,
        mut digests: Digests,
    ) -> Result<Digested, S3Error> {
        let path = self.path(id);
        blocking(move || {
            use std::io::Read as _;
            let mut file = File::open(path)?;
            let mut buffer = vec![0; GATHERED_BYTES];
            loop {
                let read = file.read(&mut buffer)?;
                if read == 0 {
                    return Ok(digests.finish());
                }
                digests.update(buffer.get(..read).unwrap_or_default());
            }
        })
        .await
    }
}

async fn write(mut sink: Sink, mut gathered: Vec<u8>) -> Result<(Sink, Vec<u8>), S3Error> {
    blocking(move || {
        sink.digests.update(&gathered);
        sink.file.write_all(&gathered)?;
        gathered.clear();
        Ok((sink, gathered))
    })
    .await
}

/// Runs disk work where it may block.
pub(super) async fn blocking<R: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<R> + Send + 'static,
) -> Result<R, S3Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| S3Error::disk(&error)),
        Err(_) => Err(S3Error::InternalError { reason: "the disk's thread stopped".to_owned() }),
    }
}

fn too_large(proposed: u64, limit: u64) -> S3Error {
    S3Error::EntityTooLarge { proposed: proposed.to_string(), maximum: limit.to_string() }
}
