//! RSA: signatures by PSS and PKCS #1 v1.5, encryption by OAEP. (RFC 8017.)

use std::sync::OnceLock;

use aws_lc_rs::digest::{Algorithm, Digest, SHA256, SHA384, SHA512};
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{
    KeyPair, KeySize, OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm,
    OaepPrivateDecryptingKey, OaepPublicEncryptingKey, PrivateDecryptingKey, PublicEncryptingKey,
};
use aws_lc_rs::signature::{
    self, KeyPair as _, RsaEncoding, UnparsedPublicKey, VerificationAlgorithm,
};
use zeroize::Zeroizing;

use super::{Key, Pair};
use crate::KeyError;
use crate::algorithm::{EncryptionAlgorithm, MessageType, SigningAlgorithm};
use crate::spec::KeySpec;

pub(super) struct Rsa {
    pair: KeyPair,
    /// Made when it is first needed: most keys sign.
    decrypting: OnceLock<Option<OaepPrivateDecryptingKey>>,
}

pub(super) struct RsaPublic {
    spki: Vec<u8>,
    /// Made when it is first needed: most keys sign.
    encrypting: OnceLock<Option<OaepPublicEncryptingKey>>,
}

pub(super) fn generate(spec: KeySpec) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let size = match spec {
        KeySpec::Rsa2048 => KeySize::Rsa2048,
        KeySpec::Rsa3072 => KeySize::Rsa3072,
        _ => KeySize::Rsa4096,
    };
    let pair = KeyPair::generate(size).map_err(|_| KeyError::Cipher)?;
    pkcs8(&pair)
}

pub(super) fn read(spec: KeySpec, bytes: &[u8]) -> Result<Pair, KeyError> {
    let pair = KeyPair::from_pkcs8(bytes).map_err(|_| KeyError::NotKeyMaterial)?;
    if pair.public_modulus_len() != modulus_bytes(spec) {
        return Err(KeyError::NotKeyMaterial);
    }
    let public = pair.public_key().as_der().map_err(|_| KeyError::Cipher)?.as_ref().to_vec();
    let stored = pkcs8(&pair)?;
    Ok(Pair { stored, public, key: Key::Rsa(Rsa { pair, decrypting: OnceLock::new() }) })
}

pub(super) fn read_public(spec: KeySpec, spki: &[u8]) -> Result<RsaPublic, KeyError> {
    let key = PublicEncryptingKey::from_der(spki).map_err(|_| KeyError::NotAPublicKey)?;
    if key.key_size_bytes() != modulus_bytes(spec) {
        return Err(KeyError::NotAPublicKey);
    }
    Ok(RsaPublic { spki: spki.to_vec(), encrypting: OnceLock::new() })
}

const fn modulus_bytes(spec: KeySpec) -> usize {
    match spec {
        KeySpec::Rsa2048 => 256,
        KeySpec::Rsa3072 => 384,
        _ => 512,
    }
}

fn pkcs8(pair: &KeyPair) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let der = pair.as_der().map_err(|_| KeyError::Cipher)?;
    Ok(Zeroizing::new(der.as_ref().to_vec()))
}

impl Rsa {
    pub(super) fn decrypt(
        &self,
        algorithm: EncryptionAlgorithm,
        ciphertext: &[u8],
        stored: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let algorithm = oaep_algorithm(algorithm)?;
        let made = self.decrypting.get_or_init(|| {
            OaepPrivateDecryptingKey::new(PrivateDecryptingKey::from_pkcs8(stored).ok()?).ok()
        });
        let key = made.as_ref().ok_or(KeyError::Cipher)?;
        if ciphertext.len() != key.key_size_bytes() {
            return Err(KeyError::NotAuthentic);
        }
        let mut plaintext = Zeroizing::new(vec![0; key.min_output_size()]);
        let length = key
            .decrypt(algorithm, ciphertext, &mut plaintext, None)
            .map_err(|_| KeyError::NotAuthentic)?
            .len();
        plaintext.truncate(length);
        Ok(plaintext)
    }

    pub(super) fn sign(
        &self,
        algorithm: SigningAlgorithm,
        kind: MessageType,
        message: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        let scheme = scheme(algorithm)?;
        let mut signature = vec![0; self.pair.public_modulus_len()];
        match kind {
            MessageType::Digest => {
                let digest = import(message, scheme.digest)?;
                self.pair.sign_digest(scheme.encoding, &digest, &mut signature)
            }
            _ => self.pair.sign(scheme.encoding, &SystemRandom::new(), message, &mut signature),
        }
        .map_err(|_| KeyError::Cipher)?;
        Ok(signature)
    }
}

impl RsaPublic {
    pub(super) fn encrypt(
        &self,
        algorithm: EncryptionAlgorithm,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        let algorithm = oaep_algorithm(algorithm)?;
        let made = self.encrypting.get_or_init(|| {
            OaepPublicEncryptingKey::new(PublicEncryptingKey::from_der(&self.spki).ok()?).ok()
        });
        let key = made.as_ref().ok_or(KeyError::Cipher)?;
        let most = key.max_plaintext_size(algorithm);
        if plaintext.len() > most {
            return Err(KeyError::PlaintextTooLong { most });
        }
        let mut ciphertext = vec![0; key.ciphertext_size()];
        let length = key
            .encrypt(algorithm, plaintext, &mut ciphertext, None)
            .map_err(|_| KeyError::Cipher)?
            .len();
        ciphertext.truncate(length);
        Ok(ciphertext)
    }

    pub(super) fn verify(
        &self,
        algorithm: SigningAlgorithm,
        kind: MessageType,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool, KeyError> {
        let scheme = scheme(algorithm)?;
        let public = UnparsedPublicKey::new(scheme.verification, &self.spki);
        Ok(match kind {
            MessageType::Digest => {
                public.verify_digest(&import(message, scheme.digest)?, signature).is_ok()
            }
            _ => public.verify(message, signature).is_ok(),
        })
    }
}

/// A digest that the caller computed.
pub(super) fn import(digest: &[u8], algorithm: &'static Algorithm) -> Result<Digest, KeyError> {
    Digest::import_less_safe(digest, algorithm)
        .map_err(|_| KeyError::WrongLength { expected: algorithm.output_len() })
}

fn oaep_algorithm(algorithm: EncryptionAlgorithm) -> Result<&'static OaepAlgorithm, KeyError> {
    match algorithm {
        EncryptionAlgorithm::RsaesOaepSha1 => Ok(&OAEP_SHA1_MGF1SHA1),
        EncryptionAlgorithm::RsaesOaepSha256 => Ok(&OAEP_SHA256_MGF1SHA256),
        EncryptionAlgorithm::SymmetricDefault => Err(KeyError::WrongAlgorithm),
    }
}

struct Scheme {
    encoding: &'static dyn RsaEncoding,
    verification: &'static dyn VerificationAlgorithm,
    digest: &'static Algorithm,
}

/// PSS with a salt as long as the digest. (AWS KMS Developer Guide, Key spec reference.)
fn scheme(algorithm: SigningAlgorithm) -> Result<Scheme, KeyError> {
    let (encoding, verification, digest): (
        &'static dyn RsaEncoding,
        &'static dyn VerificationAlgorithm,
        &'static Algorithm,
    ) = match algorithm {
        SigningAlgorithm::RsassaPkcs1Sha256 => {
            (&signature::RSA_PKCS1_SHA256, &signature::RSA_PKCS1_2048_8192_SHA256, &SHA256)
        }
        SigningAlgorithm::RsassaPkcs1Sha384 => {
            (&signature::RSA_PKCS1_SHA384, &signature::RSA_PKCS1_2048_8192_SHA384, &SHA384)
        }
        SigningAlgorithm::RsassaPkcs1Sha512 => {
            (&signature::RSA_PKCS1_SHA512, &signature::RSA_PKCS1_2048_8192_SHA512, &SHA512)
        }
        SigningAlgorithm::RsassaPssSha256 => {
            (&signature::RSA_PSS_SHA256, &signature::RSA_PSS_2048_8192_SHA256, &SHA256)
        }
        SigningAlgorithm::RsassaPssSha384 => {
            (&signature::RSA_PSS_SHA384, &signature::RSA_PSS_2048_8192_SHA384, &SHA384)
        }
        SigningAlgorithm::RsassaPssSha512 => {
            (&signature::RSA_PSS_SHA512, &signature::RSA_PSS_2048_8192_SHA512, &SHA512)
        }
        _ => return Err(KeyError::WrongAlgorithm),
    };
    Ok(Scheme { encoding, verification, digest })
}
