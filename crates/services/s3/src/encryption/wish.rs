//! How a write says that its object be encrypted.

use std::collections::BTreeMap;

use super::{AES256, CustomerKey, KMS, KMS_DUAL, keys};
use crate::error::S3Error;

/// The header that names a method.
const HEADER: &str = "x-amz-server-side-encryption";
/// The header that asks for a bucket key.
const BUCKET_KEY_HEADER: &str = "x-amz-server-side-encryption-bucket-key-enabled";

/// What the headers of a write say.
#[derive(Debug)]
pub(crate) struct Wish {
    pub(super) method: Option<Named>,
    pub(super) customer: Option<CustomerKey>,
    /// The name of a key of KMS.
    pub(super) key: Option<String>,
    /// The encryption context that is added.
    pub(super) added: BTreeMap<String, String>,
    pub(super) bucket_key: Option<bool>,
}

/// A method that is named by a header, or by the default of a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// SSE-S3.
    Owned,
    /// SSE-KMS.
    Keys,
    /// DSSE-KMS.
    DualKeys,
}

/// What a request's headers say.
macro_rules! wish {
    ($call:expr, $request:expr) => {
        $crate::encryption::Wish::read(
            $request.server_side_encryption.as_deref(),
            $request.ssekms_key_id.as_deref(),
            $request.ssekms_encryption_context.as_deref(),
            $request.bucket_key_enabled,
            $crate::encryption::customer_key!($call, $request)?,
        )
    };
}
pub(crate) use wish;

impl Wish {
    /// Reads the headers.
    pub(crate) fn read(
        method: Option<&str>,
        key: Option<&str>,
        context: Option<&str>,
        bucket_key: Option<bool>,
        customer: Option<CustomerKey>,
    ) -> Result<Self, S3Error> {
        if customer.is_some()
            && let Some(method) = method
        {
            return Err(S3Error::argument(
                HEADER,
                method,
                "Server Side Encryption with Customer provided key is incompatible with the \
                 encryption method specified",
            ));
        }
        let method = method.map(Named::parse).transpose()?;
        let is_of_kms = matches!(method, Some(Named::Keys | Named::DualKeys));
        if !is_of_kms && (key.is_some() || context.is_some()) {
            return Err(S3Error::argument(
                HEADER,
                "null",
                "Server Side Encryption with AWS KMS managed key requires HTTP header \
                 x-amz-server-side-encryption : aws:kms",
            ));
        }
        if method == Some(Named::DualKeys) && bucket_key == Some(true) {
            return Err(S3Error::argument(
                BUCKET_KEY_HEADER,
                "true",
                "S3 Bucket Keys are not supported with the encryption method specified",
            ));
        }
        Ok(Self {
            method,
            customer,
            key: key.map(str::to_owned),
            added: context.map(keys::read_context).transpose()?.unwrap_or_default(),
            bucket_key,
        })
    }

    /// By this key of KMS.
    pub(crate) const fn of_key(key: String, bucket_key: bool) -> Self {
        Self {
            method: Some(Named::Keys),
            customer: None,
            key: Some(key),
            added: BTreeMap::new(),
            bucket_key: Some(bucket_key),
        }
    }

    /// The MD5 of the key that the request brought along.
    pub(crate) fn customer_md5(&self) -> Option<String> {
        self.customer.as_ref().map(|customer| customer.md5.clone())
    }

    /// Whether they say anything.
    pub(crate) const fn is_any(&self) -> bool {
        self.method.is_some() || self.customer.is_some()
    }
}

impl Named {
    pub(super) fn parse(name: &str) -> Result<Self, S3Error> {
        match name {
            AES256 => Ok(Self::Owned),
            KMS => Ok(Self::Keys),
            KMS_DUAL => Ok(Self::DualKeys),
            other => Err(S3Error::argument(
                HEADER,
                other,
                "The encryption method specified is not supported",
            )),
        }
    }
}
