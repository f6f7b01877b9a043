//! The service's errors. (Amazon GuardDuty API Reference, each operation's own.)

use bartizan_service::store::StoreError;
use bartizan_types::Fault;

/// What the service answers instead of an output.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(crate) enum GuardDutyError {
    /// The account has no such detector.
    #[error(
        "The request is rejected because the input detectorId is not owned by the current account."
    )]
    NotOwned,
    /// A detector has no such filter, set or finding.
    #[error("The request is rejected since no such resource found.")]
    NoSuchResource,
    /// A parameter is wrong.
    #[error("The request is rejected because {0}")]
    Invalid(String),
    /// What stands in a bucket cannot be read.
    #[error("The request is rejected because the list at {0} cannot be read: {1}")]
    Unreadable(String, String),
    /// A part of a request that does not exist here.
    #[error("{0} is not implemented by Bartizan.")]
    NotImplemented(String),
    /// Nobody watches here.
    #[error("The account has no detector that is enabled in this region: create one first.")]
    NoDetector,
    /// Refused elsewhere.
    #[error("{0}")]
    Platform(Fault),
}

impl GuardDutyError {
    /// A parameter is wrong, and why.
    pub(crate) fn invalid(why: impl Into<String>) -> Self {
        Self::Invalid(why.into())
    }
}

impl From<GuardDutyError> for Fault {
    fn from(error: GuardDutyError) -> Self {
        let message = error.to_string();
        match error {
            GuardDutyError::Platform(fault) => fault,
            GuardDutyError::NotImplemented(_) => Self::new("NotImplemented", message, 501),
            GuardDutyError::NoDetector => Self::new("DetectorNotEnabledException", message, 400),
            GuardDutyError::NotOwned
            | GuardDutyError::NoSuchResource
            | GuardDutyError::Invalid(_)
            | GuardDutyError::Unreadable(..) => {
                Self::new("BadRequestException", message, 400).with("type", "InvalidInputException")
            }
        }
    }
}

impl From<Fault> for GuardDutyError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for GuardDutyError {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}
