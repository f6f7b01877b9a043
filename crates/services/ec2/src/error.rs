//! EC2's errors. (Amazon EC2 API Reference, "Error codes for the Amazon EC2 API".)

use bartizan_service::store::StoreError;
use bartizan_types::Fault;

/// What EC2 answers instead of an output.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(crate) enum Ec2Error {
    /// One of the many refusals of AWS: its code and its message.
    #[error("{1}")]
    Refused(&'static str, String),
    /// The call was only to be tried, and would have succeeded.
    #[error("Request would have succeeded, but DryRun flag is set.")]
    DryRunOperation,
    /// Refused elsewhere.
    #[error("{0}")]
    Platform(Fault),
}

impl Ec2Error {
    /// A refusal by this code of AWS.
    pub(crate) fn refused(code: &'static str, message: impl Into<String>) -> Self {
        Self::Refused(code, message.into())
    }

    /// A parameter's value is wrong.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::refused("InvalidParameterValue", message)
    }

    /// A parameter is needed after all.
    pub(crate) fn missing(parameter: &str) -> Self {
        let message = format!("The request must contain the parameter {parameter}");
        Self::refused("MissingParameter", message)
    }

    /// Parameters exclude each other.
    pub(crate) fn combination(message: impl Into<String>) -> Self {
        Self::refused("InvalidParameterCombination", message)
    }

    /// Something else needs what would be taken away.
    pub(crate) fn dependency(message: impl Into<String>) -> Self {
        Self::refused("DependencyViolation", message)
    }

    /// What AWS has and Bartizan does not: clearer than to leave it out.
    pub(crate) fn not_implemented(what: &str) -> Self {
        let message =
            format!("{what} is not implemented by Bartizan; docs/compatibility.md says what is");
        Self::Platform(Fault::new("NotImplemented", message, 501))
    }
}

/// Ends a call that was only to be tried.
pub(crate) fn check_dry_run(asked: Option<bool>) -> Result<(), Ec2Error> {
    if asked == Some(true) { Err(Ec2Error::DryRunOperation) } else { Ok(()) }
}

/// Refuses what is asked for and not there: each a name, and whether it was asked for.
pub(crate) fn refuse_unbuilt(asked: &[(&str, bool)]) -> Result<(), Ec2Error> {
    match asked.iter().find(|(_, is_asked)| *is_asked) {
        Some((name, _)) => Err(Ec2Error::not_implemented(&format!("the parameter {name}"))),
        None => Ok(()),
    }
}

/// Refuses to list all but what other services manage: nothing tells which that is.
pub(crate) fn refuse_without_managed(include_managed: Option<bool>) -> Result<(), Ec2Error> {
    refuse_unbuilt(&[("IncludeManagedResources", include_managed == Some(false))])
}

impl From<Ec2Error> for Fault {
    fn from(error: Ec2Error) -> Self {
        let (code, status) = match &error {
            Ec2Error::Platform(fault) => return fault.clone(),
            Ec2Error::Refused(code, _) => (*code, 400),
            Ec2Error::DryRunOperation => ("DryRunOperation", 412),
        };
        Self::new(code, error.to_string(), status)
    }
}

impl From<Fault> for Ec2Error {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for Ec2Error {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}
