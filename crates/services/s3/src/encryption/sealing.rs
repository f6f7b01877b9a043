//! How an object's bytes are sealed, as its record keeps it.

use std::collections::BTreeMap;

use bartizan_types::AccountId;
use serde::{Deserialize, Serialize};

use super::{AES256, KMS, KMS_DUAL, keys};
use crate::records::Bucket;

/// How an object's bytes are sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sealing {
    /// The account whose object it was made for, the bucket's owner.
    pub(super) account: AccountId,
    /// The data key, wrapped, in base64.
    pub(super) wrapped: String,
    pub(super) method: Method,
}

/// What wraps the data key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Method {
    /// SSE-S3: the account's domain key.
    Owned,
    /// SSE-C: the key that each request brings along. It is not kept, but what to know it again by, in
    /// hexadecimal.
    Customer { salt: String, fingerprint: String },
    /// SSE-KMS and DSSE-KMS: a data key of KMS.
    Keys(Keyed),
}

/// What a data key of KMS must be opened from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Keyed {
    /// The ARN of the key of KMS.
    pub(super) key: String,
    /// The data key as KMS gave it away, in base64.
    pub(super) blob: String,
    /// Whether it is one for many objects of the bucket.
    pub(super) bucket_key: bool,
    /// The encryption context that the write added.
    pub(super) added: BTreeMap<String, String>,
    /// DSSE-KMS: the key of the second layer, sealed by the account's domain key, in base64.
    pub(super) outer: Option<String>,
}

/// Where a sealed object stands: its data key opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) bucket: &'a Bucket,
    pub(crate) key: &'a str,
    /// The id of its file, or of the upload whose parts it is made of.
    pub(crate) data: &'a str,
}

impl Place<'_> {
    /// The place as a row of the vault. A bucket's name has no `/`, an id neither.
    pub(super) fn row(self) -> String {
        format!("{}/{}/{}", self.bucket.name, self.data, self.key)
    }
}

impl Sealing {
    /// The header `x-amz-server-side-encryption`; none for SSE-C, which has headers of its own.
    pub(crate) fn algorithm(&self) -> Option<String> {
        match &self.method {
            Method::Owned => Some(AES256.to_owned()),
            Method::Customer { .. } => None,
            Method::Keys(keyed) => Some(keyed.algorithm().to_owned()),
        }
    }

    /// The ARN of the key of KMS.
    pub(crate) fn kms_key(&self) -> Option<String> {
        self.keyed().map(|keyed| keyed.key.clone())
    }

    /// Said where it is so alone.
    pub(crate) fn uses_bucket_key(&self) -> Option<bool> {
        self.keyed().filter(|keyed| keyed.bucket_key).map(|_| true)
    }

    /// The encryption context that the write added, as its header had it.
    pub(crate) fn context(&self) -> Option<String> {
        keys::shown_context(&self.keyed()?.added)
    }

    /// Whether KMS must be asked to read it.
    pub(crate) const fn is_of_kms(&self) -> bool {
        matches!(self.method, Method::Keys(_))
    }

    /// Whether its data key may be wrapped anew by a key of KMS: not one that a customer keeps, nor
    /// one of two.
    pub(crate) fn is_of_one_layer(&self) -> bool {
        match &self.method {
            Method::Owned => true,
            Method::Customer { .. } => false,
            Method::Keys(keyed) => keyed.outer.is_none(),
        }
    }

    const fn keyed(&self) -> Option<&Keyed> {
        match &self.method {
            Method::Keys(keyed) => Some(keyed),
            Method::Owned | Method::Customer { .. } => None,
        }
    }

    /// How the event of a read names the way of encryption. (Amazon S3 User Guide, "Default encryption
    /// FAQ".)
    pub(crate) fn applied(&self) -> &'static str {
        match &self.method {
            Method::Owned => "SSE_S3",
            Method::Customer { .. } => "SSE_C",
            Method::Keys(keyed) if keyed.outer.is_some() => "DSSE_KMS",
            Method::Keys(_) => "SSE_KMS",
        }
    }

    /// Whether S3's own keys alone seal the object.
    pub(crate) const fn is_owned(&self) -> bool {
        matches!(self.method, Method::Owned)
    }

    /// Whether the object is opened by a key that each request brings along.
    pub(crate) const fn is_customers(&self) -> bool {
        matches!(self.method, Method::Customer { .. })
    }
}

impl Keyed {
    fn algorithm(&self) -> &'static str {
        if self.outer.is_some() { KMS_DUAL } else { KMS }
    }
}

/// Sets the members of an output that show how an object is encrypted.
macro_rules! show_sealing {
    ($to:expr, $sealing:expr) => {{
        let sealing: &Option<$crate::encryption::Sealing> = $sealing;
        if let Some(sealing) = sealing {
            $to.server_side_encryption = sealing.algorithm();
            $to.ssekms_key_id = sealing.kms_key();
            $to.bucket_key_enabled = sealing.uses_bucket_key();
        }
    }};
}
pub(crate) use show_sealing;

/// Sets those that repeat what a request said of its key, by the MD5 of that.
macro_rules! show_customer {
    ($to:expr, $md5:expr) => {{
        let md5: Option<String> = $md5;
        if md5.is_some() {
            $to.sse_customer_algorithm = Some($crate::encryption::AES256.to_owned());
            $to.sse_customer_key_md5 = md5;
        }
    }};
}
pub(crate) use show_customer;

/// Sets the one that repeats the encryption context of a write.
macro_rules! show_context {
    ($to:expr, $sealing:expr) => {{
        let sealing: &Option<$crate::encryption::Sealing> = $sealing;
        $to.ssekms_encryption_context =
            sealing.as_ref().and_then($crate::encryption::Sealing::context);
    }};
}
pub(crate) use show_context;
