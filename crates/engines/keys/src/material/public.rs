//! Public keys: what needs no secret.

use std::fmt;

use zeroize::Zeroizing;

use super::ec::{self, EcPublic};
use super::ed25519::{self, Ed25519Public};
use super::ml_dsa::{self, MlDsaPublic};
use super::ml_kem::{self, MlKemPublic};
use super::rsa::{self, RsaPublic};
use crate::KeyError;
use crate::algorithm::{EncryptionAlgorithm, KeyUsage, MessageType, SigningAlgorithm};
use crate::spec::KeySpec;

/// The public half of a key pair.
pub struct PublicKey {
    spec: KeySpec,
    der: Vec<u8>,
    half: Half,
}

enum Half {
    Rsa(RsaPublic),
    Ec(EcPublic),
    Ed25519(Ed25519Public),
    MlDsa(MlDsaPublic),
    MlKem(MlKemPublic),
}

/// A secret as both sides have it, and as it travels.
#[derive(Clone)]
pub struct Encapsulated {
    /// The secret: 32 bytes.
    pub secret: Zeroizing<Vec<u8>>,
    /// What the holder of the private key makes the secret from.
    pub ciphertext: Vec<u8>,
}

impl fmt::Debug for Encapsulated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Encapsulated({} bytes)", self.ciphertext.len())
    }
}

impl PublicKey {
    /// Reads a `SubjectPublicKeyInfo` in DER. (RFC 5280, section 4.1.)
    ///
    /// # Errors
    /// [`KeyError::NotAPublicKey`]: it is none, or of another kind or size.
    pub fn read(spec: KeySpec, der: &[u8]) -> Result<Self, KeyError> {
        if crate::der::in_one_sequence(der).is_none() {
            return Err(KeyError::NotAPublicKey);
        }
        let half = match spec {
            KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096 => {
                Half::Rsa(rsa::read_public(spec, der)?)
            }
            KeySpec::EccNistP256
            | KeySpec::EccNistP384
            | KeySpec::EccNistP521
            | KeySpec::EccSecgP256k1 => Half::Ec(ec::read_public(spec, der)?),
            KeySpec::EccNistEdwards25519 => Half::Ed25519(ed25519::read_public(der)?),
            KeySpec::MlDsa44 | KeySpec::MlDsa65 | KeySpec::MlDsa87 => {
                Half::MlDsa(ml_dsa::read_public(spec, der)?)
            }
            KeySpec::MlKem512 | KeySpec::MlKem768 | KeySpec::MlKem1024 => {
                Half::MlKem(ml_kem::read_public(spec, der)?)
            }
            _ => return Err(KeyError::NotAPublicKey),
        };
        Ok(Self { spec, der: der.to_vec(), half })
    }

    /// The key as `SubjectPublicKeyInfo` in DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// As [`KeyMaterial::encrypt`](crate::KeyMaterial::encrypt).
    ///
    /// # Errors
    /// As there.
    pub fn encrypt(
        &self,
        algorithm: EncryptionAlgorithm,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        match &self.half {
            Half::Rsa(key) => key.encrypt(algorithm, plaintext),
            _ => Err(KeyError::WrongAlgorithm),
        }
    }

    /// As [`KeyMaterial::verify`](crate::KeyMaterial::verify).
    ///
    /// # Errors
    /// As there.
    pub fn verify(
        &self,
        algorithm: SigningAlgorithm,
        kind: MessageType,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool, KeyError> {
        check_message(self.spec, algorithm, kind, message)?;
        match &self.half {
            Half::Rsa(key) => key.verify(algorithm, kind, message, signature),
            Half::Ec(key) => key.verify(kind, message, signature),
            Half::Ed25519(key) => Ok(key.verify(algorithm, message, signature)),
            Half::MlDsa(key) => key.verify(kind, message, signature),
            Half::MlKem(_) => Err(KeyError::WrongAlgorithm),
        }
    }

    /// As [`KeyMaterial::encapsulate`](crate::KeyMaterial::encapsulate).
    ///
    /// # Errors
    /// As there.
    pub fn encapsulate(&self) -> Result<Encapsulated, KeyError> {
        match &self.half {
            Half::MlKem(key) => key.encapsulate(),
            _ => Err(KeyError::WrongAlgorithm),
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.spec)
    }
}

/// Whether a key of this kind signs by the algorithm, and the algorithm such a message.
pub(super) fn check_message(
    spec: KeySpec,
    algorithm: SigningAlgorithm,
    kind: MessageType,
    message: &[u8],
) -> Result<(), KeyError> {
    if !spec.signing_algorithms(KeyUsage::SignVerify).contains(&algorithm) {
        return Err(KeyError::WrongAlgorithm);
    }
    if !algorithm.takes(kind) {
        return Err(KeyError::WrongMessageType);
    }
    let expected = match kind {
        MessageType::Raw => return Ok(()),
        MessageType::Digest => algorithm.digest_bytes().unwrap_or_default(),
        MessageType::ExternalMu => bartizan_lc::MU_BYTES,
    };
    if message.len() == expected { Ok(()) } else { Err(KeyError::WrongLength { expected }) }
}
