//! The header of a package (RPM file format, section "Header"), without the bytes that begin it in files.

use super::big_word;
use crate::ecosystem::Ecosystem;
use crate::inventory::purl::source_rpm;
use crate::inventory::{Package, TEXT_BYTES_MAX};

const ENTRY_BYTES: usize = 16;
const NAME: usize = 1000;
const VERSION: usize = 1001;
const RELEASE: usize = 1002;
const EPOCH: usize = 1003;
const SOURCE: usize = 1044;
const INT32: usize = 4;
const STRING: usize = 6;

/// A header cannot be read.
pub(super) struct Damaged;

/// The package of a header; none if it is a key that signs packages.
pub(super) fn read(
    blob: &[u8],
    ecosystem: Ecosystem,
    release: &str,
) -> Result<Option<Package>, Damaged> {
    let header = Header::open(blob).ok_or(Damaged)?;
    let (Some(name), Some(version), Some(build)) =
        (header.text(NAME), header.text(VERSION), header.text(RELEASE))
    else {
        return Err(Damaged);
    };
    if name == "gpg-pubkey" {
        return Ok(None);
    }
    let epoch = header.number(EPOCH).filter(|epoch| *epoch > 0);
    let with_epoch = |version: &str| match epoch {
        Some(epoch) => format!("{epoch}:{version}"),
        None => version.to_owned(),
    };
    let version = with_epoch(&format!("{version}-{build}"));
    let source = header.text(SOURCE).and_then(source_rpm);
    let source = source.map(|(name, version)| (name, with_epoch(&version)));
    Ok(Some(Package {
        release: release.to_owned(),
        source: Some(source.unwrap_or((name.to_owned(), version.clone()))),
        ..Package::new(ecosystem, name, &version)
    }))
}

struct Header<'a> {
    entries: &'a [u8],
    data: &'a [u8],
}

impl<'a> Header<'a> {
    fn open(blob: &'a [u8]) -> Option<Self> {
        let (count, length) = (big_word(blob, 0)?, big_word(blob, 4)?);
        let (entries, data) = blob.get(8..)?.split_at_checked(count.checked_mul(ENTRY_BYTES)?)?;
        Some(Self { entries, data: data.get(..length)? })
    }

    /// The data of a tag of this kind.
    fn find(&self, tag: usize, kind: usize) -> Option<&'a [u8]> {
        let entry = self
            .entries
            .chunks_exact(ENTRY_BYTES)
            .find(|entry| big_word(entry, 0) == Some(tag) && big_word(entry, 4) == Some(kind))?;
        self.data.get(big_word(entry, 8)?..)
    }

    fn text(&self, tag: usize) -> Option<&'a str> {
        let data = self.find(tag, STRING)?;
        let text = data.split(|byte| *byte == 0).next()?;
        let text = std::str::from_utf8(text).ok()?;
        (!text.is_empty() && text.len() <= TEXT_BYTES_MAX).then_some(text)
    }

    fn number(&self, tag: usize) -> Option<usize> {
        big_word(self.find(tag, INT32)?, 0)
    }
}
