//! The service's errors. (Amazon CloudWatch Logs API Reference, each operation's own.)

use bartizan_service::paging::UnknownToken;
use bartizan_service::store::StoreError;
use bartizan_types::Fault;

/// An error of the service.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum LogsError {
    #[error("The specified log group does not exist.")]
    NoSuchGroup,
    #[error("The specified log stream does not exist.")]
    NoSuchStream,
    #[error("The specified log group already exists")]
    GroupExists,
    #[error("The specified log stream already exists")]
    StreamExists,
    #[error("The specified resource policy does not exist.")]
    NoSuchPolicy,
    #[error("The specified subscription filter does not exist.")]
    NoSuchSubscription,
    #[error("The specified resource does not exist.")]
    NoSuchResource,
    #[error("{0}")]
    InvalidParameter(String),
    #[error("Resource limit exceeded.")]
    LimitExceeded,
    #[error("{0}")]
    Protected(String),
    #[error("{0}")]
    TooManyTags(String),
    #[error("{0}")]
    Platform(Fault),
}

impl LogsError {
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::InvalidParameter(message.into())
    }

    pub(crate) fn internal(message: &str) -> Self {
        Self::Platform(Fault::new("InternalFailure", message, 500))
    }
}

impl From<Fault> for LogsError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for LogsError {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}

impl From<UnknownToken> for LogsError {
    fn from(_: UnknownToken) -> Self {
        Self::invalid("The specified nextToken is invalid.")
    }
}

impl From<LogsError> for Fault {
    fn from(error: LogsError) -> Self {
        let code = match &error {
            LogsError::Platform(fault) => return fault.clone(),
            LogsError::NoSuchGroup
            | LogsError::NoSuchStream
            | LogsError::NoSuchPolicy
            | LogsError::NoSuchSubscription
            | LogsError::NoSuchResource => "ResourceNotFoundException",
            LogsError::GroupExists | LogsError::StreamExists => "ResourceAlreadyExistsException",
            LogsError::InvalidParameter(_) => "InvalidParameterException",
            LogsError::LimitExceeded => "LimitExceededException",
            LogsError::Protected(_) => "ValidationException",
            LogsError::TooManyTags(_) => "TooManyTagsException",
        };
        Self::new(code, error.to_string(), 400)
    }
}
