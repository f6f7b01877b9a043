//! Server-side encryption and object lock, which are not there: whoever asks for them is told so.

use bartizan_wire::Value;

use crate::error::S3Error;

/// The members by which requests ask for server-side encryption.
const ENCRYPTION: &[&str] = &[
    "ServerSideEncryption",
    "SSECustomerAlgorithm",
    "SSECustomerKey",
    "SSECustomerKeyMD5",
    "SSEKMSKeyId",
    "SSEKMSEncryptionContext",
    "BucketKeyEnabled",
    "CopySourceSSECustomerAlgorithm",
    "CopySourceSSECustomerKey",
    "CopySourceSSECustomerKeyMD5",
];

/// The members by which requests lock what they write.
const LOCK: &[&str] = &[
    "ObjectLockMode",
    "ObjectLockRetainUntilDate",
    "ObjectLockLegalHoldStatus",
    "ObjectLockEventHold",
    "ObjectLockEventHoldDurationDays",
    "ObjectLockEventHoldDurationYears",
];

/// Refuses a request that asks for what would not be done.
pub(crate) fn refuse(input: &Value) -> Result<(), S3Error> {
    let asks = |names: &[&str]| names.iter().any(|name| input.field(name).is_some());
    if asks(ENCRYPTION) {
        return Err(S3Error::not_implemented("Server-side encryption of objects"));
    }
    if asks(LOCK) {
        return Err(S3Error::request("Bucket is missing Object Lock Configuration"));
    }
    if asks(&["WriteOffsetBytes"]) {
        return Err(S3Error::not_implemented("Appending to objects, as directory buckets do,"));
    }
    if asks(&["AnnotationDirective"]) {
        return Err(S3Error::not_implemented("Copying annotations of objects"));
    }
    Ok(())
}
