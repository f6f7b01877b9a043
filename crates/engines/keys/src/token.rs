//! Token keys: what stateless session tokens are sealed with.
//!
//! ```text
//! format 1 | key id 16 | nonce 12 | ciphertext | tag 16
//! ```
//! Header and access key id are the associated data.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::aead::{Aad, LessSafeKey, NONCE_LEN};
use bartizan_locked::Locked;
use bartizan_types::{AccessKeyId, Random, Timestamp};
use zeroize::Zeroizing;

use crate::cipher::{Material, aes_key, associated_data, parse_nonce};
use crate::{KeyError, KeyId};

/// How long a token key is used to seal: a day.
pub const TOKEN_KEY_ROTATION: Duration = Duration::from_hours(24);
/// How long a token key is kept after the next one took over: 36 hours, the longest life of a
/// session. (AWS STS API Reference, `GetSessionToken`.)
pub const TOKEN_KEY_KEPT: Duration = Duration::from_hours(36);

/// More than any session token AWS makes; what is longer is not looked at.
const MAX_TOKEN_BYTES: usize = 16 << 10;
const FORMAT: u8 = 1;
const ID_BYTES: usize = 16;
const HEADER_BYTES: usize = 1 + ID_BYTES + NONCE_LEN;
const TAG_BYTES: usize = 16;

/// A key that seals session tokens.
#[derive(Clone)]
pub struct TokenKey {
    id: KeyId,
    created: Timestamp,
    bytes: Arc<Locked>,
    cipher: Arc<LessSafeKey>,
}

impl TokenKey {
    /// A fresh key, made `now`.
    ///
    /// # Errors
    /// The cipher failed.
    pub fn generate(random: &dyn Random, now: Timestamp) -> Result<Self, KeyError> {
        Self::from_material(Material::generate(random)?, now)
    }

    pub(crate) fn from_material(material: Material, created: Timestamp) -> Result<Self, KeyError> {
        let cipher = Arc::new(aes_key(material.bytes())?);
        Ok(Self { id: material.id(), created, bytes: material.into_bytes(), cipher })
    }

    /// Names the key.
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// When it was made.
    pub const fn created(&self) -> Timestamp {
        self.created
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenKey({}, {})", self.id, self.created)
    }
}

/// The token keys in use: the newest seals, all of them open.
#[derive(Debug, Clone, Default)]
pub struct TokenKeys {
    /// The newest first.
    keys: Vec<TokenKey>,
}

impl TokenKeys {
    /// No keys yet.
    pub const fn new() -> Self {
        Self { keys: Vec::new() }
    }

    /// Takes in a key that was stored, or that another node made.
    pub fn add(&mut self, key: TokenKey) {
        if self.keys.iter().all(|known| known.id != key.id) {
            let place = self.keys.partition_point(|known| known.created > key.created);
            self.keys.insert(place, key);
        }
    }

    /// The key that seals now.
    pub fn current(&self) -> Option<&TokenKey> {
        self.keys.first()
    }

    /// All keys, the newest first.
    pub fn iter(&self) -> impl Iterator<Item = &TokenKey> {
        self.keys.iter()
    }

    /// Whether a new key is to be made: there is none, or the newest is a day old.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.current().is_none_or(|current| now.since(current.created) >= TOKEN_KEY_ROTATION)
    }

    /// Makes a new key if there is none or the newest is a day old, and returns it: it must be
    /// stored before a token that it sealed is given away.
    ///
    /// # Errors
    /// The cipher failed.
    pub fn rotate(
        &mut self,
        now: Timestamp,
        random: &dyn Random,
    ) -> Result<Option<&TokenKey>, KeyError> {
        if !self.is_due(now) {
            return Ok(None);
        }
        // Under a clock that was set back the new key must still become the newest.
        let created = self.current().map_or(now, |current| now.max(current.created));
        self.keys.insert(0, TokenKey::generate(random, created)?);
        Ok(self.current())
    }

    /// Drops the keys whose last token can no longer be valid, and returns their ids: their stored
    /// forms must go too.
    pub fn expire(&mut self, now: Timestamp) -> Vec<KeyId> {
        let mut successor: Option<Timestamp> = None;
        let mut expired = Vec::new();
        self.keys.retain(|key| {
            let keep = successor.is_none_or(|since| now.since(since) <= TOKEN_KEY_KEPT);
            successor = Some(key.created);
            if !keep {
                expired.push(key.id);
            }
            keep
        });
        expired
    }

    /// Seals a session's facts for the holder of `access_key`.
    ///
    /// # Errors
    /// There is no key, or more than 16 KiB are to be sealed.
    pub fn seal_token(
        &self,
        access_key: &AccessKeyId,
        plaintext: &[u8],
        random: &dyn Random,
    ) -> Result<Vec<u8>, KeyError> {
        let key = self.current().ok_or(KeyError::NoTokenKey)?;
        if plaintext.len() > MAX_TOKEN_BYTES - HEADER_BYTES - TAG_BYTES {
            return Err(KeyError::TooLarge(plaintext.len()));
        }
        let mut nonce = [0; NONCE_LEN];
        random.fill(&mut nonce);
        let mut token = Vec::with_capacity(HEADER_BYTES + plaintext.len() + TAG_BYTES);
        token.push(FORMAT);
        token.extend_from_slice(key.id.as_bytes());
        token.extend_from_slice(&nonce);
        let aad = token_data(&token, access_key);
        token.extend_from_slice(plaintext);
        let (_, body) = token.split_at_mut(HEADER_BYTES);
        let tag = key
            .cipher
            .seal_in_place_separate_tag(parse_nonce(&nonce)?, Aad::from(aad), body)
            .map_err(|_| KeyError::Cipher)?;
        token.extend_from_slice(tag.as_ref());
        Ok(token)
    }

    /// Opens a token that the holder of `access_key` presents. Whether the session is past its
    /// time is the caller's to check.
    ///
    /// # Errors
    /// The token was changed, is another access key's, or its key is gone.
    pub fn open_token(
        &self,
        access_key: &AccessKeyId,
        token: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let (format, _) = token.split_first().ok_or(KeyError::Truncated)?;
        if *format != FORMAT {
            return Err(KeyError::UnknownFormat(*format));
        }
        if token.len() > MAX_TOKEN_BYTES {
            return Err(KeyError::TooLarge(token.len()));
        }
        let (header, body) = token.split_at_checked(HEADER_BYTES).ok_or(KeyError::Truncated)?;
        if body.len() < TAG_BYTES {
            return Err(KeyError::Truncated);
        }
        let (_, rest) = header.split_at(1);
        let (id, nonce) = rest.split_at(ID_BYTES);
        let found = KeyId::from_bytes(id.try_into().map_err(|_| KeyError::Truncated)?);
        let current = self.current().ok_or(KeyError::NoTokenKey)?;
        let key = self
            .keys
            .iter()
            .find(|key| key.id == found)
            .ok_or(KeyError::WrongKey { found, expected: current.id })?;
        let aad = token_data(header, access_key);
        let mut plaintext = Zeroizing::new(body.to_vec());
        let length = key
            .cipher
            .open_in_place(parse_nonce(nonce)?, Aad::from(aad), &mut plaintext)
            .map_err(|_| KeyError::NotAuthentic)?
            .len();
        plaintext.truncate(length);
        Ok(plaintext)
    }
}

fn token_data(header: &[u8], access_key: &AccessKeyId) -> Vec<u8> {
    associated_data(header, &[b"session token", access_key.as_str().as_bytes()])
}
