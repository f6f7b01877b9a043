//! Domain keys: one for each account and region.

use std::fmt;

use bartizan_types::{AccountId, Random, Region};
use zeroize::Zeroizing;

use crate::cipher::Material;
use crate::{KeyError, KeyId};

/// Whose secrets a domain key seals.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DomainId {
    /// The account.
    pub account: AccountId,
    /// The region; for global services the region they live in.
    pub region: Region,
}

/// Where a sealed value stands. Bytes that were moved to another place do not open there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding<'a> {
    /// The table or collection.
    pub table: &'a str,
    /// The account the row belongs to.
    pub account: AccountId,
    /// The row's id; with a version in it where a row may hold several.
    pub row: &'a str,
}

/// A key that seals the secrets of one account in one region.
#[derive(Clone)]
pub struct DomainKey(Material);

impl DomainKey {
    pub(crate) const fn from_material(material: Material) -> Self {
        Self(material)
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.bytes()
    }

    /// Names the key, in sealed bytes as in the store.
    pub const fn id(&self) -> KeyId {
        self.0.id()
    }

    /// Seals `plaintext` for the place it will stand in.
    ///
    /// # Errors
    /// [`KeyError::TooLarge`] above [`MAX_PLAINTEXT_BYTES`](crate::MAX_PLAINTEXT_BYTES).
    pub fn seal(
        &self,
        binding: &Binding<'_>,
        plaintext: &[u8],
        random: &dyn Random,
    ) -> Result<Vec<u8>, KeyError> {
        let account = binding.account.to_string();
        self.0.seal(&parts(binding, &account), plaintext, random)
    }

    /// Opens what was sealed for the same place.
    ///
    /// # Errors
    /// It was changed, cut, sealed by another key, or sealed for another place.
    pub fn open(
        &self,
        binding: &Binding<'_>,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let account = binding.account.to_string();
        self.0.open(&parts(binding, &account), sealed)
    }
}

fn parts<'a>(binding: &Binding<'a>, account: &'a str) -> [&'a [u8]; 4] {
    [b"row", binding.table.as_bytes(), account.as_bytes(), binding.row.as_bytes()]
}

impl fmt::Debug for DomainKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DomainKey({})", self.id())
    }
}
