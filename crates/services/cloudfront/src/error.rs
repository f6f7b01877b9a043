//! The service's errors. (Amazon `CloudFront` API Reference, version 2020-05-31, each operation's own.)

use bartizan_service::store::StoreError;
use bartizan_types::Fault;

/// What the service answers instead of an output.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(crate) enum CdnError {
    /// One of the refusals of AWS: its code, its message and its status.
    #[error("{1}")]
    Refused(&'static str, String, u16),
    /// Refused elsewhere.
    #[error("{0}")]
    Platform(Fault),
}

impl CdnError {
    /// What is asked for is wrong.
    pub(crate) fn refused(code: &'static str, message: impl Into<String>) -> Self {
        Self::Refused(code, message.into(), 400)
    }

    /// It is not there.
    pub(crate) fn missing(code: &'static str, what: &str) -> Self {
        Self::Refused(code, format!("The specified {what} does not exist."), 404)
    }

    /// It stands against something that is there.
    pub(crate) fn conflict(code: &'static str, message: impl Into<String>) -> Self {
        Self::Refused(code, message.into(), 409)
    }

    /// A value is wrong.
    pub(crate) fn argument(message: impl Into<String>) -> Self {
        Self::refused("InvalidArgument", message)
    }

    /// What AWS has and Bartizan does not: clearer than to leave it out.
    pub(crate) fn not_implemented(what: &str) -> Self {
        let message =
            format!("{what} is not implemented by Bartizan; docs/compatibility.md says what is");
        Self::Platform(Fault::new("NotImplemented", message, 501))
    }

    /// What is stored cannot be read.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::Platform(Fault::new("InternalFailure", message.into(), 500))
    }
}

/// Refuses what is asked for and not there: each a name, and whether it was asked for.
pub(crate) fn refuse_unbuilt(asked: &[(&str, bool)]) -> Result<(), CdnError> {
    match asked.iter().find(|(_, is_asked)| *is_asked) {
        Some((name, _)) => Err(CdnError::not_implemented(name)),
        None => Ok(()),
    }
}

impl From<CdnError> for Fault {
    fn from(error: CdnError) -> Self {
        match error {
            CdnError::Platform(fault) => fault,
            CdnError::Refused(code, message, status) => Self::new(code, message, status),
        }
    }
}

impl From<Fault> for CdnError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for CdnError {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}
