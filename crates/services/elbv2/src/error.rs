//! The service's errors. (Elastic Load Balancing API Reference, version 2015-12-01, each operation's
//! own.)

use bartizan_service::store::StoreError;
use bartizan_types::Fault;

/// What the service answers instead of an output.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(crate) enum ElbError {
    /// One of the refusals of AWS: its code and its message.
    #[error("{1}")]
    Refused(&'static str, String),
    /// Refused elsewhere.
    #[error("{0}")]
    Platform(Fault),
}

impl ElbError {
    /// A refusal by this code of AWS.
    pub(crate) fn refused(code: &'static str, message: impl Into<String>) -> Self {
        Self::Refused(code, message.into())
    }

    /// A value is wrong.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::refused("ValidationError", message)
    }

    /// What AWS has and Bartizan does not: clearer than to leave it out.
    pub(crate) fn not_implemented(what: &str) -> Self {
        let message =
            format!("{what} is not implemented by Bartizan; docs/compatibility.md says what is");
        Self::Platform(Fault::new("NotImplemented", message, 501))
    }
}

/// Refuses what is asked for and not there: each a name, and whether it was asked for.
pub(crate) fn refuse_unbuilt(asked: &[(&str, bool)]) -> Result<(), ElbError> {
    match asked.iter().find(|(_, is_asked)| *is_asked) {
        Some((name, _)) => Err(ElbError::not_implemented(name)),
        None => Ok(()),
    }
}

impl From<ElbError> for Fault {
    fn from(error: ElbError) -> Self {
        match error {
            ElbError::Platform(fault) => fault,
            ElbError::Refused(code, message) => Self::new(code, message, 400),
        }
    }
}

impl From<Fault> for ElbError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for ElbError {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}
