//! Policy variables. (IAM User Guide, "IAM policy elements: Variables and tags".)

use super::Check;
use super::report::{Report, Subject, actions, resources};
use crate::document::Text;
use crate::operator::Operator;

pub(super) const CHECKS: &[Check] = &[form, version, operator, element];

fn places<'d>(subject: &Subject<'d>) -> impl Iterator<Item = &'d Text> {
    subject.statements().flat_map(|statement| {
        let values = statement.conditions.iter().flat_map(|entry| &entry.element.values);
        resources(statement).chain(values)
    })
}

fn form(subject: &Subject<'_>, report: &mut Report<'_>) {
    for text in places(subject) {
        let mut rest = text.value.as_str();
        while let Some((_, behind)) = rest.split_once("${") {
            let Some((inside, after)) = behind.split_once('}') else {
                report.error(
                    "MISSING_BRACE_IN_VARIABLE",
                    "The variable does not end: add `}`.",
                    text.span,
                );
                break;
            };
            if let Some((code, message)) = problem(inside) {
                report.error(code, message, text.span);
            }
            rest = after;
        }
    }
}

fn problem(inside: &str) -> Option<(&'static str, &'static str)> {
    let (name, default) = match inside.split_once(',') {
        Some((name, default)) => (name, Some(default.trim())),
        None => (inside, None),
    };
    if name.trim().is_empty() {
        return Some(("EMPTY_VARIABLE", "The variable has no name: write ${aws:username}."));
    }
    if name.contains(char::is_whitespace) {
        return Some((
            "UNSUPPORTED_SPACE_IN_VARIABLE",
            "The variable's name has a space: remove it.",
        ));
    }
    let quoted =
        default.is_none_or(|it| it.len() >= 2 && it.starts_with('\'') && it.ends_with('\''));
    (!quoted).then_some((
        "MISSING_QUOTE_IN_VARIABLE",
        "The default value stands in single quotes: write ${aws:PrincipalTag/team, 'none'}.",
    ))
}

fn version(subject: &Subject<'_>, report: &mut Report<'_>) {
    if subject.document.resolves_variables() {
        return;
    }
    for text in places(subject).filter(|text| text.value.contains("${")) {
        report.error(
            "VARIABLE_UNSUPPORTED_IN_VERSION",
            "Before version 2012-10-17 a variable is plain text: change the version.",
            text.span,
        );
    }
}

fn operator(subject: &Subject<'_>, report: &mut Report<'_>) {
    for entry in subject.statements().flat_map(|statement| &statement.conditions) {
        if Operator::parse(&entry.operator.value).is_none_or(Operator::takes_variables) {
            continue;
        }
        for text in entry.element.values.iter().filter(|text| text.value.contains("${")) {
            report.error(
                "INVALID_VARIABLE_FOR_OPERATOR",
                "Variables are resolved in the values of String and Arn operators only.",
                text.span,
            );
        }
    }
}

fn element(subject: &Subject<'_>, report: &mut Report<'_>) {
    for text in subject.statements().flat_map(actions).filter(|it| it.value.contains("${")) {
        report.error(
            "VARIABLE_UNSUPPORTED_IN_ELEMENT",
            "Variables are resolved in Resource and Condition only.",
            text.span,
        );
    }
}
