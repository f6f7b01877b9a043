//! What a check found.

use serde::Serialize;

use crate::json::Position;

/// The impact of a finding. (IAM Access Analyzer API Reference, "`ValidatePolicyFinding`".)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FindingKind {
    /// A part of the policy does not work.
    Error,
    /// The policy allows what is held to be too much.
    SecurityWarning,
    /// The policy departs from good practice, without risk to security.
    Warning,
    /// The policy could be written better, with the same effect.
    Suggestion,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The impact.
    pub kind: FindingKind,
    /// The code of the issue, such as `PASS_ROLE_WITH_STAR_IN_RESOURCE`.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub message: String,
    /// The element, such as `Statement[0].Action[1]`; empty for the whole document.
    pub path: String,
    /// Where it begins.
    pub start: Position,
    /// The place behind its end.
    pub end: Position,
    /// The section of the check reference page that tells more.
    pub learn_more: String,
}

impl Finding {
    /// The name of the section on `code` in the check reference.
    pub(super) fn section(kind: FindingKind, code: &str) -> String {
        let group = match kind {
            FindingKind::Error => "error",
            FindingKind::SecurityWarning => "security-warning",
            FindingKind::Warning => "general-warning",
            FindingKind::Suggestion => "suggestion",
        };
        let name = code.to_ascii_lowercase().replace('_', "-");
        format!("access-analyzer-reference-policy-checks-{group}-{name}")
    }
}
