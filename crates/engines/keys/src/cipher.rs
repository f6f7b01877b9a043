//! The envelope: a cleartext header that is authenticated, a key derived for each message, and
//! AES-256-GCM.
//!
//! ```text
//! format 1 | key id 16 | salt 16 | nonce 12 | ciphertext | tag 16
//! ```
//! The message key is derived from salt; header and binding are the associated data.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use bartizan_locked::Locked;
use bartizan_types::Random;
use zeroize::Zeroizing;

use crate::KeyError;
use crate::kdf::derive;

/// The most bytes that are sealed at once.
pub const MAX_PLAINTEXT_BYTES: usize = 16 << 20;

const FORMAT: u8 = 1;
const ID_BYTES: usize = 16;
const SALT_BYTES: usize = 16;
const HEADER_BYTES: usize = 1 + ID_BYTES + SALT_BYTES + NONCE_LEN;
const TAG_BYTES: usize = 16;

/// What names a key without telling anything of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId([u8; ID_BYTES]);

impl KeyId {
    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    pub(crate) const fn from_bytes(bytes: [u8; ID_BYTES]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The bytes of a key.
const KEY_BYTES: usize = 32;

/// A key of 256 bits and its id, which is derived from it. It lies in locked memory, is shared by
/// its clones, and is wiped when the last of them is dropped.
#[derive(Clone)]
pub(crate) struct Material {
    id: KeyId,
    bytes: Arc<Locked>,
}

impl Material {
    pub(crate) fn generate(random: &dyn Random) -> Result<Self, KeyError> {
        let mut bytes = Locked::zeroed(KEY_BYTES);
        random.fill(&mut bytes);
        Self::new(bytes)
    }

    pub(crate) fn new(bytes: Locked) -> Result<Self, KeyError> {
        let derived = derive(&bytes, b"bartizan key id", b"")?;
        let mut id = [0; ID_BYTES];
        for (byte, derived) in id.iter_mut().zip(derived.iter()) {
            *byte = *derived;
        }
        Ok(Self { id: KeyId(id), bytes: Arc::new(bytes) })
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Result<Self, KeyError> {
        if bytes.len() != KEY_BYTES {
            return Err(KeyError::NotAKey);
        }
        Self::new(Locked::copy_of(bytes))
    }

    pub(crate) const fn id(&self) -> KeyId {
        self.id
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn into_bytes(self) -> Arc<Locked> {
        self.bytes
    }

    /// Seals `plaintext`, bound to `binding`.
    pub(crate) fn seal(
        &self,
        binding: &[&[u8]],
        plaintext: &[u8],
        random: &dyn Random,
    ) -> Result<Vec<u8>, KeyError> {
        if plaintext.len() > MAX_PLAINTEXT_BYTES {
            return Err(KeyError::TooLarge(plaintext.len()));
        }
        let mut fresh = [0; SALT_BYTES + NONCE_LEN];
        random.fill(&mut fresh);
        let (salt, nonce) = fresh.split_at(SALT_BYTES);
        let mut sealed = Vec::with_capacity(HEADER_BYTES + plaintext.len() + TAG_BYTES);
        sealed.push(FORMAT);
        sealed.extend_from_slice(&self.id.0);
        sealed.extend_from_slice(&fresh);
        let aad = associated_data(&sealed, binding);
        sealed.extend_from_slice(plaintext);
        let (_, body) = sealed.split_at_mut(HEADER_BYTES);
        let tag = self
            .message_key(salt)?
            .seal_in_place_separate_tag(parse_nonce(nonce)?, Aad::from(aad), body)
            .map_err(|_| KeyError::Cipher)?;
        sealed.extend_from_slice(tag.as_ref());
        Ok(sealed)
    }

    /// Opens what [`Material::seal`] sealed under the same binding.
    pub(crate) fn open(
        &self,
        binding: &[&[u8]],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let (format, _) = sealed.split_first().ok_or(KeyError::Truncated)?;
        if *format != FORMAT {
            return Err(KeyError::UnknownFormat(*format));
        }
        let (header, body) = sealed.split_at_checked(HEADER_BYTES).ok_or(KeyError::Truncated)?;
        if body.len() < TAG_BYTES {
            return Err(KeyError::Truncated);
        }
        if body.len() - TAG_BYTES > MAX_PLAINTEXT_BYTES {
            return Err(KeyError::TooLarge(body.len() - TAG_BYTES));
        }
        let (_, rest) = header.split_at(1);
        let (id, rest) = rest.split_at(ID_BYTES);
        let (salt, nonce) = rest.split_at(SALT_BYTES);
        let found = KeyId(id.try_into().map_err(|_| KeyError::Truncated)?);
        if found != self.id {
            return Err(KeyError::WrongKey { found, expected: self.id });
        }
        let aad = associated_data(header, binding);
        let mut plaintext = Zeroizing::new(body.to_vec());
        let length = self
            .message_key(salt)?
            .open_in_place(parse_nonce(nonce)?, Aad::from(aad), &mut plaintext)
            .map_err(|_| KeyError::NotAuthentic)?
            .len();
        plaintext.truncate(length);
        Ok(plaintext)
    }

    fn message_key(&self, salt: &[u8]) -> Result<LessSafeKey, KeyError> {
        aes_key(&*derive(&self.bytes, b"bartizan message key", salt)?)
    }
}

/// Which key sealed these bytes, by what they say.
pub(crate) fn key_id_of(sealed: &[u8]) -> Result<KeyId, KeyError> {
    let (format, rest) = sealed.split_first().ok_or(KeyError::Truncated)?;
    if *format != FORMAT {
        return Err(KeyError::UnknownFormat(*format));
    }
    rest.first_chunk().copied().map(KeyId).ok_or(KeyError::Truncated)
}

impl fmt::Debug for Material {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.id)
    }
}

pub(crate) fn aes_key(bytes: &[u8]) -> Result<LessSafeKey, KeyError> {
    let key = UnboundKey::new(&AES_256_GCM, bytes).map_err(|_| KeyError::Cipher)?;
    Ok(LessSafeKey::new(key))
}

pub(crate) fn parse_nonce(bytes: &[u8]) -> Result<Nonce, KeyError> {
    Nonce::try_assume_unique_for_key(bytes).map_err(|_| KeyError::Cipher)
}

/// The header, then each part with its length before it, so that no two bindings read alike.
pub(crate) fn associated_data(header: &[u8], binding: &[&[u8]]) -> Vec<u8> {
    let length: usize = binding.iter().map(|part| part.len() + 8).sum();
    let mut aad = Vec::with_capacity(header.len() + length);
    aad.extend_from_slice(header);
    for part in binding {
        let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
        aad.extend_from_slice(&length.to_be_bytes());
        aad.extend_from_slice(part);
    }
    aad
}
