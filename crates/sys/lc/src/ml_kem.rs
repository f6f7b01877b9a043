//! ML-KEM keys read from PKCS #8, as seed or as expanded key. (RFC 9935, section 6.)

use aws_lc_sys::{
    CBS, CBS_init, EVP_PKEY_KEM, EVP_PKEY_get_raw_private_key, EVP_PKEY_get_raw_public_key,
    EVP_PKEY_id, EVP_parse_private_key,
};
use zeroize::Zeroizing;

use crate::owned::Key;

/// The most bytes of an expanded key or of a public key: ML-KEM-1024's. (FIPS 203, table 3.)
const MOST_BYTES: usize = 3168;

/// A key pair of ML-KEM in the raw forms of FIPS 203.
pub struct MlKemKey {
    /// The decapsulation key.
    pub decapsulation: Zeroizing<Vec<u8>>,
    /// The encapsulation key, where the private key was given as a seed.
    pub encapsulation: Option<Vec<u8>>,
}

/// The key pair of a private key in PKCS #8. A seed is expanded. Any other kind of key, and bytes
/// behind the key, are refused.
pub fn ml_kem_key(pkcs8: &[u8]) -> Option<MlKemKey> {
    let mut reader = CBS { data: std::ptr::null(), len: 0 };
    // SAFETY: C stores pointer and length, which are one slice's; the slice outlives the reader.
    unsafe { CBS_init(&raw mut reader, pkcs8.as_ptr(), pkcs8.len()) };
    // SAFETY: the reader is over a slice that is alive; what is returned belongs to the caller.
    let key = unsafe { EVP_parse_private_key(&raw mut reader) };
    // SAFETY: the key was just made and is owned by nobody else.
    let key = unsafe { Key::own(key) }?;
    // SAFETY: the key is alive.
    let kind = unsafe { EVP_PKEY_id(key.as_ptr()) };
    if reader.len != 0 || kind != EVP_PKEY_KEM {
        return None;
    }
    let mut decapsulation = Zeroizing::new(vec![0; MOST_BYTES]);
    let mut length = decapsulation.len();
    // SAFETY: the key is alive; C writes no more than `length` bytes, which the vector has.
    let read = unsafe {
        EVP_PKEY_get_raw_private_key(key.as_ptr(), decapsulation.as_mut_ptr(), &raw mut length)
    };
    if read != 1 {
        return None;
    }
    decapsulation.truncate(length);
    let mut encapsulation = vec![0; MOST_BYTES];
    let mut length = encapsulation.len();
    // SAFETY: the key is alive; C writes no more than `length` bytes, which the vector has.
    let read = unsafe {
        EVP_PKEY_get_raw_public_key(key.as_ptr(), encapsulation.as_mut_ptr(), &raw mut length)
    };
    encapsulation.truncate(length);
    Some(MlKemKey { decapsulation, encapsulation: (read == 1).then_some(encapsulation) })
}
