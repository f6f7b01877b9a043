//! Reading files as a stream.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;

use bartizan_service::Body;
use bartizan_types::Fault;
use bytes::Bytes;
use futures_util::stream;

use super::receive::blocking;
use super::{FileId, Files, Ticket};

/// How many bytes are read at once.
const READ_BYTES: u64 = 512 * 1024;

/// Some bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slice {
    pub(crate) file: FileId,
    pub(crate) offset: u64,
    pub(crate) length: u64,
}

struct Reading {
    files: Arc<Files>,
    _ticket: Ticket,
    slices: std::vec::IntoIter<Slice>,
    current: Option<(File, u64)>,
}

impl Files {
    /// The bytes of these slices, one behind the other; the ticket was taken before the record
    /// that names them was read.
    pub(crate) fn stream(self: &Arc<Self>, slices: Vec<Slice>, ticket: Ticket) -> Body {
        let length = slices.iter().map(|slice| slice.length).sum();
        let reading = Reading {
            files: Arc::clone(self),
            _ticket: ticket,
            slices: slices.into_iter(),
            current: None,
        };
        let pieces = stream::try_unfold(reading, |mut reading| async move {
            let piece = reading.next().await?;
            Ok::<_, Fault>(piece.map(|piece| (piece, reading)))
        });
        Body::new(pieces, Some(length))
    }
}

impl Reading {
    async fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        let (file, left) = loop {
            match self.current.take() {
                Some((file, left)) if left > 0 => break (file, left),
                _ => {
                    let Some(slice) = self.slices.next() else { return Ok(None) };
                    let path = self.files.path(&slice.file);
                    let file = blocking(move || open(path, slice.offset)).await?;
                    self.current = Some((file, slice.length));
                }
            }
        };
        let wanted = left.min(READ_BYTES);
        let (file, piece) = blocking(move || {
            let mut file = file;
            let mut piece = vec![0; usize::try_from(wanted).unwrap_or_default()];
            file.read_exact(&mut piece)?;
            Ok((file, piece))
        })
        .await?;
        self.current = Some((file, left - wanted));
        Ok(Some(piece.into()))
    }
}

fn open(path: PathBuf, offset: u64) -> std::io::Result<File> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(offset))?;
    Ok(file)
}
