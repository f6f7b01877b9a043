//! The metrics of web ACLs. (AWS WAF Developer Guide, "AWS WAF metrics and dimensions".)

use std::collections::HashMap;
use std::sync::OnceLock;

use bartizan_inspect::language::ActionKind;
use bartizan_inspect::{Decision, Matched};
use bartizan_service::{Meter, MetricName, Metrics};
use bartizan_types::{AccountId, Timestamp};

const NAMESPACE: &str = "AWS/WAFV2";
/// What stands for all rules of a web ACL, and for its default action.
const ALL: &str = "ALL";
const DEFAULT: &str = "Default_Action";

/// What requests a web ACL's metrics count, by rule and action. A metric is asked for when it first
/// counts something.
#[derive(Debug)]
pub(crate) struct Meters {
    account: AccountId,
    region: String,
    /// The web ACL's own metric, if it has metrics.
    web_acl: Option<String>,
    /// The metrics of its rules by their names, of those that have one.
    rules: HashMap<String, Rule>,
    all: Rule,
    default: Rule,
}

/// The meters of a rule, by what was done.
#[derive(Debug)]
struct Rule {
    metric: String,
    meters: [OnceLock<Meter>; 7],
}

impl Rule {
    fn new(metric: &str) -> Self {
        Self { metric: metric.to_owned(), meters: Default::default() }
    }
}

impl Meters {
    /// The meters of a web ACL, with the names of its rules and of their metrics.
    pub(crate) fn new(
        (account, region): (AccountId, &str),
        web_acl: Option<String>,
        rules: impl Iterator<Item = (String, String)>,
    ) -> Self {
        Self {
            account,
            region: region.to_owned(),
            web_acl,
            rules: rules.map(|(name, metric)| (name, Rule::new(&metric))).collect(),
            all: Rule::new(ALL),
            default: Rule::new(DEFAULT),
        }
    }

    /// Counts a request that was decided about.
    pub(super) fn count(&self, metrics: &dyn Metrics, decision: &Decision<'_>, now: Timestamp) {
        for matched in decision.matched() {
            if let Some(rule) = self.rules.get(decision.rule_name(matched.rule)) {
                self.add(metrics, rule, of_match(matched), now);
            }
        }
        let done = of_action(decision.action());
        if decision.decided_by().is_none() {
            self.add(metrics, &self.default, done, now);
        }
        self.add(metrics, &self.all, done, now);
    }

    fn add(
        &self,
        metrics: &dyn Metrics,
        rule: &Rule,
        (at, name): (usize, &'static str),
        now: Timestamp,
    ) {
        let (Some(web_acl), Some(meter)) = (&self.web_acl, rule.meters.get(at)) else { return };
        let named = || MetricName {
            account: self.account,
            region: self.region.clone(),
            namespace: NAMESPACE,
            name,
            dimensions: vec![
                ("WebACL", web_acl.clone()),
                ("Region", self.region.clone()),
                ("Rule", rule.metric.clone()),
            ],
            unit: "Count",
            has_spread: false,
        };
        meter.get_or_init(|| metrics.meter(&named())).count(now);
    }
}

/// The metric of an action, and its place among a rule's.
fn of_action(action: ActionKind) -> (usize, &'static str) {
    match action {
        ActionKind::Allow => (0, "AllowedRequests"),
        ActionKind::Block => (1, "BlockedRequests"),
        ActionKind::Count | ActionKind::ExcludedAsCount => (2, "CountedRequests"),
        ActionKind::Captcha => (3, "CaptchaRequests"),
        ActionKind::Challenge => (4, "ChallengeRequests"),
    }
}

/// The same for a rule that matched: what was proved already does not end the inspection.
fn of_match(matched: &Matched) -> (usize, &'static str) {
    match matched.action {
        ActionKind::Captcha if !matched.ends => (5, "RequestsWithValidCaptchaToken"),
        ActionKind::Challenge if !matched.ends => (6, "RequestsWithValidChallengeToken"),
        action => of_action(action),
    }
}
