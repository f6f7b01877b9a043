//! How an object's bytes are sealed, as its record keeps it.

use bartizan_types::AccountId;
use serde::{Deserialize, Serialize};

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
    /// SSE-C: the key that each request brings along. Never kept itself: only by what to know it
    /// again, both in hexadecimal, and by its MD5 in base64.
    Customer { salt: String, fingerprint: String, md5: String },
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
            Method::Owned => Some(super::AES256.to_owned()),
            Method::Customer { .. } => None,
        }
    }

    /// The MD5 of the key that a request must bring along.
    pub(crate) fn customer_md5(&self) -> Option<String> {
        match &self.method {
            Method::Customer { md5, .. } => Some(md5.clone()),
            Method::Owned => None,
        }
    }

    /// How the event of a read names the way of encryption. (Amazon S3 User Guide, "Default encryption
    /// FAQ".)
    pub(crate) const fn applied(&self) -> &'static str {
        match &self.method {
            Method::Owned => "SSE_S3",
            Method::Customer { .. } => "SSE_C",
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

/// Sets the members of an output that show how an object is encrypted.
macro_rules! show_sealing {
    ($to:expr, $sealing:expr) => {{
        let sealing: &Option<$crate::encryption::Sealing> = $sealing;
        if let Some(sealing) = sealing {
            $to.server_side_encryption = sealing.algorithm();
        }
    }};
}
pub(crate) use show_sealing;

/// Sets those that repeat what a request said of its key.
macro_rules! show_customer {
    ($to:expr, $sealing:expr) => {{
        let sealing: &Option<$crate::encryption::Sealing> = $sealing;
        if let Some(md5) = sealing.as_ref().and_then($crate::encryption::Sealing::customer_md5) {
            $to.sse_customer_algorithm = Some($crate::encryption::AES256.to_owned());
            $to.sse_customer_key_md5 = Some(md5);
        }
    }};
}
pub(crate) use show_customer;
