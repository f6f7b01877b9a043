//! The elements of the document: shape, names and types.

use super::Check;
use super::finding::{Finding, FindingKind};
use super::report::{Report, Subject};
use crate::PolicyError;
use crate::document::ProblemKind;
use crate::json::SyntaxError;
use crate::validate;

pub(super) const CHECKS: &[Check] = &[shape, meaningless_conditions, version, statement];

/// The finding for a text that is not JSON.
pub(super) fn syntax_error(error: &SyntaxError) -> Finding {
    let (kind, code) = (FindingKind::Error, "JSON_SYNTAX_ERROR");
    Finding {
        kind,
        code,
        message: format!("The text is not valid JSON: {error}."),
        path: String::new(),
        start: error.at,
        end: error.at,
        learn_more: Finding::section(kind, code),
    }
}

/// The finding for what the grammar refuses and no check has named.
pub(super) fn refusal(subject: &Subject<'_>, report: &mut Report<'_>) {
    if report.has_errors() {
        return;
    }
    if let Err(PolicyError::Malformed { message, span }) =
        validate::check_any_version(subject.document, subject.kind)
        && !report.speaks_of(span)
    {
        report.error("POLICY_SYNTAX_ERROR", message, span);
    }
}

fn shape(subject: &Subject<'_>, report: &mut Report<'_>) {
    for problem in &subject.document.problems {
        let (code, message) = match problem.kind {
            ProblemKind::NotAnObject => {
                ("DATA_TYPE_MISMATCH", "An object is expected here: write { … }.")
            }
            ProblemKind::UnknownElement => (
                "INVALID_POLICY_ELEMENT",
                "The policy language has no such element here: remove it or correct its name.",
            ),
            ProblemKind::DuplicateKey => (
                "JSON_SYNTAX_ERROR",
                "The key occurs twice in the same object: put both values under one key.",
            ),
            ProblemKind::NotAText => ("DATA_TYPE_MISMATCH", "A text in quotes is expected here."),
            ProblemKind::NotATextOrList => {
                ("DATA_TYPE_MISMATCH", "A text in quotes, or a list of them, is expected here.")
            }
            ProblemKind::InvalidEffect => {
                ("INVALID_EFFECT", "The effect is `Allow` or `Deny`, in exactly these letters.")
            }
            ProblemKind::InvalidConditionValue => (
                "DATA_TYPE_MISMATCH",
                "A condition value is a text, a number, true or false, or a list of them.",
            ),
        };
        report.error(code, message, problem.span);
    }
}

/// IAM takes `Conditions` beside the statements, and ignores it.
fn meaningless_conditions(subject: &Subject<'_>, report: &mut Report<'_>) {
    let members = subject.document.root.members().unwrap_or_default();
    for member in members.iter().filter(|member| member.key == "Conditions") {
        report.error(
            "INVALID_POLICY_ELEMENT",
            "Conditions has no meaning here: put a Condition into each statement.",
            member.key_span,
        );
    }
}

fn version(subject: &Subject<'_>, report: &mut Report<'_>) {
    match &subject.document.version {
        None => report.warning(
            "MISSING_VERSION",
            "Without a version 2008-10-17 is in force, where policy variables are plain text: add \
             \"Version\": \"2012-10-17\".",
            subject.document.root.span,
        ),
        Some(version) if version.value == "2012-10-17" => {}
        Some(version) if version.value == "2008-10-17" => report.warning(
            "OLD_VERSION",
            "In version 2008-10-17 policy variables are plain text: use 2012-10-17.",
            version.span,
        ),
        Some(version) => report.error(
            "INVALID_VERSION",
            format!("There is no version `{}`: use 2012-10-17.", version.value),
            version.span,
        ),
    }
}

fn statement(subject: &Subject<'_>, report: &mut Report<'_>) {
    let root = subject.document.root.span;
    if subject.document.statements.is_empty() {
        report.error(
            "MISSING_STATEMENT",
            "A policy needs a statement.",
            subject.document.statement.unwrap_or(root),
        );
    }
}
