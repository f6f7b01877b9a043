//! Key specs: what kind of key it is, and what it can do. (AWS KMS Developer Guide, Key spec
//! reference.)

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::KeyError;
use crate::algorithm::{
    EncapsulationAlgorithm, EncryptionAlgorithm, KeyAgreementAlgorithm, KeyUsage, MacAlgorithm,
    SigningAlgorithm, names,
};

names! {
    /// The kinds of keys. `SM2` is not one: AWS offers it in China alone.
    KeySpec {
        SymmetricDefault = "SYMMETRIC_DEFAULT",
        Rsa2048 = "RSA_2048",
        Rsa3072 = "RSA_3072",
        Rsa4096 = "RSA_4096",
        EccNistP256 = "ECC_NIST_P256",
        EccNistP384 = "ECC_NIST_P384",
        EccNistP521 = "ECC_NIST_P521",
        EccSecgP256k1 = "ECC_SECG_P256K1",
        EccNistEdwards25519 = "ECC_NIST_EDWARDS25519",
        Hmac224 = "HMAC_224",
        Hmac256 = "HMAC_256",
        Hmac384 = "HMAC_384",
        Hmac512 = "HMAC_512",
        MlDsa44 = "ML_DSA_44",
        MlDsa65 = "ML_DSA_65",
        MlDsa87 = "ML_DSA_87",
        MlKem512 = "ML_KEM_512",
        MlKem768 = "ML_KEM_768",
        MlKem1024 = "ML_KEM_1024",
    }
}

impl KeySpec {
    /// What a key of this kind may be made for; it is made for one of them.
    pub const fn usages(self) -> &'static [KeyUsage] {
        match self {
            Self::SymmetricDefault => &[KeyUsage::EncryptDecrypt],
            Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096 => {
                &[KeyUsage::EncryptDecrypt, KeyUsage::SignVerify]
            }
            Self::EccNistP256 | Self::EccNistP384 | Self::EccNistP521 => {
                &[KeyUsage::SignVerify, KeyUsage::KeyAgreement]
            }
            Self::EccSecgP256k1
            | Self::EccNistEdwards25519
            | Self::MlDsa44
            | Self::MlDsa65
            | Self::MlDsa87 => &[KeyUsage::SignVerify],
            Self::Hmac224 | Self::Hmac256 | Self::Hmac384 | Self::Hmac512 => {
                &[KeyUsage::GenerateVerifyMac]
            }
            Self::MlKem512 | Self::MlKem768 | Self::MlKem1024 => {
                &[KeyUsage::EncapsulateDecapsulate]
            }
        }
    }

    /// Whether the key has a public half.
    pub const fn is_asymmetric(self) -> bool {
        !self.is_symmetric()
    }

    const fn is_symmetric(self) -> bool {
        matches!(
            self,
            Self::SymmetricDefault | Self::Hmac224 | Self::Hmac256 | Self::Hmac384 | Self::Hmac512
        )
    }

    /// How a key of this kind encrypts, if it is made for that.
    pub const fn encryption_algorithms(self, usage: KeyUsage) -> &'static [EncryptionAlgorithm] {
        match (self, usage) {
            (Self::SymmetricDefault, KeyUsage::EncryptDecrypt) => {
                &[EncryptionAlgorithm::SymmetricDefault]
            }
            (Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096, KeyUsage::EncryptDecrypt) => {
                &[EncryptionAlgorithm::RsaesOaepSha1, EncryptionAlgorithm::RsaesOaepSha256]
            }
            _ => &[],
        }
    }

    /// How a key of this kind signs, if it is made for that.
    pub const fn signing_algorithms(self, usage: KeyUsage) -> &'static [SigningAlgorithm] {
        if !matches!(usage, KeyUsage::SignVerify) {
            return &[];
        }
        match self {
            Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096 => &[
                SigningAlgorithm::RsassaPkcs1Sha256,
                SigningAlgorithm::RsassaPkcs1Sha384,
                SigningAlgorithm::RsassaPkcs1Sha512,
                SigningAlgorithm::RsassaPssSha256,
                SigningAlgorithm::RsassaPssSha384,
                SigningAlgorithm::RsassaPssSha512,
            ],
            Self::EccNistP256 | Self::EccSecgP256k1 => &[SigningAlgorithm::EcdsaSha256],
            Self::EccNistP384 => &[SigningAlgorithm::EcdsaSha384],
            Self::EccNistP521 => &[SigningAlgorithm::EcdsaSha512],
            Self::EccNistEdwards25519 => {
                &[SigningAlgorithm::Ed25519Sha512, SigningAlgorithm::Ed25519PhSha512]
            }
            Self::MlDsa44 | Self::MlDsa65 | Self::MlDsa87 => &[SigningAlgorithm::MlDsaShake256],
            _ => &[],
        }
    }

    /// How a key of this kind authenticates, if it is made for that.
    pub const fn mac_algorithms(self, usage: KeyUsage) -> &'static [MacAlgorithm] {
        match (self, usage) {
            (Self::Hmac224, KeyUsage::GenerateVerifyMac) => &[MacAlgorithm::HmacSha224],
            (Self::Hmac256, KeyUsage::GenerateVerifyMac) => &[MacAlgorithm::HmacSha256],
            (Self::Hmac384, KeyUsage::GenerateVerifyMac) => &[MacAlgorithm::HmacSha384],
            (Self::Hmac512, KeyUsage::GenerateVerifyMac) => &[MacAlgorithm::HmacSha512],
            _ => &[],
        }
    }

    /// How a key of this kind agrees on a secret, if it is made for that.
    pub const fn agreement_algorithms(self, usage: KeyUsage) -> &'static [KeyAgreementAlgorithm] {
        match (self, usage) {
            (Self::EccNistP256 | Self::EccNistP384 | Self::EccNistP521, KeyUsage::KeyAgreement) => {
                &[KeyAgreementAlgorithm::Ecdh]
            }
            _ => &[],
        }
    }

    /// How a secret is encapsulated to a key of this kind, if it is made for that.
    pub const fn encapsulation_algorithms(
        self,
        usage: KeyUsage,
    ) -> &'static [EncapsulationAlgorithm] {
        match (self, usage) {
            (
                Self::MlKem512 | Self::MlKem768 | Self::MlKem1024,
                KeyUsage::EncapsulateDecapsulate,
            ) => &[EncapsulationAlgorithm::MlKem],
            _ => &[],
        }
    }

    /// How long the key is where it is bytes alone. (AWS KMS Developer Guide, Requirements for
    /// imported key material.)
    pub(crate) const fn secret_bytes(self) -> Option<usize> {
        match self {
            Self::SymmetricDefault | Self::Hmac256 => Some(32),
            Self::Hmac224 => Some(28),
            Self::Hmac384 => Some(48),
            Self::Hmac512 => Some(64),
            _ => None,
        }
    }
}
