//! Key derivation: KBKDF in counter mode with HMAC-SHA256. (NIST SP 800-108r1, section 4.1.)

use aws_lc_rs::hmac;
use aws_lc_rs::kdf::{KbkdfCtrHmacAlgorithmId, get_kbkdf_ctr_hmac_algorithm, kbkdf_ctr_hmac};
use zeroize::Zeroizing;

use crate::KeyError;

/// Derives a key of 256 bits by KBKDF in counter mode: the fixed input is label, a zero byte, context,
/// and the length in bits.
///
/// # Errors
/// AWS-LC refuses.
pub fn derive(key: &[u8], label: &[u8], context: &[u8]) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let mut info = Vec::with_capacity(label.len() + context.len() + 5);
    info.extend_from_slice(label);
    info.push(0);
    info.extend_from_slice(context);
    info.extend_from_slice(&256_u32.to_be_bytes());
    let mut derived = Zeroizing::new([0; 32]);
    expand(key, &info, derived.as_mut())?;
    Ok(derived)
}

/// A key that many are derived from, made ready once.
pub(crate) struct Derivation(hmac::Key);

impl Derivation {
    pub(crate) fn new(key: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    /// As [`derive`]: a key of 256 bits is one block, which is one HMAC.
    pub(crate) fn derive(
        &self,
        label: &[u8],
        context: &[u8],
    ) -> Result<Zeroizing<[u8; 32]>, KeyError> {
        let mut input = Vec::with_capacity(label.len() + context.len() + 9);
        input.extend_from_slice(&1_u32.to_be_bytes());
        input.extend_from_slice(label);
        input.push(0);
        input.extend_from_slice(context);
        input.extend_from_slice(&256_u32.to_be_bytes());
        let mut derived = Zeroizing::new([0; 32]);
        hmac::sign_to_buffer(&self.0, &input, derived.as_mut()).map_err(|_| KeyError::Cipher)?;
        Ok(derived)
    }
}

fn expand(key: &[u8], info: &[u8], out: &mut [u8]) -> Result<(), KeyError> {
    let algorithm =
        get_kbkdf_ctr_hmac_algorithm(KbkdfCtrHmacAlgorithmId::Sha256).ok_or(KeyError::Cipher)?;
    kbkdf_ctr_hmac(algorithm, key, info, out).map_err(|_| KeyError::Cipher)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nist_vectors() {
        // CAVP, KDFCTR, PRF HMAC_SHA256, counter of 32 bits before the fixed input: the first with
        // 128 bits of output, and one with a key of 128 bits.
        for (key, info, expected) in [
            (
                "dd1d91b7d90b2bd3138533ce92b272fbf8a369316aefe242e659cc0ae238afe0",
                "01322b96b30acd197979444e468e1c5c6859bf1b1cf951b7e725303e237e46b864a145fab25e517b\
                 08f8683d0315bb2911d80a0e8aba17f3b413faac",
                "10621342bfb0fd40046c0e29f2cfdbf0",
            ),
            (
                "0185fb7661f6dd408d982f810fcd5004",
                "c3f1712a82613643e0f763a7a0a31588b6aed95056dfc512550cf2d00d68a32d",
                "c63f747b67be71f57ba4562117dd2904",
            ),
        ] {
            let mut out = vec![0; expected.len() / 2];
            expand(&hex::decode(key).unwrap(), &hex::decode(info).unwrap(), &mut out).unwrap();
            assert_eq!(hex::encode(out), expected);
        }
    }

    #[test]
    fn the_derivation_is_the_standards_own() {
        // SP 800-108, section 4.1, with one block: HMAC(key, counter || label || 0 || context || L).
        let key = [7; 32];
        let mut input = vec![0, 0, 0, 1];
        input.extend_from_slice(b"label\0context\x00\x00\x01\x00");
        let block = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), &input);
        assert_eq!(&derive(&key, b"label", b"context").unwrap()[..], block.as_ref());
    }

    #[test]
    fn a_key_made_ready_derives_the_same() {
        let key = [7; 32];
        let derived = derive(&key, b"label", b"context").unwrap();
        assert_eq!(Derivation::new(&key).derive(b"label", b"context").unwrap(), derived);
    }

    #[test]
    fn label_and_context_are_told_apart() {
        let key = [7; 32];
        assert_ne!(derive(&key, b"a", b"bc"), derive(&key, b"ab", b"c"));
    }
}
