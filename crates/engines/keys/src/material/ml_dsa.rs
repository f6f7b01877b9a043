//! ML-DSA without a context, over a message or its representative µ. (FIPS 204.)

use std::sync::OnceLock;

use aws_lc_rs::encoding::{AsDer, AsRawBytes};
use aws_lc_rs::signature::{
    self, KeyPair as _, ParsedPublicKey, PqdsaKeyPair, PqdsaSigningAlgorithm,
    PqdsaVerificationAlgorithm,
};
use bartizan_lc::{MU_BYTES, MlDsa, MlDsaPrivateKey, ml_dsa_verify_mu};
use bartizan_types::Random;
use zeroize::Zeroizing;

use super::{Key, Pair};
use crate::KeyError;
use crate::algorithm::MessageType;
use crate::spec::KeySpec;

pub(super) struct MlDsaKey {
    parameters: MlDsa,
    pair: PqdsaKeyPair,
    /// Made when it is first needed: most messages are signed whole.
    over_mu: OnceLock<Option<MlDsaPrivateKey>>,
}

pub(super) struct MlDsaPublic {
    parameters: MlDsa,
    parsed: ParsedPublicKey,
    raw: Vec<u8>,
}

struct Set {
    parameters: MlDsa,
    signing: &'static PqdsaSigningAlgorithm,
    verification: &'static PqdsaVerificationAlgorithm,
}

const fn set(spec: KeySpec) -> Set {
    match spec {
        KeySpec::MlDsa44 => Set {
            parameters: MlDsa::MlDsa44,
            signing: &signature::ML_DSA_44_SIGNING,
            verification: &signature::ML_DSA_44,
        },
        KeySpec::MlDsa65 => Set {
            parameters: MlDsa::MlDsa65,
            signing: &signature::ML_DSA_65_SIGNING,
            verification: &signature::ML_DSA_65,
        },
        _ => Set {
            parameters: MlDsa::MlDsa87,
            signing: &signature::ML_DSA_87_SIGNING,
            verification: &signature::ML_DSA_87,
        },
    }
}

pub(super) fn generate(spec: KeySpec, random: &dyn Random) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let mut seed = Zeroizing::new([0; 32]);
    random.fill(seed.as_mut());
    let pair =
        PqdsaKeyPair::from_seed(set(spec).signing, seed.as_ref()).map_err(|_| KeyError::Cipher)?;
    let der = pair.to_pkcs8v1().map_err(|_| KeyError::Cipher)?;
    Ok(Zeroizing::new(der.as_ref().to_vec()))
}

/// A key that came without its seed is kept as it came.
pub(super) fn read(spec: KeySpec, bytes: &[u8]) -> Result<Pair, KeyError> {
    let set = set(spec);
    let pair =
        PqdsaKeyPair::from_pkcs8(set.signing, bytes).map_err(|_| KeyError::NotKeyMaterial)?;
    let stored = pair.to_pkcs8v1().map_or_else(|_| bytes.to_vec(), |der| der.as_ref().to_vec());
    let public = pair.public_key().as_der().map_err(|_| KeyError::Cipher)?.as_ref().to_vec();
    let key = Key::MlDsa(MlDsaKey { parameters: set.parameters, pair, over_mu: OnceLock::new() });
    Ok(Pair { stored: Zeroizing::new(stored), public, key })
}

pub(super) fn read_public(spec: KeySpec, spki: &[u8]) -> Result<MlDsaPublic, KeyError> {
    let set = set(spec);
    let parsed =
        ParsedPublicKey::new(set.verification, spki).map_err(|_| KeyError::NotAPublicKey)?;
    let start =
        spki.len().checked_sub(set.parameters.public_bytes()).ok_or(KeyError::NotAPublicKey)?;
    let raw = spki.get(start..).unwrap_or_default().to_vec();
    Ok(MlDsaPublic { parameters: set.parameters, parsed, raw })
}

impl MlDsaKey {
    pub(super) fn sign(&self, kind: MessageType, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        if kind == MessageType::ExternalMu {
            return self.over_mu()?.sign_mu(mu(message)?).ok_or(KeyError::Cipher);
        }
        let mut signature = vec![0; self.parameters.signature_bytes()];
        self.pair.sign(message, &mut signature).map_err(|_| KeyError::Cipher)?;
        Ok(signature)
    }

    fn over_mu(&self) -> Result<&MlDsaPrivateKey, KeyError> {
        let made = self.over_mu.get_or_init(|| {
            let raw = self.pair.private_key().as_raw_bytes().ok()?;
            MlDsaPrivateKey::from_raw(self.parameters, raw.as_ref())
        });
        made.as_ref().ok_or(KeyError::Cipher)
    }
}

impl MlDsaPublic {
    pub(super) fn verify(
        &self,
        kind: MessageType,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool, KeyError> {
        if kind == MessageType::ExternalMu {
            return Ok(ml_dsa_verify_mu(self.parameters, &self.raw, mu(message)?, signature));
        }
        Ok(self.parsed.verify_sig(message, signature).is_ok())
    }
}

fn mu(message: &[u8]) -> Result<&[u8; MU_BYTES], KeyError> {
    message.try_into().map_err(|_| KeyError::WrongLength { expected: MU_BYTES })
}
