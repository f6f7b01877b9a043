//! The tables of a program (System V ABI, "Object Files"): sections by name, and where addresses lie.

use std::borrow::Cow;

use super::PROGRAM_MAGIC;
use crate::stored::Stored;

/// The most sections or segments that are looked at.
const ENTRIES_MAX: usize = 4096;
/// The largest table of names.
const NAMES_BYTES_MAX: usize = 1 << 20;

/// A program.
pub(super) struct Elf<'p, P> {
    program: &'p P,
    is_wide: bool,
    is_big: bool,
    head: Cow<'p, [u8]>,
    /// Each with its name, offset and size.
    sections: Vec<(Vec<u8>, u64, u64)>,
}

struct Segment {
    address: u64,
    offset: u64,
    size: u64,
}

/// Where a field is in files for 64 bits and for 32.
type Field = (usize, usize);

impl<'p, P: Stored> Elf<'p, P> {
    /// Reads the table of sections; none if it is no program, or a damaged one.
    pub(super) fn open(program: &'p P) -> Option<Self> {
        const HEAD_BYTES: usize = 64;
        let size = usize::try_from(program.size()).unwrap_or(usize::MAX);
        let head = program.bytes(0, HEAD_BYTES.min(size))?;
        let is_wide = *head.get(4)? == 2;
        let is_big = *head.get(5)? == 2;
        if head.get(..4)? != PROGRAM_MAGIC {
            return None;
        }
        let mut elf = Self { program, is_wide, is_big, head, sections: Vec::new() };
        elf.sections = elf.read_sections().unwrap_or_default();
        Some(elf)
    }

    fn segments(&self) -> Option<Vec<Segment>> {
        const LOADED: u64 = 1;
        let table = self.table((0x20, 0x1c), (0x36, 0x2a), (0x38, 0x2c))?;
        let segments = table.entries().filter_map(|entry| {
            let long = |field| self.long(entry, field);
            let segment =
                Segment { offset: long((8, 4))?, address: long((16, 8))?, size: long((32, 16))? };
            (self.number(entry, 0, 4)? == LOADED).then_some(segment)
        });
        Some(segments.collect())
    }

    fn read_sections(&self) -> Option<Vec<(Vec<u8>, u64, u64)>> {
        let table = self.table((0x28, 0x20), (0x3a, 0x2e), (0x3c, 0x30))?;
        let at = self.number(&self.head, if self.is_wide { 0x3e } else { 0x32 }, 2)?;
        let place =
            |entry: &[u8]| Some((self.long(entry, (0x18, 0x10))?, self.long(entry, (0x20, 0x14))?));
        let (start, size) = place(table.entries().nth(usize::try_from(at).ok()?)?)?;
        let size = usize::try_from(size).ok().filter(|size| *size <= NAMES_BYTES_MAX)?;
        let names = self.program.bytes(start, size)?;
        let sections = table.entries().filter_map(|entry| {
            let name = names.get(usize::try_from(self.number(entry, 0, 4)?).ok()?..)?;
            let name = name.split(|byte| *byte == 0).next()?;
            // Those that are looked for have short names.
            let (offset, size) = place(entry)?;
            (name.len() <= 32).then(|| (name.to_vec(), offset, size))
        });
        Some(sections.collect())
    }

    fn table(&self, at: Field, size: Field, count: Field) -> Option<Table<'p>> {
        let short = |field: Field| self.number(&self.head, self.of(field), 2);
        let size = usize::try_from(short(size)?).ok().filter(|size| *size >= 32)?;
        let count = usize::try_from(short(count)?).ok()?.min(ENTRIES_MAX);
        let bytes = self.program.bytes(self.long(&self.head, at)?, size.checked_mul(count)?)?;
        Some(Table { bytes, size })
    }

    /// The bytes of a section of at most `max` bytes; none if there is no such section.
    pub(super) fn section(&self, name: &[u8], max: usize) -> Option<Result<Cow<'p, [u8]>, String>> {
        let (_, offset, size) = self.sections.iter().find(|(found, ..)| found == name)?;
        let shown = String::from_utf8_lossy(name);
        let size = usize::try_from(*size).ok().filter(|size| *size <= max);
        let bytes = size
            .ok_or("is too large")
            .and_then(|size| self.program.bytes(*offset, size).ok_or("is not in it"));
        Some(bytes.map_err(|problem| format!("its section `{shown}` {problem}")))
    }

    /// The bytes at an address.
    pub(super) fn at(&self, address: u64, count: usize) -> Option<Cow<'p, [u8]>> {
        let holds = |segment: &&Segment| {
            address.checked_sub(segment.address).is_some_and(|at| at < segment.size)
        };
        let segments = self.segments()?;
        let segment = segments.iter().find(holds)?;
        let offset = (address - segment.address).checked_add(segment.offset)?;
        self.program.bytes(offset, count)
    }

    /// A number as long as an address.
    pub(super) fn pointer(&self, bytes: &[u8], at: usize) -> Option<u64> {
        self.number(bytes, at.checked_mul(self.pointer_bytes())?, self.pointer_bytes())
    }

    pub(super) fn pointer_bytes(&self) -> usize {
        if self.is_wide { 8 } else { 4 }
    }

    fn of(&self, field: Field) -> usize {
        if self.is_wide { field.0 } else { field.1 }
    }

    fn long(&self, bytes: &[u8], field: Field) -> Option<u64> {
        self.number(bytes, self.of(field), self.pointer_bytes())
    }

    fn number(&self, bytes: &[u8], at: usize, length: usize) -> Option<u64> {
        let bytes = bytes.get(at..at.checked_add(length)?)?;
        let join = |sum: u64, byte: &u8| (sum << 8) | u64::from(*byte);
        let number =
            if self.is_big { bytes.iter().fold(0, join) } else { bytes.iter().rev().fold(0, join) };
        Some(number)
    }
}

struct Table<'p> {
    bytes: Cow<'p, [u8]>,
    size: usize,
}

impl Table<'_> {
    fn entries(&self) -> impl Iterator<Item = &[u8]> {
        self.bytes.chunks_exact(self.size)
    }
}
