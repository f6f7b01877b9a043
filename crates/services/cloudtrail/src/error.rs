//! CloudTrail's errors. (CloudTrail API Reference, `LookupEvents`.)

use bartizan_types::Fault;

/// An error of CloudTrail.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CloudTrailError {
    #[error("{0}")]
    InvalidLookupAttributes(String),
    #[error("The value of MaxResults must be between 1 and 50.")]
    InvalidMaxResults,
    #[error("The token that was specified is not valid: start again without one.")]
    InvalidNextToken,
    #[error("The start time must be before the end time.")]
    InvalidTimeRange,
    #[error("{0} is not a valid event category: leave it out, or ask for `insight`.")]
    InvalidEventCategory(String),
    #[error("{0}")]
    Platform(Fault),
}

impl From<CloudTrailError> for Fault {
    fn from(error: CloudTrailError) -> Self {
        let code = match &error {
            CloudTrailError::Platform(fault) => return fault.clone(),
            CloudTrailError::InvalidLookupAttributes(_) => "InvalidLookupAttributesException",
            CloudTrailError::InvalidMaxResults => "InvalidMaxResultsException",
            CloudTrailError::InvalidNextToken => "InvalidNextTokenException",
            CloudTrailError::InvalidTimeRange => "InvalidTimeRangeException",
            CloudTrailError::InvalidEventCategory(_) => "InvalidEventCategoryException",
        };
        Self::new(code, error.to_string(), 400)
    }
}

impl From<Fault> for CloudTrailError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}
