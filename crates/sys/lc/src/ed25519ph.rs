//! Ed25519ph without a context. (RFC 8032, section 5.1; FIPS 186-5, section 7.8.1.)

use aws_lc_sys::{ED25519_keypair_from_seed, ED25519ph_sign, ED25519ph_verify};
use zeroize::Zeroizing;

/// Signs `message`, which is hashed by SHA-512 first, with the private key of `seed`.
pub fn ed25519ph_sign(seed: &[u8; 32], message: &[u8]) -> Option<[u8; 64]> {
    let mut public = [0; 32];
    let mut private = Zeroizing::new([0; 64]);
    // SAFETY: C writes 32 and 64 bytes and reads 32: what the arrays have.
    unsafe {
        ED25519_keypair_from_seed(public.as_mut_ptr(), private.as_mut_ptr(), seed.as_ptr());
    }
    let mut signature = [0; 64];
    // SAFETY: C writes 64 bytes and reads 64 of the private key: what the arrays have. Message and
    // length are one slice's. A context of no bytes may be null.
    let signed = unsafe {
        ED25519ph_sign(
            signature.as_mut_ptr(),
            message.as_ptr(),
            message.len(),
            private.as_ptr(),
            std::ptr::null(),
            0,
        )
    };
    (signed == 1).then_some(signature)
}

/// Whether `signature` is one of `message`, which is hashed by SHA-512 first, by the private key of
/// `public`.
pub fn ed25519ph_verify(public: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    // SAFETY: C reads 64 and 32 bytes of signature and key: what the arrays have. Message and
    // length are one slice's. A context of no bytes may be null.
    let valid = unsafe {
        ED25519ph_verify(
            message.as_ptr(),
            message.len(),
            signature.as_ptr(),
            public.as_ptr(),
            std::ptr::null(),
            0,
        )
    };
    valid == 1
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where its set-up fails")]
mod tests {
    use super::*;

    #[test]
    fn the_rfc_vector() {
        // RFC 8032, section 7.3: TEST abc.
        let bytes = |text: &str| hex::decode(text).unwrap();
        let seed: [u8; 32] =
            bytes("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42")
                .try_into()
                .unwrap();
        let public: [u8; 32] =
            bytes("ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf")
                .try_into()
                .unwrap();
        let signature = ed25519ph_sign(&seed, b"abc").unwrap();
        assert_eq!(
            hex::encode(signature),
            "98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae41\
             31f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406"
        );
        assert!(ed25519ph_verify(&public, b"abc", &signature));
        assert!(!ed25519ph_verify(&public, b"abd", &signature));
        assert!(!ed25519ph_verify(&public, b"", &signature));
    }
}
