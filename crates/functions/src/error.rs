//! What may be wrong.

use std::io;
use std::path::PathBuf;

/// Why a function is not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is nothing to confine functions with.
    #[error(
        "functions are not run without a sandbox, and bubblewrap is not installed: install the package `bubblewrap`"
    )]
    NoSandbox,
    /// Root's own processes are not confined by who they are.
    #[error("functions are not run unconfined by root: start as another user")]
    UnconfinedRoot,
    /// The interpreter of a runtime is not installed.
    #[error("the runtime {0} needs {1}, which is not installed here")]
    NoRuntime(String, &'static str),
    /// The runtime is none that is known.
    #[error("the runtime {0} is not known: use python3.*, nodejs* or provided.*")]
    UnknownRuntime(String),
    /// The payload is more than a function is given.
    #[error("Request must be smaller than {limit} bytes for the InvokeFunction operation")]
    PayloadTooLarge {
        /// The most bytes.
        limit: usize,
    },
    /// As many invocations run as may at once.
    #[error("Rate Exceeded.")]
    TooManyInvocations {
        /// AWS's `Reason`.
        reason: ThrottleReason,
    },
    /// The role's credentials could not be had.
    #[error("the credentials of the function's role could not be had: {0}")]
    Credentials(String),
    /// The sandbox could not be made.
    #[error("the function's sandbox could not be started: {0}")]
    Start(String),
    /// A file or folder of the installation.
    #[error("{}: {problem}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What happened.
        problem: io::Error,
    },
    /// What was handed in as a zip file is none that is unpacked.
    #[error("{0}")]
    Archive(String),
}

/// AWS's names for whose limit was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThrottleReason {
    /// All functions together.
    ConcurrentInvocationLimitExceeded,
    /// What is reserved for this function.
    ReservedFunctionConcurrentInvocationLimitExceeded,
}

impl Error {
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |problem| Self::File { path, problem }
    }
}
