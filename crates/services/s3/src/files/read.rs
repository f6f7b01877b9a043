//! Reading files as a stream.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bartizan_sealed_stream::{Opener, StreamKey};
use bartizan_service::Body;
use bartizan_types::Fault;
use bytes::Bytes;
use futures_util::stream;

use super::receive::{blocking, not_sealed};
use super::{FileId, Files, Ticket};
use crate::error::S3Error;

/// How many chunks of a sealed file are read at once.
const CHUNKS_READ: usize = 8;
/// How many bytes of another file are read at once.
const READ_BYTES: u64 = 512 * 1024;

/// Some bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slice {
    pub(crate) file: FileId,
    /// How many bytes the whole file has.
    pub(crate) size: u64,
    pub(crate) offset: u64,
    pub(crate) length: u64,
}

struct Reading {
    files: Arc<Files>,
    _ticket: Ticket,
    slices: std::vec::IntoIter<Slice>,
    key: Option<StreamKey>,
    first: Option<Bytes>,
    current: Option<Source>,
}

/// A slice that is being read.
pub(super) struct Source {
    file: File,
    rest: Rest,
    /// What was read of the disk, kept to be read into again.
    sealed: Vec<u8>,
}

/// What is still to come of a slice.
enum Rest {
    Plain(u64),
    Sealed(Opener),
}

impl Files {
    /// The bytes of these slices, one behind the other, opened by the key of the object; without a key
    /// they are files from before objects were sealed. The ticket was taken before the record that
    /// names them was read. What comes first is read already, so that an object that cannot be read
    /// is an error and not a beginning.
    pub(crate) async fn stream(
        self: &Arc<Self>,
        slices: Vec<Slice>,
        key: Option<StreamKey>,
        ticket: Ticket,
    ) -> Result<Body, S3Error> {
        let length = slices.iter().map(|slice| slice.length).sum();
        let mut reading = Reading {
            files: Arc::clone(self),
            _ticket: ticket,
            slices: slices.into_iter(),
            key,
            first: None,
            current: None,
        };
        reading.first = reading.next().await?;
        let pieces = stream::try_unfold(reading, |mut reading| async move {
            let piece = match reading.first.take() {
                Some(first) => Some(first),
                None => reading.next().await?,
            };
            Ok::<_, Fault>(piece.map(|piece| (piece, reading)))
        });
        Ok(Body::new(pieces, Some(length)))
    }
}

impl Reading {
    async fn next(&mut self) -> Result<Option<Bytes>, S3Error> {
        loop {
            let source = self.current.take().filter(|source| !source.is_done());
            let Some(next) = source.map(Next::Rest).or_else(|| self.open_next()) else {
                return Ok(None);
            };
            // To open a file and to read its first bytes is one visit of the disk.
            let (source, piece) = blocking(move || next.read()).await?;
            self.current = Some(source);
            if !piece.is_empty() {
                return Ok(Some(piece.into()));
            }
        }
    }

    fn open_next(&mut self) -> Option<Next> {
        let slice = self.slices.next()?;
        Some(Next::Slice(self.files.path(&slice.file), slice, self.key.clone()))
    }
}

/// Where the next bytes come from.
enum Next {
    Rest(Source),
    Slice(PathBuf, Slice, Option<StreamKey>),
}

impl Next {
    fn read(self) -> std::io::Result<(Source, Vec<u8>)> {
        let mut source = match self {
            Self::Rest(source) => source,
            Self::Slice(path, slice, key) => Source::open(&path, &slice, key.as_ref())?,
        };
        let piece = if source.is_done() { Vec::new() } else { source.read()? };
        Ok((source, piece))
    }
}

impl Source {
    /// Begins to read a slice.
    pub(super) fn open(
        path: &Path,
        slice: &Slice,
        key: Option<&StreamKey>,
    ) -> std::io::Result<Self> {
        let mut file = File::open(path)?;
        let Some(key) = key else {
            file.seek(SeekFrom::Start(slice.offset))?;
            return Ok(Self { file, rest: Rest::Plain(slice.length), sealed: Vec::new() });
        };
        let key = key.file(slice.file.0.as_bytes()).map_err(not_sealed)?;
        if file.metadata()?.len() != key.sealed_length(slice.size) {
            return Err(std::io::Error::other("a file has another length than was written"));
        }
        let opener =
            Opener::new(key, slice.size, slice.offset, slice.length).map_err(not_sealed)?;
        file.seek(SeekFrom::Start(opener.offset()))?;
        Ok(Self { file, rest: Rest::Sealed(opener), sealed: Vec::new() })
    }

    /// Whether nothing is still to come.
    pub(super) fn is_done(&self) -> bool {
        match &self.rest {
            Rest::Plain(left) => *left == 0,
            Rest::Sealed(opener) => opener.wants(1) == 0,
        }
    }

    /// What comes next.
    pub(super) fn read(&mut self) -> std::io::Result<Vec<u8>> {
        match &mut self.rest {
            Rest::Plain(left) => {
                let wanted = (*left).min(READ_BYTES);
                let mut piece = vec![0; usize::try_from(wanted).unwrap_or_default()];
                self.file.read_exact(&mut piece)?;
                *left -= wanted;
                Ok(piece)
            }
            Rest::Sealed(opener) => {
                self.sealed.resize(opener.wants(CHUNKS_READ), 0);
                self.file.read_exact(&mut self.sealed)?;
                opener.open(&self.sealed).map_err(not_sealed)
            }
        }
    }
}
