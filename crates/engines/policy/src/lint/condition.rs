//! Conditions: operators, keys, and the two together.

use rustc_hash::FxHashMap;

use super::Check;
use super::report::{Report, Subject, actions};
use super::suggestion::{closest, did_you_mean};
use crate::catalog;
use crate::document::{ConditionEntry, Effect, Statement};
use crate::operator::{Comparison, Operator, Quantifier};

pub(super) const CHECKS: &[Check] = &[
    operators,
    known_keys,
    duplicate_keys,
    missing_qualifier,
    for_all_values_with_single_value,
    applicable_keys,
];

/// The most actions of a statement for which the applicability of a key is examined.
const ACTIONS_MAX: usize = 1_000;

fn entries<'d>(subject: &Subject<'d>) -> impl Iterator<Item = &'d ConditionEntry> {
    subject.statements().flat_map(|statement| &statement.conditions)
}

fn operators(subject: &Subject<'_>, report: &mut Report<'_>) {
    let mut last = None;
    for entry in entries(subject) {
        // one operator stands before each of its keys
        if last.replace(entry.operator.span) == Some(entry.operator.span) {
            continue;
        }
        match Operator::parse(&entry.operator.value) {
            None if entry.operator.value.ends_with("NullIfExists") => report.error(
                "NULL_WITH_IF_EXISTS",
                "Null asks whether the key exists, so that IfExists has no meaning with it.",
                entry.operator.span,
            ),
            None => report.error(
                "INVALID_CONDITION_OPERATOR",
                format!("There is no condition operator `{}`.", entry.operator.value),
                entry.operator.span,
            ),
            Some(_) => {}
        }
    }
}

fn known_keys(subject: &Subject<'_>, report: &mut Report<'_>) {
    for entry in entries(subject) {
        if let Some((code, message)) = key_problem(&entry.key.value) {
            report.error(code, message, entry.key.span);
        }
    }
}

fn key_problem(key: &str) -> Option<(&'static str, String)> {
    let Some((prefix, name)) = key.split_once(':') else {
        return Some((
            "INVALID_CONDITION_KEY_FORMAT",
            "A condition key is a service and a name, such as aws:SourceIp.".to_owned(),
        ));
    };
    if key.eq_ignore_ascii_case("aws:ARN") {
        return Some((
            "UNSUPPORTED_GLOBAL_CONDITION_KEY",
            "Use aws:PrincipalArn or aws:SourceArn in place of aws:ARN.".to_owned(),
        ));
    }
    if catalog::condition_key(key).is_some() {
        return None;
    }
    let tagged = name.trim_end_matches('/');
    if catalog::condition_key(&format!("{prefix}:{tagged}/x")).is_some() {
        return Some((
            "MISSING_TAG_KEY_IN_CONDITION",
            format!("Name the tag: {prefix}:{tagged}/tag-key."),
        ));
    }
    if prefix.eq_ignore_ascii_case("aws") {
        let meant = closest(key, catalog::global_keys().iter().map(|it| it.key));
        let meant = did_you_mean(meant);
        return Some((
            "INVALID_GLOBAL_CONDITION_KEY",
            format!("There is no global condition key `{key}`.{meant}"),
        ));
    }
    if let Some(service) = catalog::service(prefix) {
        let meant = did_you_mean(closest(key, service.condition_keys.iter().map(|it| it.key)));
        return Some((
            "INVALID_SERVICE_CONDITION_KEY",
            format!("{} has no condition key `{key}`.{meant}", service.name),
        ));
    }
    // The keys of an OpenID Connect provider begin with its host.
    (!prefix.contains('.')).then(|| ("INVALID_SERVICE", format!("There is no service `{prefix}`.")))
}

fn duplicate_keys(subject: &Subject<'_>, report: &mut Report<'_>) {
    for statement in subject.statements() {
        let mut seen = FxHashMap::default();
        for entry in &statement.conditions {
            let name = (entry.operator.span.start, entry.key.value.to_ascii_lowercase());
            let before = seen.insert(name, &entry.key.value);
            if before.is_some_and(|before| *before != entry.key.value) {
                report.error(
                    "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
                    "Condition keys ignore case, so that this key stands twice in the block: put \
                     the values under one.",
                    entry.key.span,
                );
            }
        }
    }
}

fn missing_qualifier(subject: &Subject<'_>, report: &mut Report<'_>) {
    for entry in entries(subject) {
        let plain = Operator::parse(&entry.operator.value).is_some_and(|operator| {
            operator.quantifier == Quantifier::Single && operator.comparison != Comparison::Null
        });
        if plain && catalog::condition_key(&entry.key.value).is_some_and(|key| key.multivalued) {
            report.error(
                "MISSING_QUALIFIER",
                format!(
                    "A request may carry many values of `{}`: say ForAllValues or ForAnyValue.",
                    entry.key.value
                ),
                entry.key.span,
            );
        }
    }
}

/// `ForAllValues` is true where the key is absent.
fn for_all_values_with_single_value(subject: &Subject<'_>, report: &mut Report<'_>) {
    for entry in subject.allowing().flat_map(|statement| &statement.conditions) {
        let for_all = Operator::parse(&entry.operator.value)
            .is_some_and(|operator| operator.quantifier == Quantifier::All);
        if for_all && catalog::condition_key(&entry.key.value).is_some_and(|key| !key.multivalued) {
            report.security(
                "FOR_ALL_VALUES_WITH_SINGLE_VALUED_KEY",
                format!(
                    "`{}` has one value, and ForAllValues is true where it is absent: leave the \
                     qualifier out.",
                    entry.key.value
                ),
                entry.key.span,
            );
        }
    }
}

/// Keys that no action of the statement supports. Access Analyzer has no such check: the code is
/// Bartizan's.
fn applicable_keys(subject: &Subject<'_>, report: &mut Report<'_>) {
    for statement in subject.statements() {
        if statement.not_action.is_some() || actions(statement).count() > ACTIONS_MAX {
            continue;
        }
        for entry in &statement.conditions {
            let key = &entry.key.value;
            let of_every_request = catalog::global_key(key).is_some_and(|it| it.on_every_request);
            let known = catalog::condition_key(key).is_some();
            if known && !of_every_request && !supported(statement, key) {
                report.warning(
                    "CONDITION_KEY_NOT_APPLICABLE",
                    format!(
                        "No action of the statement carries `{key}`: {}",
                        consequence(statement)
                    ),
                    entry.key.span,
                );
            }
        }
    }
}

const fn consequence(statement: &Statement) -> &'static str {
    match statement.effect {
        Some(Effect::Allow) => "the statement may allow nothing.",
        _ => "the statement may deny nothing.",
    }
}

fn supported(statement: &Statement, key: &str) -> bool {
    actions(statement).any(|text| {
        let Some((prefix, name)) = text.value.split_once(':') else { return true };
        // a service that is not known is another check's
        let Some(service) = catalog::service(prefix) else { return true };
        let mut matching = service.actions_matching(name).peekable();
        matching.peek().is_none() || matching.any(|action| service.supports_key(action, key))
    })
}
