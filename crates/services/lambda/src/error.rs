//! The service's errors. (AWS Lambda API Reference, each operation's own and "Common Errors".)

use bartizan_functions::{Error as RunError, ThrottleReason};
use bartizan_service::paging::UnknownToken;
use bartizan_service::store::StoreError;
use bartizan_service::tags::RefusedTags;
use bartizan_types::{Arn, Fault};

/// An error of the service.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum LambdaError {
    #[error("{0}")]
    NotFound(String),
    #[error("{0}")]
    Exists(String),
    #[error("{0}")]
    InvalidParameter(String),
    #[error("{0}")]
    Validation(String),
    #[error("{0}")]
    InvalidRequestContent(String),
    #[error("{0}")]
    CodeStorageExceeded(String),
    #[error(
        "The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API to retrieve the latest RevisionId"
    )]
    PreconditionFailed,
    #[error("The resource policy is larger than {0} bytes.")]
    PolicyLength(usize),
    #[error("{message}")]
    TooManyRequests { message: String, reason: Option<&'static str> },
    #[error("Request must be smaller than {0} bytes for the InvokeFunction operation")]
    RequestTooLarge(usize),
    #[error("{0}")]
    Kms(String),
    #[error("{0}")]
    Platform(Fault),
}

impl LambdaError {
    /// There is no such function, version or alias.
    pub(crate) fn no_function(arn: &Arn) -> Self {
        Self::NotFound(format!("Function not found: {arn}"))
    }

    /// A parameter that would change what a function does here, and is not honoured.
    pub(crate) fn unsupported(parameter: &str) -> Self {
        Self::InvalidParameter(format!("{parameter} is not supported by Bartizan: leave it out."))
    }

    pub(crate) fn internal(message: &str) -> Self {
        Self::Platform(Fault::new("ServiceException", message, 500))
    }

    /// A value out of what the model allows, as AWS words it.
    pub(crate) fn constraint(value: impl std::fmt::Display, member: &str, must: &str) -> Self {
        Self::Validation(format!(
            "1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: Member must {must}"
        ))
    }
}

impl From<Fault> for LambdaError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for LambdaError {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}

impl From<UnknownToken> for LambdaError {
    fn from(_: UnknownToken) -> Self {
        Self::InvalidParameter("The marker is none that an answer gave.".to_owned())
    }
}

impl From<RefusedTags> for LambdaError {
    fn from(why: RefusedTags) -> Self {
        Self::InvalidParameter(match why {
            RefusedTags::Reserved(key) => {
                format!("Tag key {key} begins with aws:, which is reserved for AWS's own.")
            }
            RefusedTags::Repeated(key) => format!("Tag key {key} is named more than once."),
            RefusedTags::TooMany => "A function has at most 50 tags.".to_owned(),
        })
    }
}

impl From<RunError> for LambdaError {
    fn from(error: RunError) -> Self {
        match error {
            RunError::PayloadTooLarge { limit } => Self::RequestTooLarge(limit),
            RunError::TooManyInvocations { reason } => Self::TooManyRequests {
                message: error.to_string(),
                reason: Some(match reason {
                    ThrottleReason::ConcurrentInvocationLimitExceeded => {
                        "ConcurrentInvocationLimitExceeded"
                    }
                    ThrottleReason::ReservedFunctionConcurrentInvocationLimitExceeded => {
                        "ReservedFunctionConcurrentInvocationLimitExceeded"
                    }
                }),
            },
            RunError::Archive(message) => Self::InvalidParameter(message),
            RunError::Credentials(_) => Self::InvalidParameter(
                "The role defined for the function cannot be assumed by Lambda.".to_owned(),
            ),
            other => Self::internal(&other.to_string()),
        }
    }
}

impl From<LambdaError> for Fault {
    fn from(error: LambdaError) -> Self {
        let (code, status) = match &error {
            LambdaError::Platform(fault) => return fault.clone(),
            LambdaError::NotFound(_) => ("ResourceNotFoundException", 404),
            LambdaError::Exists(_) => ("ResourceConflictException", 409),
            LambdaError::InvalidParameter(_) => ("InvalidParameterValueException", 400),
            LambdaError::Validation(_) => ("ValidationException", 400),
            LambdaError::InvalidRequestContent(_) => ("InvalidRequestContentException", 400),
            LambdaError::CodeStorageExceeded(_) => ("CodeStorageExceededException", 400),
            LambdaError::PreconditionFailed => ("PreconditionFailedException", 412),
            LambdaError::PolicyLength(_) => ("PolicyLengthExceededException", 400),
            LambdaError::TooManyRequests { .. } => ("TooManyRequestsException", 429),
            LambdaError::RequestTooLarge(_) => ("RequestTooLargeException", 413),
            LambdaError::Kms(_) => ("KMSAccessDeniedException", 502),
        };
        let fault = Self::new(code, error.to_string(), status);
        match error {
            LambdaError::TooManyRequests { reason: Some(reason), .. } => {
                fault.with("Reason", reason)
            }
            _ => fault,
        }
    }
}
