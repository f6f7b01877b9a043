//! Public keys of credentials. (RFC 9052, section 7; RFC 9053, sections 2 and 7; RFC 8812.)

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};

use crate::WebauthnError;
use crate::cbor::Value;

/// The least and the most bytes of an RSA modulus.
const MODULUS_BYTES: std::ops::RangeInclusive<usize> = 256..=1024;
/// The bytes of a coordinate on P-256, and of an Ed25519 key.
const COORDINATE_BYTES: usize = 32;

/// How a credential signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// Ed25519.
    EdDsa,
    /// RSA by PKCS #1 version 1.5 with SHA-256.
    Rs256,
}

impl Algorithm {
    /// Every algorithm, the preferred first.
    pub const ALL: [Self; 3] = [Self::EdDsa, Self::Es256, Self::Rs256];

    /// The number by which COSE knows it. (IANA, "COSE Algorithms".)
    pub const fn number(self) -> i64 {
        match self {
            Self::Es256 => -7,
            Self::EdDsa => -8,
            Self::Rs256 => -257,
        }
    }
}

/// A public key, bound to its algorithm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    algorithm: Algorithm,
    /// An uncompressed point, an Ed25519 key, or a modulus.
    material: Vec<u8>,
    /// Of RSA.
    exponent: Vec<u8>,
}

impl PublicKey {
    /// Reads a key as COSE writes it.
    ///
    /// # Errors
    /// It is none of the three kinds.
    pub fn parse(bytes: &[u8]) -> Result<Self, WebauthnError> {
        Value::whole(bytes).and_then(|key| Self::of(&key)).ok_or(WebauthnError::Key)
    }

    pub(crate) fn of(key: &Value<'_>) -> Option<Self> {
        let integer = |number| key.number(number).and_then(Value::integer);
        let bytes = |number| key.number(number).and_then(Value::bytes);
        let coordinate = |number| bytes(number).filter(|it| it.len() == COORDINATE_BYTES);
        match (integer(1)?, integer(3)?) {
            (2, -7) if integer(-1)? == 1 => Some(Self {
                algorithm: Algorithm::Es256,
                // An uncompressed point. (SEC 1, section 2.3.3.)
                material: [&[4], coordinate(-2)?, coordinate(-3)?].concat(),
                exponent: Vec::new(),
            }),
            (1, -8) if integer(-1)? == 6 => Some(Self {
                algorithm: Algorithm::EdDsa,
                material: coordinate(-2)?.to_vec(),
                exponent: Vec::new(),
            }),
            (3, -257) => {
                let modulus = without_zeros(bytes(-1)?);
                let exponent = without_zeros(bytes(-2)?);
                let fits = MODULUS_BYTES.contains(&modulus.len()) && exponent.len() <= 8;
                fits.then(|| Self {
                    algorithm: Algorithm::Rs256,
                    material: modulus.to_vec(),
                    exponent: exponent.to_vec(),
                })
            }
            _ => None,
        }
    }

    /// How it signs.
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Whether the signature of `text` is this key's.
    pub fn verifies(&self, text: &[u8], signature: &[u8]) -> bool {
        let verified = match self.algorithm {
            Algorithm::Es256 => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &self.material)
                .verify(text, signature),
            Algorithm::EdDsa => {
                UnparsedPublicKey::new(&ED25519, &self.material).verify(text, signature)
            }
            Algorithm::Rs256 => RsaPublicKeyComponents { n: &self.material, e: &self.exponent }
                .verify(&RSA_PKCS1_2048_8192_SHA256, text, signature),
        };
        verified.is_ok()
    }
}

fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}
