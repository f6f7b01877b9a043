//! The errors of this API: of a call, and of a question in it.

use std::borrow::Cow;

use bartizan_types::Fault;
use serde::Serialize;

/// An error of a whole call.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AuthorizeError {
    /// What stands there is not told: it may be a session token.
    #[error(
        "The batch is not JSON of the form that is documented: see line {line}, column {column}"
    )]
    Unreadable { line: usize, column: usize },
    #[error("A batch has 1 to {most} requests, this one {count}: send several")]
    Count { count: usize, most: usize },
    #[error("{}", .0.message)]
    Shared(Refusal),
    #[error("{0}")]
    Platform(Fault),
}

impl From<AuthorizeError> for Fault {
    fn from(error: AuthorizeError) -> Self {
        match error {
            AuthorizeError::Platform(fault) => fault,
            _ => Self::new("ValidationException", error.to_string(), 400),
        }
    }
}

impl From<serde_json::Error> for AuthorizeError {
    fn from(error: serde_json::Error) -> Self {
        Self::Unreadable { line: error.line(), column: error.column() }
    }
}

impl From<Fault> for AuthorizeError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

/// Why one question of a batch is not answered; it counts as not allowed.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Refusal {
    /// What a program can tell refusals apart by.
    pub(crate) code: &'static str,
    /// What is wrong, and what to do.
    pub(crate) message: Cow<'static, str>,
}

impl Refusal {
    pub(crate) fn invalid(message: impl Into<Cow<'static, str>>) -> Self {
        Self { code: "InvalidRequest", message: message.into() }
    }

    pub(crate) fn unknown_principal() -> Self {
        Self {
            code: "UnknownPrincipal",
            message: "There is no such principal in the caller's account".into(),
        }
    }

    pub(crate) fn credentials(message: impl Into<Cow<'static, str>>) -> Self {
        Self { code: "InvalidCredentials", message: message.into() }
    }

    pub(crate) fn other_account() -> Self {
        Self {
            code: "OtherAccount",
            message: "The resource is of another account, which alone may ask about it".into(),
        }
    }

    pub(crate) fn known_key(name: &str) -> Self {
        Self {
            code: "ReservedContextKey",
            message: format!("The condition key {name} is Bartizan's to set: leave it out").into(),
        }
    }
}
