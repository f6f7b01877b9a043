//! Server-side encryption: every new object is sealed by a data key of its own, and what wraps that
//! says how the object is encrypted. (Amazon S3 User Guide, "Protecting data with encryption";
//! ADR 28.)

mod bucket_keys;
mod customer;
mod keys;
mod open;
mod seal;
mod sealing;
mod wish;

use bartizan_sealed_stream::StreamError;

use crate::error::S3Error;

pub(crate) use bucket_keys::BucketKeys;
pub(crate) use customer::{CustomerKey, Sent, customer_key, source_key};
pub(crate) use open::{check_customer, check_upload, data_key, open, open_upload, tell};
pub(crate) use seal::{Seal, admit_customer_keys, etag};
pub(crate) use sealing::{Place, Sealing, show_context, show_customer, show_sealing};
pub(crate) use wish::{Wish, wish};

/// What the vault knows data keys by.
const TABLE: &str = "s3.data_key";
/// What it knows the keys of second layers by.
const OUTER_TABLE: &str = "s3.outer_key";
/// What events name the way of encryption by.
const APPLIED: &str = "SSEApplied";
/// SSE-S3 in headers and configurations.
pub(crate) const AES256: &str = "AES256";
/// SSE-KMS.
pub(crate) const KMS: &str = "aws:kms";
/// DSSE-KMS.
pub(crate) const KMS_DUAL: &str = "aws:kms:dsse";

/// The cipher fails for no input within the limits.
fn cipher_failed(error: StreamError) -> S3Error {
    S3Error::InternalError { reason: error.to_string() }
}
