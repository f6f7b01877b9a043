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
    /// There are as many filters as there may be.
    #[error("The account has as many filters as it may have.")]
    FiltersExceeded(String),
    /// Another session tells of an instance.
    #[error("Another CIS session of the instance is under way.")]
    OtherSession(String),
    /// What is asked for cannot be.
    #[error("{0}")]
    BadRequest(String),
    /// Nothing is known of vulnerabilities.
    #[error(
        "This server was started without advisories: its operator names a file by `bartizan serve --advisories`."
    )]
    NoAdvisories,
    /// A part of a request that does not exist here.
    #[error("{0} is not implemented by Bartizan.")]
    NotImplemented(&'static str),
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
            InspectorError::OtherSession(instance) => fault("ConflictException", 409)
                .with("resourceId", instance)
                .with("resourceType", "AWS_EC2_INSTANCE"),
            InspectorError::MembersExceeded(resource)
            | InspectorError::FiltersExceeded(resource) => {
                fault("ServiceQuotaExceededException", 402).with("resourceId", resource)
            }
            InspectorError::NoAdvisories => {
                fault("ValidationException", 400).with("reason", "OTHER")
            }
            InspectorError::BadRequest(_) => fault("BadRequestException", 400),
            InspectorError::NoScan(_) | InspectorError::NotImplemented(_) => {
                fault("NotImplemented", 501)
            }
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
