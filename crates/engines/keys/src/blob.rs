//! Data blobs: what `Encrypt` and `GenerateDataKey` give away and `Decrypt` takes back.
//!
//! ```text
//! format 1 | account 8 | key 17 | material 32 | salt 16 | nonce 12 | ciphertext | tag 16
//! ```
//! The header names key and material, so that a blob can be decrypted by who holds nothing else; it
//! names no region, so a multi-Region key's blob can be decrypted in each of its. A message key is derived from the salt.
//! Header and encryption context are the associated data.

use std::collections::BTreeMap;

use aws_lc_rs::aead::{Aad, NONCE_LEN};
use bartizan_types::{AccountId, Random};
use zeroize::Zeroizing;

use crate::cipher::{aes_key, parse_nonce};
use crate::{KeyError, KeyMaterial};

/// The most bytes that are encrypted directly. (AWS KMS API Reference, Encrypt.)
pub const MAX_BLOB_PLAINTEXT_BYTES: usize = 4096;
/// The most bytes of a blob. (AWS KMS API Reference, `CiphertextBlob`.)
pub const MAX_BLOB_BYTES: usize = 6144;

const FORMAT: u8 = 1;
/// Of a blob that a key elsewhere encrypted once more: see [`crate::external_blob`].
pub(crate) const FORMAT_EXTERNAL: u8 = 2;
const LABEL: &[u8] = b"bartizan data blob";
/// In front of the 16 bytes of a key id that is a UUID.
const PLAIN: u8 = 0;
/// In front of the 16 bytes of a multi-Region key's id: `mrk-` and 32 digits.
const MULTI_REGION: u8 = 1;
const MULTI_REGION_PREFIX: &str = "mrk-";
const ACCOUNT_BYTES: usize = 8;
const KEY_BYTES: usize = 17;
const MATERIAL_BYTES: usize = 32;
const SALT_BYTES: usize = 16;
const TAG_BYTES: usize = 16;
/// How many random bytes a blob takes: its salt and its nonce.
pub const FRESH_BYTES: usize = SALT_BYTES + NONCE_LEN;
pub(crate) const HEADER_BYTES: usize = 1 + ACCOUNT_BYTES + KEY_BYTES + MATERIAL_BYTES + FRESH_BYTES;

/// Which key and material a blob is sealed by.
#[derive(Debug, Clone, Copy)]
pub struct Label<'a> {
    /// The account of the key.
    pub account: AccountId,
    /// The id of the key, without its region: a UUID, or `mrk-` and 32 digits.
    pub key_id: &'a str,
    /// The id of the key's material, 64 hexadecimal digits.
    pub material_id: &'a str,
}

/// Whose a blob says it is. Nothing of it is proved before the blob was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The account of the key.
    pub account: AccountId,
    /// The id of the key, without its region.
    pub key_id: String,
    /// The id of the key's material, 64 hexadecimal digits.
    pub material_id: String,
}

impl Header {
    /// Reads the header of a blob.
    ///
    /// # Errors
    /// [`KeyError::NotAuthentic`]: it cannot be a blob.
    pub fn read(blob: &[u8]) -> Result<Self, KeyError> {
        let parts = Parts::of(blob).or_else(|_| Parts::split(blob, FORMAT_EXTERNAL))?;
        let account = AccountId::from_number(u64::from_be_bytes(parts.account));
        Ok(Self {
            account: account.ok_or(KeyError::NotAuthentic)?,
            key_id: key_text(parts.key).ok_or(KeyError::NotAuthentic)?,
            material_id: hex::encode(parts.material),
        })
    }
}

/// Encrypts `plaintext` by the material of a `SYMMETRIC_DEFAULT` key, bound to the context.
///
/// # Errors
/// [`KeyError::WrongAlgorithm`], [`KeyError::NotAKeyId`] or [`KeyError::PlaintextTooLong`].
pub fn seal(
    material: &KeyMaterial,
    label: &Label<'_>,
    context: &BTreeMap<String, String>,
    plaintext: &[u8],
    random: &dyn Random,
) -> Result<Vec<u8>, KeyError> {
    let mut fresh = [0; FRESH_BYTES];
    random.fill(&mut fresh);
    seal_freshly(material, label, context, plaintext, &fresh)
}

/// As [`seal`], by random bytes that serve once: who needs others besides draws all together, as asking
/// the system takes longer than sealing what is short.
///
/// # Errors
/// As for [`seal`].
pub fn seal_freshly(
    material: &KeyMaterial,
    label: &Label<'_>,
    context: &BTreeMap<String, String>,
    plaintext: &[u8],
    fresh: &[u8; FRESH_BYTES],
) -> Result<Vec<u8>, KeyError> {
    let derivation = material.derivation()?;
    if plaintext.len() > MAX_BLOB_PLAINTEXT_BYTES {
        return Err(KeyError::PlaintextTooLong { most: MAX_BLOB_PLAINTEXT_BYTES });
    }
    let mut named = [0; MATERIAL_BYTES];
    hex::decode_to_slice(label.material_id, &mut named).map_err(|_| KeyError::NotAKeyId)?;
    let mut blob = Vec::with_capacity(HEADER_BYTES + plaintext.len() + TAG_BYTES);
    blob.push(FORMAT);
    blob.extend_from_slice(&label.account.number().to_be_bytes());
    blob.extend_from_slice(&key_bytes(label.key_id).ok_or(KeyError::NotAKeyId)?);
    blob.extend_from_slice(&named);
    blob.extend_from_slice(fresh);
    let aad = associated_data(&blob, context);
    let (salt, nonce) = fresh.split_at(SALT_BYTES);
    let key = aes_key(&*derivation.derive(LABEL, salt)?)?;
    blob.extend_from_slice(plaintext);
    let (_, body) = blob.split_at_mut(HEADER_BYTES);
    let tag = key
        .seal_in_place_separate_tag(parse_nonce(nonce)?, Aad::from(aad), body)
        .map_err(|_| KeyError::Cipher)?;
    blob.extend_from_slice(tag.as_ref());
    Ok(blob)
}

/// Decrypts a blob by the material that its header names, if the context is the one it was sealed
/// with.
///
/// # Errors
/// [`KeyError::WrongAlgorithm`]; or [`KeyError::NotAuthentic`], whatever is wrong with the blob.
pub fn open(
    material: &KeyMaterial,
    blob: &[u8],
    context: &BTreeMap<String, String>,
) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let derivation = material.derivation()?;
    let parts = Parts::of(blob)?;
    let aad = associated_data(parts.header, context);
    let key = aes_key(&*derivation.derive(LABEL, parts.salt)?)?;
    let mut plaintext = Zeroizing::new(parts.body.to_vec());
    let length = key
        .open_in_place(parse_nonce(parts.nonce)?, Aad::from(aad), &mut plaintext)
        .map_err(|_| KeyError::NotAuthentic)?
        .len();
    plaintext.truncate(length);
    Ok(plaintext)
}

struct Parts<'a> {
    header: &'a [u8],
    account: [u8; ACCOUNT_BYTES],
    key: &'a [u8],
    material: &'a [u8],
    salt: &'a [u8],
    nonce: &'a [u8],
    body: &'a [u8],
}

impl<'a> Parts<'a> {
    fn of(blob: &'a [u8]) -> Result<Self, KeyError> {
        let parts = Self::split(blob, FORMAT)?;
        let sized = (TAG_BYTES..=MAX_BLOB_PLAINTEXT_BYTES + TAG_BYTES).contains(&parts.body.len());
        if sized { Ok(parts) } else { Err(KeyError::NotAuthentic) }
    }

    fn split(blob: &'a [u8], wanted: u8) -> Result<Self, KeyError> {
        let (header, body) = blob.split_at_checked(HEADER_BYTES).ok_or(KeyError::NotAuthentic)?;
        let (format, rest) = header.split_at(1);
        if format != [wanted] {
            return Err(KeyError::NotAuthentic);
        }
        let (account, rest) = rest.split_first_chunk().ok_or(KeyError::NotAuthentic)?;
        let (key, rest) = rest.split_at(KEY_BYTES);
        let (material, rest) = rest.split_at(MATERIAL_BYTES);
        let (salt, nonce) = rest.split_at(SALT_BYTES);
        Ok(Self { header, account: *account, key, material, salt, nonce, body })
    }
}

/// The header, then each name and value of the context with its length, in the order of the names:
/// a map has no other, so the order in which the context was given does not matter.
pub(crate) fn associated_data(header: &[u8], context: &BTreeMap<String, String>) -> Vec<u8> {
    let length: usize = context.iter().map(|(name, value)| name.len() + value.len() + 16).sum();
    let mut aad = Vec::with_capacity(header.len() + length);
    aad.extend_from_slice(header);
    for text in context.iter().flat_map(|(name, value)| [name, value]) {
        aad.extend_from_slice(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        aad.extend_from_slice(text.as_bytes());
    }
    aad
}

/// A key id as 17 bytes; `None` for what is neither a UUID nor a multi-Region key's id, in lower
/// case.
fn key_bytes(id: &str) -> Option<[u8; KEY_BYTES]> {
    let mut bytes = [0; KEY_BYTES];
    let (kind, number) = bytes.split_first_mut()?;
    let mut digits = [0; 32];
    if let Some(text) = id.strip_prefix(MULTI_REGION_PREFIX) {
        *kind = MULTI_REGION;
        digits = text.as_bytes().try_into().ok()?;
    } else {
        *kind = PLAIN;
        let text: &[u8; 36] = id.as_bytes().try_into().ok()?;
        if text.iter().enumerate().any(|(place, byte)| is_hyphen(place) != (*byte == b'-')) {
            return None;
        }
        let mut without = text.iter().enumerate().filter(|(place, _)| !is_hyphen(*place));
        for digit in &mut digits {
            *digit = *without.next()?.1;
        }
    }
    if digits.iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    hex::decode_to_slice(digits, number).ok()?;
    Some(bytes)
}

/// A key id from its 17 bytes.
fn key_text(bytes: &[u8]) -> Option<String> {
    let (kind, number) = bytes.split_first()?;
    let digits = hex::encode(number);
    match *kind {
        MULTI_REGION => Some(format!("{MULTI_REGION_PREFIX}{digits}")),
        PLAIN => {
            let mut digits = digits.chars();
            let place = |place| if is_hyphen(place) { Some('-') } else { digits.next() };
            (0..36).map(place).collect()
        }
        _ => None,
    }
}

const fn is_hyphen(place: usize) -> bool {
    matches!(place, 8 | 13 | 18 | 23)
}
