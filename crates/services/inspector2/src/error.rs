//! The service's errors. (Amazon Inspector API Reference, each operation's own.)

use bartizan_service::store::StoreError;
use bartizan_types::Fault;

/// What the service answers instead of an output.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(crate) enum InspectorError {
    /// The caller's account is not the one that may do that.
    #[error("{0}")]
    Denied(&'static str),
    /// What is asked for is not there.
    #[error("{0}")]
    NotFound(&'static str),
    /// A parameter is wrong.
    #[error("{0}")]
    Invalid(String),
    /// Another account administers Inspector already.
    #[error("The organization already has a delegated administrator for Amazon Inspector.")]
    Delegated(String),
    /// There are as many members as there may be.
    #[error("The delegated administrator has as many members as it may have.")]
    MembersExceeded(String),
    /// A kind of scan that does not exist here.
    #[error("Scans of the type {0} are not implemented by Bartizan.")]
    NoScan(String),
    /// Refused elsewhere.
    #[error("{0}")]
    Platform(Fault),
}

impl From<InspectorError> for Fault {
    fn from(error: InspectorError) -> Self {
        let message = error.to_string();
        let fault = |code: &'static str, status| Self::new(code, message, status);
        match error {
            InspectorError::Platform(fault) => fault,
            InspectorError::Denied(_) => fault("AccessDeniedException", 403),
            InspectorError::NotFound(_) => fault("ResourceNotFoundException", 404),
            InspectorError::Invalid(_) => {
                fault("ValidationException", 400).with("reason", "FIELD_VALIDATION_FAILED")
            }
            InspectorError::Delegated(account) => fault("ConflictException", 409)
                .with("resourceId", account)
                .with("resourceType", "DelegatedAdminAccount"),
            InspectorError::MembersExceeded(account) => {
                fault("ServiceQuotaExceededException", 402).with("resourceId", account)
            }
            InspectorError::NoScan(_) => fault("NotImplemented", 501),
        }
    }
}

impl From<Fault> for InspectorError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for InspectorError {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}
