//! How a write says that its object be encrypted.

use super::{AES256, CustomerKey};
use crate::error::S3Error;

/// The header that names a method.
const HEADER: &str = "x-amz-server-side-encryption";

/// What the headers of a write say.
#[derive(Debug)]
pub(crate) struct Wish {
    pub(super) method: Option<Named>,
    pub(super) customer: Option<CustomerKey>,
}

/// A method that is named by a header, or by the default of a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// SSE-S3.
    Owned,
}

/// What a request's headers say.
macro_rules! wish {
    ($call:expr, $request:expr) => {
        $crate::encryption::Wish::read(
            $request.server_side_encryption.as_deref(),
            $request.ssekms_key_id.as_deref(),
            $request.ssekms_encryption_context.as_deref(),
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
        if key.is_some() || context.is_some() {
            return Err(S3Error::argument(
                HEADER,
                "null",
                "Server Side Encryption with AWS KMS managed key requires HTTP header \
                 x-amz-server-side-encryption : aws:kms",
            ));
        }
        Ok(Self { method, customer })
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
            "aws:kms" | "aws:kms:dsse" => {
                Err(S3Error::not_implemented("Encryption of objects with keys of KMS"))
            }
            other => Err(S3Error::argument(
                HEADER,
                other,
                "The encryption method specified is not supported",
            )),
        }
    }
}
