//! Data blobs that a key elsewhere encrypted once more: those of keys in external key stores. (AWS KMS
//! Developer Guide, "Double encryption".)
//!
//! ```text
//! format 2 | header of the blob inside, but for its format | nonce's length 1 | nonce | tag 16 |
//! metadata's length 1 | metadata | ciphertext
//! ```
//! What is encrypted elsewhere is the whole blob inside, bound to this header and to the encryption
//! context.

use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};

use crate::KeyError;
use crate::blob::{FORMAT_EXTERNAL, HEADER_BYTES, MAX_BLOB_BYTES, associated_data};

const TAG_BYTES: usize = 16;
/// ("AWS KMS External Key Store (XKS) Proxy API Specification", `Encrypt`.)
const NONCE_BYTES: [usize; 2] = [12, 16];
/// Likewise.
const METADATA_BYTES_MAX: usize = 20;

/// What encryption by a key elsewhere gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encrypted {
    /// The ciphertext, as long as what was encrypted.
    pub ciphertext: Vec<u8>,
    /// What else the key's keeper wants to see again; may be empty.
    pub metadata: Vec<u8>,
    /// The nonce.
    pub nonce: Vec<u8>,
    /// The tag.
    pub tag: [u8; TAG_BYTES],
}

/// What encryption elsewhere is bound to: the header, and a digest of the encryption context, which may
/// be longer than a key's keeper takes.
///
/// # Errors
/// [`KeyError::NotAuthentic`]: this is no blob.
pub fn binding(blob: &[u8], context: &BTreeMap<String, String>) -> Result<Vec<u8>, KeyError> {
    let mut binding = header(blob)?.to_vec();
    binding.extend_from_slice(digest(&SHA256, &associated_data(&[], context)).as_ref());
    Ok(binding)
}

/// The blob around what was encrypted elsewhere.
///
/// # Errors
/// [`KeyError::NotAuthentic`]: the blob inside is none; or the nonce, the metadata or the ciphertext
/// has a length that it may not have.
pub fn wrap(inside: &[u8], encrypted: &Encrypted) -> Result<Vec<u8>, KeyError> {
    let Encrypted { ciphertext, metadata, nonce, tag } = encrypted;
    let fits = NONCE_BYTES.contains(&nonce.len())
        && metadata.len() <= METADATA_BYTES_MAX
        && ciphertext.len() == inside.len();
    if !fits {
        return Err(KeyError::NotAuthentic);
    }
    let mut blob = header(inside)?.to_vec();
    let length = |bytes: &[u8]| u8::try_from(bytes.len()).map_err(|_| KeyError::NotAuthentic);
    blob.push(length(nonce)?);
    blob.extend_from_slice(nonce);
    blob.extend_from_slice(tag);
    blob.push(length(metadata)?);
    blob.extend_from_slice(metadata);
    blob.extend_from_slice(ciphertext);
    Ok(blob)
}

/// What was encrypted elsewhere; `None` where the blob is of another format.
///
/// # Errors
/// [`KeyError::NotAuthentic`]: it is cut, or no blob.
pub fn read(blob: &[u8]) -> Result<Option<Encrypted>, KeyError> {
    if blob.first() != Some(&FORMAT_EXTERNAL) {
        return Ok(None);
    }
    if blob.len() > MAX_BLOB_BYTES {
        return Err(KeyError::NotAuthentic);
    }
    parsed(blob).map(Some).ok_or(KeyError::NotAuthentic)
}

/// Whether a blob that was decrypted elsewhere is the one that was inside of this one.
pub fn is_inside(inside: &[u8], blob: &[u8]) -> bool {
    let without_format = |blob: &[u8]| blob.get(1..HEADER_BYTES).map(<[u8]>::to_vec);
    without_format(inside).is_some_and(|header| without_format(blob) == Some(header))
}

fn parsed(blob: &[u8]) -> Option<Encrypted> {
    let (_, rest) = blob.split_at_checked(HEADER_BYTES)?;
    let (length, rest) = rest.split_first()?;
    let (nonce, rest) = rest.split_at_checked(usize::from(*length))?;
    let (tag, rest) = rest.split_first_chunk::<TAG_BYTES>()?;
    let (length, rest) = rest.split_first()?;
    let (metadata, ciphertext) = rest.split_at_checked(usize::from(*length))?;
    let fits = NONCE_BYTES.contains(&nonce.len())
        && metadata.len() <= METADATA_BYTES_MAX
        && !ciphertext.is_empty();
    fits.then(|| Encrypted {
        ciphertext: ciphertext.to_vec(),
        metadata: metadata.to_vec(),
        nonce: nonce.to_vec(),
        tag: *tag,
    })
}

/// The header that a blob of this format has, of either the blob inside or the one around.
fn header(blob: &[u8]) -> Result<[u8; HEADER_BYTES], KeyError> {
    let mut header = *blob.first_chunk::<HEADER_BYTES>().ok_or(KeyError::NotAuthentic)?;
    if let Some(format) = header.first_mut() {
        *format = FORMAT_EXTERNAL;
    }
    Ok(header)
}

#[cfg(test)]
mod tests {
    use bartizan_types::{AccountId, SeededRandom};
    use proptest::prelude::*;

    use super::*;
    use crate::blob::{self, Header, Label};
    use crate::{KeyMaterial, KeySpec};

    fn inside() -> Vec<u8> {
        let random = SeededRandom::new(1);
        let material = KeyMaterial::generate(KeySpec::SymmetricDefault, &random).unwrap();
        let label = Label {
            account: AccountId::from_number(123_456_789_012).unwrap(),
            key_id: "0ab1c2d3-0000-4000-8000-000000000000",
            material_id: &"ab".repeat(32),
        };
        blob::seal(&material, &label, &BTreeMap::new(), &[7; 4096], &random).unwrap()
    }

    fn encrypted(ciphertext: Vec<u8>) -> Encrypted {
        Encrypted { ciphertext, metadata: vec![1; 20], nonce: vec![2; 16], tag: [3; 16] }
    }

    #[test]
    fn a_blob_around_another_names_the_same_key_and_is_read_back() {
        let inside = inside();
        let elsewhere = encrypted(inside.iter().map(|byte| byte ^ 0x55).collect());
        let around = wrap(&inside, &elsewhere).unwrap();
        assert!(around.len() <= MAX_BLOB_BYTES);
        assert_eq!(Header::read(&around).unwrap(), Header::read(&inside).unwrap());
        assert_eq!(read(&around).unwrap(), Some(elsewhere));
        assert_eq!(read(&inside).unwrap(), None);
        assert!(is_inside(&inside, &around));
        let context = BTreeMap::from([("a".to_owned(), "b".to_owned())]);
        let bound = binding(&inside, &context).unwrap();
        assert_eq!(bound, binding(&around, &context).unwrap());
        assert_ne!(bound, binding(&around, &BTreeMap::new()).unwrap());
        let mut other = around.clone();
        other[40] ^= 1;
        assert!(!is_inside(&inside, &other));
        assert_ne!(bound, binding(&other, &context).unwrap());
    }

    #[test]
    fn lengths_that_no_keeper_may_answer_are_refused() {
        let inside = inside();
        let good = encrypted(inside.clone());
        for wrong in [
            Encrypted { nonce: vec![0; 13], ..good.clone() },
            Encrypted { metadata: vec![0; 21], ..good.clone() },
            Encrypted { ciphertext: vec![0; 5], ..good },
        ] {
            assert_eq!(wrap(&inside, &wrong), Err(KeyError::NotAuthentic));
        }
    }

    proptest! {
        #[test]
        fn no_cut_and_no_noise_panics(
            cut in any::<prop::sample::Index>(),
            noise in prop::collection::vec(any::<u8>(), 0..300),
        ) {
            let inside = inside();
            let around = wrap(&inside, &encrypted(inside.clone())).unwrap();
            let _ = read(&around[..cut.index(around.len())]);
            let mut noise = noise;
            noise.insert(0, FORMAT_EXTERNAL);
            let _ = (read(&noise), Header::read(&noise));
        }
    }
}
