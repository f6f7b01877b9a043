//! Web ACL capacity units, as AWS WAF's guide gives them on the page of each statement.

use super::translate::{managed_group, own_group};
use super::{FieldToMatch, Invalid, References, RuleDefinition, StatementDefinition, Transform};

/// Each text transformation but `NONE`.
const TRANSFORMATION: u64 = 10;
/// All query arguments as the field to match.
const QUERY_ARGUMENTS: u64 = 10;
/// Each custom key of a rate-based statement.
const CUSTOM_KEY: u64 = 30;
/// An IP set that is looked for at any place of a header.
const ANY_POSITION: u64 = 4;

/// The capacity that rules take.
///
/// # Errors
///
/// If a rule names a group that there is not.
pub fn capacity_of(rules: &[RuleDefinition], references: &dyn References) -> Result<u64, Invalid> {
    rules.iter().map(|rule| statement(&rule.statement, references)).sum()
}

fn statement(held: &StatementDefinition, references: &dyn References) -> Result<u64, Invalid> {
    let mut sum = 0;
    if let Some(held) = &held.byte_match {
        let base = match held.test.positional_constraint.as_str() {
            "CONTAINS" | "CONTAINS_WORD" => 10,
            _ => 2,
        };
        sum += text(base, &held.field_to_match, &held.text_transformations);
    }
    if let Some(held) = &held.sqli_match {
        let is_high = held.test.sensitivity_level.as_deref() == Some("HIGH");
        let base = if is_high { 30 } else { 20 };
        sum += text(base, &held.field_to_match, &held.text_transformations);
    }
    if let Some(held) = &held.xss_match {
        sum += text(40, &held.field_to_match, &held.text_transformations);
    }
    if let Some(held) = &held.size_constraint {
        sum += text(1, &held.field_to_match, &held.text_transformations);
    }
    if let Some(held) = &held.regex_match {
        sum += text(3, &held.field_to_match, &held.text_transformations);
    }
    if let Some(held) = &held.regex_set {
        sum += text(25, &held.field_to_match, &held.text_transformations);
    }
    sum += u64::from(held.geo_match.is_some());
    sum += u64::from(held.asn_match.is_some());
    sum += u64::from(held.label_match.is_some());
    if let Some(held) = &held.ip_set {
        let position = held.forwarded.as_ref().and_then(|held| held.position.as_deref());
        sum += 1 + if position == Some("ANY") { ANY_POSITION } else { 0 };
    }
    if let Some(held) = &held.rate_based {
        let keys = u64::try_from(held.custom_keys.len()).unwrap_or(u64::MAX);
        sum += 2 + keys.saturating_mul(CUSTOM_KEY);
        if let Some(scope) = &held.scope_down_statement {
            sum += statement(scope, references)?;
        }
    }
    for nested in [&held.and, &held.or].into_iter().flatten() {
        for part in &nested.statements {
            sum += statement(part, references)?;
        }
    }
    if let Some(held) = &held.not {
        sum += statement(&held.statement, references)?;
    }
    Ok(sum + groups(held, references)?)
}

/// A group takes its own capacity, and a scope what it takes itself.
fn groups(held: &StatementDefinition, references: &dyn References) -> Result<u64, Invalid> {
    let mut sum = 0;
    if let Some(held) = &held.rule_group {
        sum += own_group(&held.arn, references)?.capacity;
    }
    if let Some(held) = &held.managed {
        sum += managed_group(held, references)?.capacity;
        if let Some(scope) = &held.scope_down_statement {
            sum += statement(scope, references)?;
        }
    }
    Ok(sum)
}

fn text(base: u64, field: &FieldToMatch, transformations: &[Transform]) -> u64 {
    let base = if field.json_body.is_some() { base * 2 } else { base };
    let arguments = if field.all_query_arguments.is_some() { QUERY_ARGUMENTS } else { 0 };
    let steps = transformations.iter().filter(|step| step.kind != "NONE").count();
    base + arguments + TRANSFORMATION * u64::try_from(steps).unwrap_or(u64::MAX / TRANSFORMATION)
}
