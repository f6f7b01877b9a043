//! Why a statement is not run.

/// What is wrong with a statement, or not known here, in words for its author.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(String);

impl Refusal {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// Something that Trino has and this dialect has not.
    pub(crate) fn unsupported(what: impl std::fmt::Display) -> Self {
        Self(format!("{what} is not supported."))
    }
}
