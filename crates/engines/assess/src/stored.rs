//! Bytes that are read when they are asked for.

use std::borrow::Cow;

/// Where bytes are.
pub trait Stored: Sync {
    /// How many there are.
    fn size(&self) -> u64;

    /// The bytes of a place; none if they are not all there.
    fn bytes(&self, start: u64, count: usize) -> Option<Cow<'_, [u8]>>;
}

impl Stored for &[u8] {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn bytes(&self, start: u64, count: usize) -> Option<Cow<'_, [u8]>> {
        let start = usize::try_from(start).ok()?;
        self.get(start..start.checked_add(count)?).map(Cow::Borrowed)
    }
}

impl Stored for Vec<u8> {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn bytes(&self, start: u64, count: usize) -> Option<Cow<'_, [u8]>> {
        let start = usize::try_from(start).ok()?;
        self.get(start..start.checked_add(count)?).map(Cow::Borrowed)
    }
}
