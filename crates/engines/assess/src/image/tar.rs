//! Tape archives (POSIX.1-2017 `pax`, ustar, and GNU's long names), read member by member from a stream,
//! within bounds.

use std::io::{self, Read};

use crate::stored::{Part, Stored};

/// The size of a header, and what members are padded to.
const BLOCK_BYTES: usize = 512;
/// The longest path, or set of extended attributes, that is read.
const EXTENDED_BYTES_MAX: u64 = 1 << 20;
/// How many extended headers one member may have.
const EXTENDED_MAX: usize = 16;

/// Why an archive is not read further, in a few words.
pub(crate) type Problem = String;

/// What a member is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Folder,
    /// Another name of a file.
    HardLink,
    /// A symbolic link.
    Link,
    /// A device, a pipe, or what only some programs know.
    Other,
}

/// A member's header.
#[derive(Debug)]
pub(crate) struct Member {
    /// Its path, as it is written.
    pub(crate) path: String,
    pub(crate) kind: Kind,
    /// Where a link leads to.
    pub(crate) target: String,
    /// Where its bytes begin in the archive.
    pub(crate) start: u64,
    pub(crate) size: u64,
    pub(crate) is_executable: bool,
}

/// What can be skipped forward.
pub(crate) trait Forward: Read {
    /// Skips bytes.
    fn forward(&mut self, count: u64) -> io::Result<()>;

    /// Bytes where they are stored; none of what can only be read forward.
    fn part(&self, _start: u64, _size: u64) -> Option<Part<'_>> {
        None
    }
}

/// What can be skipped by reading alone.
pub(crate) struct Streamed<R>(pub(crate) R);

impl<R: Read> Read for Streamed<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.0.read(out)
    }
}

impl<R: Read> Forward for Streamed<R> {
    fn forward(&mut self, count: u64) -> io::Result<()> {
        let skipped = io::copy(&mut self.0.by_ref().take(count), &mut io::sink())?;
        if skipped == count { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

/// What is stored, read through a buffer and skipped without being read.
pub(crate) struct Sought<'s> {
    stored: &'s dyn Stored,
    position: u64,
    buffer: Vec<u8>,
    /// Where the buffer's bytes begin.
    buffered: u64,
}

impl<'s> Sought<'s> {
    /// How much is read at once: a header, and often the small members and headers behind it.
    const BUFFER_BYTES: usize = 4 << 10;

    pub(crate) fn new(stored: &'s dyn Stored) -> Self {
        Self { stored, position: 0, buffer: Vec::new(), buffered: 0 }
    }

    /// What is buffered of the bytes that come next.
    fn ahead(&self) -> &[u8] {
        let at = self.position.checked_sub(self.buffered).and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| self.buffer.get(at..)).unwrap_or_default()
    }
}

impl Read for Sought<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = self.stored.size().saturating_sub(self.position);
        let at_most = |count: usize| usize::try_from(left).map_or(count, |left| left.min(count));
        let missing = || io::Error::from(io::ErrorKind::UnexpectedEof);
        if self.ahead().is_empty() && out.len() < Self::BUFFER_BYTES {
            self.buffer.resize(at_most(Self::BUFFER_BYTES), 0);
            self.buffered = self.position;
            self.stored.fill(self.position, &mut self.buffer).ok_or_else(missing)?;
        }
        let ahead = self.ahead();
        let count = if ahead.is_empty() {
            let count = at_most(out.len());
            let out = out.get_mut(..count).unwrap_or_default();
            self.stored.fill(self.position, out).ok_or_else(missing)?;
            count
        } else {
            let count = ahead.len().min(out.len());
            if let (Some(out), Some(ahead)) = (out.get_mut(..count), ahead.get(..count)) {
                out.copy_from_slice(ahead);
            }
            count
        };
        self.position = self.position.saturating_add(count as u64);
        Ok(count)
    }
}

impl Forward for Sought<'_> {
    fn forward(&mut self, count: u64) -> io::Result<()> {
        let position = self.position.checked_add(count);
        let position = position.filter(|position| *position <= self.stored.size());
        self.position = position.ok_or(io::ErrorKind::UnexpectedEof)?;
        Ok(())
    }

    fn part(&self, start: u64, size: u64) -> Option<Part<'_>> {
        Part::new(self.stored, start, size)
    }
}

/// An archive.
pub(crate) struct Tar<R> {
    source: R,
    /// What is left of the member, and of its padding.
    left: u64,
    padding: u64,
    /// How far the archive was read.
    position: u64,
}

impl<R: Forward> Tar<R> {
    pub(crate) fn new(source: R) -> Self {
        Self { source, left: 0, padding: 0, position: 0 }
    }

    /// The bytes of a member where they are stored; none if they can only be read.
    pub(crate) fn part(&self, member: &Member) -> Option<Part<'_>> {
        self.source.part(member.start, member.size)
    }

    /// The next member; none behind the last one.
    pub(crate) fn next(&mut self) -> Result<Option<Member>, Problem> {
        let mut extended = Extended::default();
        for _ in 0..EXTENDED_MAX {
            let rest = self.left.saturating_add(self.padding);
            self.source.forward(rest).map_err(|error| told(&error))?;
            self.position = self.position.saturating_add(rest);
            let Some(block) = self.block()? else { return Ok(None) };
            let header = Header::read(&block)?;
            let size = match header.kind {
                b'L' | b'K' | b'x' | b'g' => header.size,
                _ => extended.size.unwrap_or(header.size),
            };
            self.left = size;
            self.padding = size.next_multiple_of(BLOCK_BYTES as u64).wrapping_sub(size);
            match header.kind {
                b'L' => extended.path = Some(self.text()?),
                b'K' => extended.target = Some(self.text()?),
                b'x' => extended.read(&self.bytes(EXTENDED_BYTES_MAX)?),
                b'g' => {}
                kind => return Ok(Some(self.member(header, extended, kind))),
            }
        }
        Err("a member of it has too many headers".to_owned())
    }

    fn member(&mut self, header: Header, extended: Extended, kind: u8) -> Member {
        let path = extended.path.unwrap_or(header.path);
        let kind = match kind {
            b'0' | 0 | b'7' if path.ends_with('/') => Kind::Folder,
            b'0' | 0 | b'7' => Kind::File,
            b'1' => Kind::HardLink,
            b'2' => Kind::Link,
            b'5' => Kind::Folder,
            _ => Kind::Other,
        };
        if matches!(kind, Kind::HardLink | Kind::Link | Kind::Folder) {
            // These have no bytes, whatever their headers say.
            (self.left, self.padding) = (0, 0);
        }
        Member {
            path,
            kind,
            target: extended.target.unwrap_or(header.target),
            start: self.position,
            size: self.left,
            is_executable: header.mode & 0o111 != 0,
        }
    }

    /// The first bytes of the member, as many as there are of these.
    pub(crate) fn begin(&mut self, count: usize) -> Result<Vec<u8>, Problem> {
        let count = self.left.min(count as u64);
        let mut bytes = Vec::new();
        self.source.by_ref().take(count).read_to_end(&mut bytes).map_err(|error| told(&error))?;
        self.took(bytes.len() as u64, count)?;
        Ok(bytes)
    }

    /// The bytes of the member that are left, behind those that are there.
    pub(crate) fn read_to(&mut self, bytes: &mut Vec<u8>) -> Result<(), Problem> {
        let count = self.left;
        // A size that is claimed is not believed before the bytes are there.
        let read =
            self.source.by_ref().take(count).read_to_end(bytes).map_err(|error| told(&error))?;
        self.took(read as u64, count)
    }

    fn took(&mut self, read: u64, wanted: u64) -> Result<(), Problem> {
        self.position = self.position.saturating_add(read);
        self.left = self.left.saturating_sub(read);
        if read == wanted { Ok(()) } else { Err("it ends too early".to_owned()) }
    }

    fn bytes(&mut self, max: u64) -> Result<Vec<u8>, Problem> {
        if self.left > max {
            return Err("a header in it is too long".to_owned());
        }
        let mut bytes = Vec::new();
        self.read_to(&mut bytes)?;
        Ok(bytes)
    }

    fn text(&mut self) -> Result<String, Problem> {
        Ok(until_zero(&self.bytes(EXTENDED_BYTES_MAX)?))
    }

    /// The next header; none at the end, which two empty ones mark, or that of the stream.
    fn block(&mut self) -> Result<Option<[u8; BLOCK_BYTES]>, Problem> {
        let mut block = [0; BLOCK_BYTES];
        let mut read = 0;
        while let Some(rest) = block.get_mut(read..).filter(|rest| !rest.is_empty()) {
            match self.source.read(rest) {
                Ok(0) if read == 0 => return Ok(None),
                Ok(0) => return Err("it ends too early".to_owned()),
                Ok(count) => read += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(told(&error)),
            }
        }
        self.position = self.position.saturating_add(BLOCK_BYTES as u64);
        Ok(block.iter().any(|byte| *byte != 0).then_some(block))
    }
}

fn told(error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "it ends too early".to_owned(),
        _ => error.to_string(),
    }
}

struct Header {
    path: String,
    target: String,
    kind: u8,
    size: u64,
    mode: u64,
}

impl Header {
    fn read(block: &[u8; BLOCK_BYTES]) -> Result<Self, Problem> {
        let field = |start: usize, length: usize| block.get(start..start + length).unwrap_or(&[]);
        let sum = |bytes: &[u8]| bytes.iter().map(|byte| u32::from(*byte)).sum::<u32>();
        let written = field(148, 8);
        let blank = u32::from(b' ') * 8;
        if number(written) != Some(u64::from(sum(block) - sum(written) + blank)) {
            return Err("it is no tape archive, or is damaged".to_owned());
        }
        let mut path = until_zero(field(0, 100));
        let prefix = before_zero(field(345, 155));
        let is_posix = field(257, 6) == b"ustar\0";
        if is_posix && !prefix.is_empty() {
            path = format!("{}/{path}", String::from_utf8_lossy(prefix));
        }
        Ok(Self {
            path,
            target: until_zero(field(157, 100)),
            kind: field(156, 1).first().copied().unwrap_or_default(),
            size: number(field(124, 12)).ok_or("a size in it is no number")?,
            mode: number(field(100, 8)).unwrap_or_default(),
        })
    }
}

/// What extended headers say of the member behind them.
#[derive(Default)]
struct Extended {
    path: Option<String>,
    target: Option<String>,
    size: Option<u64>,
}

impl Extended {
    /// Records such as `21 path=usr/bin/thing\n`; one that is damaged ends them.
    fn read(&mut self, mut records: &[u8]) {
        while let Some(space) = records.iter().position(|byte| *byte == b' ') {
            let length = records.get(..space).and_then(|text| std::str::from_utf8(text).ok());
            let Some(length) = length.and_then(|text| text.parse::<usize>().ok()) else { return };
            let Some(record) = records.get(space + 1..length) else { return };
            records = records.get(length..).unwrap_or_default();
            let record = String::from_utf8_lossy(record);
            let Some((name, value)) = record.trim_end_matches('\n').split_once('=') else { return };
            match name {
                "path" => self.path = Some(value.to_owned()),
                "linkpath" => self.target = Some(value.to_owned()),
                "size" => self.size = value.parse().ok(),
                _ => {}
            }
        }
    }
}

fn until_zero(field: &[u8]) -> String {
    String::from_utf8_lossy(before_zero(field)).into_owned()
}

fn before_zero(field: &[u8]) -> &[u8] {
    field.split(|byte| *byte == 0).next().unwrap_or_default()
}

/// Octal digits, or with the first bit set the bytes of the number.
fn number(field: &[u8]) -> Option<u64> {
    if let Some((0x80, rest)) = field.split_first() {
        return rest
            .iter()
            .try_fold(0_u64, |sum, byte| sum.checked_mul(256)?.checked_add(u64::from(*byte)));
    }
    let digits = std::str::from_utf8(before_zero(field)).ok()?.trim();
    if digits.is_empty() { Some(0) } else { u64::from_str_radix(digits, 8).ok() }
}
