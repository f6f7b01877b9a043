//! `SigV4A`: signatures that are good in several regions, by an ECDSA key derived from the secret.
//! (AWS IAM User Guide, "AWS Signature Version 4 for API requests", `AWS4-ECDSA-P256-SHA256`; the
//! derivation is that of NIST SP 800-108 in counter mode.)

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, ParsedPublicKey,
};
use bartizan_types::Region;
use zeroize::Zeroizing;

use crate::encode::hex;
use crate::{Secret, SigningError};

/// The algorithm's name.
pub(crate) const ALGORITHM: &str = "AWS4-ECDSA-P256-SHA256";
/// The order of the curve P-256, less two. (NIST SP 800-186, section 3.2.1.3.)
const ORDER_LESS_TWO: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x4f,
];
/// The longest signature in hexadecimal digits: DER of two numbers of 33 bytes.
const SIGNATURE_DIGITS_MAX: usize = 144;
/// The most characters of a region set.
const REGION_SET_MAX: usize = 512;

/// The regions a signature is good in: names with wildcards, as `us-east-1,eu-*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionSet(String);

impl RegionSet {
    /// As written; `None` if it is too long, or neither names a region nor admits every request's.
    pub fn new(text: &str) -> Option<Self> {
        let set = (text.len() <= REGION_SET_MAX).then(|| Self(text.to_owned()))?;
        set.admits(&set.first_named()).then_some(set)
    }

    /// The set as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the signature is good in this region.
    pub fn admits(&self, region: &Region) -> bool {
        self.names().any(|pattern| matches(pattern.as_bytes(), region.as_str().as_bytes()))
    }

    /// The region of a request, which the set alone tells: the first that is named. So no caller
    /// chooses by a wildcard what `aws:RequestedRegion` says.
    pub(crate) fn first_named(&self) -> Region {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let named = self.names().find(|name| name.len() <= 64 && name.bytes().all(is_part));
        Region::new(named.unwrap_or(Region::GLOBAL_SIGNING))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.0.split(',').map(str::trim).filter(|name| !name.is_empty())
    }
}

/// Whether `text` is of the pattern, in which `*` is any text; in time of their lengths' product.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut place) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(byte) = text.get(place) {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, place));
                at += 1;
            }
            Some(own) if own == byte => {
                at += 1;
                place += 1;
            }
            _ => {
                let Some((after, from)) = star else { return false };
                star = Some((after, from + 1));
                at = after + 1;
                place = from + 1;
            }
        }
    }
    pattern.iter().skip(at).all(|byte| *byte == b'*')
}

/// The private key of a credential.
pub(crate) struct EcdsaKey(Zeroizing<[u8; 32]>);

impl EcdsaKey {
    /// Derives the key. The chance that one counter does not do is 1 in 2^32.
    pub(crate) fn derive(access_key_id: &str, secret: &Secret) -> Result<Self, SigningError> {
        let mut input = Zeroizing::new(Vec::with_capacity(5 + secret.expose().len()));
        input.extend_from_slice(b"AWS4A");
        input.extend_from_slice(secret.expose().as_bytes());
        let key = hmac::Key::new(hmac::HMAC_SHA256, &input);
        for counter in 1..=254_u8 {
            let mut context = hmac::Context::with_key(&key);
            context.update(&1_u32.to_be_bytes());
            context.update(ALGORITHM.as_bytes());
            context.update(&[0]);
            context.update(access_key_id.as_bytes());
            context.update(&[counter]);
            context.update(&256_u32.to_be_bytes());
            let mut number = Zeroizing::new([0; 32]);
            let tag = context.sign();
            for (place, byte) in number.iter_mut().zip(tag.as_ref()) {
                *place = *byte;
            }
            if *number <= ORDER_LESS_TWO {
                increment(&mut number);
                return Ok(Self(number));
            }
        }
        Err(unusable())
    }

    /// The public key, as a point that is not compressed.
    fn public(&self) -> Result<Vec<u8>, SigningError> {
        let key = PrivateKey::from_private_key(&ECDH_P256, &*self.0).map_err(|_| unusable())?;
        Ok(key.compute_public_key().map_err(|_| unusable())?.as_ref().to_vec())
    }

    /// A signature, in hexadecimal digits.
    pub(crate) fn sign(&self, string_to_sign: &[u8]) -> Result<String, SigningError> {
        let pair = EcdsaKeyPair::from_private_key_and_public_key(
            &ECDSA_P256_SHA256_ASN1_SIGNING,
            &*self.0,
            &self.public()?,
        )
        .map_err(|_| unusable())?;
        let signature = pair.sign(&SystemRandom::new(), string_to_sign).map_err(|_| unusable())?;
        Ok(hex(signature.as_ref()))
    }
}

fn increment(number: &mut [u8; 32]) {
    for byte in number.iter_mut().rev() {
        let (next, carries) = byte.overflowing_add(1);
        *byte = next;
        if !carries {
            return;
        }
    }
}

const fn unusable() -> SigningError {
    SigningError::Unsignable("no key can be derived from its secret")
}

/// The public keys of hot credentials. Bounded: what is too many is derived again.
pub(crate) struct PublicKeyCache {
    keys: Mutex<HashMap<String, Arc<Known>>>,
    capacity: usize,
}

struct Known {
    secret: Secret,
    key: ParsedPublicKey,
}

impl PublicKeyCache {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { keys: Mutex::default(), capacity: capacity.max(1) }
    }

    /// Whether this is the credential's signature.
    pub(crate) fn verifies(
        &self,
        access_key_id: &str,
        secret: &Secret,
        string_to_sign: &[u8],
        signature: &str,
    ) -> Result<bool, SigningError> {
        if signature.len() > SIGNATURE_DIGITS_MAX {
            return Ok(false);
        }
        let Ok(signature) = hex::decode(signature) else { return Ok(false) };
        let known = self.known(access_key_id, secret)?;
        Ok(known.key.verify_sig(string_to_sign, &signature).is_ok())
    }

    fn known(&self, access_key_id: &str, secret: &Secret) -> Result<Arc<Known>, SigningError> {
        let lock = || self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let cached = lock().get(access_key_id).cloned();
        if let Some(known) = cached.filter(|known| known.secret.same(secret)) {
            return Ok(known);
        }
        let public = EcdsaKey::derive(access_key_id, secret)?.public()?;
        let key = ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, public).map_err(|_| unusable())?;
        let known = Arc::new(Known { secret: secret.clone(), key });
        let mut keys = lock();
        if keys.len() >= self.capacity {
            keys.clear();
        }
        keys.insert(access_key_id.to_owned(), Arc::clone(&known));
        Ok(known)
    }
}

impl fmt::Debug for PublicKeyCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicKeyCache").field("capacity", &self.capacity).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_set_admits_what_its_patterns_name() {
        for (set, region, is_admitted) in [
            ("*", "eu-west-1", true),
            ("us-east-1", "us-east-1", true),
            ("us-east-1", "us-east-2", false),
            ("us-east-1, eu-*", "eu-central-1", true),
            ("us-*-1", "us-gov-west-1", true),
            ("us-*-1", "us-west-2", false),
            ("eu-west-1,us-*", "us-west-2", true),
            ("us", "us-east-1", false),
            ("bab,***a*", "bab", true),
        ] {
            let set = RegionSet::new(set).unwrap();
            assert_eq!(set.admits(&Region::new(region)), is_admitted, "{set:?} {region}");
        }
        assert_eq!(RegionSet::new("eu-*,eu-west-1").unwrap().first_named().as_str(), "eu-west-1");
        for wrong in ["", " ", "eu-*", "a:b", &"a".repeat(513)] {
            assert_eq!(RegionSet::new(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_number_is_incremented_with_its_carry() {
        let mut number = [0xff; 32];
        number[0] = 1;
        increment(&mut number);
        let mut wanted = [0; 32];
        wanted[0] = 2;
        assert_eq!(number, wanted);
    }

    #[test]
    fn a_changed_secret_is_never_served_from_the_cache() {
        let cache = PublicKeyCache::new(1);
        let (one, two) = (Secret::new("one"), Secret::new("two"));
        for id in ["AKIA", "AKIB"] {
            let signature = EcdsaKey::derive(id, &one).unwrap().sign(b"x").unwrap();
            assert_eq!(cache.verifies(id, &one, b"x", &signature), Ok(true));
            assert_eq!(cache.verifies(id, &two, b"x", &signature), Ok(false));
            assert_eq!(cache.verifies(id, &one, b"y", &signature), Ok(false));
            assert_eq!(cache.verifies(id, &one, b"x", "zz"), Ok(false));
        }
    }
}
