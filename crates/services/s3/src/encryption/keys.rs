//! Keys of KMS: SSE-KMS and DSSE-KMS. S3 asks for a data key as the caller, and wraps by it the key of
//! the object's bytes. (Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys
//! (SSE-KMS)", and "Using dual-layer server-side encryption with AWS KMS keys (DSSE-KMS)".)

use std::collections::BTreeMap;
use std::sync::Arc;

use bartizan_sealed_stream::DataKey;
use bartizan_service::{Call, DataKeys, KeyUse};
use bartizan_types::{AccountId, Arn, Fault, FaultKind, Region};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::cipher_failed;
use crate::error::S3Error;
use crate::records::Bucket;
use crate::rules;

/// The service that KMS is asked through.
const VIA: &str = "s3";
/// The pair of the encryption context that says what is encrypted.
const CONTEXT_ARN: &str = "aws:s3:arn";
/// The header of a request's own encryption context.
const CONTEXT_HEADER: &str = "x-amz-server-side-encryption-context";

/// What a data key of KMS is asked for.
#[derive(Debug, Clone)]
pub(super) struct Purpose<'a> {
    pub(super) bucket: &'a Bucket,
    pub(super) key: &'a str,
    /// The encryption context that the write added.
    pub(super) added: &'a BTreeMap<String, String>,
    /// Whether the key is one for many objects of the bucket.
    pub(super) bucket_key: bool,
}

/// A data key of KMS, with what it must be opened from later.
pub(super) struct Given {
    pub(super) plain: DataKey,
    /// The ARN of the key of KMS.
    pub(super) key: String,
    pub(super) blob: Vec<u8>,
}

impl Purpose<'_> {
    /// The encryption context: with the ARN of the object, or of the bucket for a bucket key.
    pub(super) fn context(&self) -> BTreeMap<String, String> {
        let bucket = rules::bucket_arn(&self.bucket.name);
        let arn =
            if self.bucket_key { bucket.to_string() } else { format!("{bucket}/{}", self.key) };
        let mut context = self.added.clone();
        context.insert(CONTEXT_ARN.to_owned(), arn);
        context
    }
}

/// The port to KMS, for a caller who signed.
pub(super) fn port(call: &Call) -> Result<(&Arc<dyn DataKeys>, AccountId), Fault> {
    // A service acts for a resource, as CloudTrail for a trail.
    let on_behalf_of = || call.on_behalf_of.as_ref().and_then(Arn::account_id);
    let account = call.caller.principal.account().or_else(on_behalf_of).ok_or_else(|| {
        S3Error::argument(
            "Authorization",
            "null",
            "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS \
             Signature Version 4.",
        )
    })?;
    let port = call.platform.ports.data_keys.as_ref();
    let absent = || S3Error::not_implemented("Encryption of objects with keys of KMS");
    Ok((port.ok_or_else(absent)?, account))
}

/// A new data key, by the key of this name, or by the one that AWS manages for S3.
pub(super) async fn generate(
    call: &Call,
    purpose: &Purpose<'_>,
    key: Option<&str>,
) -> Result<Given, Fault> {
    let (port, account) = port(call)?;
    let (region, context) = (Region::new(&purpose.bucket.region), purpose.context());
    let ask = KeyUse { key, account, region: &region, via: VIA, context: &context };
    let made = port.generate(call, ask).await.map_err(worded)?;
    let plain = DataKey::from_slice(&made.plain).map_err(cipher_failed)?;
    Ok(Given { plain, key: made.key.to_string(), blob: made.blob })
}

/// The data key in a blob that this key of KMS made.
pub(super) async fn open(
    call: &Call,
    purpose: &Purpose<'_>,
    key: &str,
    blob: &[u8],
) -> Result<DataKey, Fault> {
    let (port, account) = port(call)?;
    let (region, context) = (Region::new(&purpose.bucket.region), purpose.context());
    let ask = KeyUse { key: Some(key), account, region: &region, via: VIA, context: &context };
    let plain = port.open(call, ask, blob).await.map_err(worded)?;
    Ok(DataKey::from_slice(&plain).map_err(cipher_failed)?)
}

/// Whether the caller may still do with the key of this name what a kept data key spares them to ask
/// for; the key's ARN.
pub(super) fn still_may(
    call: &Call,
    purpose: &Purpose<'_>,
    key: Option<&str>,
    operation: &'static str,
) -> Result<String, Fault> {
    let (port, account) = port(call)?;
    let (region, context) = (Region::new(&purpose.bucket.region), purpose.context());
    let ask = KeyUse { key, account, region: &region, via: VIA, context: &context };
    Ok(port.still_may(call, ask, operation).map_err(worded)?.to_string())
}

/// What KMS answered, as S3 words it. (Amazon S3 API Reference, "List of error codes".)
fn worded(fault: Fault) -> Fault {
    if fault.kind() != FaultKind::Client {
        return fault;
    }
    match &*fault.code {
        "AccessDeniedException" | "AccessDenied" => Fault::new("AccessDenied", fault.message, 403),
        code => Fault::new(format!("KMS.{code}"), fault.message, 400),
    }
}

/// The encryption context that a request adds: JSON in base64.
pub(super) fn read_context(header: &str) -> Result<BTreeMap<String, String>, S3Error> {
    let wrong = |reason: &str| S3Error::argument(CONTEXT_HEADER, header, reason);
    let bytes = STANDARD.decode(header).ok();
    let context = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let context: BTreeMap<String, String> = context.ok_or_else(|| {
        wrong(
            "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 \
             string holding JSON which represents a string-string map",
        )
    })?;
    if context.contains_key(CONTEXT_ARN) {
        return Err(wrong("The encryption context's aws:s3:arn is set by Amazon S3"));
    }
    Ok(context)
}

/// An encryption context as answers repeat it.
pub(super) fn shown_context(context: &BTreeMap<String, String>) -> Option<String> {
    if context.is_empty() {
        return None;
    }
    serde_json::to_vec(context).ok().map(|text| STANDARD.encode(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encryption_context_is_a_map_of_texts() {
        let header = STANDARD.encode(r#"{"team":"red"}"#);
        let read = read_context(&header).unwrap();
        assert_eq!(read, BTreeMap::from([("team".to_owned(), "red".to_owned())]));
        assert_eq!(shown_context(&read), Some(header));
        for wrong in ["", "?", "e30", r#"{"a":1}"#, r#"["a"]"#, r#"{"aws:s3:arn":"x"}"#] {
            for header in [wrong.to_owned(), STANDARD.encode(wrong)] {
                let read = read_context(&header);
                assert!(matches!(read, Err(S3Error::InvalidArgument { .. })), "{wrong}");
            }
        }
    }

    #[test]
    fn errors_of_kms_are_named_after_it() {
        let word = |code: &'static str, status| worded(Fault::new(code, "why", status));
        assert_eq!(word("DisabledException", 409).code, "KMS.DisabledException");
        assert_eq!(word("DisabledException", 409).status, 400);
        assert_eq!(word("AccessDeniedException", 400).code, "AccessDenied");
        assert_eq!(word("AccessDeniedException", 400).status, 403);
        assert_eq!(word("KMSInternalException", 500).code, "KMSInternalException");
    }
}
