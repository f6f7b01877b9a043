//! Data keys wrapped by others.
//!
//! ```text
//! salt 32 | data key 32 | tag 16
//! ```
//! The wrapping key is derived from another data key and the salt, so that it seals once.

use aws_lc_rs::aead::{Aad, NONCE_LEN, Nonce};
use bartizan_types::Random;
use zeroize::Zeroizing;

use crate::{DataKey, StreamError, TAG_BYTES};

/// What the derivation of wrapping keys is told apart by from all others.
const WRAP_LABEL: &[u8] = b"bartizan wrapped data key 1";
/// What the derivation of fingerprints is told apart by from all others.
const FINGERPRINT_LABEL: &[u8] = b"bartizan key fingerprint 1";
const SALT_BYTES: usize = 32;
const KEY_BYTES: usize = 32;

impl DataKey {
    /// This key, wrapped by another one and bound to the place it will stand in.
    ///
    /// # Errors
    /// The cipher fails.
    pub fn wrap(
        &self,
        by: &Self,
        binding: &[u8],
        random: &dyn Random,
    ) -> Result<Vec<u8>, StreamError> {
        let mut wrapped = vec![0; SALT_BYTES];
        random.fill(&mut wrapped);
        let cipher = by.cipher(WRAP_LABEL, &wrapped)?;
        let mut key = Zeroizing::new(*self.bytes());
        let tag = cipher
            .seal_in_place_separate_tag(no_nonce(), Aad::from(binding), key.as_mut())
            .map_err(|_| StreamError::Cipher)?;
        wrapped.extend_from_slice(key.as_ref());
        wrapped.extend_from_slice(tag.as_ref());
        Ok(wrapped)
    }

    /// The key that was wrapped by this other one for the same place.
    ///
    /// # Errors
    /// It was wrapped by another key or for another place, or was changed.
    pub fn unwrap(by: &Self, binding: &[u8], wrapped: &[u8]) -> Result<Self, StreamError> {
        if wrapped.len() != SALT_BYTES + KEY_BYTES + TAG_BYTES {
            return Err(StreamError::NotAuthentic);
        }
        let (salt, sealed) = wrapped.split_at(SALT_BYTES);
        let (body, tag) = sealed.split_at(KEY_BYTES);
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        by.cipher(WRAP_LABEL, salt)?
            .open_separate_gather(no_nonce(), Aad::from(binding), body, tag, key.as_mut())
            .map_err(|_| StreamError::NotAuthentic)?;
        Self::from_slice(key.as_ref())
    }

    /// A number by which to know the key again: it tells nothing of the key, and under another salt it
    /// is another one.
    ///
    /// # Errors
    /// The cipher fails.
    pub fn fingerprint(&self, salt: &[u8]) -> Result<[u8; 32], StreamError> {
        Ok(*self.derive(FINGERPRINT_LABEL, salt)?)
    }

    /// Whether the key has this fingerprint, in constant time.
    ///
    /// # Errors
    /// The cipher fails.
    pub fn has_fingerprint(&self, salt: &[u8], fingerprint: &[u8]) -> Result<bool, StreamError> {
        let own = self.fingerprint(salt)?;
        Ok(aws_lc_rs::constant_time::verify_slices_are_equal(&own, fingerprint).is_ok())
    }
}

/// The key is derived for this one message.
fn no_nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; NONCE_LEN])
}
