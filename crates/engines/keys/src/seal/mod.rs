//! Seals: what guards the root key.
//!
//! Every seal comes down to a key of 256 bits, the [`SealKey`], under which the root key is stored.
//! Seals differ in where that key comes from: a file, a passphrase, shares of several people, or a
//! token. The sealed bytes name their key, so a wrong one is told.

mod key_file;
mod passphrase;
mod shamir;
mod shares;

use std::fmt;

use bartizan_types::Random;

use crate::cipher::{self, Material};
use crate::{KeyError, KeyId, RootKey};

pub use passphrase::PassphraseSeal;
pub use shares::{Share, SharesSeal};

const ROOT_BINDING: [&[u8]; 1] = [b"root key"];

/// The key of a seal.
#[derive(Clone)]
pub struct SealKey(Material);

impl SealKey {
    /// A fresh key.
    ///
    /// # Errors
    /// The cipher failed.
    pub fn generate(random: &dyn Random) -> Result<Self, KeyError> {
        Material::generate(random).map(Self)
    }

    /// The key with these bytes, as a token unwraps it.
    ///
    /// # Errors
    /// [`KeyError::NotAKey`] where they are not 32.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, KeyError> {
        Material::from_slice(bytes).map(Self)
    }

    /// The key itself, for a token to wrap.
    pub fn expose(&self) -> &[u8] {
        self.0.bytes()
    }

    /// Names the key.
    pub const fn id(&self) -> KeyId {
        self.0.id()
    }

    /// Which key sealed these bytes, by what they say.
    ///
    /// # Errors
    /// They are cut short, or of a form this version cannot read.
    pub fn id_of(sealed: &[u8]) -> Result<KeyId, KeyError> {
        cipher::key_id_of(sealed)
    }

    /// Seals the root key, so that it can be stored beside the data.
    ///
    /// # Errors
    /// The cipher failed.
    pub fn seal_root(&self, root: &RootKey, random: &dyn Random) -> Result<Vec<u8>, KeyError> {
        self.0.seal(&ROOT_BINDING, root.expose(), random)
    }

    /// Recovers the root key.
    ///
    /// # Errors
    /// The bytes were changed, or sealed by another key.
    pub fn unseal_root(&self, sealed: &[u8]) -> Result<RootKey, KeyError> {
        let bytes = self.0.open(&ROOT_BINDING, sealed)?;
        RootKey::from_slice(&bytes)
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealKey({})", self.id())
    }
}
