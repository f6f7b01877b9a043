//! The service's errors. (CloudWatch API Reference, each operation's own and "Common Errors".)

use bartizan_service::paging::UnknownToken;
use bartizan_service::store::StoreError;
use bartizan_types::Fault;

/// An error of the service.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MetricsError {
    #[error("{0}")]
    InvalidParameterValue(String),
    #[error("{0}")]
    InvalidParameterCombination(String),
    #[error("{0}")]
    MissingParameter(String),
    #[error("{0}")]
    Validation(String),
    #[error("{0}")]
    LimitExceeded(String),
    #[error("Invalid token")]
    InvalidNextToken,
    #[error("{0}")]
    Platform(Fault),
}

impl MetricsError {
    /// A parameter has a value that it may not have.
    pub(crate) fn value(value: impl std::fmt::Display, parameter: &str) -> Self {
        Self::InvalidParameterValue(format!(
            "The value {value} for parameter {parameter} is invalid."
        ))
    }

    /// What AWS has and Bartizan does not: clearer than to leave it out.
    pub(crate) fn not_implemented(what: &str) -> Self {
        let message =
            format!("{what} is not implemented by Bartizan; docs/compatibility.md says what is");
        Self::Platform(Fault::new("NotImplemented", message, 501))
    }
}

impl From<Fault> for MetricsError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for MetricsError {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}

impl From<UnknownToken> for MetricsError {
    fn from(_: UnknownToken) -> Self {
        Self::InvalidNextToken
    }
}

impl From<MetricsError> for Fault {
    fn from(error: MetricsError) -> Self {
        let code = match &error {
            MetricsError::Platform(fault) => return fault.clone(),
            MetricsError::InvalidParameterValue(_) => "InvalidParameterValue",
            MetricsError::InvalidParameterCombination(_) => "InvalidParameterCombination",
            MetricsError::MissingParameter(_) => "MissingParameter",
            MetricsError::Validation(_) => "ValidationError",
            MetricsError::LimitExceeded(_) => "LimitExceeded",
            MetricsError::InvalidNextToken => "InvalidNextToken",
        };
        Self::new(code, error.to_string(), 400)
    }
}
