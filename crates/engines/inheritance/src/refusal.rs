//! Why a text is no policy.

use bartizan_json::Position;

use crate::PolicyType;

/// Why a text is not a policy of its type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// More characters than a policy of the type may have: `ConstraintViolationException` with the
    /// reason `POLICY_CONTENT_LIMIT_EXCEEDED`.
    #[error("the policy has {characters} characters; at most {characters_max} are allowed")]
    TooLong {
        /// How many it has.
        characters: usize,
        /// How many it may have.
        characters_max: usize,
    },
    /// Not JSON, or not of the type's syntax: `MalformedPolicyDocumentException`.
    #[error("{problem} at `{pointer}`, line {} column {}", at.line, at.column)]
    Malformed {
        /// What is wrong.
        problem: String,
        /// Where, as a JSON pointer (RFC 6901).
        pointer: String,
        /// Where in the text.
        at: Position,
    },
    /// The syntax of the type is not known here.
    #[error("policies of the type {} are not supported", .0.name())]
    Unsupported(PolicyType),
}

impl Refusal {
    /// The text that Organizations answers every malformed management policy with; it names neither
    /// place nor reason.
    pub const MALFORMED_MESSAGE: &'static str = "The provided policy document does not meet the \
        requirements of the specified policy type.";
}
