//! The root key, which wraps every other.

use std::fmt;

use bartizan_types::{Random, Timestamp};
use zeroize::Zeroizing;

use crate::cipher::Material;
use crate::{DomainId, DomainKey, KeyError, KeyId, TokenKey};

/// The key that wraps domain keys and token keys. To replace it, wrap those anew: nothing that
/// they sealed changes.
#[derive(Clone)]
pub struct RootKey(Material);

impl RootKey {
    /// A fresh root key.
    ///
    /// # Errors
    /// The cipher failed.
    pub fn generate(random: &dyn Random) -> Result<Self, KeyError> {
        Material::generate(random).map(Self)
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Result<Self, KeyError> {
        Material::from_slice(bytes).map(Self)
    }

    /// The key itself, for a seal alone.
    pub(crate) fn expose(&self) -> &[u8] {
        self.0.bytes()
    }

    /// Names the key.
    pub const fn id(&self) -> KeyId {
        self.0.id()
    }

    /// A fresh domain key.
    ///
    /// # Errors
    /// The cipher failed.
    pub fn generate_domain(&self, random: &dyn Random) -> Result<DomainKey, KeyError> {
        Material::generate(random).map(DomainKey::from_material)
    }

    /// Wraps a domain key, so that it can be stored.
    ///
    /// # Errors
    /// The cipher failed.
    pub fn wrap_domain(
        &self,
        domain: &DomainId,
        key: &DomainKey,
        random: &dyn Random,
    ) -> Result<Vec<u8>, KeyError> {
        let account = domain.account.to_string();
        self.0.seal(&domain_parts(domain, &account), key.bytes(), random)
    }

    /// Unwraps the domain key of this account and region.
    ///
    /// # Errors
    /// It was changed, cut, wrapped by another root key, or is another domain's.
    pub fn unwrap_domain(&self, domain: &DomainId, wrapped: &[u8]) -> Result<DomainKey, KeyError> {
        let account = domain.account.to_string();
        let bytes = self.0.open(&domain_parts(domain, &account), wrapped)?;
        Material::from_slice(&bytes).map(DomainKey::from_material)
    }

    /// Wraps a token key with the time it was made.
    ///
    /// # Errors
    /// The cipher failed.
    pub fn wrap_token_key(&self, key: &TokenKey, random: &dyn Random) -> Result<Vec<u8>, KeyError> {
        let mut plaintext = Zeroizing::new(Vec::with_capacity(40));
        plaintext.extend_from_slice(&key.created().millis().to_be_bytes());
        plaintext.extend_from_slice(key.bytes());
        self.0.seal(&[b"token key"], &plaintext, random)
    }

    /// Unwraps a token key.
    ///
    /// # Errors
    /// It was changed, cut, wrapped by another root key, or is no token key.
    pub fn unwrap_token_key(&self, wrapped: &[u8]) -> Result<TokenKey, KeyError> {
        let plaintext = self.0.open(&[b"token key"], wrapped)?;
        let (created, bytes) = plaintext.split_first_chunk::<8>().ok_or(KeyError::NotAKey)?;
        let created = Timestamp::from_millis(i64::from_be_bytes(*created));
        TokenKey::from_material(Material::from_slice(bytes)?, created)
    }
}

fn domain_parts<'a>(domain: &'a DomainId, account: &'a str) -> [&'a [u8]; 3] {
    [b"domain key", account.as_bytes(), domain.region.as_str().as_bytes()]
}

impl fmt::Debug for RootKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RootKey({})", self.id())
    }
}
