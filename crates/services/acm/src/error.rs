//! The service's errors. (ACM API Reference, each operation's own.)

use bartizan_service::paging::UnknownToken;
use bartizan_service::store::StoreError;
use bartizan_types::Fault;

/// An error of the service.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AcmError {
    #[error("{0}")]
    InvalidArgs(String),
    #[error("{0} is not a valid ARN of a certificate")]
    InvalidArn(String),
    #[error("{0}")]
    InvalidTag(String),
    #[error("{0}")]
    LimitExceeded(String),
    #[error("Certificate {arn} in account {account} is in use by {user}")]
    ResourceInUse { arn: String, account: String, user: String },
    #[error("Could not find certificate {0}")]
    ResourceNotFound(String),
    #[error("{0}")]
    TooManyTags(String),
    #[error("{0}")]
    Validation(String),
    #[error("{0}")]
    Platform(Fault),
}

impl AcmError {
    pub(crate) fn validation(message: &str) -> Self {
        Self::Validation(message.to_owned())
    }

    /// What AWS has and Bartizan does not: clearer than to leave it out.
    pub(crate) fn not_implemented(what: &str) -> Self {
        let message =
            format!("{what} is not implemented by Bartizan; docs/compatibility.md says what is");
        Self::Platform(Fault::new("NotImplemented", message, 501))
    }
}

impl From<Fault> for AcmError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for AcmError {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}

impl From<UnknownToken> for AcmError {
    fn from(_: UnknownToken) -> Self {
        Self::InvalidArgs("Invalid NextToken".to_owned())
    }
}

impl From<AcmError> for Fault {
    fn from(error: AcmError) -> Self {
        let code = match &error {
            AcmError::Platform(fault) => return fault.clone(),
            AcmError::InvalidArgs(_) => "InvalidArgsException",
            AcmError::InvalidArn(_) => "InvalidArnException",
            AcmError::InvalidTag(_) => "InvalidTagException",
            AcmError::LimitExceeded(_) => "LimitExceededException",
            AcmError::ResourceInUse { .. } => "ResourceInUseException",
            AcmError::ResourceNotFound(_) => "ResourceNotFoundException",
            AcmError::TooManyTags(_) => "TooManyTagsException",
            AcmError::Validation(_) => "ValidationException",
        };
        Self::new(code, error.to_string(), 400)
    }
}
