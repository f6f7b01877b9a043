//! An advisory about one package, as it stands in the compiled file.

use super::range::{End, Interval};
use crate::version::Scheme;

/// What is known of one fault in one package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advisory<T> {
    /// Its id, as `RUSTSEC-2016-0002`.
    pub id: T,
    /// Other ids of the same fault.
    pub aliases: Vec<T>,
    /// What it is about, in a line.
    pub summary: T,
    /// When it was published (RFC 3339).
    pub published: T,
    /// When it was last changed (RFC 3339).
    pub modified: T,
    /// Where more is told.
    pub url: T,
    /// Vectors of CVSS 3.0, 3.1 or 4.0.
    pub vectors: Vec<T>,
    /// The severity in a word, where the source has one.
    pub rating: T,
    /// What it tells instead of a vulnerability, as `unmaintained`.
    pub informational: T,
    /// The release of the distribution that it is about; empty for all.
    pub release: T,
    /// The versions that are affected, each with the order that it is meant in.
    pub ranges: Vec<(Scheme, Interval<T>)>,
    /// Versions that are affected besides.
    pub versions: Vec<T>,
    /// Where the fault shows: any of these. Empty for everywhere.
    pub platforms: Vec<Platform<T>>,
    /// The functions that have the fault.
    pub functions: Vec<T>,
}

/// Operating systems and architectures; an empty list stands for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Platform<T> {
    /// Names as Go and Rust have them.
    pub systems: Vec<T>,
    /// Names as Go and Rust have them.
    pub architectures: Vec<T>,
}

/// The file holds something that this version cannot have written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unreadable;

impl Advisory<String> {
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        for text in [&self.id, &self.summary, &self.published, &self.modified, &self.url] {
            write_text(text, out);
        }
        for text in [&self.rating, &self.informational, &self.release] {
            write_text(text, out);
        }
        for list in [&self.aliases, &self.vectors, &self.versions, &self.functions] {
            write_list(list, out);
        }
        write_number(self.ranges.len(), out);
        for (scheme, interval) in &self.ranges {
            let place = Scheme::ALL.iter().position(|known| known == scheme).unwrap_or_default();
            let (end, version) = match &interval.end {
                End::Open => (0, ""),
                End::Fixed(version) => (1, version.as_str()),
                End::LastAffected(version) => (2, version.as_str()),
                End::Limit(version) => (3, version.as_str()),
            };
            write_number(place, out);
            write_text(&interval.introduced, out);
            write_number(end, out);
            write_text(version, out);
        }
        write_number(self.platforms.len(), out);
        for platform in &self.platforms {
            write_list(&platform.systems, out);
            write_list(&platform.architectures, out);
        }
    }
}

impl<'a> Advisory<&'a str> {
    pub(super) fn read(input: &mut Input<'a>) -> Result<Self, Unreadable> {
        let [id, summary, published, modified, url] = input.texts()?;
        let [rating, informational, release] = input.texts()?;
        let [aliases, vectors, versions, functions] = input.lists()?;
        let mut ranges = Vec::new();
        for _ in 0..input.number()? {
            let scheme = *Scheme::ALL.get(input.number()?).ok_or(Unreadable)?;
            let introduced = input.text()?;
            let (end, version) = (input.number()?, input.text()?);
            let end = match end {
                0 => End::Open,
                1 => End::Fixed(version),
                2 => End::LastAffected(version),
                3 => End::Limit(version),
                _ => return Err(Unreadable),
            };
            ranges.push((scheme, Interval { introduced, end }));
        }
        let mut platforms = Vec::new();
        for _ in 0..input.number()? {
            let [systems, architectures] = input.lists()?;
            platforms.push(Platform { systems, architectures });
        }
        Ok(Self {
            id,
            aliases,
            summary,
            published,
            modified,
            url,
            vectors,
            rating,
            informational,
            release,
            ranges,
            versions,
            platforms,
            functions,
        })
    }
}

/// Seven bits a byte, the lowest first.
pub(super) fn write_number(mut number: usize, out: &mut Vec<u8>) {
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            return out.push(low & 0x7f);
        }
        out.push(low | 0x80);
    }
}

pub(super) fn write_text(text: &str, out: &mut Vec<u8>) {
    write_number(text.len(), out);
    out.extend_from_slice(text.as_bytes());
}

fn write_list(list: &[String], out: &mut Vec<u8>) {
    write_number(list.len(), out);
    for text in list {
        write_text(text, out);
    }
}

/// Bytes that are read from the front.
pub(super) struct Input<'a>(pub(super) &'a [u8]);

impl<'a> Input<'a> {
    pub(super) fn number(&mut self) -> Result<usize, Unreadable> {
        let mut number = 0_usize;
        for shift in (0..35).step_by(7) {
            let (byte, rest) = self.0.split_first().ok_or(Unreadable)?;
            self.0 = rest;
            number |= usize::from(byte & 0x7f).checked_shl(shift).ok_or(Unreadable)?;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Unreadable)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, Unreadable> {
        let length = self.number()?;
        let (text, rest) = self.0.split_at_checked(length).ok_or(Unreadable)?;
        self.0 = rest;
        std::str::from_utf8(text).map_err(|_| Unreadable)
    }

    fn texts<const COUNT: usize>(&mut self) -> Result<[&'a str; COUNT], Unreadable> {
        let mut texts = [""; COUNT];
        for text in &mut texts {
            *text = self.text()?;
        }
        Ok(texts)
    }

    fn lists<const COUNT: usize>(&mut self) -> Result<[Vec<&'a str>; COUNT], Unreadable> {
        let mut lists = [const { Vec::new() }; COUNT];
        for list in &mut lists {
            for _ in 0..self.number()? {
                list.push(self.text()?);
            }
        }
        Ok(lists)
    }
}
