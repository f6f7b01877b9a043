//! Writing a file from a stream.

use std::fs::File;
use std::io::Write as _;
use std::sync::Arc;

use bartizan_sealed_stream::{Sealer, StreamError, StreamKey};
use bartizan_service::Body;
use futures_util::StreamExt;

use super::read::{Slice, Source};
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
    /// None where the bytes are kept as they come.
    sealer: Option<Sealer>,
    sealed: Vec<u8>,
}

impl Files {
    /// Writes a stream into a new file, sealed by the key of the object, and syncs it, with bounded
    /// memory. Only parts of uploads from before objects were sealed come without a key.
    ///
    /// # Errors
    /// The stream fails, is longer than `limit` bytes, or the disk fails.
    pub(crate) async fn receive(
        self: &Arc<Self>,
        mut body: Body,
        digests: Digests,
        limit: u64,
        key: Option<&StreamKey>,
    ) -> Result<Received, S3Error> {
        let announced = body.length();
        if let Some(length) = announced.filter(|length| *length > limit) {
            return Err(too_large(length, limit));
        }
        let incoming = Incoming { id: self.new_id(), files: Arc::clone(self), kept: false };
        let (files, id, path) = (Arc::clone(self), incoming.id(), self.path(&incoming.id));
        let sealer = match key {
            Some(key) => Some(Sealer::new(key.file(incoming.id.0.as_bytes()).map_err(unsealable)?)),
            None => None,
        };
        let mut sink = blocking(move || {
            files.make_folder(&id)?;
            Ok(Sink { file: File::create_new(path)?, digests, sealer, sealed: Vec::new() })
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
            let digests = sink.end()?;
            File::open(folder)?.sync_all()?;
            Ok(digests.finish())
        })
        .await?;
        Ok(Received { file: incoming, digested })
    }

    /// Digests of a file of this many bytes that was written before.
    pub(crate) async fn digest(
        &self,
        id: &FileId,
        size: u64,
        key: Option<&StreamKey>,
        mut digests: Digests,
    ) -> Result<Digested, S3Error> {
        let (path, key) = (self.path(id), key.cloned());
        let whole = Slice { file: id.clone(), size, offset: 0, length: size };
        blocking(move || {
            let mut source = Source::open(&path, &whole, key.as_ref())?;
            while !source.is_done() {
                digests.update(&source.read()?);
            }
            Ok(digests.finish())
        })
        .await
    }
}

impl Sink {
    /// Takes more of the stream.
    fn write(&mut self, plain: &[u8]) -> std::io::Result<()> {
        self.digests.update(plain);
        let Some(sealer) = &mut self.sealer else { return self.file.write_all(plain) };
        sealer.push(plain, &mut self.sealed).map_err(not_sealed)?;
        self.file.write_all(&self.sealed)?;
        self.sealed.clear();
        Ok(())
    }

    /// Ends the file, and makes it durable.
    fn end(mut self) -> std::io::Result<Digests> {
        if let Some(sealer) = self.sealer.take() {
            sealer.finish(&mut self.sealed).map_err(not_sealed)?;
            self.file.write_all(&self.sealed)?;
        }
        self.file.sync_all()?;
        Ok(self.digests)
    }
}

async fn write(mut sink: Sink, mut gathered: Vec<u8>) -> Result<(Sink, Vec<u8>), S3Error> {
    blocking(move || {
        sink.write(&gathered)?;
        gathered.clear();
        Ok((sink, gathered))
    })
    .await
}

/// A file that cannot be sealed or opened, as an error of the disk.
pub(super) fn not_sealed(error: StreamError) -> std::io::Error {
    std::io::Error::other(error)
}

fn unsealable(error: StreamError) -> S3Error {
    S3Error::disk(&not_sealed(error))
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
