//! The key of one message, derived from its data key. (Specification, "Algorithm Suites", "HKDF"
//! and "Algorithm Suites Commit Key Derivation Settings".)

use aws_lc_rs::aead::{Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hkdf::{self, HKDF_SHA512, KeyType, Prk, Salt};
use zeroize::Zeroizing;

use crate::suite::Derivation;
use crate::{AlgorithmSuite, EsdkError, IV_BYTES, TAG_BYTES};

const KEY_LABEL: &[u8] = b"DERIVEKEY";
const COMMIT_LABEL: &[u8] = b"COMMITKEY";
/// Bytes of the value that commits to a data key.
pub(crate) const COMMITMENT_BYTES: usize = 32;

pub(crate) struct MessageKey {
    key: LessSafeKey,
    commitment: Option<[u8; COMMITMENT_BYTES]>,
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

impl MessageKey {
    pub(crate) fn derive(
        suite: AlgorithmSuite,
        data_key: &[u8],
        message_id: &[u8],
    ) -> Result<Self, EsdkError> {
        let wanted = suite.data_key_bytes();
        if data_key.len() != wanted {
            return Err(EsdkError::DataKeyLength { found: data_key.len(), wanted });
        }
        let id = suite.id().to_be_bytes();
        let (key, commitment) = match suite.derivation() {
            Derivation::Identity => (Zeroizing::new(data_key.to_vec()), None),
            Derivation::Hkdf(hash) => {
                let extracted = Salt::new(hash, &[]).extract(data_key);
                (expanded(&extracted, &[&id, message_id], wanted)?, None)
            }
            Derivation::Committing => {
                let extracted = Salt::new(HKDF_SHA512, message_id).extract(data_key);
                let commitment = expanded(&extracted, &[COMMIT_LABEL], COMMITMENT_BYTES)?;
                let commitment = commitment.as_slice().try_into().map_err(|_| EsdkError::Cipher)?;
                (expanded(&extracted, &[&id, KEY_LABEL], wanted)?, Some(commitment))
            }
        };
        let key = UnboundKey::new(suite.cipher(), &key).map_err(|_| EsdkError::Cipher)?;
        Ok(Self { key: LessSafeKey::new(key), commitment })
    }

    pub(crate) const fn commitment(&self) -> Option<&[u8; COMMITMENT_BYTES]> {
        self.commitment.as_ref()
    }

    /// Whether the data key is the one that a message is committed to.
    pub(crate) fn is_committed(&self, commitment: Option<&[u8; COMMITMENT_BYTES]>) -> bool {
        match (&self.commitment, commitment) {
            (Some(own), Some(stated)) => verify_slices_are_equal(own, stated).is_ok(),
            (None, None) => true,
            _ => false,
        }
    }

    pub(crate) fn seal(
        &self,
        iv: &[u8; IV_BYTES],
        aad: &[u8],
        text: &mut [u8],
    ) -> Result<[u8; TAG_BYTES], EsdkError> {
        let nonce = Nonce::assume_unique_for_key(*iv);
        let tag = self.key.seal_in_place_separate_tag(nonce, Aad::from(aad), text);
        tag.ok().and_then(|tag| tag.as_ref().try_into().ok()).ok_or(EsdkError::Cipher)
    }

    /// Opens a ciphertext with its tag behind it, in place; `None` where it is not authentic.
    pub(crate) fn open<'t>(
        &self,
        iv: &[u8; IV_BYTES],
        aad: &[u8],
        text_and_tag: &'t mut [u8],
    ) -> Option<&'t mut [u8]> {
        let nonce = Nonce::assume_unique_for_key(*iv);
        self.key.open_in_place(nonce, Aad::from(aad), text_and_tag).ok()
    }
}

fn expanded(prk: &Prk, info: &[&[u8]], bytes: usize) -> Result<Zeroizing<Vec<u8>>, EsdkError> {
    let mut out = Zeroizing::new(vec![0; bytes]);
    let okm: hkdf::Okm<'_, Length> =
        prk.expand(info, Length(bytes)).map_err(|_| EsdkError::Cipher)?;
    okm.fill(&mut out).map_err(|_| EsdkError::Cipher)?;
    Ok(out)
}
