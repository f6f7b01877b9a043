//! What services seal by a data key of KMS: a nonce, and AES-256-GCM bound to what names the record.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::error::Unspecified;
use bartizan_types::Random;
use zeroize::Zeroizing;

/// Seals bytes by a data key, bound to `binding`.
///
/// # Errors
/// The key is none of 256 bits.
pub fn seal_by_data_key(
    key: &[u8],
    binding: &[u8],
    plain: &[u8],
    random: &dyn Random,
) -> Result<Vec<u8>, Unspecified> {
    let mut nonce = [0; NONCE_LEN];
    random.fill(&mut nonce);
    let mut bytes = plain.to_vec();
    let by = Nonce::assume_unique_for_key(nonce);
    cipher(key)?.seal_in_place_append_tag(by, Aad::from(binding), &mut bytes)?;
    Ok([nonce.as_slice(), &bytes].concat())
}

/// Opens what [`seal_by_data_key`] sealed.
///
/// # Errors
/// The key is another one, or the bytes or the binding are not those that were sealed.
pub fn open_by_data_key(
    key: &[u8],
    binding: &[u8],
    mut sealed: Vec<u8>,
) -> Result<Zeroizing<Vec<u8>>, Unspecified> {
    let (nonce, rest) = sealed.split_first_chunk_mut::<NONCE_LEN>().ok_or(Unspecified)?;
    let nonce = Nonce::assume_unique_for_key(*nonce);
    let length = cipher(key)?.open_in_place(nonce, Aad::from(binding), rest)?.len();
    sealed.drain(..NONCE_LEN);
    let mut plain = Zeroizing::new(sealed);
    plain.truncate(length);
    Ok(plain)
}

fn cipher(key: &[u8]) -> Result<LessSafeKey, Unspecified> {
    UnboundKey::new(&AES_256_GCM, key).map(LessSafeKey::new)
}

#[cfg(test)]
mod tests {
    use bartizan_types::SeededRandom;

    use super::*;

    #[test]
    fn what_was_sealed_opens_by_its_key_and_binding_alone() {
        let random = SeededRandom::new(1);
        let (key, other) = ([7; 32], [8; 32]);
        for plain in [&b""[..], b"secret"] {
            let sealed = seal_by_data_key(&key, b"id", plain, &random).unwrap();
            assert_eq!(&**open_by_data_key(&key, b"id", sealed.clone()).unwrap(), plain);
            assert!(open_by_data_key(&other, b"id", sealed.clone()).is_err());
            assert!(open_by_data_key(&key, b"ID", sealed.clone()).is_err());
            let mut broken = sealed.clone();
            *broken.last_mut().unwrap() ^= 1;
            assert!(open_by_data_key(&key, b"id", broken).is_err());
            assert!(open_by_data_key(&key, b"id", sealed[..11].to_vec()).is_err());
        }
        assert!(seal_by_data_key(&key[..31], b"id", b"", &random).is_err());
    }
}
