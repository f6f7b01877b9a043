//! Seals: what guards the root key.

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{Context, SHA256};
use bartizan_types::Random;
use zeroize::Zeroizing;

use crate::cipher::Material;
use crate::{KeyError, KeyId, RootKey};

/// Guards the root key: what it returns can be stored beside the data.
pub trait Seal {
    /// Seals the root key.
    ///
    /// # Errors
    /// The seal cannot be reached, or the cipher failed.
    fn seal_root(&self, root: &RootKey) -> Result<Vec<u8>, KeyError>;

    /// Recovers the root key.
    ///
    /// # Errors
    /// The bytes were changed or sealed by another seal, or the seal cannot be reached.
    fn unseal_root(&self, sealed: &[u8]) -> Result<RootKey, KeyError>;
}

const MARK: &str = "bartizan-seal-key";
const VERSION: &str = "1";
/// A key file is one short line and remarks; anything longer is something else.
const MAX_FILE_BYTES: usize = 4096;

/// The content of a key file: the key of the seal for a single machine. Reading and writing the
/// file, and its mode 0600, are the caller's.
#[derive(Clone)]
pub struct KeyFile(Material);

impl KeyFile {
    /// A fresh key.
    ///
    /// # Errors
    /// The cipher failed.
    pub fn generate(random: &dyn Random) -> Result<Self, KeyError> {
        Material::generate(random).map(Self)
    }

    /// Names the key.
    pub const fn id(&self) -> KeyId {
        self.0.id()
    }

    /// Reads a key file's text: lines that start with `#` are remarks, one line is
    /// `bartizan-seal-key:1:key:checksum`.
    ///
    /// # Errors
    /// The text has no such line, is of another version, or the checksum does not match.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        if text.len() > MAX_FILE_BYTES {
            return Err(KeyError::KeyFileMalformed);
        }
        let mut lines =
            text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let (Some(line), None) = (lines.next(), lines.next()) else {
            return Err(KeyError::KeyFileMalformed);
        };
        let mut fields = line.split(':');
        if fields.next() != Some(MARK) {
            return Err(KeyError::KeyFileMalformed);
        }
        let version = fields.next().ok_or(KeyError::KeyFileMalformed)?;
        if version != VERSION {
            return Err(KeyError::KeyFileVersion(version.chars().take(16).collect()));
        }
        let (Some(key), Some(sum), None) = (fields.next(), fields.next(), fields.next()) else {
            return Err(KeyError::KeyFileMalformed);
        };
        let mut bytes = Zeroizing::new([0; 32]);
        hex::decode_to_slice(key, bytes.as_mut()).map_err(|_| KeyError::KeyFileMalformed)?;
        let expected = checksum(&bytes);
        verify_slices_are_equal(expected.as_bytes(), sum.to_ascii_lowercase().as_bytes())
            .map_err(|_| KeyError::KeyFileChecksum)?;
        Material::new(bytes).map(Self)
    }

    /// The text to write into the file.
    pub fn to_text(&self) -> Zeroizing<String> {
        let bytes = self.0.bytes();
        let key = Zeroizing::new(hex::encode(bytes));
        let sum = checksum(bytes);
        let mut text = Zeroizing::new(String::with_capacity(512));
        text.push_str(
            "# This key opens the data of one Bartizan installation. Keep a copy where the data\n\
             # is not: without it, nothing that is sealed can be recovered.\n",
        );
        for part in [MARK, ":", VERSION, ":", &key, ":", &sum, "\n"] {
            text.push_str(part);
        }
        text
    }

    /// The seal of this key.
    pub const fn seal<'a>(&'a self, random: &'a dyn Random) -> KeyFileSeal<'a> {
        KeyFileSeal { file: self, random }
    }
}

impl fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyFile({})", self.id())
    }
}

/// Guards the root key by the key of a key file.
pub struct KeyFileSeal<'a> {
    file: &'a KeyFile,
    random: &'a dyn Random,
}

const ROOT_BINDING: [&[u8]; 1] = [b"root key"];

impl Seal for KeyFileSeal<'_> {
    fn seal_root(&self, root: &RootKey) -> Result<Vec<u8>, KeyError> {
        self.file.0.seal(&ROOT_BINDING, root.expose(), self.random)
    }

    fn unseal_root(&self, sealed: &[u8]) -> Result<RootKey, KeyError> {
        let bytes = self.file.0.open(&ROOT_BINDING, sealed)?;
        let bytes: &[u8; 32] = bytes.as_slice().try_into().map_err(|_| KeyError::NotAKey)?;
        RootKey::from_bytes(Zeroizing::new(*bytes))
    }
}

impl fmt::Debug for KeyFileSeal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyFileSeal({})", self.file.id())
    }
}

/// Eight digits against mistyping; it stands beside the key and guards nothing.
fn checksum(key: &[u8; 32]) -> String {
    let mut context = Context::new(&SHA256);
    context.update(MARK.as_bytes());
    context.update(VERSION.as_bytes());
    context.update(key);
    let digest = context.finish();
    hex::encode(digest.as_ref().get(..4).unwrap_or_default())
}
