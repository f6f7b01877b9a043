//! Why requests were blocked, or matched something: remembered for `bartizan waf explain`.

use std::sync::{Mutex, MutexGuard, PoisonError};

use bartizan_inspect::language::ActionKind;
use bartizan_inspect::{Decision, Evidence, Explanation, RuleExplanation, WebRequest};
use bartizan_types::{AccountId, Arn, Timestamp};
use serde_json::{Value as Json, json};

use super::shared::Shared;
use crate::redaction::{REDACTED, Redaction};

/// The memory for all explanations, in bytes.
const BYTES_MAX: usize = 48 * 1024 * 1024;
/// So many requests are explained by every statement one after the other, of those that a web ACL blocks and
/// of those that it lets pass, and one more each time so many milliseconds have passed. To explain takes
/// longer than to decide, some ms for a large body: those behind it wait, and must be few, whoever is attacked
/// and whichever rule counts.
const BLOCKED: Pace = Pace { at_once: 10, every_millis: 1_000 };
const PASSED: Pace = Pace { at_once: 2, every_millis: 10_000 };
/// So many a second are explained of all web ACLs.
const SECOND_MAX: u32 = 50;
/// The most bytes that the statements of an explanation take.
const STATEMENTS_BYTES_MAX: usize = 256 * 1024;
/// The most bytes of a path that are remembered.
const PATH_BYTES_MAX: usize = 512;

/// Explanations of requests.
#[derive(Debug)]
pub(super) struct Explanations(Mutex<Held>);

#[derive(Debug)]
struct Held {
    shared: Shared<Left, (Box<str>, Box<str>)>,
    second: Second,
}

/// How many requests may be explained of those that a web ACL blocks, and that it lets pass.
#[derive(Debug, Default, Clone, Copy)]
struct Left {
    blocked: Bucket,
    passed: Bucket,
}

/// How many may be explained at once, and how long it takes until one more may be.
#[derive(Debug, Clone, Copy)]
struct Pace {
    at_once: i64,
    every_millis: i64,
}

/// What is filled with time: when it was empty, as far as what is in it tells.
#[derive(Debug, Default, Clone, Copy)]
struct Bucket {
    empty_at: i64,
}

impl Bucket {
    /// Takes one out; whether there was one.
    fn take(&mut self, now: i64, pace: Pace) -> bool {
        let since = self.empty_at.max(now - pace.at_once * pace.every_millis);
        let has_one = now - since >= pace.every_millis;
        self.empty_at = if has_one { since + pace.every_millis } else { since };
        has_one
    }
}

/// How many requests were explained in a second.
#[derive(Debug, Default, Clone, Copy)]
struct Second {
    at: i64,
    count: u32,
}

impl Second {
    fn count(&mut self, at: i64) -> u32 {
        if self.at != at {
            *self = Self { at, count: 0 };
        }
        self.count = self.count.saturating_add(1);
        self.count
    }
}

impl Default for Explanations {
    fn default() -> Self {
        Self(Mutex::new(Held { shared: Shared::new(BYTES_MAX), second: Second::default() }))
    }
}

impl Explanations {
    /// Whether there is time to explain a request by every statement. To be asked once for each.
    pub(super) fn has_time(&self, web_acl: &str, is_blocked: bool, now: Timestamp) -> bool {
        let millis = now.millis();
        let mut held = self.held();
        let own = held.shared.state(web_acl, millis);
        let has_time = if is_blocked {
            own.blocked.take(millis, BLOCKED)
        } else {
            own.passed.take(millis, PASSED)
        };
        has_time && held.second.count(millis / 1_000) <= SECOND_MAX
    }

    /// Keeps an explanation.
    pub(super) fn keep(&self, web_acl: &str, request_id: &str, told: &Json) {
        let text = told.to_string();
        let size = text.len() + request_id.len() + size_of::<(usize, Box<str>, Box<str>)>();
        self.held().shared.keep(web_acl, size, (request_id.into(), text.into()));
    }

    /// The explanation of a request that a web ACL of an account decided about.
    pub(super) fn of(&self, account: AccountId, request_id: &str) -> Option<String> {
        let held = self.held();
        let is_of_account =
            |arn: &str| arn.parse::<Arn>().is_ok_and(|arn| arn.account_id() == Some(account));
        let its = held.shared.owners().filter(|(arn, _)| is_of_account(arn));
        let mut kept = its.flat_map(|(_, owned)| owned.newest());
        kept.find(|(id, _)| **id == *request_id).map(|(_, text)| text.to_string())
    }

    /// Forgets a web ACL.
    pub(super) fn forget(&self, web_acl: &str) {
        self.held().shared.forget(web_acl);
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was decided about a request, before every statement is asked why.
pub(super) fn decided(
    (resource, request_id): (&str, &str),
    request: &WebRequest<'_>,
    decision: &Decision<'_>,
    redaction: &Redaction,
    now: Timestamp,
) -> Json {
    let rule = |rule| {
        let (group, in_group) = decision.in_group(rule).unzip();
        json!({ "name": decision.rule_name(rule), "group": group, "ruleInGroup": in_group })
    };
    let matched = decision.matched().iter().map(|matched| {
        let mut told = rule(matched.rule);
        add(&mut told, "action", matched.action.as_str().into());
        told
    });
    let path = request.path.get(..PATH_BYTES_MAX).unwrap_or(request.path);
    json!({
        "requestId": request_id,
        "time": now.iso8601_millis(),
        "resource": resource,
        "client": request.client.to_string(),
        "method": if redaction.method { REDACTED } else { request.method },
        "path": if redaction.path { REDACTED.into() } else { path.escape_ascii().to_string() },
        "action": decision.action().as_str(),
        "decidedBy": decision.decided_by().map(rule),
        "matched": matched.collect::<Vec<_>>(),
        "labels": decision.labels().collect::<Vec<_>>(),
    })
}

/// Adds a member.
pub(super) fn add(told: &mut Json, name: &str, value: Json) {
    if let Some(members) = told.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

/// What every statement says.
pub(super) fn rules(explanation: &Explanation, redaction: &Redaction) -> Json {
    let mut room = STATEMENTS_BYTES_MAX;
    // Rules that matched come first to the room that there is.
    let is_asked = |rule: &RuleExplanation| rule.is_asked && rule.statements.iter().any(is_found);
    let mut told = vec![Json::Null; explanation.rules.len()];
    for wanted in [true, false] {
        for (slot, rule) in told.iter_mut().zip(&explanation.rules) {
            if is_asked(rule) == wanted {
                *slot = told_rule(rule, redaction, &mut room);
            }
        }
    }
    told.into()
}

fn is_found(statement: &bartizan_inspect::StatementExplanation) -> bool {
    statement.depth == 0 && statement.holds == Some(true)
}

fn told_rule(rule: &RuleExplanation, redaction: &Redaction, room: &mut usize) -> Json {
    let statements = rule.statements.iter().map(|statement| {
        let evidence = statement.evidence.as_ref();
        json!({
            "depth": statement.depth,
            "statement": statement.statement,
            "holds": statement.holds,
            "evidence": evidence.map(|evidence| told_evidence(evidence, redaction)),
        })
    });
    let statements: Json = statements.collect::<Vec<_>>().into();
    let left = room.checked_sub(statements.to_string().len());
    *room = left.unwrap_or(*room);
    let (group, in_group) = rule.in_group.as_ref().map(|(group, name)| (group, name)).unzip();
    json!({
        "name": rule.name,
        "group": group,
        "ruleInGroup": in_group,
        "action": rule.action.as_str(),
        "isAsked": rule.is_asked,
        "decides": rule.decides,
        "statements": left.map(|_| statements),
    })
}

fn told_evidence(evidence: &Evidence, redaction: &Redaction) -> Json {
    let is_redacted = redaction.covers(&evidence.field);
    json!({
        "field": evidence.field,
        "transformations": evidence.chain.iter().map(|step| format!("{step:?}")).collect::<Vec<_>>(),
        "found": if is_redacted { REDACTED } else { &evidence.matched },
        "offset": evidence.offset,
        "length": evidence.length,
        "what": evidence.what,
    })
}

/// Whether a request is remembered: one that nothing matched and that goes on is not.
pub(super) fn is_told(decision: &Decision<'_>) -> bool {
    decision.action() != ActionKind::Allow || !decision.matched().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_are_explained_at_once_and_then_one_now_and_then() {
        let explanations = Explanations::default();
        let told = |is_blocked, millis, many| {
            let now = Timestamp::from_millis(millis);
            (0..many).filter(|_| explanations.has_time("acl", is_blocked, now)).count()
        };
        let start = 1_700_000_000_000;
        assert_eq!((told(true, start, 30), told(false, start, 30)), (10, 2));
        assert_eq!((told(true, start + 999, 5), told(false, start + 9_999, 5)), (0, 0));
        assert_eq!((told(true, start + 1_000, 5), told(false, start + 10_000, 5)), (1, 1));
        assert_eq!((told(true, start + 4_000, 5), told(false, start + 40_000, 5)), (3, 2));
        assert_eq!(told(true, start + 3_600_000, 30), 10);
    }
}
