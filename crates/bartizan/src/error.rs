//! Why a command failed, and with which exit code.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    /// The command line or configuration is wrong.
    #[error("{0}")]
    Usage(String),
    /// A file or socket could not be used.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// The file, or the address.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The server refused.
    #[error("{code}: {message}")]
    Refused {
        /// The error's code.
        code: String,
        /// What the server said.
        message: String,
    },
    /// What was looked at is not as it must be.
    #[error("{0}")]
    Denied(String),
    /// Something failed while the command ran.
    #[error("{0}")]
    Failed(String),
}

impl CliError {
    /// A file's error.
    pub(crate) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }

    /// Something failed that says for itself what it was.
    pub(crate) fn failed(error: impl std::fmt::Display) -> Self {
        Self::Failed(error.to_string())
    }

    /// 1 for what is denied, 2 for a wrong command line, 3 for a failure.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Denied(_) => ExitCode::from(1),
            Self::Usage(_) => ExitCode::from(2),
            Self::File { .. } | Self::Refused { .. } | Self::Failed(_) => ExitCode::from(3),
        }
    }
}

impl From<bartizan_store::StoreError> for CliError {
    fn from(error: bartizan_store::StoreError) -> Self {
        Self::failed(error)
    }
}
