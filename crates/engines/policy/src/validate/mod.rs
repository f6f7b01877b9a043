//! What AWS refuses: the grammar of each kind of policy, in AWS's words.

use crate::document::Document;
use crate::{PolicyError, PolicyKind};

/// Checks that a document fits the grammar of its kind.
pub(crate) fn check(document: &Document, _kind: PolicyKind) -> Result<(), PolicyError> {
    match document.problems.first() {
        Some(problem) => Err(PolicyError::malformed("Syntax errors in policy.", problem.span)),
        None => Ok(()),
    }
}
