//! The errors as AWS words them.
//!
//! (Amazon S3 API Reference, "Error responses"; AWS IAM API Reference, "Common Errors"; AWS IAM
//! User Guide, "Troubleshoot Signature Version 4 signing".)

mod ec2;
mod s3;
mod services;

use std::borrow::Cow;

use bartizan_types::Fault;

use crate::SigningError;

/// Which family of codes and messages a service answers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Amazon S3's own.
    S3,
    /// The query protocol's: IAM, STS.
    Query,
    /// The query protocol's, with codes of its own: EC2.
    Ec2,
    /// The JSON protocols', whose codes end in `Exception`.
    Json,
}

impl SigningError {
    /// The error as AWS words it. It holds no secret, and of an `Authorization` header that was not
    /// understood only a hash.
    pub fn fault(&self, dialect: Dialect) -> Fault {
        match self {
            Self::UnsupportedAlgorithm(name) => Fault::new(
                "NotImplemented",
                format!("Signing with {name} is not implemented. Sign with AWS4-HMAC-SHA256."),
                501,
            ),
            Self::RegionSet => Fault::new(
                match dialect {
                    Dialect::S3 => "AuthorizationHeaderMalformed",
                    Dialect::Query | Dialect::Ec2 => "IncompleteSignature",
                    Dialect::Json => "IncompleteSignatureException",
                },
                "'X-Amz-Region-Set' must name a region, or be '*'.",
                400,
            ),
            Self::BodyNotHashed | Self::Unsignable(_) => internal(dialect),
            _ if dialect == Dialect::S3 => s3::fault(self),
            _ if dialect == Dialect::Ec2 => ec2::fault(self),
            _ => services::fault(self, dialect),
        }
    }
}

fn internal(dialect: Dialect) -> Fault {
    let code: Cow<'static, str> = match dialect {
        Dialect::S3 | Dialect::Ec2 => "InternalError".into(),
        Dialect::Query => "InternalFailure".into(),
        Dialect::Json => "InternalServerError".into(),
    };
    Fault::new(code, "We encountered an internal error. Please try again.", 500)
}
