//! ZIP archives, read from bytes: their names, and members one by one, within bounds.

use std::io::Read;

use flate2::read::DeflateDecoder;

/// The most members that are looked at.
const MEMBERS_MAX: usize = 1_000_000;

/// An archive.
pub(crate) struct Archive<'a> {
    bytes: &'a [u8],
    directory: &'a [u8],
    count: usize,
}

/// A file in an archive.
pub(crate) struct Member<'a> {
    /// Its path there.
    pub(crate) name: &'a str,
    bytes: &'a [u8],
    is_deflated: bool,
    /// Its size as the archive tells it, which need not be true.
    size: usize,
    checksum: u32,
}

impl<'a> Archive<'a> {
    /// Finds the directory at an archive's end.
    ///
    /// # Errors
    /// There is none, told in a few words.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, &'static str> {
        const SIGNATURE: &[u8] = b"PK\x05\x06";
        const LENGTH: usize = 22;
        let start = bytes.len().saturating_sub(LENGTH + usize::from(u16::MAX));
        let tail = bytes.get(start..).unwrap_or_default();
        let at = tail.windows(SIGNATURE.len()).rposition(|window| window == SIGNATURE);
        let end = at.and_then(|at| tail.get(at..)).ok_or("it is no ZIP archive")?;
        let (count, size, offset) = (u16_at(end, 10), u32_at(end, 12), u32_at(end, 16));
        let (Some(count), Some(size), Some(offset)) = (count, size, offset) else {
            return Err("it ends too early");
        };
        let directory = slice(bytes, offset, size).ok_or("its directory is not in it")?;
        // More members than the field can count are told by the directory itself.
        let count = if count == usize::from(u16::MAX) { MEMBERS_MAX } else { count };
        Ok(Self { bytes, directory, count })
    }

    /// The files in it; what cannot be read of the directory ends it.
    pub(crate) fn members(&self) -> impl Iterator<Item = Member<'a>> {
        let (bytes, mut rest) = (self.bytes, self.directory);
        (0..self.count.min(MEMBERS_MAX)).map_while(move |_| {
            if !rest.starts_with(b"PK\x01\x02") {
                return None;
            }
            let (member, length) = member(bytes, rest)?;
            rest = rest.get(length..)?;
            Some(member)
        })
    }
}

fn member<'a>(bytes: &'a [u8], entry: &'a [u8]) -> Option<(Member<'a>, usize)> {
    const ENTRY: usize = 46;
    let (method, checksum) = (u16_at(entry, 10)?, u32_at(entry, 16)?);
    let (packed, size) = (u32_at(entry, 20)?, u32_at(entry, 24)?);
    let (name, extra, comment) = (u16_at(entry, 28)?, u16_at(entry, 30)?, u16_at(entry, 32)?);
    let offset = u32_at(entry, 42)?;
    let text = slice(entry, ENTRY, name)?;
    let local = bytes.get(offset..)?;
    let data = 30_usize.checked_add(u16_at(local, 26)?)?.checked_add(u16_at(local, 28)?)?;
    let found = Member {
        // A name that is no text is of no file that is looked for.
        name: std::str::from_utf8(text).unwrap_or_default(),
        bytes: slice(local, data, packed)?,
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
        if self.is_deflated {
            let limit = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
            let mut reader = DeflateDecoder::new(self.bytes).take(limit);
            reader.read_to_end(&mut unpacked).map_err(|_| "it cannot be unpacked")?;
        } else {
            unpacked.extend_from_slice(self.bytes);
        }
        if unpacked.len() > max {
            return Err("it is larger than what is read of such files");
        }
        let mut checksum = flate2::Crc::new();
        checksum.update(&unpacked);
        if checksum.sum() == self.checksum { Ok(unpacked) } else { Err("its checksum is wrong") }
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
