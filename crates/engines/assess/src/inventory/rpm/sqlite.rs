//! The table `Packages` of a database of SQLite (its page "Database File Format"), read from bytes.

use super::{Budget, big_word};

pub(super) const MAGIC: &[u8] = b"SQLite format 3\0";
/// The bytes in front of the first page's header.
const FILE_HEADER_BYTES: usize = 100;
const INTERIOR: u8 = 5;
const LEAF: u8 = 13;
const DAMAGED: &str = "a page of it is damaged";

/// Gives each header to `add`.
pub(super) fn headers(bytes: &[u8], add: &mut dyn FnMut(&[u8])) -> Result<(), String> {
    let file = File::open(bytes).ok_or("its pages have no size")?;
    let mut root = None;
    file.rows(1, &mut |row| {
        let is_packages = column(row, 0) == Some(b"table") && column(row, 1) == Some(b"Packages");
        if is_packages {
            root = column(row, 3).map(number);
        }
    })?;
    let root = root.ok_or("it has no table `Packages`")?;
    file.rows(root, &mut |row| {
        if let Some(blob) = column(row, 1) {
            add(blob);
        }
    })
}

struct File<'a> {
    bytes: &'a [u8],
    size: usize,
    /// What of a page is used.
    usable: usize,
}

impl<'a> File<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let size = match half(bytes, 16)? {
            1 => 65_536,
            size if size >= 512 && size.is_power_of_two() => size,
            _ => return None,
        };
        let usable = size.checked_sub(usize::from(*bytes.get(20)?))?;
        (usable >= 480).then_some(Self { bytes, size, usable })
    }

    fn page(&self, number: usize) -> Result<&'a [u8], &'static str> {
        let start = number.checked_sub(1).and_then(|at| at.checked_mul(self.size));
        let start = start.ok_or(DAMAGED)?;
        self.bytes.get(start..start.saturating_add(self.size)).ok_or(DAMAGED)
    }

    /// Gives the record of each row of a table to `visit`.
    fn rows(&self, root: usize, visit: &mut dyn FnMut(&[u8])) -> Result<(), String> {
        let mut budget = Budget(self.bytes.len());
        let (mut waiting, mut seen) = (vec![root], 0);
        while let Some(number) = waiting.pop() {
            seen += 1;
            if seen > self.bytes.len() / self.size {
                return Err("its pages lead in a circle".to_owned());
            }
            let page = self.page(number)?;
            let start = if number == 1 { FILE_HEADER_BYTES } else { 0 };
            let header = page.get(start..).unwrap_or_default();
            let count = half(header, 3).ok_or(DAMAGED)?;
            let (is_leaf, length) = match header.first().copied() {
                Some(LEAF) => (true, 8),
                Some(INTERIOR) => (false, 12),
                _ => return Err(DAMAGED.to_owned()),
            };
            let places = header.get(length..).unwrap_or_default().chunks_exact(2).take(count);
            for place in places {
                let cell = half(place, 0).and_then(|at| page.get(at..)).ok_or(DAMAGED)?;
                if is_leaf {
                    self.cell(cell, &mut budget, visit)?;
                } else {
                    waiting.push(big_word(cell, 0).ok_or(DAMAGED)?);
                }
            }
            if !is_leaf {
                waiting.push(big_word(header, 8).ok_or(DAMAGED)?);
            }
        }
        Ok(())
    }

    fn cell(
        &self,
        cell: &[u8],
        budget: &mut Budget,
        visit: &mut dyn FnMut(&[u8]),
    ) -> Result<(), String> {
        let (length, rest) = varint(cell).ok_or(DAMAGED)?;
        let (_, rest) = varint(rest).ok_or(DAMAGED)?;
        budget.take(length)?;
        let local_max = self.usable.saturating_sub(35);
        if length <= local_max {
            visit(rest.get(..length).ok_or(DAMAGED)?);
            return Ok(());
        }
        let least = (self.usable.saturating_sub(12) * 32 / 255).saturating_sub(23);
        let more = length.saturating_sub(least) % self.usable.saturating_sub(4).max(1);
        let local = if least + more <= local_max { least + more } else { least };
        let mut record = rest.get(..local).ok_or(DAMAGED)?.to_vec();
        let mut next = big_word(rest, local).ok_or(DAMAGED)?;
        while record.len() < length {
            let page = self.page(next)?;
            let wanted = (length - record.len()).min(self.usable.saturating_sub(4));
            record.extend_from_slice(page.get(4..4 + wanted).ok_or(DAMAGED)?);
            next = big_word(page, 0).ok_or(DAMAGED)?;
        }
        visit(&record);
        Ok(())
    }
}

/// The bytes of a column of a record.
fn column(record: &[u8], at: usize) -> Option<&[u8]> {
    let (length, rest) = varint(record)?;
    let header_bytes = record.len().checked_sub(rest.len())?;
    let mut kinds = rest.get(..length.checked_sub(header_bytes)?)?;
    let mut start = length;
    for number in 0.. {
        let (kind, rest) = varint(kinds)?;
        kinds = rest;
        let size = match kind {
            0 | 8 | 9 => 0,
            1..=4 => kind,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return None,
            kind => (kind - 12) / 2,
        };
        let end = start.checked_add(size)?;
        if number == at {
            return record.get(start..end);
        }
        start = end;
    }
    None
}

/// A whole number, the highest byte first.
fn number(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |sum: usize, byte| (sum << 8) | usize::from(*byte))
}

/// Seven bits a byte, the highest first; the ninth byte is whole.
fn varint(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0_usize;
    for (at, byte) in bytes.iter().take(9).enumerate() {
        let is_last = at == 8;
        let (shift, bits) = if is_last { (8, *byte) } else { (7, byte & 0x7f) };
        value = (value << shift) | usize::from(bits);
        if is_last || byte & 0x80 == 0 {
            return Some((value, bytes.get(at + 1..)?));
        }
    }
    None
}

/// A number of two bytes, the highest first.
fn half(bytes: &[u8], at: usize) -> Option<usize> {
    let found = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(usize::from(u16::from_be_bytes(found)))
}
