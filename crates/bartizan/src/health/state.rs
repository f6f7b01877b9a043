//! What is thought of health checks. (Route 53 Developer Guide, "How Amazon Route 53 determines whether
//! a health check is healthy".)

use std::collections::HashMap;

use bartizan_route53::{HealthCheckRecord, Subject};
use bartizan_service::Observation;
use tokio::task::AbortHandle;

use super::look::Seen;

/// A health check.
pub(super) struct Check {
    pub(super) record: HealthCheckRecord,
    /// The number of its watcher.
    pub(super) number: u64,
    pub(super) watcher: Option<AbortHandle>,
    /// What is thought of its endpoint: well, until it was looked at often enough.
    pub(super) is_well: bool,
    /// How many looks in a row said otherwise.
    otherwise: u32,
    /// Whether the next look decides alone: what was thought before a restart is not known.
    is_undecided: bool,
    pub(super) last: Option<Observation>,
    pub(super) last_failure: Option<Observation>,
}

impl Check {
    /// One that nobody has looked at yet.
    pub(super) fn new(record: &HealthCheckRecord, is_new: bool) -> Self {
        Self {
            record: record.clone(),
            number: 0,
            watcher: None,
            is_well: true,
            otherwise: 0,
            is_undecided: !is_new,
            last: None,
            last_failure: None,
        }
    }

    /// Lets its watcher end.
    pub(super) fn stop(&mut self) {
        self.otherwise = 0;
        if let Some(watcher) = self.watcher.take() {
            watcher.abort();
        }
    }

    /// Enters a look; whether its endpoint is thought of otherwise from now on.
    pub(super) fn saw(&mut self, seen: Seen) -> bool {
        let Subject::Endpoint(endpoint) = &self.record.subject else { return false };
        if !seen.is_well {
            self.last_failure = Some(seen.observation.clone());
        }
        self.last = Some(seen.observation);
        self.otherwise = if seen.is_well == self.is_well { 0 } else { self.otherwise + 1 };
        let is_enough = self.otherwise >= endpoint.threshold;
        let changes = self.otherwise > 0 && (is_enough || self.is_undecided);
        self.is_undecided = false;
        if changes {
            (self.is_well, self.otherwise) = (seen.is_well, 0);
        }
        changes
    }
}

/// Whether a health check is healthy. One that is disabled takes what it looks at to be well, and so is
/// one that is gone. What was found of others is kept in `found`.
pub(super) fn is_healthy(
    checks: &HashMap<String, Check>,
    id: &str,
    found: &mut HashMap<String, bool>,
) -> bool {
    if let Some(known) = found.get(id) {
        return *known;
    }
    let Some(check) = checks.get(id) else { return true };
    // No check looks at itself; if one did, this would end it.
    found.insert(id.to_owned(), true);
    let is_well = match &check.record.subject {
        _ if check.record.is_disabled => true,
        Subject::Endpoint(_) => check.is_well,
        Subject::Others { threshold, .. } => healthy_children(checks, check, found) >= *threshold,
    };
    let is_healthy = is_well != check.record.is_inverted;
    found.insert(id.to_owned(), is_healthy);
    is_healthy
}

/// How many of the checks that one looks at are healthy.
pub(super) fn healthy_children(
    checks: &HashMap<String, Check>,
    check: &Check,
    found: &mut HashMap<String, bool>,
) -> u32 {
    let Subject::Others { children, .. } = &check.record.subject else { return 0 };
    let children = children.as_deref().unwrap_or_default();
    let healthy = children.iter().filter(|child| is_healthy(checks, child, found)).count();
    u32::try_from(healthy).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use bartizan_route53::{Endpoint, EndpointKind};
    use bartizan_types::{AccountId, Timestamp};

    use super::*;

    fn endpoint(threshold: u32) -> Subject {
        Subject::Endpoint(Endpoint {
            kind: EndpointKind::Http,
            address: Some("192.0.2.1".to_owned()),
            domain: None,
            port: 80,
            path: None,
            text: None,
            interval: 30,
            threshold,
            measures_latency: false,
            tells_name: false,
        })
    }

    fn check(id: &str, subject: Subject, is_new: bool) -> Check {
        let record = HealthCheckRecord {
            id: id.to_owned(),
            account: AccountId::from_number(1).unwrap(),
            caller_reference: id.to_owned(),
            version: 1,
            created: Timestamp::from_millis(0),
            subject,
            is_inverted: false,
            is_disabled: false,
            tags: Vec::new(),
        };
        Check::new(&record, is_new)
    }

    /// What is thought after each look, a sign each.
    fn thought(check: &mut Check, looks: &str) -> String {
        let mut thought = String::new();
        for look in looks.chars() {
            let at = Timestamp::from_millis(0);
            let observation = Observation { at, status: look.to_string(), from: None };
            check.saw(Seen { is_well: look == '+', observation });
            thought.push(if check.is_well { '+' } else { '-' });
        }
        thought
    }

    #[test]
    fn looks_in_a_row_change_what_is_thought() {
        let mut new = check("one", endpoint(3), true);
        assert_eq!(thought(&mut new, "--+---++-+++"), "+++++-----".to_owned() + "-+");
        assert_eq!(new.last_failure.unwrap().status, "-");
        let mut found = check("one", endpoint(3), false);
        assert_eq!(thought(&mut found, "-+++"), "---+", "the first look after a start decides");
    }

    #[test]
    fn checks_of_checks_count_those_that_are_healthy() {
        let of = |threshold, children: &[&str]| Subject::Others {
            threshold,
            children: Some(children.iter().map(|&id| id.to_owned()).collect()),
        };
        let mut well = check("well", endpoint(1), true);
        let mut ill = check("ill", endpoint(1), true);
        ill.is_well = false;
        let mut inverted = check("inverted", endpoint(1), true);
        inverted.record.is_inverted = true;
        let mut off = check("off", endpoint(1), true);
        (off.is_well, off.record.is_disabled) = (false, true);
        well.is_well = true;
        let all = [
            (well, true),
            (ill, false),
            (inverted, false),
            (off, true),
            (check("one", of(1, &["well", "ill"]), true), true),
            (check("two", of(2, &["well", "ill"]), true), false),
            (check("none", of(1, &[]), true), false),
            (check("always", of(0, &["ill"]), true), true),
            (check("deep", of(2, &["one", "off", "two"]), true), true),
            (check("gone", of(1, &["deleted"]), true), true),
            (check("circle", of(1, &["circle"]), true), true),
        ];
        let wanted: Vec<(String, bool)> =
            all.iter().map(|(check, healthy)| (check.record.id.clone(), *healthy)).collect();
        let checks: HashMap<String, Check> =
            all.into_iter().map(|(check, _)| (check.record.id.clone(), check)).collect();
        for (id, healthy) in wanted {
            assert_eq!(is_healthy(&checks, &id, &mut HashMap::new()), healthy, "{id}");
        }
    }
}
