//! Data keys, and the keys of files that are derived from them.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use bartizan_types::Random;
use zeroize::Zeroizing;

use crate::opener::sealed_length;
use crate::{StreamError, TAG_BYTES};

/// What the derivation of files' keys is told apart by from all others.
const FILE_LABEL: &[u8] = b"bartizan sealed stream 1";

/// A key of 256 bits that others are derived from. Wiped when dropped.
#[derive(Clone)]
pub struct DataKey(Zeroizing<[u8; 32]>);

/// What files are sealed by: one data key, or two for two layers.
#[derive(Debug, Clone)]
pub struct StreamKey {
    inner: DataKey,
    outer: Option<DataKey>,
}

/// The key of one file.
pub struct FileKey {
    inner: LessSafeKey,
    outer: Option<LessSafeKey>,
}

impl DataKey {
    /// A new one.
    pub fn generate(random: &dyn Random) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        random.fill(bytes.as_mut());
        Self(bytes)
    }

    /// The key of these bytes.
    ///
    /// # Errors
    /// They are not 32.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, StreamError> {
        let bytes: &[u8; 32] = bytes.try_into().map_err(|_| StreamError::NotAKey)?;
        Ok(Self(Zeroizing::new(*bytes)))
    }

    /// The bytes, to be wrapped.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn derive(
        &self,
        label: &[u8],
        context: &[u8],
    ) -> Result<Zeroizing<[u8; 32]>, StreamError> {
        bartizan_keys::derive(&*self.0, label, context).map_err(|_| StreamError::Cipher)
    }

    pub(crate) fn cipher(&self, label: &[u8], context: &[u8]) -> Result<LessSafeKey, StreamError> {
        let derived = self.derive(label, context)?;
        let key =
            UnboundKey::new(&AES_256_GCM, derived.as_ref()).map_err(|_| StreamError::Cipher)?;
        Ok(LessSafeKey::new(key))
    }
}

impl From<DataKey> for StreamKey {
    fn from(inner: DataKey) -> Self {
        Self { inner, outer: None }
    }
}

impl StreamKey {
    /// Two layers: what the first key sealed is sealed by the second one.
    pub const fn layered(inner: DataKey, outer: DataKey) -> Self {
        Self { inner, outer: Some(outer) }
    }

    /// The key of the file of this identity. No two files may ever have the same under one key.
    ///
    /// # Errors
    /// The cipher fails.
    pub fn file(&self, identity: &[u8]) -> Result<FileKey, StreamError> {
        let derive = |key: &DataKey| key.cipher(FILE_LABEL, identity);
        Ok(FileKey {
            inner: derive(&self.inner)?,
            outer: self.outer.as_ref().map(derive).transpose()?,
        })
    }
}

impl FileKey {
    /// How many bytes sealing adds to each chunk.
    pub(crate) const fn tag_bytes(&self) -> usize {
        if self.outer.is_some() { 2 * TAG_BYTES } else { TAG_BYTES }
    }

    /// How many bytes a file of `size` bytes has when it is sealed.
    pub const fn sealed_length(&self, size: u64) -> u64 {
        sealed_length(size, self.tag_bytes() as u64)
    }

    /// Appends the sealed chunk of this number.
    pub(crate) fn seal(
        &self,
        number: u64,
        is_last: bool,
        chunk: &[u8],
        sealed: &mut Vec<u8>,
    ) -> Result<(), StreamError> {
        let start = sealed.len();
        sealed.extend_from_slice(chunk);
        for key in [Some(&self.inner), self.outer.as_ref()].into_iter().flatten() {
            let place = sealed.get_mut(start..).ok_or(StreamError::Cipher)?;
            let tag = key
                .seal_in_place_separate_tag(nonce(number, is_last)?, Aad::empty(), place)
                .map_err(|_| StreamError::Cipher)?;
            sealed.extend_from_slice(tag.as_ref());
        }
        Ok(())
    }

    /// Opens the sealed chunk of this number into `chunk`, which has its length.
    pub(crate) fn open(
        &self,
        number: u64,
        is_last: bool,
        sealed: &[u8],
        chunk: &mut [u8],
    ) -> Result<(), StreamError> {
        let nonce = || nonce(number, is_last);
        let Some(outer) = &self.outer else {
            return open(&self.inner, nonce()?, sealed, chunk);
        };
        let between = sealed.len().checked_sub(TAG_BYTES).ok_or(StreamError::NotAuthentic)?;
        let mut between = vec![0; between];
        open(outer, nonce()?, sealed, &mut between)?;
        open(&self.inner, nonce()?, &between, chunk)
    }
}

/// Opens one layer of a chunk into `plain`, which has its length.
pub(crate) fn open(
    key: &LessSafeKey,
    nonce: Nonce,
    sealed: &[u8],
    plain: &mut [u8],
) -> Result<(), StreamError> {
    let (body, tag) = sealed.split_at_checked(plain.len()).ok_or(StreamError::NotAuthentic)?;
    key.open_separate_gather(nonce, Aad::empty(), body, tag, plain)
        .map_err(|_| StreamError::NotAuthentic)
}

/// The number of a chunk, and a byte that says whether it is the last.
fn nonce(number: u64, is_last: bool) -> Result<Nonce, StreamError> {
    // No key seals more than 2^32 times. (NIST SP 800-38D, section 8.3.)
    let number = u32::try_from(number).map_err(|_| StreamError::TooLong)?;
    let mut bytes = [0; NONCE_LEN];
    let (_, end) = bytes.split_at_mut(NONCE_LEN - 5);
    let written = number.to_be_bytes().into_iter().chain([u8::from(is_last)]);
    end.iter_mut().zip(written).for_each(|(byte, written)| *byte = written);
    Ok(Nonce::assume_unique_for_key(bytes))
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(…)")
    }
}

impl fmt::Debug for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileKey(…)")
    }
}
