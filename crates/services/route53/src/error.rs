//! The service's errors. (Amazon Route 53 API Reference, version 2013-04-01, each operation's own.)

use bartizan_service::store::StoreError;
use bartizan_types::Fault;

/// What the service answers instead of an output.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(crate) enum Route53Error {
    /// One of the refusals of AWS: its code, its message and its status.
    #[error("{1}")]
    Refused(&'static str, String, u16),
    /// Refused elsewhere.
    #[error("{0}")]
    Platform(Fault),
}

impl Route53Error {
    /// A refusal by this code of AWS.
    pub(crate) fn refused(code: &'static str, message: impl Into<String>) -> Self {
        Self::Refused(code, message.into(), 400)
    }

    /// A value is wrong.
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::refused("InvalidInput", message)
    }

    /// A batch of changes is wrong, and why: all of it, as AWS lists it.
    pub(crate) fn batch(reasons: &[String]) -> Self {
        Self::refused("InvalidChangeBatch", format!("[{}]", reasons.join(", ")))
    }

    /// There is no such zone.
    pub(crate) fn no_zone(id: &str) -> Self {
        Self::Refused("NoSuchHostedZone", format!("No hosted zone found with ID: {id}"), 404)
    }

    /// What AWS has and Bartizan does not: clearer than to leave it out.
    pub(crate) fn not_implemented(what: &str) -> Self {
        let message =
            format!("{what} is not implemented by Bartizan; docs/compatibility.md says what is");
        Self::Platform(Fault::new("NotImplemented", message, 501))
    }
}

/// Refuses what is asked for and not there: each a name, and whether it was asked for.
pub(crate) fn refuse_unbuilt(asked: &[(&str, bool)]) -> Result<(), Route53Error> {
    match asked.iter().find(|(_, is_asked)| *is_asked) {
        Some((name, _)) => Err(Route53Error::not_implemented(name)),
        None => Ok(()),
    }
}

impl From<Route53Error> for Fault {
    fn from(error: Route53Error) -> Self {
        match error {
            Route53Error::Platform(fault) => fault,
            Route53Error::Refused(code, message, status) => Self::new(code, message, status),
        }
    }
}

impl From<Fault> for Route53Error {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for Route53Error {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}
