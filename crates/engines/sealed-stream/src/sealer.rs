//! Sealing a stream.

use crate::{CHUNK_BYTES, FileKey, StreamError};

/// Seals a file as its bytes come.
#[derive(Debug)]
pub struct Sealer {
    key: FileKey,
    next: u64,
    /// What may be the last chunk, or a part of one.
    held: Vec<u8>,
}

impl Sealer {
    /// A sealer of the file that has this key.
    pub fn new(key: FileKey) -> Self {
        Self { key, next: 0, held: Vec::new() }
    }

    /// Takes more of the file; what can be sealed of it is appended to `sealed`.
    ///
    /// # Errors
    /// The file is too long.
    pub fn push(&mut self, mut plain: &[u8], sealed: &mut Vec<u8>) -> Result<(), StreamError> {
        while !plain.is_empty() {
            // A whole chunk is sealed once more follows: the last one is told apart.
            if self.held.len() == CHUNK_BYTES {
                self.key.seal(self.next, false, &self.held, sealed)?;
                self.next += 1;
                self.held.clear();
            }
            if self.held.is_empty() && plain.len() > CHUNK_BYTES {
                let (chunk, rest) = plain.split_at(CHUNK_BYTES);
                self.key.seal(self.next, false, chunk, sealed)?;
                self.next += 1;
                plain = rest;
                continue;
            }
            let (taken, rest) = plain.split_at(plain.len().min(CHUNK_BYTES - self.held.len()));
            self.held.extend_from_slice(taken);
            plain = rest;
        }
        Ok(())
    }

    /// Ends the file: its last chunk is appended to `sealed`.
    ///
    /// # Errors
    /// The file is too long.
    pub fn finish(self, sealed: &mut Vec<u8>) -> Result<(), StreamError> {
        self.key.seal(self.next, true, &self.held, sealed)
    }
}
