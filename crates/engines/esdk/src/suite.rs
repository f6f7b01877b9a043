//! Algorithm suites, and which of them a commitment policy allows. (AWS Encryption SDK Developer
//! Guide, "AWS Encryption SDK algorithms reference"; specification, "Algorithm Suites".)

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::aead::{AES_128_GCM, AES_192_GCM, AES_256_GCM, Algorithm};
use aws_lc_rs::hkdf::{self, HKDF_SHA256, HKDF_SHA384};

use crate::EsdkError;
use crate::signature::Curve;

/// A cipher, how its key is derived, and whether messages are signed.
#[derive(Clone, Copy)]
pub struct AlgorithmSuite(&'static Facts);

struct Facts {
    id: u16,
    name: &'static str,
    key_bytes: usize,
    derivation: Derivation,
    curve: Option<Curve>,
}

/// How the message's key comes from the data key.
#[derive(Clone, Copy)]
pub(crate) enum Derivation {
    /// It is the data key.
    Identity,
    /// HKDF without a salt.
    Hkdf(hkdf::Algorithm),
    /// HKDF with SHA-512 and the message id as salt, and a second output that commits to the key.
    Committing,
}

const fn suite(
    id: u16,
    name: &'static str,
    key_bits: usize,
    derivation: Derivation,
    curve: Option<Curve>,
) -> Facts {
    Facts { id, name, key_bytes: key_bits / 8, derivation, curve }
}

/// All of them; the names are those of the SDK for Python and of `aws-encryption-cli`.
static SUITES: [Facts; 11] = [
    suite(0x0014, "AES_128_GCM_IV12_TAG16", 128, Derivation::Identity, None),
    suite(0x0046, "AES_192_GCM_IV12_TAG16", 192, Derivation::Identity, None),
    suite(0x0078, "AES_256_GCM_IV12_TAG16", 256, Derivation::Identity, None),
    suite(0x0114, "AES_128_GCM_IV12_TAG16_HKDF_SHA256", 128, SHA256, None),
    suite(0x0146, "AES_192_GCM_IV12_TAG16_HKDF_SHA256", 192, SHA256, None),
    suite(0x0178, "AES_256_GCM_IV12_TAG16_HKDF_SHA256", 256, SHA256, None),
    suite(0x0214, "AES_128_GCM_IV12_TAG16_HKDF_SHA256_ECDSA_P256", 128, SHA256, Some(Curve::P256)),
    suite(0x0346, "AES_192_GCM_IV12_TAG16_HKDF_SHA384_ECDSA_P384", 192, SHA384, Some(Curve::P384)),
    suite(0x0378, "AES_256_GCM_IV12_TAG16_HKDF_SHA384_ECDSA_P384", 256, SHA384, Some(Curve::P384)),
    suite(0x0478, "AES_256_GCM_HKDF_SHA512_COMMIT_KEY", 256, Derivation::Committing, None),
    suite(
        0x0578,
        "AES_256_GCM_HKDF_SHA512_COMMIT_KEY_ECDSA_P384",
        256,
        Derivation::Committing,
        Some(Curve::P384),
    ),
];

const SHA256: Derivation = Derivation::Hkdf(HKDF_SHA256);
const SHA384: Derivation = Derivation::Hkdf(HKDF_SHA384);

impl AlgorithmSuite {
    /// All suites, by number.
    pub fn all() -> impl Iterator<Item = Self> {
        SUITES.iter().map(Self)
    }

    /// The suite of this number.
    pub fn from_id(id: u16) -> Option<Self> {
        Self::all().find(|suite| suite.id() == id)
    }

    /// Its number in messages.
    pub const fn id(self) -> u16 {
        self.0.id
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// How many bytes its data keys have.
    pub const fn data_key_bytes(self) -> usize {
        self.0.key_bytes
    }

    /// Whether a message is bound to one data key.
    pub const fn commits(self) -> bool {
        matches!(self.0.derivation, Derivation::Committing)
    }

    /// Whether messages are signed.
    pub const fn signs(self) -> bool {
        self.0.curve.is_some()
    }

    /// The version of the message format that it belongs to.
    pub const fn version(self) -> u8 {
        if self.commits() { 2 } else { 1 }
    }

    pub(crate) const fn message_id_bytes(self) -> usize {
        if self.commits() { 32 } else { 16 }
    }

    pub(crate) const fn derivation(self) -> Derivation {
        self.0.derivation
    }

    pub(crate) const fn curve(self) -> Option<Curve> {
        self.0.curve
    }

    pub(crate) fn cipher(self) -> &'static Algorithm {
        match self.0.key_bytes {
            16 => &AES_128_GCM,
            24 => &AES_192_GCM,
            _ => &AES_256_GCM,
        }
    }
}

impl PartialEq for AlgorithmSuite {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for AlgorithmSuite {}

impl fmt::Debug for AlgorithmSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for AlgorithmSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for AlgorithmSuite {
    type Err = EsdkError;

    fn from_str(text: &str) -> Result<Self, EsdkError> {
        let id = text.strip_prefix("0x").and_then(|hex| u16::from_str_radix(hex, 16).ok());
        Self::all()
            .find(|suite| suite.name() == text || Some(suite.id()) == id)
            .ok_or_else(|| EsdkError::UnknownSuiteName(text.to_owned()))
    }
}

/// Whether messages must be committed to their data key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CommitmentPolicy {
    /// Committed messages are not written; all are read.
    ForbidEncryptAllowDecrypt,
    /// Only committed messages are written; all are read.
    RequireEncryptAllowDecrypt,
    /// Only committed messages are written and read.
    #[default]
    RequireEncryptRequireDecrypt,
}

impl CommitmentPolicy {
    /// All of them.
    pub const ALL: [Self; 3] = [
        Self::ForbidEncryptAllowDecrypt,
        Self::RequireEncryptAllowDecrypt,
        Self::RequireEncryptRequireDecrypt,
    ];

    /// Its name, as `aws-encryption-cli` spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ForbidEncryptAllowDecrypt => "forbid-encrypt-allow-decrypt",
            Self::RequireEncryptAllowDecrypt => "require-encrypt-allow-decrypt",
            Self::RequireEncryptRequireDecrypt => "require-encrypt-require-decrypt",
        }
    }

    /// The suite that messages are written with where none is named.
    pub fn default_suite(self) -> AlgorithmSuite {
        let [.., signed, _, committed] = &SUITES;
        AlgorithmSuite(match self {
            Self::ForbidEncryptAllowDecrypt => signed,
            Self::RequireEncryptAllowDecrypt | Self::RequireEncryptRequireDecrypt => committed,
        })
    }

    /// Whether messages may be written with this suite.
    ///
    /// # Errors
    /// They may not.
    pub fn check_encrypt(self, suite: AlgorithmSuite) -> Result<(), EsdkError> {
        let allowed = (self == Self::ForbidEncryptAllowDecrypt) != suite.commits();
        let refused = || EsdkError::Policy { policy: self, doing: "encrypting", suite };
        allowed.then_some(()).ok_or_else(refused)
    }

    /// Whether messages that were written with this suite may be read.
    ///
    /// # Errors
    /// They may not.
    pub fn check_decrypt(self, suite: AlgorithmSuite) -> Result<(), EsdkError> {
        let allowed = self != Self::RequireEncryptRequireDecrypt || suite.commits();
        let refused = || EsdkError::Policy { policy: self, doing: "decrypting", suite };
        allowed.then_some(()).ok_or_else(refused)
    }
}

impl fmt::Display for CommitmentPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for CommitmentPolicy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = || Self::ALL.map(Self::name).join(", ");
        Self::ALL
            .into_iter()
            .find(|policy| policy.name() == text)
            .ok_or_else(|| format!("`{text}` is no commitment policy: write one of {}", names()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suites_are_told_by_number_and_name() {
        for suite in AlgorithmSuite::all() {
            assert_eq!(AlgorithmSuite::from_id(suite.id()), Some(suite));
            assert_eq!(suite.name().parse::<AlgorithmSuite>().unwrap(), suite);
            let number = format!("{:#06x}", suite.id());
            assert_eq!(number.parse::<AlgorithmSuite>().unwrap(), suite);
        }
        for wrong in ["", "0x", "0x0579", "578", "AES_256_GCM", "0x10578"] {
            assert!(wrong.parse::<AlgorithmSuite>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_policy_decides_by_commitment() {
        let [committed, plain] = [0x0478, 0x0378].map(|id| AlgorithmSuite::from_id(id).unwrap());
        for (policy, written, read, default) in [
            (CommitmentPolicy::ForbidEncryptAllowDecrypt, [false, true], [true, true], 0x0378),
            (CommitmentPolicy::RequireEncryptAllowDecrypt, [true, false], [true, true], 0x0578),
            (CommitmentPolicy::RequireEncryptRequireDecrypt, [true, false], [true, false], 0x0578),
        ] {
            assert_eq!([committed, plain].map(|one| policy.check_encrypt(one).is_ok()), written);
            assert_eq!([committed, plain].map(|one| policy.check_decrypt(one).is_ok()), read);
            assert_eq!(policy.default_suite().id(), default);
            assert_eq!(policy.name().parse(), Ok(policy));
        }
        assert!("require".parse::<CommitmentPolicy>().is_err());
    }
}
