//! Identifiers that Bartizan issues: unique ids of IAM entities and access key ids.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{AccountId, Random};

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What an id names; it decides the prefix (IAM User Guide, "Unique identifiers").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    /// `AIDA`: a user.
    User,
    /// `AGPA`: a group.
    Group,
    /// `AROA`: a role.
    Role,
    /// `AIPA`: an instance profile.
    InstanceProfile,
    /// `ANPA`: a managed policy.
    ManagedPolicy,
    /// `ASCA`: a certificate.
    Certificate,
    /// `APKA`: a public key.
    PublicKey,
    /// `ACCA`: a service-specific credential.
    ServiceCredential,
}

impl IdKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::User => "AIDA",
            Self::Group => "AGPA",
            Self::Role => "AROA",
            Self::InstanceProfile => "AIPA",
            Self::ManagedPolicy => "ANPA",
            Self::Certificate => "ASCA",
            Self::PublicKey => "APKA",
            Self::ServiceCredential => "ACCA",
        }
    }
}

/// A unique id such as `AIDA…`: 21 characters, never issued twice, so that an entity made again
/// under an old name is another one. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UniqueId(Arc<str>);

impl UniqueId {
    /// A fresh id of this kind: 85 random bits.
    pub fn generate(kind: IdKind, random: &dyn Random) -> Self {
        let mut bytes = [0; 17];
        random.fill(&mut bytes);
        let mut text = kind.prefix().to_owned();
        text.extend(bytes.iter().map(|byte| base32_digit(u64::from(*byte))));
        Self(text.into())
    }

    /// An id read back from where it was stored.
    pub fn from_stored(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UniqueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An access key id: `AKIA…` (long-term) or `ASIA…` (temporary), 20 characters.
///
/// The sixteen base-32 digits behind the prefix hold the account where AWS's own ids hold it (bits
/// 1 to 40), 29 random bits and ten check bits: the account of a key is readable, and an id that
/// Bartizan may have issued is told from one that it cannot have. Cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccessKeyId(Arc<str>);

impl AccessKeyId {
    /// A fresh long-term id of `account`.
    pub fn generate_long_term(account: AccountId, random: &dyn Random) -> Self {
        Self::generate("AKIA", account, random)
    }

    /// A fresh temporary id of `account`.
    pub fn generate_temporary(account: AccountId, random: &dyn Random) -> Self {
        Self::generate("ASIA", account, random)
    }

    fn generate(prefix: &str, account: AccountId, random: &dyn Random) -> Self {
        // 80 bits: 1 set, 40 account, 29 random, 10 check.
        let payload = (1_u128 << 69)
            | (u128::from(account.number()) << 29)
            | u128::from(random.next_u64() & ((1 << 29) - 1));
        let bits = (payload << 10) | u128::from(check_bits(payload));
        let digits = (0..16).rev().map(|place| {
            let digit = (bits >> (place * 5)) & 31;
            base32_digit(u64::try_from(digit).unwrap_or(0))
        });
        Self(prefix.chars().chain(digits).collect::<String>().into())
    }

    /// An id as a client sent it, of whatever form.
    pub fn from_client(text: &str) -> Self {
        Self(Arc::from(text))
    }

    /// The account an id of Bartizan's form belongs to; `None` for any other text.
    pub fn account(&self) -> Option<AccountId> {
        let bits = self.bits()?;
        let payload = bits >> 10;
        if u128::from(check_bits(payload)) != bits & 0x3ff || payload >> 69 != 1 {
            return None;
        }
        self.written_account()
    }

    /// The account written into an id of AWS's form, whoever issued it.
    pub fn written_account(&self) -> Option<AccountId> {
        AccountId::from_number(u64::try_from((self.bits()? >> 39) & ((1 << 40) - 1)).ok()?)
    }

    /// The 80 bits behind the prefix.
    fn bits(&self) -> Option<u128> {
        let digits = self.0.strip_prefix("AKIA").or_else(|| self.0.strip_prefix("ASIA"))?;
        if digits.len() != 16 {
            return None;
        }
        digits.bytes().try_fold(0, |bits: u128, byte| {
            let value = BASE32.iter().position(|digit| *digit == byte)?;
            Some((bits << 5) | u128::try_from(value).ok()?)
        })
    }

    /// Whether the id says it is of temporary credentials.
    pub fn is_temporary(&self) -> bool {
        self.0.starts_with("ASIA")
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccessKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for AccessKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn base32_digit(value: u64) -> char {
    let index = usize::try_from(value & 31).unwrap_or(0);
    char::from(BASE32.get(index).copied().unwrap_or(b'A'))
}

/// Ten bits of the FNV-1a hash of the payload: a form check, not a signature.
fn check_bits(payload: u128) -> u16 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in payload.to_be_bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    u16::try_from((hash ^ (hash >> 32)) & 0x3ff).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRandom;

    #[test]
    fn an_access_key_id_tells_its_account() {
        let random = SeededRandom::new(1);
        for number in [0, 1, 123_456_789_012, AccountId::MAX] {
            let account = AccountId::from_number(number).unwrap();
            let id = AccessKeyId::generate_long_term(account, &random);
            assert_eq!(id.as_str().len(), 20);
            assert!(id.as_str().starts_with("AKIA"));
            assert_eq!(id.account(), Some(account));
            assert!(AccessKeyId::generate_temporary(account, &random).is_temporary());
        }
    }

    #[test]
    fn foreign_ids_are_not_taken_for_ours() {
        for foreign in
            ["AKIAIOSFODNN7EXAMPLE", "test", "", "AKIA", "123456789012", "AKIA0000000000000000"]
        {
            assert_eq!(AccessKeyId::from_client(foreign).account(), None, "{foreign}");
        }
    }

    #[test]
    fn unique_ids_have_the_prefix_of_their_kind() {
        let id = UniqueId::generate(IdKind::Role, &SeededRandom::new(2));
        assert!(id.as_str().starts_with("AROA"));
        assert_eq!(id.as_str().len(), 21);
    }
}
