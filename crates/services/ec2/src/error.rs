//! EC2's errors. (Amazon EC2 API Reference, "Error codes for the Amazon EC2 API".)

use bartizan_types::Fault;

/// What EC2 answers instead of an output.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Ec2Error {
    /// A parameter's value is wrong.
    #[error("{0}")]
    InvalidParameterValue(String),
    /// The call was only to be tried, and would have succeeded.
    #[error("Request would have succeeded, but DryRun flag is set.")]
    DryRunOperation,
}

impl From<Ec2Error> for Fault {
    fn from(error: Ec2Error) -> Self {
        let (code, status) = match error {
            Ec2Error::InvalidParameterValue(_) => ("InvalidParameterValue", 400),
            Ec2Error::DryRunOperation => ("DryRunOperation", 412),
        };
        Self::new(code, error.to_string(), status)
    }
}
