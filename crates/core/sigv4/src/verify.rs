//! Verifies what a request presents.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use bartizan_types::Timestamp;

use crate::asymmetric::{self, PublicKeyCache};
use crate::canonical::{CanonicalRequest, string_to_sign};
use crate::chunked::Chain;
use crate::{
    ChunkDecoder, Form, Mismatch, PayloadHash, Presented, Secret, SignedRequest, SigningError,
    SigningKey, SigningKeyCache,
};

/// How far the clocks of signer and verifier may be apart: 15 minutes either way. (AWS IAM User
/// Guide, "Troubleshoot Signature Version 4 signing".)
pub const MAX_SKEW: Duration = Duration::from_mins(15);

/// Verifies signatures; holds the caches of keys.
#[derive(Debug)]
pub struct Verifier {
    cache: SigningKeyCache,
    public_keys: PublicKeyCache,
}

/// A request whose signature was verified: needed to go on with a chunked body.
#[derive(Debug, Clone)]
pub struct Verified {
    payload: PayloadHash,
    /// What the signatures of chunks go on from, where they are signed.
    chain: Option<Chain>,
}

impl Verifier {
    /// A verifier that keeps about this many signing keys.
    pub fn new(cached_keys: usize) -> Self {
        Self {
            cache: SigningKeyCache::new(cached_keys),
            public_keys: PublicKeyCache::new(cached_keys),
        }
    }

    /// Verifies signature and time; `body` is the SHA-256 of the body, needed where
    /// [`Presented::payload`] is [`PayloadHash::OfBody`] and ignored elsewhere. The signature is
    /// compared in constant time.
    ///
    /// # Errors
    /// The signature does not match, or is not good at `now`.
    pub fn verify(
        &self,
        presented: &Presented,
        request: &SignedRequest<'_>,
        body: Option<&[u8; 32]>,
        secret: &Secret,
        now: Timestamp,
    ) -> Result<Verified, SigningError> {
        let payload = match (presented.payload, body) {
            (PayloadHash::OfBody, Some(hash)) => PayloadHash::Sha256(*hash),
            (PayloadHash::OfBody, None) => return Err(SigningError::BodyNotHashed),
            (declared, _) => declared,
        };
        check_time(presented, now)?;
        let canonical = canonical_request(presented, request, payload);
        let date_time = presented.date_time();
        let hash = digest(&SHA256, &canonical);
        let string_to_sign = string_to_sign(
            presented.algorithm(),
            &date_time,
            &presented.scope_text(),
            hash.as_ref(),
        );
        let (is_right, key) = self.check(presented, secret, payload, &string_to_sign)?;
        if !is_right {
            return Err(SigningError::Mismatch(Box::new(Mismatch {
                access_key_id: presented.access_key_id.as_str().to_owned(),
                string_to_sign,
                canonical_request: String::from_utf8_lossy(&canonical).into_owned(),
                signature: presented.signature.chars().take(128).collect(),
            })));
        }
        let signs_chunks = matches!(payload, PayloadHash::Streaming(kind) if kind.is_signed());
        let chain = key.filter(|_| signs_chunks).map(|key| Chain {
            key,
            access_key_id: presented.access_key_id.as_str().to_owned(),
            previous: presented.signature.clone(),
            date_time,
            scope: presented.scope.to_string(),
        });
        Ok(Verified { payload, chain })
    }
}

impl Verifier {
    /// Whether the signature is that of the string to sign, and the key that goes on with chunks:
    /// none by `SigV4A`, whose chunks are not signed.
    fn check(
        &self,
        presented: &Presented,
        secret: &Secret,
        payload: PayloadHash,
        string_to_sign: &str,
    ) -> Result<(bool, Option<Arc<SigningKey>>), SigningError> {
        let id = presented.access_key_id.as_str();
        let signed = string_to_sign.as_bytes();
        if presented.region_set.is_none() {
            let key = self.cache.key(id, secret, &presented.scope);
            return Ok((same(&key.signature(signed), &presented.signature), Some(key)));
        }
        if let PayloadHash::Streaming(kind) = payload
            && kind.is_signed()
        {
            return Err(SigningError::UnsupportedAlgorithm(asymmetric::ALGORITHM.to_owned()));
        }
        let is_right = self.public_keys.verifies(id, secret, signed, &presented.signature)?;
        Ok((is_right, None))
    }
}

impl Verified {
    /// The body's declared hash, to be checked with a [`BodyDigest`](crate::BodyDigest).
    pub const fn payload(&self) -> PayloadHash {
        self.payload
    }

    /// The decoder of the request's chunked body: `None` if the body is not chunked.
    ///
    /// # Errors
    /// The headers lack a decoded length.
    pub fn chunk_decoder(
        &self,
        headers: &http::HeaderMap,
    ) -> Result<Option<ChunkDecoder>, SigningError> {
        decoder(self.payload, headers, self.chain.as_ref())
    }
}

/// The decoder of a chunked body whose signatures cannot be verified, since nobody knows the
/// secret: `None` if the body is not chunked. For development without issued keys only.
///
/// # Errors
/// The headers lack a decoded length.
pub fn unverified_chunk_decoder(
    payload: PayloadHash,
    headers: &http::HeaderMap,
) -> Result<Option<ChunkDecoder>, SigningError> {
    decoder(payload, headers, None)
}

fn decoder(
    payload: PayloadHash,
    headers: &http::HeaderMap,
    chain: Option<&Chain>,
) -> Result<Option<ChunkDecoder>, SigningError> {
    let PayloadHash::Streaming(kind) = payload else { return Ok(None) };
    let length = headers
        .get("x-amz-decoded-content-length")
        .and_then(|value| value.to_str().ok())
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|text| text.parse().ok())
        .ok_or(SigningError::DecodedLengthMissing)?;
    let announced = headers.get_all("x-amz-trailer").iter().filter_map(|v| v.to_str().ok());
    let names = announced.flat_map(|list| list.split(',')).map(str::trim);
    let names = names.filter(|name| !name.is_empty()).map(str::to_ascii_lowercase).collect();
    Ok(Some(ChunkDecoder::new(kind, chain.cloned(), length, names)))
}

/// Whether both are the same text, in constant time.
pub(crate) fn same(computed: &str, given: &str) -> bool {
    verify_slices_are_equal(computed.as_bytes(), given.as_bytes()).is_ok()
}

pub(crate) fn canonical_request(
    presented: &Presented,
    request: &SignedRequest<'_>,
    payload: PayloadHash,
) -> Vec<u8> {
    let query_without: &[&str] = match presented.form {
        Form::Header => &[],
        Form::Query { .. } if presented.security_token_signed => &["X-Amz-Signature"],
        Form::Query { .. } => &["X-Amz-Signature", "X-Amz-Security-Token"],
    };
    CanonicalRequest {
        method: request.method,
        path: request.path,
        path_style: presented.path_style,
        query: request.query,
        query_without,
        headers: request.headers,
        signed_headers: &presented.signed_headers,
        payload: &payload.header_value().unwrap_or_default(),
    }
    .bytes()
}

fn check_time(presented: &Presented, now: Timestamp) -> Result<(), SigningError> {
    let timestamp = presented.timestamp;
    let skewed = Err(SigningError::Skewed { timestamp, now });
    if timestamp.since(now) > MAX_SKEW {
        return skewed;
    }
    match presented.form {
        Form::Query { expires_seconds: Some(expires_seconds) } => {
            let expired = timestamp.plus(Duration::from_secs(u64::from(expires_seconds)));
            if now > expired {
                return Err(SigningError::Expired { timestamp, expires_seconds, expired, now });
            }
        }
        _ if now.since(timestamp) > MAX_SKEW => return skewed,
        _ => {}
    }
    Ok(())
}
