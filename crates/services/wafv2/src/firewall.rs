//! Decides about the requests that the edge receives, by the web ACLs in force, and remembers some.

mod samples;

use std::cell::RefCell;
use std::net::IpAddr;
use std::sync::Arc;

use bartizan_inspect::language::ActionKind;
use bartizan_inspect::{Circumstances, Decision, Geography, RateTable, Scratch, Token, WebRequest};
use bartizan_service::{SampledRequest, WebTraffic};
use bartizan_types::{Arn, Random, SystemRandom, Timestamp};

use crate::published::{Published, WebAcl};
use samples::Samples;

/// So many kinds of alike requests are counted at once, for all rate-based rules together.
const RATES_MAX: usize = 200_000;
/// What a request is answered with that must solve a captcha or a challenge first, and the header
/// that says so. (AWS WAF Developer Guide, "How the AWS WAF CAPTCHA and Challenge rule actions
/// work".)
const CAPTCHA_STATUS: u16 = 405;
const CHALLENGE_STATUS: u16 = 202;
const ACTION_HEADER: &str = "x-amzn-waf-action";

/// Decides about requests. It is shared by the projection, which publishes web ACLs in it, and the
/// edge.
#[derive(Debug)]
pub struct Firewall {
    published: Arc<Published>,
    rates: RateTable,
    samples: Samples,
}

/// What the edge does with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FirewallVerdict {
    /// It goes on, with these headers more.
    Pass(Vec<(String, String)>),
    /// It is answered so.
    Answer {
        /// The status.
        status: u16,
        /// The headers.
        headers: Vec<(String, String)>,
        /// The body.
        body: String,
    },
}

impl Default for Firewall {
    fn default() -> Self {
        Self::new(Arc::default(), &SystemRandom)
    }
}

impl Firewall {
    /// A firewall by what is published there.
    pub fn new(published: Arc<Published>, random: &dyn Random) -> Self {
        let rates = RateTable::new(random.next_u64(), RATES_MAX);
        Self { published, rates, samples: Samples::default() }
    }

    /// The web ACLs in force.
    pub fn published(&self) -> &Arc<Published> {
        &self.published
    }

    /// Decides about a request for a resource. Without a web ACL it goes on.
    pub fn inspect(
        &self,
        resource: &str,
        request: &WebRequest<'_>,
        token: Token,
        geography: Option<&dyn Geography>,
        now: Timestamp,
    ) -> FirewallVerdict {
        thread_local! {
            static SCRATCH: RefCell<Scratch> = RefCell::default();
        }
        let Some(web_acl) = self.published.of_resource(resource) else {
            return FirewallVerdict::Pass(Vec::new());
        };
        let now_seconds = u64::try_from(now.millis() / 1_000).unwrap_or(0);
        let circumstances =
            Circumstances { now_seconds, token, rates: Some(&self.rates), geography };
        SCRATCH.with_borrow_mut(|scratch| {
            let decision = web_acl.program.decide(request, &circumstances, scratch);
            self.remember(&web_acl, request, &decision, now);
            verdict(&decision)
        })
    }

    /// Keeps a sample for each rule that matched, or for the default action.
    fn remember(
        &self,
        web_acl: &WebAcl,
        request: &WebRequest<'_>,
        decision: &Decision<'_>,
        now: Timestamp,
    ) {
        for matched in decision.matched() {
            let Some((metric, is_sampled)) = web_acl.rules.get(decision.rule_name(matched.rule))
            else {
                continue;
            };
            let sample = || SampledRequest {
                action: matched.action.as_str(),
                rule_in_group: decision
                    .in_group(matched.rule)
                    .map(|(id, rule)| format!("{id}#{rule}")),
                ..sample(request, decision, now)
            };
            self.samples.note(&web_acl.arn, metric, *is_sampled, now, sample);
        }
        if decision.decided_by().is_none() {
            let sample = || sample(request, decision, now);
            self.samples.note(&web_acl.arn, &web_acl.metric, web_acl.is_sampled, now, sample);
        }
    }
}

impl WebTraffic for Firewall {
    fn sampled(
        &self,
        web_acl: &Arn,
        metric: &str,
        from: Timestamp,
        to: Timestamp,
        most: usize,
    ) -> (Vec<SampledRequest>, u64) {
        self.samples.between(web_acl.as_str(), metric, from, to, most)
    }

    fn limited(
        &self,
        web_acl: &Arn,
        rule: &str,
        in_group: Option<&str>,
        now: Timestamp,
    ) -> Option<Vec<IpAddr>> {
        let now_seconds = u64::try_from(now.millis() / 1_000).unwrap_or(0);
        let held = self.published.web_acl(web_acl.as_str())?;
        held.program.limited_addresses(rule, in_group, &self.rates, now_seconds)
    }
}

fn verdict(decision: &Decision<'_>) -> FirewallVerdict {
    let pairs = |headers: Vec<bartizan_inspect::language::Header>| {
        headers.into_iter().map(|header| (header.name, header.value)).collect()
    };
    let proof = |status, action: &str| FirewallVerdict::Answer {
        status,
        headers: vec![
            (ACTION_HEADER.to_owned(), action.to_owned()),
            ("Content-Type".to_owned(), "text/plain".to_owned()),
        ],
        body: format!(
            "This request needs a {action} to be solved, and there is no page for that.\n"
        ),
    };
    match decision.action() {
        ActionKind::Block => {
            let answer = decision.answer();
            FirewallVerdict::Answer {
                status: answer.status,
                headers: pairs(answer.headers),
                body: answer.body,
            }
        }
        ActionKind::Captcha => proof(CAPTCHA_STATUS, "captcha"),
        ActionKind::Challenge => proof(CHALLENGE_STATUS, "challenge"),
        ActionKind::Allow | ActionKind::Count | ActionKind::ExcludedAsCount => {
            FirewallVerdict::Pass(pairs(decision.insert_headers()))
        }
    }
}

fn sample(request: &WebRequest<'_>, decision: &Decision<'_>, now: Timestamp) -> SampledRequest {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut uri = text(request.path);
    if !request.query.is_empty() {
        uri.push('?');
        uri.push_str(&text(request.query));
    }
    let status = (decision.action() == ActionKind::Block).then(|| decision.answer().status);
    let inserted = decision.insert_headers().into_iter().map(|header| (header.name, header.value));
    SampledRequest {
        at: now,
        client: request.client,
        country: request.country.map(str::to_owned),
        method: request.method.to_owned(),
        uri,
        http_version: request.http_version.as_str(),
        headers: request.headers.iter().map(|(name, value)| (text(name), text(value))).collect(),
        action: decision.action().as_str(),
        rule_in_group: None,
        response_code: status.filter(|status| *status != 403),
        inserted_headers: inserted.collect(),
        labels: decision.labels().map(str::to_owned).collect(),
    }
}
