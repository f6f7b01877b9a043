//! The service's errors. (Amazon SQS API Reference, each operation's own and "Common Errors".)

use bartizan_service::paging::UnknownToken;
use bartizan_service::store::StoreError;
use bartizan_types::Fault;

/// An error of the service.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum SqsError {
    #[error("The specified queue does not exist.")]
    NoSuchQueue,
    #[error("A queue already exists with the same name and a different value for attribute {0}")]
    QueueNameExists(String),
    #[error(
        "You must wait 60 seconds after deleting a queue before you can create another with the same name."
    )]
    QueueDeletedRecently,
    #[error("Only one PurgeQueue operation on {0} is allowed every 60 seconds.")]
    PurgeInProgress(String),
    #[error("Unknown Attribute {0}.")]
    AttributeName(String),
    #[error("Invalid value for the parameter {0}.")]
    AttributeValue(String),
    #[error("{0}")]
    InvalidParameter(String),
    #[error(
        "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
    )]
    NotDeduplicated,
    #[error("The request must contain the parameter {0}.")]
    MissingParameter(String),
    #[error("{0}")]
    InvalidMessage(String),
    #[error("The address {0} is not valid for this endpoint.")]
    InvalidAddress(String),
    #[error("The input receipt handle \"{0}\" is not a valid receipt handle.")]
    InvalidReceipt(String),
    #[error(
        "Value {handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired."
    )]
    ExpiredReceipt { handle: String },
    #[error("The specified message isn't in flight.")]
    NotInFlight,
    #[error("{0}")]
    OverLimit(String),
    #[error("There should be at least one {0} in the request.")]
    EmptyBatch(String),
    #[error("Maximum number of entries per request are 10. You have sent {0}.")]
    LongBatch(usize),
    #[error("Id {0} repeated.")]
    RepeatedId(String),
    #[error(
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long."
    )]
    InvalidBatchId,
    #[error("Batch requests cannot be longer than {limit} bytes. You have sent {sent} bytes.")]
    BatchTooLong { limit: usize, sent: usize },
    #[error("{0}")]
    Unsupported(String),
    #[error("{0}")]
    NoSuchResource(String),
    #[error("{0}")]
    Platform(Fault),
}

impl SqsError {
    /// A parameter has a value that it may not have.
    pub(crate) fn value(value: impl std::fmt::Display, parameter: &str, reason: &str) -> Self {
        Self::InvalidParameter(format!(
            "Value {value} for parameter {parameter} is invalid. Reason: {reason}"
        ))
    }

    pub(crate) fn internal(message: &str) -> Self {
        Self::Platform(Fault::new("InternalError", message, 500))
    }
}

impl From<Fault> for SqsError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for SqsError {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}

impl From<UnknownToken> for SqsError {
    fn from(_: UnknownToken) -> Self {
        Self::value("NextToken", "NextToken", "Invalid NextToken value.")
    }
}

impl From<SqsError> for Fault {
    fn from(error: SqsError) -> Self {
        let code = match &error {
            SqsError::Platform(fault) => return fault.clone(),
            SqsError::NoSuchQueue => "QueueDoesNotExist",
            SqsError::QueueNameExists(_) => "QueueNameExists",
            SqsError::QueueDeletedRecently => "QueueDeletedRecently",
            SqsError::PurgeInProgress(_) => "PurgeQueueInProgress",
            SqsError::AttributeName(_) => "InvalidAttributeName",
            SqsError::AttributeValue(_) => "InvalidAttributeValue",
            SqsError::InvalidParameter(_)
            | SqsError::ExpiredReceipt { .. }
            | SqsError::NotDeduplicated => "InvalidParameterValue",
            SqsError::MissingParameter(_) => "MissingParameter",
            SqsError::InvalidMessage(_) => "InvalidMessageContents",
            SqsError::InvalidAddress(_) => "InvalidAddress",
            SqsError::InvalidReceipt(_) => "ReceiptHandleIsInvalid",
            SqsError::NotInFlight => "MessageNotInflight",
            SqsError::OverLimit(_) => "OverLimit",
            SqsError::EmptyBatch(_) => "EmptyBatchRequest",
            SqsError::LongBatch(_) => "TooManyEntriesInBatchRequest",
            SqsError::RepeatedId(_) => "BatchEntryIdsNotDistinct",
            SqsError::InvalidBatchId => "InvalidBatchEntryId",
            SqsError::BatchTooLong { .. } => "BatchRequestTooLong",
            SqsError::Unsupported(_) => "UnsupportedOperation",
            SqsError::NoSuchResource(_) => "ResourceNotFoundException",
        };
        Self::new(code, error.to_string(), 400)
    }
}
