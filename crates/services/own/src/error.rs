//! The errors of this API.

use bartizan_types::Fault;

/// An error of this API.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OwnError {
    #[error(
        "Request {0} is not in this account's activity record: give the request id of an answer, \
         in full."
    )]
    RequestNotFound(String),
    #[error("{0}")]
    Platform(Fault),
}

impl From<OwnError> for Fault {
    fn from(error: OwnError) -> Self {
        match error {
            OwnError::Platform(fault) => fault,
            OwnError::RequestNotFound(_) => {
                Self::new("RequestNotFoundException", error.to_string(), 400)
            }
        }
    }
}

impl From<Fault> for OwnError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}
