//! Whether a caller could grant what a request asks for: an estimate. (IAM API Reference,
//! `GetDelegationRequest`.)

use bartizan_policy::{Attached, Document, Effect, document::Element};
use bartizan_service::{Access, Call};
use bartizan_types::{Arn, Principal, Session, SessionKind};

/// How many pairs of action and resource are asked about: more than 2,048 characters hold.
const PAIRS_MAX: usize = 2048;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Answer {
    Allowed,
    Unsure,
    Denied,
}

/// `ALLOWED`, `DENIED` or `UNSURE`.
pub(super) fn result(call: &Call, policy: &str) -> &'static str {
    let worst = Document::parse(policy).map_or(Answer::Unsure, |document| worst(call, &document));
    match worst {
        Answer::Allowed => "ALLOWED",
        Answer::Unsure => "UNSURE",
        Answer::Denied => "DENIED",
    }
}

fn worst(call: &Call, document: &Document) -> Answer {
    let has_exceptions = has_exceptions(call);
    let mut worst = Answer::Allowed;
    let mut pairs = 0;
    for statement in &document.statements {
        if statement.effect != Some(Effect::Allow) {
            continue;
        }
        for action in texts(statement.action.as_ref()) {
            for resource in texts(statement.resource.as_ref()) {
                pairs += 1;
                if pairs > PAIRS_MAX {
                    return Answer::Unsure;
                }
                let mut answer = of_pair(call, action, resource, has_exceptions);
                if answer == Answer::Denied && !statement.conditions.is_empty() {
                    // What is asked under a condition is less than what was tried.
                    answer = Answer::Unsure;
                }
                worst = worst.max(answer);
            }
        }
    }
    worst
}

/// The texts of an element; where the statement names exceptions instead, all there is.
fn texts(element: Option<&Element>) -> Vec<&str> {
    element.map_or_else(
        || vec!["*"],
        |element| element.values.iter().map(|text| text.value.as_str()).collect(),
    )
}

/// A pattern is asked about as it is written: a policy allows it where it allows all that the
/// pattern stands for.
fn of_pair(call: &Call, action: &str, resource: &str, has_exceptions: bool) -> Answer {
    let is_pattern = |text: &str| text.contains(['*', '?']);
    let access = if resource == "*" {
        Access::on_any(action.to_owned())
    } else {
        match resource.parse::<Arn>() {
            Ok(arn) if !resource.contains("${") => Access::on(action.to_owned(), &arn),
            _ => return Answer::Unsure,
        }
    };
    match (call.may(&access), is_pattern(action) || is_pattern(resource)) {
        (true, true) if has_exceptions => Answer::Unsure,
        (true, _) => Answer::Allowed,
        (false, true) => Answer::Unsure,
        (false, false) => Answer::Denied,
    }
}

/// Whether anything takes away from what the caller's policies allow.
fn has_exceptions(call: &Call) -> bool {
    let entity = match &call.caller.principal {
        Principal::User { id, .. } => call.directory.user(id),
        Principal::Session(Session { kind: SessionKind::Role { role_id, .. }, .. }) => {
            call.directory.role(role_id)
        }
        _ => None,
    };
    let account = call.caller.principal.account().and_then(|id| call.directory.account(id));
    let is_organized = account.is_some_and(|account| {
        !account.service_control_policies.is_empty()
            || !account.resource_control_policies.is_empty()
    });
    let denies = |attached: &Attached| {
        let statements = &attached.policy.document().statements;
        statements.iter().any(|statement| statement.effect == Some(Effect::Deny))
    };
    let is_denied = entity
        .is_some_and(|entity| entity.identity.iter().chain(entity.boundary.as_ref()).any(denies));
    is_organized || is_denied
}
