//! The errors of this API.

use bartizan_types::Fault;

/// An error of this API.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExplainError {
    #[error(
        "Request {0} is not in this account's activity record: give the request id of an answer, \
         in full."
    )]
    RequestNotFound(String),
    #[error("{0}")]
    Platform(Fault),
}

impl From<ExplainError> for Fault {
    fn from(error: ExplainError) -> Self {
        match error {
            ExplainError::Platform(fault) => fault,
            ExplainError::RequestNotFound(_) => {
                Self::new("RequestNotFoundException", error.to_string(), 400)
            }
        }
    }
}

impl From<Fault> for ExplainError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}
