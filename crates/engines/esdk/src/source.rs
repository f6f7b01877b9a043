//! Where a message is read from.

use std::io::{ErrorKind, Read};

use crate::EsdkError;

/// The most bytes of a header that are read. One of a hundred data keys has some 50,000.
const HEADER_BYTES_MAX: usize = 4 << 20;
/// The most bytes that GCM seals at once. (NIST SP 800-38D, section 5.2.1.1.)
const GCM_BYTES_MAX: u64 = (1 << 36) - 32;

/// What a reader takes.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The most encrypted data keys: each may be tried before anything is known to be authentic.
    pub data_keys_max: usize,
    /// The most bytes of a frame, or of a body in one piece: each is held in memory.
    pub piece_bytes_max: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { data_keys_max: 100, piece_bytes_max: 256 << 20 }
    }
}

impl Limits {
    pub(crate) fn check_data_keys(&self, found: usize) -> Result<(), EsdkError> {
        let max = self.data_keys_max;
        if found > max { Err(EsdkError::TooManyDataKeys { found, max }) } else { Ok(()) }
    }

    pub(crate) fn check_piece(&self, found: u64) -> Result<(), EsdkError> {
        let max = self.piece_bytes_max.min(GCM_BYTES_MAX);
        if found > max { Err(EsdkError::PieceTooLong { found, max }) } else { Ok(()) }
    }
}

/// Fills `bytes`, or says that the message is cut short.
pub(crate) fn fill(reader: &mut impl Read, bytes: &mut [u8]) -> Result<(), EsdkError> {
    reader.read_exact(bytes).map_err(|error| match error.kind() {
        ErrorKind::UnexpectedEof => EsdkError::Truncated,
        _ => EsdkError::Io(error),
    })
}

/// Reads the fields of a header, and keeps their bytes.
pub(crate) struct Source<'r, R> {
    reader: &'r mut R,
    pub(crate) bytes: Vec<u8>,
}

impl<'r, R: Read> Source<'r, R> {
    pub(crate) const fn new(reader: &'r mut R) -> Self {
        Self { reader, bytes: Vec::new() }
    }

    pub(crate) fn take(&mut self, count: usize) -> Result<&[u8], EsdkError> {
        let start = self.bytes.len();
        if start + count > HEADER_BYTES_MAX {
            return Err(EsdkError::HeaderTooLong(HEADER_BYTES_MAX));
        }
        self.bytes.resize(start + count, 0);
        let (_, taken) = self.bytes.split_at_mut(start);
        fill(self.reader, taken)?;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], EsdkError> {
        self.take(N)?.try_into().map_err(|_| EsdkError::Truncated)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, EsdkError> {
        self.array().map(|[byte]| byte)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, EsdkError> {
        self.array().map(u16::from_be_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, EsdkError> {
        self.array().map(u32::from_be_bytes)
    }

    /// A field with its length before it.
    pub(crate) fn field(&mut self) -> Result<&[u8], EsdkError> {
        let length = self.u16()?;
        self.take(usize::from(length))
    }
}
