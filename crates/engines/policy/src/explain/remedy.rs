//! What would have to change for a request to be allowed.

use super::{FailedElement, LayerExplanation, PolicyExplanation, StatementExplanation};
use crate::denial;
use crate::{Decision, Effect, Layer, Layers, Reason, Request, StatementRef};

/// How many near misses are told.
const NEAR_MISSES_MAX: usize = 3;

pub(super) fn remedies(
    decision: &Decision,
    request: &Request<'_>,
    layers: &Layers<'_>,
    explained: &[LayerExplanation],
) -> Vec<String> {
    match decision.reason {
        Reason::Deny(layer, statement) => vec![lift_deny(layer, statement, layers)],
        Reason::NoAllow(layer) => grant(layer, None, request, layers, explained),
        Reason::NoAllowAtLevel(layer, level) => {
            grant(layer, Some(level), request, layers, explained)
        }
        Reason::Allow(..) | Reason::RootUser | Reason::Grant | Reason::NoPermissionNeeded => {
            Vec::new()
        }
        Reason::ClosedAccount => {
            vec!["nothing: no policy opens an account that is closed".to_owned()]
        }
    }
}

fn lift_deny(layer: Layer, statement: StatementRef, layers: &Layers<'_>) -> String {
    let kind = denial::kind(layer, layers);
    let attached = denial::policy(layer, statement, layers);
    let policy = attached.map_or("", |attached| attached.source.name.as_ref());
    let sid = attached
        .and_then(|attached| {
            let index = usize::try_from(statement.statement).ok()?;
            attached.policy.document().statements.get(index)?.sid.as_ref()
        })
        .map(|sid| format!(" ({})", sid.value))
        .unwrap_or_default();
    let number = statement.statement + 1;
    format!(
        "statement {number}{sid} of the {kind} {policy} must no longer match: no allow outweighs it"
    )
}

fn grant(
    layer: Layer,
    level: Option<u32>,
    request: &Request<'_>,
    layers: &Layers<'_>,
    explained: &[LayerExplanation],
) -> Vec<String> {
    let mut misses: Vec<_> = explained
        .iter()
        .filter(|one| one.layer == layer && one.level == level)
        .flat_map(|one| &one.policies)
        .flat_map(|policy| policy.statements.iter().map(move |statement| (policy, statement)))
        .filter(|(_, statement)| statement.effect == Effect::Allow)
        .filter_map(|(policy, statement)| {
            let failed = statement.failed.as_ref()?;
            (nearness(failed) > 0).then_some((policy, statement, failed))
        })
        .collect();
    misses.sort_by_key(|(_, _, failed)| std::cmp::Reverse(nearness(failed)));
    misses.truncate(NEAR_MISSES_MAX);
    let mut remedies: Vec<String> =
        misses.iter().map(|(policy, statement, failed)| fit(policy, statement, failed)).collect();
    let kind = denial::kind(layer, layers);
    let place = level.map(|level| format!(" on level {level}")).unwrap_or_default();
    let Request { action, resource, .. } = request;
    remedies.push(format!("{kind}{place}: allow {action} on {resource}"));
    remedies
}

/// How much of a statement matched before this element failed; none when the action did not.
fn nearness(failed: &FailedElement) -> u8 {
    match failed.element {
        "Condition" => 3,
        "Resource" | "NotResource" => 2,
        "Principal" | "NotPrincipal" => 1,
        _ => 0,
    }
}

fn fit(
    policy: &PolicyExplanation,
    statement: &StatementExplanation,
    failed: &FailedElement,
) -> String {
    let line = statement.span.start.line;
    let name = &policy.source.name;
    let sid = statement.sid.as_ref().map(|sid| format!(" ({sid})")).unwrap_or_default();
    let actual = match &failed.actual {
        Some(values) => format!("`{}`", values.join("`, `")),
        None => "missing".to_owned(),
    };
    let expected = format!("`{}`", failed.expected.join("`, `"));
    let head = format!("the statement at line {line}{sid} of {name} would allow it");
    match (&failed.operator, &failed.key) {
        (Some(operator), Some(key)) => {
            format!("{head} if {operator} held for {key}: it is {actual}, against {expected}")
        }
        _ => format!("{head} if its {} admitted {actual}: it is {expected}", failed.element),
    }
}
