//! The seal for a single machine: its key in a file. Reading and writing the file, and its mode
//! 0600, are the caller's.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{Context, SHA256};
use zeroize::Zeroizing;

use crate::{KeyError, SealKey};

const MARK: &str = "bartizan-seal-key";
const VERSION: &str = "1";
/// A key file is one short line and remarks; anything longer is something else.
const MAX_FILE_BYTES: usize = 4096;

impl SealKey {
    /// Reads a key file's text: lines that start with `#` are remarks, one line is
    /// `bartizan-seal-key:1:key:checksum`.
    ///
    /// # Errors
    /// The text has no such line, is of another version, or the checksum does not match.
    pub fn parse_key_file(text: &str) -> Result<Self, KeyError> {
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
        let expected = checksum(&[MARK.as_bytes(), VERSION.as_bytes(), bytes.as_ref()]);
        verify_slices_are_equal(expected.as_bytes(), sum.to_ascii_lowercase().as_bytes())
            .map_err(|_| KeyError::KeyFileChecksum)?;
        Self::from_slice(bytes.as_ref())
    }

    /// The text to write into the file.
    pub fn to_key_file(&self) -> Zeroizing<String> {
        let bytes = self.expose();
        let key = Zeroizing::new(hex::encode(bytes));
        let sum = checksum(&[MARK.as_bytes(), VERSION.as_bytes(), bytes]);
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
}

/// Eight digits against mistyping; they stand beside what they are of and guard nothing.
pub(super) fn checksum(parts: &[&[u8]]) -> String {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(part);
    }
    let digest = context.finish();
    hex::encode(digest.as_ref().get(..4).unwrap_or_default())
}
