//! The service's errors. (Amazon EventBridge API Reference, each operation's own and "Common Errors".)

use bartizan_events::{InvalidPattern, InvalidSchedule};
use bartizan_service::paging::UnknownToken;
use bartizan_service::store::StoreError;
use bartizan_types::Fault;

/// An error of the service.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum EventsError {
    #[error("Event bus {0} does not exist.")]
    NoSuchBus(String),
    #[error("Rule {rule} does not exist on EventBus {bus}.")]
    NoSuchRule { rule: String, bus: String },
    #[error("Event bus {0} already exists.")]
    BusExists(String),
    #[error("{0}")]
    OverLimit(String),
    #[error("{0}")]
    Invalid(String),
    #[error("{0}")]
    Pattern(InvalidPattern),
    #[error("Statement with the provided id does not exist.")]
    NoSuchStatement,
    #[error("EventBus does not have a policy.")]
    NoPolicy,
    #[error("The policy is longer than {0} bytes.")]
    PolicyTooLong(usize),
    #[error("{0}")]
    Platform(Fault),
}

impl EventsError {
    /// A parameter has a value that it may not have.
    pub(crate) fn parameter(name: &str, reason: &str) -> Self {
        Self::Invalid(format!("Parameter {name} is not valid. Reason: {reason}"))
    }

    /// Something of AWS that is not here.
    pub(crate) fn not_implemented(what: &str) -> Self {
        let message = format!("{what} is not implemented by Bartizan");
        Self::Platform(Fault::new("NotImplemented", message, 501))
    }

    pub(crate) fn internal(message: &str) -> Self {
        Self::Platform(Fault::new("InternalException", message, 500))
    }
}

impl From<Fault> for EventsError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for EventsError {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}

impl From<UnknownToken> for EventsError {
    fn from(_: UnknownToken) -> Self {
        Self::parameter("NextToken", "it is of no answer")
    }
}

impl From<InvalidPattern> for EventsError {
    fn from(error: InvalidPattern) -> Self {
        Self::Pattern(error)
    }
}

impl From<InvalidSchedule> for EventsError {
    fn from(error: InvalidSchedule) -> Self {
        Self::Invalid(error.to_string())
    }
}

impl From<EventsError> for Fault {
    fn from(error: EventsError) -> Self {
        let code = match &error {
            EventsError::Platform(fault) => return fault.clone(),
            EventsError::NoSuchBus(_)
            | EventsError::NoSuchRule { .. }
            | EventsError::NoSuchStatement
            | EventsError::NoPolicy => "ResourceNotFoundException",
            EventsError::BusExists(_) => "ResourceAlreadyExistsException",
            EventsError::OverLimit(_) => "LimitExceededException",
            EventsError::Invalid(_) => "ValidationException",
            EventsError::Pattern(_) => "InvalidEventPatternException",
            EventsError::PolicyTooLong(_) => "PolicyLengthExceededException",
        };
        Self::new(code, error.to_string(), 400)
    }
}
