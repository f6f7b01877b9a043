//! Condition values: that they are of the type that the operator compares.

use std::net::IpAddr;

use super::Check;
use super::report::{Report, Subject};
use crate::document::Text;
use crate::operator::{Comparison, Operator, Quantifier};
use crate::validate::is_date;

pub(super) const CHECKS: &[Check] = &[types, multiple_booleans];

fn types(subject: &Subject<'_>, report: &mut Report<'_>) {
    for entry in subject.statements().flat_map(|statement| &statement.conditions) {
        let Some(operator) = Operator::parse(&entry.operator.value) else { continue };
        for text in &entry.element.values {
            if text.value.contains("${") {
                continue;
            }
            if let Some((code, message)) = problem(operator.comparison, text) {
                report.error(code, message, text.span);
            }
        }
    }
}

fn problem(comparison: Comparison, text: &Text) -> Option<(&'static str, &'static str)> {
    let value = text.value.as_str();
    let (fits, code, message) = match comparison {
        Comparison::StringEquals
        | Comparison::StringEqualsIgnoreCase
        | Comparison::StringLike
        | Comparison::Binary => return None,
        Comparison::Numeric(_) => (
            value.parse::<f64>().is_ok_and(f64::is_finite),
            "TYPE_MISMATCH_NUMBER",
            "The operator compares numbers: write digits.",
        ),
        Comparison::Date(_) => (
            is_date(value),
            "TYPE_MISMATCH_DATE",
            "The operator compares times: write 2030-01-31T12:00:00Z, or seconds since 1970.",
        ),
        Comparison::Bool | Comparison::Null => (
            value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false"),
            "TYPE_MISMATCH_BOOLEAN",
            "The operator compares with true or false.",
        ),
        Comparison::IpAddress => (
            is_range(value),
            "TYPE_MISMATCH_IP_RANGE",
            "The operator compares addresses: write 203.0.113.0/24 or 2001:db8::/32.",
        ),
        Comparison::Arn => (
            value == "*" || (value.starts_with("arn:") && value.split(':').count() >= 6),
            "TYPE_MISMATCH_ARN",
            "The operator compares ARNs, part by part: write all six parts.",
        ),
    };
    (!fits).then_some((code, message))
}

fn is_range(text: &str) -> bool {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(bits)),
        None => (text, None),
    };
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let most = if address.is_ipv4() { 32 } else { 128 };
    bits.is_none_or(|bits| bits.parse::<u8>().is_ok_and(|bits| bits <= most))
}

fn multiple_booleans(subject: &Subject<'_>, report: &mut Report<'_>) {
    for entry in subject.statements().flat_map(|statement| &statement.conditions) {
        let boolean = Operator::parse(&entry.operator.value).is_some_and(|operator| {
            operator.quantifier == Quantifier::Single
                && matches!(operator.comparison, Comparison::Bool | Comparison::Null)
        });
        if boolean && entry.element.values.len() > 1 {
            report.error(
                "INVALID_CONDITION_MULTIPLE_BOOLEAN",
                "Both true and false leave nothing to ask: give one value.",
                entry.element.span,
            );
        }
    }
}
