//! Opening a part of a sealed file, or the whole.

use crate::{CHUNK_BYTES, FileKey, StreamError};

const CHUNK: u64 = CHUNK_BYTES as u64;

/// How many bytes a file of `size` bytes has when each chunk is sealed by a tag of so many.
pub(crate) const fn sealed_length(size: u64, tag: u64) -> u64 {
    size.saturating_add(chunks(size).saturating_mul(tag))
}

/// How many chunks a file of `size` bytes has: an empty one has one.
const fn chunks(size: u64) -> u64 {
    if size == 0 { 1 } else { size.div_ceil(CHUNK) }
}

/// Opens a range of a file as its sealed bytes come: those from [`Opener::offset`] on, as many at a
/// time as [`Opener::wants`].
#[derive(Debug)]
pub struct Opener {
    key: FileKey,
    size: u64,
    /// The number of the next chunk.
    next: u64,
    /// How many bytes of it are before the range.
    skip: usize,
    /// How many bytes of the range are still to come.
    left: u64,
}

impl Opener {
    /// An opener of `length` bytes from `first` on of a file that had `size` bytes.
    ///
    /// # Errors
    /// The range is not inside of the file.
    pub fn new(key: FileKey, size: u64, first: u64, length: u64) -> Result<Self, StreamError> {
        if first.checked_add(length).is_none_or(|end| end > size) {
            return Err(StreamError::OutOfRange);
        }
        let skip = usize::try_from(first % CHUNK).map_err(|_| StreamError::OutOfRange)?;
        Ok(Self { key, size, next: first / CHUNK, skip, left: length })
    }

    /// Where in the sealed file the next chunk begins.
    pub const fn offset(&self) -> u64 {
        self.next.saturating_mul(CHUNK + self.tag())
    }

    /// How many sealed bytes are to be given to the next [`Opener::open`], of at most so many chunks;
    /// none where the range has ended.
    pub fn wants(&self, chunks_most: usize) -> usize {
        if self.left == 0 {
            return 0;
        }
        let most = u64::try_from(chunks_most.max(1)).unwrap_or(u64::MAX);
        let end = (self.skip as u64).saturating_add(self.left).div_ceil(CHUNK).min(most);
        let there = self.size.saturating_sub(self.next.saturating_mul(CHUNK));
        let plain = there.min(end.saturating_mul(CHUNK));
        usize::try_from(plain.saturating_add(end.saturating_mul(self.tag()))).unwrap_or(usize::MAX)
    }

    /// Opens these sealed bytes, the next that are wanted: what of the range is in them.
    ///
    /// # Errors
    /// They are not what was sealed.
    pub fn open(&mut self, sealed: &[u8]) -> Result<Vec<u8>, StreamError> {
        let last = chunks(self.size) - 1;
        let sealed_chunk = CHUNK_BYTES + self.key.tag_bytes();
        let tags = sealed.len().div_ceil(sealed_chunk) * self.key.tag_bytes();
        let mut plain = vec![0; sealed.len().saturating_sub(tags)];
        let mut number = self.next;
        for (sealed, plain) in sealed.chunks(sealed_chunk).zip(plain.chunks_mut(CHUNK_BYTES)) {
            self.key.open(number, number == last, sealed, plain)?;
            number += 1;
        }
        plain.drain(..self.skip.min(plain.len()));
        plain.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
        if plain.is_empty() && self.left > 0 {
            return Err(StreamError::NotAuthentic);
        }
        self.next = number;
        self.skip = 0;
        self.left -= plain.len() as u64;
        Ok(plain)
    }

    const fn tag(&self) -> u64 {
        self.key.tag_bytes() as u64
    }
}
