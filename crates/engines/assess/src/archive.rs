//! ZIP archives, read where they lie: their names, and members one by one, within bounds.

use std::borrow::Cow;
use std::io::{self, Read};

use flate2::read::DeflateDecoder;

use crate::Stored;

/// The most members that are looked at, and the longest directory of them.
const MEMBERS_MAX: usize = 1_000_000;
const DIRECTORY_BYTES_MAX: usize = 128 << 20;
/// How much of a packed member is held at once.
const PIECE_BYTES: usize = 64 << 10;

/// An archive.
pub(crate) struct Archive<'a> {
    stored: &'a dyn Stored,
    directory: Cow<'a, [u8]>,
    count: usize,
}

/// A file in an archive.
pub(crate) struct Member<'a> {
    /// Its path there.
    pub(crate) name: &'a str,
    stored: &'a dyn Stored,
    /// Where its own header begins.
    header: u64,
    packed: usize,
    is_deflated: bool,
    /// Its size as the archive tells it, which need not be true.
    size: usize,
    checksum: u32,
}

/// What is packed of a member, a piece at a time.
struct Packed<'a> {
    stored: &'a dyn Stored,
    at: u64,
    left: usize,
}

impl<'a> Archive<'a> {
    /// Finds the directory at an archive's end.
    ///
    /// # Errors
    /// There is none, told in a few words.
    pub(crate) fn open(stored: &'a dyn Stored) -> Result<Self, &'static str> {
        const SIGNATURE: &[u8] = b"PK\x05\x06";
        const LENGTH: usize = 22;
        let tail = LENGTH + usize::from(u16::MAX);
        let tail = usize::try_from(stored.size()).map_or(tail, |size| size.min(tail));
        let tail = stored.bytes(stored.size() - tail as u64, tail).unwrap_or_default();
        let at = tail.windows(SIGNATURE.len()).rposition(|window| window == SIGNATURE);
        let end = at.and_then(|at| tail.get(at..)).ok_or("it is no ZIP archive")?;
        let (count, size, offset) = (u16_at(end, 10), u32_at(end, 12), u32_at(end, 16));
        let (Some(count), Some(size), Some(offset)) = (count, size, offset) else {
            return Err("it ends too early");
        };
        if size > DIRECTORY_BYTES_MAX {
            return Err("its directory is too long");
        }
        let directory = stored.bytes(offset as u64, size).ok_or("its directory is not in it")?;
        // More members than the field can count are told by the directory itself.
        let count = if count == usize::from(u16::MAX) { MEMBERS_MAX } else { count };
        Ok(Self { stored, directory, count })
    }

    /// The files in it; what cannot be read of the directory ends it.
    pub(crate) fn members(&self) -> impl Iterator<Item = Member<'_>> {
        let mut rest = &*self.directory;
        (0..self.count.min(MEMBERS_MAX)).map_while(move |_| {
            if !rest.starts_with(b"PK\x01\x02") {
                return None;
            }
            let (member, length) = member(self.stored, rest)?;
            rest = rest.get(length..)?;
            Some(member)
        })
    }
}

fn member<'a>(stored: &'a dyn Stored, entry: &'a [u8]) -> Option<(Member<'a>, usize)> {
    const ENTRY: usize = 46;
    let (method, checksum) = (u16_at(entry, 10)?, u32_at(entry, 16)?);
    let (packed, size) = (u32_at(entry, 20)?, u32_at(entry, 24)?);
    let (name, extra, comment) = (u16_at(entry, 28)?, u16_at(entry, 30)?, u16_at(entry, 32)?);
    let text = slice(entry, ENTRY, name)?;
    let found = Member {
        // A name that is no text is of no file that is looked for.
        name: std::str::from_utf8(text).unwrap_or_default(),
        stored,
        header: u32_at(entry, 42)? as u64,
        packed,
        is_deflated: method == 8,
        size,
        checksum: u32::try_from(checksum).ok()?,
    };
    (method == 0 || method == 8).then_some((found, ENTRY + name + extra + comment))
}

impl Member<'_> {
    /// The file's bytes.
    ///
    /// # Errors
    /// They are more than `max`, or not what was packed, told in a few words.
    pub(crate) fn read(&self, max: usize) -> Result<Vec<u8>, &'static str> {
        if self.size > max {
            return Err("it is larger than what is read of such files");
        }
        let mut unpacked = Vec::with_capacity(self.size.min(1 << 20));
        let limit = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
        let packed = self.packed().ok_or("its bytes are not in the archive")?;
        let read = if self.is_deflated {
            DeflateDecoder::new(packed).take(limit).read_to_end(&mut unpacked)
        } else {
            packed.take(limit).read_to_end(&mut unpacked)
        };
        read.map_err(|_| "it cannot be unpacked")?;
        if unpacked.len() > max {
            return Err("it is larger than what is read of such files");
        }
        let mut checksum = flate2::Crc::new();
        checksum.update(&unpacked);
        if checksum.sum() == self.checksum { Ok(unpacked) } else { Err("its checksum is wrong") }
    }

    /// What is packed of it, which its own header says the beginning of.
    fn packed(&self) -> Option<Packed<'_>> {
        const HEADER: usize = 30;
        let header = self.stored.bytes(self.header, HEADER)?;
        let skipped = HEADER + u16_at(&header, 26)? + u16_at(&header, 28)?;
        let at = self.header.checked_add(skipped as u64)?;
        let end = at.checked_add(self.packed as u64)?;
        (end <= self.stored.size()).then_some(Packed { stored: self.stored, at, left: self.packed })
    }
}

impl Read for Packed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.left.min(buffer.len()).min(PIECE_BYTES);
        let piece = self.stored.bytes(self.at, count).ok_or(io::ErrorKind::UnexpectedEof)?;
        let Some(place) = buffer.get_mut(..count) else { return Ok(0) };
        place.copy_from_slice(&piece);
        self.at += count as u64;
        self.left -= count;
        Ok(count)
    }
}

fn slice(bytes: &[u8], start: usize, length: usize) -> Option<&[u8]> {
    bytes.get(start..start.checked_add(length)?)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    let found = slice(bytes, at, 2)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(found)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let found = slice(bytes, at, 4)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(found)).ok()
}
