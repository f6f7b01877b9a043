//! Signing keys, derived from a secret for a day, region and service, and the cache of the hot ones.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::hmac;

use crate::encode::hex;
use crate::{Scope, Secret};

/// A key good for one scope.
#[derive(Clone)]
pub struct SigningKey(hmac::Key);

impl SigningKey {
    /// Derives the key of this scope. (AWS IAM User Guide, "Create a signed AWS API request",
    /// step 4.)
    pub fn derive(secret: &Secret, scope: &Scope) -> Self {
        let mut seed = zeroize::Zeroizing::new(Vec::with_capacity(4 + secret.expose().len()));
        seed.extend_from_slice(b"AWS4");
        seed.extend_from_slice(secret.expose().as_bytes());
        let mut key = hmac::Key::new(hmac::HMAC_SHA256, &seed);
        for part in [&scope.date, scope.region.as_str(), &scope.service, "aws4_request"] {
            let tag = hmac::sign(&key, part.as_bytes());
            key = hmac::Key::new(hmac::HMAC_SHA256, tag.as_ref());
        }
        Self(key)
    }

    /// The signature of a string to sign: 64 hexadecimal digits.
    pub fn signature(&self, string_to_sign: &[u8]) -> String {
        hex(hmac::sign(&self.0, string_to_sign).as_ref())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(redacted)")
    }
}

const SHARDS: usize = 16;

/// Keeps the signing keys of hot credentials. Bounded: each shard has two generations, the older
/// of which is dropped when the younger is full.
pub struct SigningKeyCache {
    shards: [Mutex<Generations>; SHARDS],
    shard_capacity: usize,
    hasher: RandomState,
}

#[derive(Default)]
struct Generations {
    young: HashMap<u64, Arc<Entry>>,
    old: HashMap<u64, Arc<Entry>>,
}

struct Entry {
    access_key_id: String,
    scope: Scope,
    secret: Secret,
    key: Arc<SigningKey>,
}

impl SigningKeyCache {
    /// A cache of at most about `capacity` keys.
    pub fn new(capacity: usize) -> Self {
        Self {
            shards: std::array::from_fn(|_| Mutex::default()),
            shard_capacity: (capacity / (2 * SHARDS)).max(1),
            hasher: RandomState::new(),
        }
    }

    /// The key of this credential and scope, derived if it is not cached or if it was derived from
    /// another secret.
    pub fn key(&self, access_key_id: &str, secret: &Secret, scope: &Scope) -> Arc<SigningKey> {
        let hash = self.hasher.hash_one((access_key_id, scope));
        let index = usize::try_from(hash % 16).unwrap_or(0);
        let Some(shard) = self.shards.get(index) else {
            return Arc::new(SigningKey::derive(secret, scope));
        };
        let cached = {
            let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            shard.find(hash, self.shard_capacity)
        };
        if let Some(entry) = cached
            && entry.access_key_id == access_key_id
            && entry.scope == *scope
            && entry.secret.same(secret)
        {
            return Arc::clone(&entry.key);
        }
        let key = Arc::new(SigningKey::derive(secret, scope));
        let entry = Arc::new(Entry {
            access_key_id: access_key_id.to_owned(),
            scope: scope.clone(),
            secret: secret.clone(),
            key: Arc::clone(&key),
        });
        let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
        shard.insert(hash, entry, self.shard_capacity);
        key
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        let count = |shard: &Mutex<Generations>| {
            let shard = shard.lock().unwrap();
            shard.young.len() + shard.old.len()
        };
        self.shards.iter().map(count).sum()
    }
}

impl Generations {
    fn find(&mut self, hash: u64, capacity: usize) -> Option<Arc<Entry>> {
        if let Some(entry) = self.young.get(&hash) {
            return Some(Arc::clone(entry));
        }
        let entry = self.old.remove(&hash)?;
        self.insert(hash, Arc::clone(&entry), capacity);
        Some(entry)
    }

    fn insert(&mut self, hash: u64, entry: Arc<Entry>, capacity: usize) {
        if self.young.len() >= capacity && !self.young.contains_key(&hash) {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(hash, entry);
    }
}

impl fmt::Debug for SigningKeyCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKeyCache")
            .field("shard_capacity", &self.shard_capacity)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use bartizan_types::Region;

    use super::*;

    fn scope(service: &str) -> Scope {
        Scope {
            date: "20150830".to_owned(),
            region: Region::new("us-east-1"),
            service: service.to_owned(),
        }
    }

    #[test]
    fn the_key_of_the_aws_documentation() {
        // AWS General Reference, "Examples of how to derive a signing key".
        let secret = Secret::new("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
        let key = SigningKey::derive(&secret, &scope("iam"));
        let text = "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n\
                    f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59";
        assert_eq!(
            key.signature(text.as_bytes()),
            "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
        );
    }

    #[test]
    fn a_changed_secret_is_never_served_from_the_cache() {
        let cache = SigningKeyCache::new(64);
        let scope = scope("sts");
        let sign = |secret: &str| cache.key("AKIA", &Secret::new(secret), &scope).signature(b"x");
        let first = sign("one");
        assert_eq!(first, sign("one"));
        assert_ne!(first, sign("two"));
        assert_eq!(first, sign("one"));
        assert_ne!(
            first,
            cache.key("AKIA", &Secret::new("one"), &super::tests::scope("iam")).signature(b"x")
        );
    }

    #[test]
    fn the_cache_is_bounded() {
        let cache = SigningKeyCache::new(64);
        let secret = Secret::new("s");
        for number in 0..2_000 {
            cache.key(&format!("AKIA{number}"), &secret, &scope("sts"));
        }
        assert!(cache.len() <= 64, "{}", cache.len());
    }
}
