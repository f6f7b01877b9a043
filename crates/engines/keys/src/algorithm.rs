//! What keys do, by AWS's names. (AWS KMS Developer Guide, Key spec reference.)

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::KeyError;

/// An enumeration of names: written, read and stored as AWS spells them.
macro_rules! names {
    ($(#[$doc:meta])* $type:ident { $($variant:ident = $name:literal,)+ }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        pub enum $type {
            $(#[doc = concat!("`", $name, "`.")] #[serde(rename = $name)] $variant,)+
        }

        impl $type {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name, as AWS spells it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }

        impl FromStr for $type {
            type Err = KeyError;

            fn from_str(name: &str) -> Result<Self, KeyError> {
                match name {
                    $($name => Ok(Self::$variant),)+
                    _ => Err(KeyError::UnknownName),
                }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}
pub(crate) use names;

names! {
    /// What a key is for.
    KeyUsage {
        EncryptDecrypt = "ENCRYPT_DECRYPT",
        SignVerify = "SIGN_VERIFY",
        GenerateVerifyMac = "GENERATE_VERIFY_MAC",
        KeyAgreement = "KEY_AGREEMENT",
        EncapsulateDecapsulate = "ENCAPSULATE_DECAPSULATE",
    }
}

names! {
    /// How bytes are encrypted.
    EncryptionAlgorithm {
        SymmetricDefault = "SYMMETRIC_DEFAULT",
        RsaesOaepSha1 = "RSAES_OAEP_SHA_1",
        RsaesOaepSha256 = "RSAES_OAEP_SHA_256",
    }
}

names! {
    /// How a message is signed.
    SigningAlgorithm {
        RsassaPkcs1Sha256 = "RSASSA_PKCS1_V1_5_SHA_256",
        RsassaPkcs1Sha384 = "RSASSA_PKCS1_V1_5_SHA_384",
        RsassaPkcs1Sha512 = "RSASSA_PKCS1_V1_5_SHA_512",
        RsassaPssSha256 = "RSASSA_PSS_SHA_256",
        RsassaPssSha384 = "RSASSA_PSS_SHA_384",
        RsassaPssSha512 = "RSASSA_PSS_SHA_512",
        EcdsaSha256 = "ECDSA_SHA_256",
        EcdsaSha384 = "ECDSA_SHA_384",
        EcdsaSha512 = "ECDSA_SHA_512",
        Ed25519Sha512 = "ED25519_SHA_512",
        Ed25519PhSha512 = "ED25519_PH_SHA_512",
        MlDsaShake256 = "ML_DSA_SHAKE_256",
    }
}

names! {
    /// What the message is that is signed.
    MessageType {
        Raw = "RAW",
        Digest = "DIGEST",
        ExternalMu = "EXTERNAL_MU",
    }
}

names! {
    /// How a message is authenticated.
    MacAlgorithm {
        HmacSha224 = "HMAC_SHA_224",
        HmacSha256 = "HMAC_SHA_256",
        HmacSha384 = "HMAC_SHA_384",
        HmacSha512 = "HMAC_SHA_512",
    }
}

names! {
    /// How two keys agree on a secret.
    KeyAgreementAlgorithm {
        Ecdh = "ECDH",
    }
}

names! {
    /// How a secret is encapsulated.
    EncapsulationAlgorithm {
        MlKem = "ML_KEM",
    }
}

names! {
    /// How key material is wrapped to be imported.
    WrappingAlgorithm {
        RsaesOaepSha1 = "RSAES_OAEP_SHA_1",
        RsaesOaepSha256 = "RSAES_OAEP_SHA_256",
        RsaAesKeyWrapSha1 = "RSA_AES_KEY_WRAP_SHA_1",
        RsaAesKeyWrapSha256 = "RSA_AES_KEY_WRAP_SHA_256",
    }
}

impl SigningAlgorithm {
    /// How long a digest is that is given instead of its message; `None` where no digest can be
    /// signed. For `ED25519_PH_SHA_512` it is the message, which is hashed once more. (AWS KMS API
    /// Reference, Sign, `MessageType`.)
    pub const fn digest_bytes(self) -> Option<usize> {
        match self {
            Self::RsassaPkcs1Sha256 | Self::RsassaPssSha256 | Self::EcdsaSha256 => Some(32),
            Self::RsassaPkcs1Sha384 | Self::RsassaPssSha384 | Self::EcdsaSha384 => Some(48),
            Self::RsassaPkcs1Sha512
            | Self::RsassaPssSha512
            | Self::EcdsaSha512
            | Self::Ed25519PhSha512 => Some(64),
            Self::Ed25519Sha512 | Self::MlDsaShake256 => None,
        }
    }

    /// Whether messages of this type can be signed so.
    pub const fn takes(self, message: MessageType) -> bool {
        match message {
            MessageType::Raw => !matches!(self, Self::Ed25519PhSha512),
            MessageType::Digest => self.digest_bytes().is_some(),
            MessageType::ExternalMu => matches!(self, Self::MlDsaShake256),
        }
    }
}
