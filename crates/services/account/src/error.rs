//! The service's errors. (Account Management API Reference, each operation's own.)

use bartizan_service::store::StoreError;
use bartizan_types::Fault;

/// An error of the service.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AccountError {
    #[error("{0}")]
    AccessDenied(String),
    #[error("{0}")]
    ResourceNotFound(String),
    /// A value that the model admits and the service does not, with why.
    #[error("{message}")]
    Validation { reason: &'static str, message: String },
    #[error("{0}")]
    Platform(Fault),
}

impl AccountError {
    /// A field with a value that does not fit.
    pub(crate) fn field(message: impl Into<String>) -> Self {
        Self::Validation { reason: "fieldValidationFailed", message: message.into() }
    }

    /// A region that no account switches on or off.
    pub(crate) fn region(message: impl Into<String>) -> Self {
        Self::Validation { reason: "invalidRegionOptTarget", message: message.into() }
    }
}

impl From<Fault> for AccountError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for AccountError {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}

impl From<AccountError> for Fault {
    fn from(error: AccountError) -> Self {
        let (code, status) = match &error {
            AccountError::Platform(fault) => return fault.clone(),
            AccountError::AccessDenied(_) => ("AccessDeniedException", 403),
            AccountError::ResourceNotFound(_) => ("ResourceNotFoundException", 404),
            AccountError::Validation { reason, message } => {
                return Self::new("ValidationException", message, 400).with("reason", *reason);
            }
        };
        Self::new(code, error.to_string(), status)
    }
}
