//! Ed25519, and Ed25519ph over a digest. (RFC 8032.)

use aws_lc_rs::encoding::{AsBigEndian, AsDer};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, ParsedPublicKey};
use bartizan_types::Random;
use zeroize::Zeroizing;

use super::{Key, Pair};
use crate::KeyError;
use crate::algorithm::SigningAlgorithm;

pub(super) struct Ed25519 {
    pair: Ed25519KeyPair,
    seed: Zeroizing<[u8; 32]>,
}

pub(super) struct Ed25519Public {
    parsed: ParsedPublicKey,
    raw: [u8; 32],
}

pub(super) fn generate(random: &dyn Random) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let mut seed = Zeroizing::new([0; 32]);
    random.fill(seed.as_mut());
    let pair = Ed25519KeyPair::from_seed_unchecked(seed.as_ref()).map_err(|_| KeyError::Cipher)?;
    pkcs8(&pair)
}

pub(super) fn read(bytes: &[u8]) -> Result<Pair, KeyError> {
    let pair = Ed25519KeyPair::from_pkcs8(bytes).map_err(|_| KeyError::NotKeyMaterial)?;
    let public = pair.public_key().as_der().map_err(|_| KeyError::Cipher)?.as_ref().to_vec();
    let stored = pkcs8(&pair)?;
    let seed = pair.seed().map_err(|_| KeyError::Cipher)?;
    let seed = seed.as_be_bytes().map_err(|_| KeyError::Cipher)?;
    let mut own = Zeroizing::new([0; 32]);
    own.copy_from_slice(seed.as_ref().first_chunk::<32>().ok_or(KeyError::Cipher)?);
    Ok(Pair { stored, public, key: Key::Ed25519(Ed25519 { pair, seed: own }) })
}

pub(super) fn read_public(spki: &[u8]) -> Result<Ed25519Public, KeyError> {
    let parsed = ParsedPublicKey::new(&ED25519, spki).map_err(|_| KeyError::NotAPublicKey)?;
    let raw = *spki.last_chunk().ok_or(KeyError::NotAPublicKey)?;
    Ok(Ed25519Public { parsed, raw })
}

fn pkcs8(pair: &Ed25519KeyPair) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let der = pair.to_pkcs8v1().map_err(|_| KeyError::Cipher)?;
    Ok(Zeroizing::new(der.as_ref().to_vec()))
}

impl Ed25519 {
    pub(super) fn sign(
        &self,
        algorithm: SigningAlgorithm,
        message: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        if algorithm == SigningAlgorithm::Ed25519PhSha512 {
            let signature = bartizan_lc::ed25519ph_sign(&self.seed, message);
            return signature.map(Vec::from).ok_or(KeyError::Cipher);
        }
        let signature = self.pair.try_sign(message).map_err(|_| KeyError::Cipher)?;
        Ok(signature.as_ref().to_vec())
    }
}

impl Ed25519Public {
    pub(super) fn verify(
        &self,
        algorithm: SigningAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        if algorithm == SigningAlgorithm::Ed25519PhSha512 {
            return signature.try_into().is_ok_and(|signature| {
                bartizan_lc::ed25519ph_verify(&self.raw, message, signature)
            });
        }
        self.parsed.verify_sig(message, signature).is_ok()
    }
}
