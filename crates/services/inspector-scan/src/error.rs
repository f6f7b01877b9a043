//! The service's errors. (Amazon Inspector API Reference, `ScanSbom`.)

use bartizan_assess::advisory::FileError;
use bartizan_types::Fault;
use serde_json::json;

/// What the service answers instead of a report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ScanError {
    /// The bill is of another kind or version.
    #[error("The SBOM must be a JSON document in CycloneDX 1.5 format: {0}.")]
    Unsupported(String),
    /// A member of the bill is wrong: which one, and why.
    #[error("1 validation error detected: {0}: {1}")]
    Field(String, String),
    /// Nobody said which advisories to scan by.
    #[error(
        "There are no advisories to scan by: the server must be started with --advisories and a file \
         made by `bartizan advisories build`."
    )]
    NoAdvisories,
    /// The file of advisories cannot be used.
    #[error("The file of advisories cannot be used: {0}.")]
    Advisories(FileError),
    /// The answer would be larger than answers may be.
    #[error("The report would be larger than {0} bytes: scan the SBOM in parts.")]
    TooLarge(usize),
    /// The report could not be made.
    #[error("The scan was ended by a fault of the server.")]
    Ended,
    /// A form of reports that is not written.
    #[error("The output format {0} is not implemented by Bartizan.")]
    Format(String),
}

impl From<ScanError> for Fault {
    fn from(error: ScanError) -> Self {
        let message = error.to_string();
        let invalid = |reason: &'static str| {
            Self::new("ValidationException", message.clone(), 400).with("reason", reason)
        };
        match error {
            ScanError::Unsupported(_) => invalid("UNSUPPORTED_SBOM_TYPE"),
            ScanError::Field(name, why) => {
                let fields = json!([{ "name": name, "message": why }]);
                invalid("FIELD_VALIDATION_FAILED").with("fields", fields.to_string())
            }
            ScanError::NoAdvisories | ScanError::TooLarge(_) => invalid("OTHER"),
            ScanError::Advisories(_) | ScanError::Ended => {
                Self::new("InternalServerException", message, 500).with("reason", "OTHER")
            }
            ScanError::Format(_) => Self::new("NotImplemented", message, 501),
        }
    }
}

impl From<FileError> for ScanError {
    fn from(error: FileError) -> Self {
        Self::Advisories(error)
    }
}
