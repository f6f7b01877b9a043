//! ML-DSA over the message representative µ, which the caller computed. (FIPS 204, section 6.2 and
//! algorithm 7, line 6: AWS KMS calls it an external µ.)

use std::fmt;

use aws_lc_sys::{
    EVP_PKEY_pqdsa_new_raw_private_key, EVP_PKEY_pqdsa_new_raw_public_key, EVP_PKEY_sign,
    EVP_PKEY_sign_init, EVP_PKEY_verify, EVP_PKEY_verify_init, NID_MLDSA44, NID_MLDSA65,
    NID_MLDSA87,
};

use crate::owned::Key;

/// How long µ is. (FIPS 204, algorithm 7.)
pub const MU_BYTES: usize = 64;

/// The parameter sets. (FIPS 204, table 1.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MlDsa {
    /// ML-DSA-44.
    MlDsa44,
    /// ML-DSA-65.
    MlDsa65,
    /// ML-DSA-87.
    MlDsa87,
}

impl MlDsa {
    const fn nid(self) -> i32 {
        match self {
            Self::MlDsa44 => NID_MLDSA44,
            Self::MlDsa65 => NID_MLDSA65,
            Self::MlDsa87 => NID_MLDSA87,
        }
    }

    /// How long a public key is. (FIPS 204, table 2.)
    pub const fn public_bytes(self) -> usize {
        match self {
            Self::MlDsa44 => 1312,
            Self::MlDsa65 => 1952,
            Self::MlDsa87 => 2592,
        }
    }

    /// How long a signature is. (FIPS 204, table 2.)
    pub const fn signature_bytes(self) -> usize {
        match self {
            Self::MlDsa44 => 2420,
            Self::MlDsa65 => 3309,
            Self::MlDsa87 => 4627,
        }
    }
}

/// A private key.
pub struct MlDsaPrivateKey {
    parameters: MlDsa,
    key: Key,
}

impl MlDsaPrivateKey {
    /// The private key of these bytes: the seed, or the expanded form that FIPS 204 defines.
    pub fn from_raw(parameters: MlDsa, private: &[u8]) -> Option<Self> {
        // SAFETY: pointer and length are one slice's; what is returned belongs to the caller.
        let key = unsafe {
            EVP_PKEY_pqdsa_new_raw_private_key(parameters.nid(), private.as_ptr(), private.len())
        };
        // SAFETY: the key was just made and is owned by nobody else.
        let key = unsafe { Key::own(key) }?;
        Some(Self { parameters, key })
    }

    /// Signs the message that `mu` represents.
    pub fn sign_mu(&self, mu: &[u8; MU_BYTES]) -> Option<Vec<u8>> {
        let mut context = self.key.context()?;
        // SAFETY: the context is alive and of a private key.
        if unsafe { EVP_PKEY_sign_init(context.as_ptr()) } != 1 {
            return None;
        }
        let mut signature = vec![0; self.parameters.signature_bytes()];
        let mut length = signature.len();
        // SAFETY: the context was made ready for signing; C writes no more than `length` bytes,
        // which is what the signature has, and reads the bytes of µ.
        let signed = unsafe {
            EVP_PKEY_sign(
                context.as_ptr(),
                signature.as_mut_ptr(),
                &raw mut length,
                mu.as_ptr(),
                mu.len(),
            )
        };
        (signed == 1 && length == signature.len()).then_some(signature)
    }
}

impl fmt::Debug for MlDsaPrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MlDsaPrivateKey({:?})", self.parameters)
    }
}

/// Whether `signature` is one of the message that `mu` represents, by the private key of `public`:
/// the raw bytes of a public key.
pub fn ml_dsa_verify_mu(
    parameters: MlDsa,
    public: &[u8],
    mu: &[u8; MU_BYTES],
    signature: &[u8],
) -> bool {
    // SAFETY: pointer and length are one slice's; what is returned belongs to the caller.
    let key = unsafe {
        EVP_PKEY_pqdsa_new_raw_public_key(parameters.nid(), public.as_ptr(), public.len())
    };
    // SAFETY: the key was just made and is owned by nobody else.
    let Some(key) = (unsafe { Key::own(key) }) else { return false };
    let Some(mut context) = key.context() else { return false };
    // SAFETY: the context is alive and of a public key.
    if unsafe { EVP_PKEY_verify_init(context.as_ptr()) } != 1 {
        return false;
    }
    // SAFETY: the context was made ready for verifying; pointers and lengths are of one slice each.
    let valid = unsafe {
        EVP_PKEY_verify(
            context.as_ptr(),
            signature.as_ptr(),
            signature.len(),
            mu.as_ptr(),
            mu.len(),
        )
    };
    valid == 1
}
