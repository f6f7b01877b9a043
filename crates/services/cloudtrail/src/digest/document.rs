//! What a digest says.

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_service::logs::date_path;
use bartizan_types::Timestamp;
use serde_json::json;

use crate::delivery::under_prefix;
use crate::records::{Chain, Trail};

/// How digests are signed.
pub(crate) const SIGNATURE_ALGORITHM: &str = "SHA256withRSA";

/// A digest, ready to be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Document {
    pub(super) key: String,
    pub(super) content: String,
    end: String,
    bucket: String,
    previous_signature: Option<String>,
}

impl Document {
    /// The digest of the first `files` files of a chain.
    pub(super) fn new(
        trail: &Trail,
        chain: &Chain,
        end: Timestamp,
        files: usize,
        fingerprint: &str,
    ) -> Self {
        let key = key(trail, &chain.region, end);
        let named = chain.files.get(..files).unwrap_or(&chain.files);
        let newest = named.iter().map(|file| &file.newest_event_time).max();
        let oldest = named.iter().map(|file| &file.oldest_event_time).min();
        let previous = chain.previous.as_ref();
        let content = json!({
            "awsAccountId": trail.account.to_string(),
            "digestStartTime": chain.since.iso8601(),
            "digestEndTime": end.iso8601(),
            "digestS3Bucket": trail.bucket,
            "digestS3Object": key,
            "digestPublicKeyFingerprint": fingerprint,
            "digestSignatureAlgorithm": SIGNATURE_ALGORITHM,
            "newestEventTime": newest,
            "oldestEventTime": oldest,
            "previousDigestS3Bucket": previous.map(|previous| &previous.bucket),
            "previousDigestS3Object": previous.map(|previous| &previous.key),
            "previousDigestHashValue": previous.map(|previous| &previous.hash),
            "previousDigestHashAlgorithm": previous.map(|_| "SHA-256"),
            "previousDigestSignature": previous.map(|previous| &previous.signature),
            "logFiles": named,
        });
        Self {
            key,
            content: content.to_string(),
            end: end.iso8601(),
            bucket: trail.bucket.clone(),
            previous_signature: previous.map(|previous| previous.signature.clone()),
        }
    }

    /// The SHA-256 of the content, in hexadecimal digits.
    pub(super) fn hash(&self) -> String {
        hex::encode(digest(&SHA256, self.content.as_bytes()))
    }

    /// What is signed: end, place, hash, and the signature of the digest before, or `null`.
    pub(super) fn signed_text(&self) -> String {
        let previous = self.previous_signature.as_deref().unwrap_or("null");
        format!("{}\n{}/{}\n{}\n{previous}", self.end, self.bucket, self.key, self.hash())
    }
}

fn key(trail: &Trail, region: &str, end: Timestamp) -> String {
    let Trail { account, name, home_region, .. } = trail;
    let (date, stamp) = (date_path(end), end.amz_date());
    let file = format!("{account}_CloudTrail-Digest_{region}_{name}_{home_region}_{stamp}.json.gz");
    under_prefix(trail, &format!("AWSLogs/{account}/CloudTrail-Digest/{region}/{date}/{file}"))
}
