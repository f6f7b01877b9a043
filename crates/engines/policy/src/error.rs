//! What is wrong with a policy.

use crate::json::{Position, Span, SyntaxError};

/// Why a text is no policy of its kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The text is not JSON, or exceeds the bounds of the reader.
    #[error("the policy is not valid JSON: {0}")]
    Json(#[from] SyntaxError),
    /// The document breaks the grammar; the message is AWS's.
    #[error("{message}")]
    Malformed {
        /// AWS's text, as the error `MalformedPolicyDocument` carries it.
        message: String,
        /// What it is about.
        span: Span,
    },
}

impl PolicyError {
    /// A breach of the grammar at `span`, in AWS's words.
    pub fn malformed(message: impl Into<String>, span: Span) -> Self {
        Self::Malformed { message: message.into(), span }
    }

    /// Where the problem begins.
    pub const fn position(&self) -> Position {
        match self {
            Self::Json(error) => error.at,
            Self::Malformed { span, .. } => span.start,
        }
    }
}
