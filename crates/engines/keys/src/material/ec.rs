//! Elliptic curves: ECDSA in DER, and ECDH. (FIPS 186-5; NIST SP 800-56A; SEC 1.)
//!
//! Signatures on secp256k1 are `k256`'s, which takes a seventh of the time that AWS-LC takes.

use std::sync::OnceLock;

use aws_lc_rs::agreement::{self, ParsedPublicKey, ParsedPublicKeyFormat, PrivateKey};
use aws_lc_rs::digest::{self, Algorithm, SHA256, SHA384, SHA512};
use aws_lc_rs::encoding::{AsBigEndian, AsDer};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{self, EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair as _};
use k256::ecdsa::signature::hazmat::{PrehashSigner, PrehashVerifier};
use k256::pkcs8::DecodePublicKey;
use zeroize::Zeroizing;

use super::rsa::import;
use super::{Key, Pair};
use crate::KeyError;
use crate::algorithm::MessageType;
use crate::der::in_one_sequence;
use crate::spec::KeySpec;

pub(super) struct Ec {
    curve: Curve,
    signer: Signer,
    /// Made when it is first needed: most keys sign.
    agreement: OnceLock<Option<PrivateKey>>,
}

enum Signer {
    Nist(EcdsaKeyPair),
    Secp256k1(k256::ecdsa::SigningKey),
}

pub(super) struct EcPublic {
    digest: &'static Algorithm,
    verifier: Verifier,
}

enum Verifier {
    Nist(signature::ParsedPublicKey),
    Secp256k1(Box<k256::ecdsa::VerifyingKey>),
}

struct Curve {
    signing: &'static EcdsaSigningAlgorithm,
    verification: &'static signature::EcdsaVerificationAlgorithm,
    digest: &'static Algorithm,
    /// The `AlgorithmIdentifier` of its public keys, which names it. (RFC 5480, section 2.1.1.)
    identifier: &'static [u8],
    /// Where AWS offers it.
    agreement: Option<&'static agreement::Algorithm>,
}

impl Curve {
    /// Refuses a public key that writes its curve out instead of naming it: whose generator or
    /// order might be an attacker's choice.
    fn check_named(&self, spki: &[u8]) -> Result<(), KeyError> {
        match in_one_sequence(spki) {
            Some(content) if content.starts_with(self.identifier) => Ok(()),
            _ => Err(KeyError::NotAPublicKey),
        }
    }
}

const fn curve(spec: KeySpec) -> Curve {
    match spec {
        KeySpec::EccNistP384 => Curve {
            signing: &signature::ECDSA_P384_SHA384_ASN1_SIGNING,
            verification: &signature::ECDSA_P384_SHA384_ASN1,
            digest: &SHA384,
            identifier: b"\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\x00\x22",
            agreement: Some(&agreement::ECDH_P384),
        },
        KeySpec::EccNistP521 => Curve {
            signing: &signature::ECDSA_P521_SHA512_ASN1_SIGNING,
            verification: &signature::ECDSA_P521_SHA512_ASN1,
            digest: &SHA512,
            identifier: b"\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\x00\x23",
            agreement: Some(&agreement::ECDH_P521),
        },
        KeySpec::EccSecgP256k1 => Curve {
            signing: &signature::ECDSA_P256K1_SHA256_ASN1_SIGNING,
            verification: &signature::ECDSA_P256K1_SHA256_ASN1,
            digest: &SHA256,
            identifier: b"\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\x00\x0a",
            agreement: None,
        },
        _ => Curve {
            signing: &signature::ECDSA_P256_SHA256_ASN1_SIGNING,
            verification: &signature::ECDSA_P256_SHA256_ASN1,
            digest: &SHA256,
            identifier: b"\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07",
            agreement: Some(&agreement::ECDH_P256),
        },
    }
}

pub(super) fn generate(spec: KeySpec) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let pair = EcdsaKeyPair::generate(curve(spec).signing).map_err(|_| KeyError::Cipher)?;
    pkcs8(&pair)
}

pub(super) fn read(spec: KeySpec, bytes: &[u8]) -> Result<Pair, KeyError> {
    let curve = curve(spec);
    let pair =
        EcdsaKeyPair::from_pkcs8(curve.signing, bytes).map_err(|_| KeyError::NotKeyMaterial)?;
    let public = pair.public_key().as_der().map_err(|_| KeyError::Cipher)?.as_ref().to_vec();
    let stored = pkcs8(&pair)?;
    let signer = if spec == KeySpec::EccSecgP256k1 {
        let scalar = pair.private_key().as_be_bytes().map_err(|_| KeyError::Cipher)?;
        let key = k256::ecdsa::SigningKey::from_slice(scalar.as_ref())
            .map_err(|_| KeyError::NotKeyMaterial)?;
        Signer::Secp256k1(key)
    } else {
        Signer::Nist(pair)
    };
    let key = Key::Ec(Box::new(Ec { curve, signer, agreement: OnceLock::new() }));
    Ok(Pair { stored, public, key })
}

pub(super) fn read_public(spec: KeySpec, spki: &[u8]) -> Result<EcPublic, KeyError> {
    let curve = curve(spec);
    curve.check_named(spki)?;
    let parsed = signature::ParsedPublicKey::new(curve.verification, spki)
        .map_err(|_| KeyError::NotAPublicKey)?;
    let verifier = if spec == KeySpec::EccSecgP256k1 {
        let key = k256::ecdsa::VerifyingKey::from_public_key_der(spki)
            .map_err(|_| KeyError::NotAPublicKey)?;
        Verifier::Secp256k1(Box::new(key))
    } else {
        Verifier::Nist(parsed)
    };
    Ok(EcPublic { digest: curve.digest, verifier })
}

fn pkcs8(pair: &EcdsaKeyPair) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let der = pair.to_pkcs8v1().map_err(|_| KeyError::Cipher)?;
    Ok(Zeroizing::new(der.as_ref().to_vec()))
}

impl Ec {
    pub(super) fn sign(&self, kind: MessageType, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        match &self.signer {
            Signer::Nist(pair) => match kind {
                MessageType::Digest => pair.sign_digest(&import(message, self.curve.digest)?),
                _ => pair.sign(&SystemRandom::new(), message),
            }
            .map(|signature| signature.as_ref().to_vec())
            .map_err(|_| KeyError::Cipher),
            Signer::Secp256k1(key) => {
                let signature: k256::ecdsa::Signature = key
                    .sign_prehash(&digest_of(self.curve.digest, kind, message))
                    .map_err(|_| KeyError::Cipher)?;
                Ok(signature.to_der().as_bytes().to_vec())
            }
        }
    }

    pub(super) fn agree(&self, peer: &[u8], stored: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let algorithm = self.curve.agreement.ok_or(KeyError::WrongAlgorithm)?;
        self.curve.check_named(peer)?;
        let peer: ParsedPublicKey = agreement::UnparsedPublicKey::new(algorithm, peer)
            .try_into()
            .map_err(|_| KeyError::NotAPublicKey)?;
        if peer.format() != ParsedPublicKeyFormat::X509 {
            return Err(KeyError::NotAPublicKey);
        }
        let private = self
            .agreement
            .get_or_init(|| PrivateKey::from_private_key_der(algorithm, stored).ok())
            .as_ref()
            .ok_or(KeyError::Cipher)?;
        agreement::agree(private, peer, KeyError::NotAPublicKey, |secret| {
            Ok(Zeroizing::new(secret.to_vec()))
        })
    }
}

impl EcPublic {
    pub(super) fn verify(
        &self,
        kind: MessageType,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool, KeyError> {
        Ok(match &self.verifier {
            Verifier::Nist(public) => match kind {
                MessageType::Digest => {
                    public.verify_digest_sig(&import(message, self.digest)?, signature)
                }
                _ => public.verify_sig(message, signature),
            }
            .is_ok(),
            Verifier::Secp256k1(key) => {
                let Ok(signature) = k256::ecdsa::Signature::from_der(signature) else {
                    return Ok(false);
                };
                // Either s is right; the crate takes the lower one alone. (SEC 1, section 4.1.4.)
                key.verify_prehash(&digest_of(self.digest, kind, message), &signature.normalize_s())
                    .is_ok()
            }
        })
    }
}

fn digest_of(algorithm: &'static Algorithm, kind: MessageType, message: &[u8]) -> Vec<u8> {
    match kind {
        MessageType::Digest => message.to_vec(),
        _ => digest::digest(algorithm, message).as_ref().to_vec(),
    }
}
