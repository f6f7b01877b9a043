//! Findings about a policy: the checks of Access Analyzer's `ValidatePolicy`, each with its place.
//! A check is a small function in the file of its group, listed in [`CHECKS`]. (IAM User Guide,
//! "IAM policy validation check reference".)

mod action;
mod condition;
mod element;
mod finding;
mod pass_role;
mod path;
mod principal;
mod report;
mod resource;
mod resource_control;
mod statement;
mod suggestion;
mod trust;
mod value;
mod variable;

pub use finding::{Finding, FindingKind};

use crate::PolicyKind;
use crate::document::Document;
use report::{Report, Subject};

/// One check.
type Check = fn(&Subject<'_>, &mut Report<'_>);

/// All checks, by group.
const CHECKS: &[&[Check]] = &[
    element::CHECKS,
    statement::CHECKS,
    action::CHECKS,
    resource::CHECKS,
    condition::CHECKS,
    value::CHECKS,
    variable::CHECKS,
    principal::CHECKS,
    pass_role::CHECKS,
    trust::CHECKS,
    resource_control::CHECKS,
];

/// Examines the text of a policy of this kind. The findings come in the order of their places.
pub fn lint(text: &str, kind: PolicyKind) -> Vec<Finding> {
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => return vec![element::syntax_error(&error)],
    };
    let subject = Subject { document: &document, kind };
    let mut report = Report::new(&document.root);
    for check in CHECKS.iter().copied().flatten() {
        check(&subject, &mut report);
    }
    // Last, what the grammar refuses and no check has named.
    element::refusal(&subject, &mut report);
    report.finish()
}
