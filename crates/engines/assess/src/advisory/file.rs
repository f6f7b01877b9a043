//! The compiled file: a header that is signed, an index that the header vouches for, and blocks that the
//! index vouches for. See `docs/adr/0060-advisories-are-one-file-read-in-place.md`.
//!
//! ```text
//! magic, 8 bytes | length of the header, 4 | header, JSON | SHA-256 of all before, 32
//! 0 or 1 for a signature, 1 | public key, 32 | Ed25519 signature of all before it but the key, 64
//! index: entries of 32 bytes, sorted by key | keys
//! blocks
//! ```

use std::borrow::Cow;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use serde::{Deserialize, Serialize};

use super::record::{Advisory, Input, Unreadable};
use super::signals::{self, Signals};
use crate::ecosystem::Ecosystem;
use crate::stored::Stored;

/// How a file begins.
pub const MAGIC: &[u8; 8] = b"BZADV\0\0\x01";
const ENTRY_BYTES: usize = 32;
const DIGEST_BYTES: usize = 32;
const KEY_BYTES: usize = 32;
const SIGNATURE_BYTES: usize = 64;
/// What is behind the header: its digest, and who signed it.
const SEAL_BYTES: usize = DIGEST_BYTES + 1 + KEY_BYTES + SIGNATURE_BYTES;
/// The bytes of a block's SHA-256 that the index holds.
pub(super) const CHECK_BYTES: usize = 16;

/// Why a file is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It is something else.
    #[error("it is no file of compiled advisories")]
    Foreign,
    /// It is cut off, or a byte of it was changed.
    #[error("it is damaged: build it anew")]
    Damaged,
    /// It is signed, and not by the key that is trusted.
    #[error("its signature is not of the key that is trusted")]
    Untrusted,
    /// A key is trusted, and it is not signed.
    #[error("it is not signed")]
    Unsigned,
}

impl From<Unreadable> for FileError {
    fn from(_: Unreadable) -> Self {
        Self::Damaged
    }
}

/// What a file tells of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// When it was built (RFC 3339).
    pub built: String,
    /// What it was built from.
    pub sources: Vec<Source>,
    /// How many packages have an advisory.
    pub packages: usize,
    /// How many entries of advisories there are: one for each package that one is about.
    pub entries: usize,
    pub(super) index_bytes: usize,
    pub(super) index_entries: usize,
    pub(super) index_sha256: String,
    pub(super) block_bytes: usize,
}

impl Header {
    /// The newest date of all sources (RFC 3339).
    pub fn newest(&self) -> &str {
        self.sources.iter().map(|source| source.newest.as_str()).max().unwrap_or_default()
    }
}

/// One file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// The newest date in it (RFC 3339).
    pub newest: String,
    /// How many records were read.
    pub records: usize,
    /// How many of these were taken back.
    pub withdrawn: usize,
    /// How many records could not be read, or not all of them.
    pub problems: usize,
    /// How many ranges name commits, which are not compared.
    pub git_ranges: usize,
}

/// Compiled advisories, read where they lie: the header and the index at once, each block when it is asked
/// for.
pub struct Advisories<'a> {
    header: Header,
    signer: Option<[u8; KEY_BYTES]>,
    index: Cow<'a, [u8]>,
    /// Where the keys begin in the index.
    keys: usize,
    stored: &'a dyn Stored,
    /// Where the blocks begin.
    blocks: u64,
}

/// What is known of one package.
pub struct Block<'a>(Cow<'a, [u8]>);

impl Block<'_> {
    /// The advisories in it.
    ///
    /// # Errors
    /// It is damaged.
    pub fn advisories(&self) -> Result<Vec<Advisory<&str>>, FileError> {
        let (mut input, mut found) = (Input(&self.0), Vec::new());
        while !input.0.is_empty() {
            found.push(Advisory::read(&mut input)?);
        }
        Ok(found)
    }
}

impl<'a> Advisories<'a> {
    /// Opens a file: its signature, header and index are checked now, each block when it is read.
    ///
    /// # Errors
    /// It is damaged, or not signed by the key that is trusted.
    pub fn open(
        stored: &'a dyn Stored,
        trusted: Option<&[u8; KEY_BYTES]>,
    ) -> Result<Self, FileError> {
        const START: usize = MAGIC.len() + 4;
        let start = stored.bytes(0, START).ok_or(FileError::Foreign)?;
        let length = start.strip_prefix(MAGIC).ok_or(FileError::Foreign)?;
        let length: [u8; 4] = length.try_into().map_err(|_| FileError::Damaged)?;
        let length = u32::from_le_bytes(length) as usize;
        let covered = START.checked_add(length).ok_or(FileError::Damaged)?;
        let head_bytes = covered.checked_add(SEAL_BYTES).ok_or(FileError::Damaged)?;
        let head = stored.bytes(0, head_bytes).ok_or(FileError::Damaged)?;
        let (covered, mut rest) = head.split_at_checked(covered).ok_or(FileError::Damaged)?;
        if digest(&SHA256, covered).as_ref() != take(&mut rest, DIGEST_BYTES)? {
            return Err(FileError::Damaged);
        }
        let vouched = head.get(..covered.len() + DIGEST_BYTES).ok_or(FileError::Damaged)?;
        let signer = signer(&mut rest, vouched)?;
        match (trusted, &signer) {
            (Some(_), None) => return Err(FileError::Unsigned),
            (Some(trusted), Some(found)) if trusted != found => return Err(FileError::Untrusted),
            _ => {}
        }
        let json = covered.get(START..).unwrap_or_default();
        let header: Header = serde_json::from_slice(json).map_err(|_| FileError::Damaged)?;
        let index = stored.bytes(head_bytes as u64, header.index_bytes);
        let index = index.ok_or(FileError::Damaged)?;
        let blocks = (head_bytes as u64).checked_add(header.index_bytes as u64);
        let blocks = blocks.ok_or(FileError::Damaged)?;
        let is_whole = hex::encode(digest(&SHA256, &index)) == header.index_sha256;
        if !is_whole || blocks.checked_add(header.block_bytes as u64) != Some(stored.size()) {
            return Err(FileError::Damaged);
        }
        let keys = header.index_entries.checked_mul(ENTRY_BYTES).ok_or(FileError::Damaged)?;
        if keys > index.len() {
            return Err(FileError::Damaged);
        }
        Ok(Self { header, signer, index, keys, stored, blocks })
    }

    /// What the file tells of itself.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The public key whose signature it bears.
    pub fn signer(&self) -> Option<&[u8; KEY_BYTES]> {
        self.signer.as_ref()
    }

    /// What is known of a package; none if nothing is.
    ///
    /// # Errors
    /// The block is damaged.
    pub fn about(&self, ecosystem: Ecosystem, name: &str) -> Result<Option<Block<'a>>, FileError> {
        let key = super::key(ecosystem, &ecosystem.normalize(name));
        Ok(self.block(&key)?.map(Block))
    }

    /// What is known of a CVE besides.
    ///
    /// # Errors
    /// The block is damaged.
    pub fn signals(&self, cve: &str) -> Result<Option<Signals<String>>, FileError> {
        let Some((key, place)) = signals::place(cve) else { return Ok(None) };
        let Some(block) = self.block(&key)? else { return Ok(None) };
        Ok(signals::find(&block, place)?.map(Signals::into_owned))
    }

    /// What an entry of the index has of a package; nothing of one that is about CVEs.
    pub(super) fn block_of_packages(&self, at: usize) -> Result<Option<Block<'a>>, FileError> {
        let entry = self.entry(at).ok_or(FileError::Damaged)?;
        if entry.key.starts_with(b"cve\0") {
            return Ok(None);
        }
        self.read(&entry).map(|block| Some(Block(block)))
    }

    /// Checks every block.
    ///
    /// # Errors
    /// One is damaged.
    pub fn verify(&self) -> Result<(), FileError> {
        let mut covered = 0_usize;
        for at in 0..self.header.index_entries {
            let entry = self.entry(at).ok_or(FileError::Damaged)?;
            let block = self.read(&entry)?;
            covered = covered.saturating_add(block.len());
            if !entry.key.starts_with(b"cve\0") {
                Block(block).advisories()?;
            }
        }
        if covered == self.header.block_bytes { Ok(()) } else { Err(FileError::Damaged) }
    }

    fn block(&self, key: &str) -> Result<Option<Cow<'a, [u8]>>, FileError> {
        let (mut low, mut high) = (0, self.header.index_entries);
        while low < high {
            let middle = low.midpoint(high);
            let entry = self.entry(middle).ok_or(FileError::Damaged)?;
            match entry.key.cmp(key.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return self.read(&entry).map(Some),
            }
        }
        Ok(None)
    }

    fn entry(&self, at: usize) -> Option<Entry<'_>> {
        let (entries, keys) = self.index.split_at_checked(self.keys)?;
        let start = at.checked_mul(ENTRY_BYTES)?;
        let entry = entries.get(start..start.checked_add(ENTRY_BYTES)?)?;
        let word = |at: usize| {
            let bytes = entry.get(at..at + 4)?.try_into().ok()?;
            usize::try_from(u32::from_le_bytes(bytes)).ok()
        };
        let (key, length) = (word(0)?, entry.get(4..6)?.try_into().ok().map(u16::from_le_bytes)?);
        Some(Entry {
            key: keys.get(key..key.checked_add(usize::from(length))?)?,
            offset: word(8)?,
            length: word(12)?,
            check: entry.get(16..)?,
        })
    }

    fn read(&self, entry: &Entry<'_>) -> Result<Cow<'a, [u8]>, FileError> {
        let start = self.blocks.checked_add(entry.offset as u64).ok_or(FileError::Damaged)?;
        // No more is asked for than there is.
        let length = Some(entry.length).filter(|length| *length <= self.header.block_bytes);
        let block = length.and_then(|length| self.stored.bytes(start, length));
        let block = block.ok_or(FileError::Damaged)?;
        let found = digest(&SHA256, &block);
        let is_whole = found.as_ref().get(..CHECK_BYTES) == Some(entry.check);
        if is_whole { Ok(block) } else { Err(FileError::Damaged) }
    }
}

struct Entry<'a> {
    key: &'a [u8],
    offset: usize,
    length: usize,
    check: &'a [u8],
}

fn signer(rest: &mut &[u8], head: &[u8]) -> Result<Option<[u8; KEY_BYTES]>, FileError> {
    let kind = take(rest, 1)?;
    let (key, signature) = (take(rest, KEY_BYTES)?, take(rest, SIGNATURE_BYTES)?);
    match kind {
        [0] if key.iter().chain(signature).all(|byte| *byte == 0) => Ok(None),
        [1] => {
            let verified = UnparsedPublicKey::new(&ED25519, key).verify(head, signature);
            verified.map_err(|_| FileError::Damaged)?;
            Ok(Some(key.try_into().map_err(|_| FileError::Damaged)?))
        }
        _ => Err(FileError::Damaged),
    }
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> Result<&'a [u8], FileError> {
    let (taken, left) = rest.split_at_checked(count).ok_or(FileError::Damaged)?;
    *rest = left;
    Ok(taken)
}
