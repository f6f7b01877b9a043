//! The error every service answers with.

use std::borrow::Cow;
use std::fmt;

/// Who is at fault; it decides the default status and whether a client retries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The caller must change something.
    Client,
    /// Bartizan failed or is not ready.
    Server,
}

/// An error as AWS words it: a code, a message, a status. Each service's own error enum turns
/// into one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The error code a client matches on, such as `NoSuchEntity`.
    pub code: Cow<'static, str>,
    /// What was wrong, where, and what to do. Never a secret.
    pub message: String,
    /// The HTTP status.
    pub status: u16,
    /// More members of the error's shape, by wire name (S3's `Key`, `BucketName` …).
    pub details: Vec<(&'static str, String)>,
    /// Headers that the answer carries besides (S3's `ETag` with a 304).
    pub headers: Vec<(&'static str, String)>,
}

impl Fault {
    /// An error with this code, message and HTTP status.
    pub fn new(
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
        status: u16,
    ) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
            status,
            details: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// Adds a member to the error's shape.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.details.push((name, value.into()));
        self
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Whose fault it is, told by the status.
    pub const fn kind(&self) -> FaultKind {
        if self.status >= 500 { FaultKind::Server } else { FaultKind::Client }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Fault {}
