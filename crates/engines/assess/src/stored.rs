//! Bytes that are read when they are asked for.

use std::borrow::Cow;
use std::io::{self, Read};

/// Where bytes are.
pub trait Stored: Sync {
    /// How many there are.
    fn size(&self) -> u64;

    /// The bytes of a place; none if they are not all there.
    fn bytes(&self, start: u64, count: usize) -> Option<Cow<'_, [u8]>>;

    /// Puts the bytes of a place, as many as there is room for, into what is there already; none if they
    /// are not all there.
    fn fill(&self, start: u64, out: &mut [u8]) -> Option<()> {
        let bytes = self.bytes(start, out.len())?;
        (bytes.len() == out.len()).then(|| out.copy_from_slice(&bytes))
    }
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

/// A part of what is stored, which can be read from its begin on, too.
#[derive(Clone, Copy)]
pub struct Part<'s> {
    whole: &'s dyn Stored,
    start: u64,
    size: u64,
    position: u64,
}

impl<'s> Part<'s> {
    /// The part that begins at a place and has a size; none if it is not all there.
    pub fn new(whole: &'s dyn Stored, start: u64, size: u64) -> Option<Self> {
        let is_there = start.checked_add(size)? <= whole.size();
        is_there.then_some(Self { whole, start, size, position: 0 })
    }

    fn place(&self, start: u64, count: usize) -> Option<u64> {
        let is_there = start.checked_add(count as u64)? <= self.size;
        is_there.then_some(self.start.checked_add(start)?)
    }
}

impl Stored for Part<'_> {
    fn size(&self) -> u64 {
        self.size
    }

    fn bytes(&self, start: u64, count: usize) -> Option<Cow<'_, [u8]>> {
        self.whole.bytes(self.place(start, count)?, count)
    }

    fn fill(&self, start: u64, out: &mut [u8]) -> Option<()> {
        self.whole.fill(self.place(start, out.len())?, out)
    }
}

impl Read for Part<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = self.size.saturating_sub(self.position);
        let count = usize::try_from(left).map_or(out.len(), |left| left.min(out.len()));
        let Some(out) = out.get_mut(..count) else { return Ok(0) };
        Stored::fill(self, self.position, out).ok_or(io::ErrorKind::UnexpectedEof)?;
        self.position = self.position.saturating_add(count as u64);
        Ok(count)
    }
}
