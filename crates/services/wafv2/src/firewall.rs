//! Decides about the requests that the edge receives, by the web ACLs in force, and remembers some.

mod explanations;
mod log_line;
mod meters;
mod proofs;
mod robots;
mod samples;
mod shared;

use std::cell::RefCell;
use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use bartizan_inspect::language::ActionKind;
use bartizan_inspect::{Circumstances, Decision, Geography, RateTable, Scratch, WebRequest};
use bartizan_proof::{KeyRing, Proof};
use bartizan_service::{Metrics, RobotTraffic, SampledRequest, WebTraffic};
use bartizan_types::{AccountId, Arn, Random, SystemRandom, Timestamp};

use crate::data_protection::Shown;
use crate::published::{Protection, Published, WebAcl};
use explanations::Explanations;
use log_line::Logged;
pub(crate) use meters::Meters;
use proofs::Proofs;
use robots::Robots;
use samples::Samples;

/// So many kinds of alike requests are counted at once, for all rate-based rules together.
const RATES_MAX: usize = 200_000;
/// Decides about requests. It is shared by the projection, which publishes web ACLs in it, and the
/// edge.
pub struct Firewall {
    published: Arc<Published>,
    rates: RateTable,
    samples: Samples,
    robots: Robots,
    explanations: Explanations,
    proofs: Proofs,
    geography: OnceLock<KnownGeography>,
    metrics: OnceLock<Arc<dyn Metrics>>,
}

/// Who knows where addresses are.
struct KnownGeography {
    source: Arc<dyn Geography + Send + Sync>,
    has_countries: bool,
    has_networks: bool,
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
    /// The web ACL that protects the resource is not in force: nobody can say.
    Failed,
}

impl fmt::Debug for Firewall {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Firewall")
            .field("published", &self.published)
            .finish_non_exhaustive()
    }
}

impl Default for Firewall {
    fn default() -> Self {
        Self::new(Arc::default(), Arc::new(SystemRandom))
    }
}

impl Firewall {
    /// A firewall by what is published there.
    pub fn new(published: Arc<Published>, random: Arc<dyn Random>) -> Self {
        let rates = RateTable::new(random.next_u64(), RATES_MAX);
        Self {
            published,
            rates,
            samples: Samples::default(),
            robots: Robots::default(),
            explanations: Explanations::default(),
            proofs: Proofs::new(random),
            geography: OnceLock::new(),
            metrics: OnceLock::new(),
        }
    }

    /// Who knows the countries of addresses, or their autonomous systems. It is told once.
    pub fn use_geography(
        &self,
        source: Arc<dyn Geography + Send + Sync>,
        has_countries: bool,
        has_networks: bool,
    ) {
        let _ = self.geography.set(KnownGeography { source, has_countries, has_networks });
    }

    /// Who keeps metrics. It is told once.
    pub fn use_metrics(&self, metrics: Arc<dyn Metrics>) {
        let _ = self.metrics.set(metrics);
    }

    /// The web ACLs in force.
    pub fn published(&self) -> &Arc<Published> {
        &self.published
    }

    /// Decides about a request for a resource. Without a web ACL it goes on.
    pub fn inspect(
        &self,
        (resource, request_id): (&str, &str),
        request: &WebRequest<'_>,
        now: Timestamp,
    ) -> FirewallVerdict {
        thread_local! {
            static SCRATCH: RefCell<Scratch> = RefCell::default();
        }
        let web_acl = match self.published.protection(resource) {
            Protection::None => return FirewallVerdict::Pass(Vec::new()),
            Protection::Missing => return FirewallVerdict::Failed,
            Protection::WebAcl(web_acl) => web_acl,
        };
        if let Some(answer) = self.proofs.exchange((&web_acl, request_id), request, now) {
            return answer;
        }
        let token = self.proofs.token(&web_acl, request);
        let now_seconds = u64::try_from(now.millis() / 1_000).unwrap_or(0);
        let geography = self.geography.get().map(|known| known.source.as_ref() as &dyn Geography);
        let circumstances =
            Circumstances { now_seconds, token, rates: Some(&self.rates), geography };
        SCRATCH.with_borrow_mut(|scratch| {
            let decision = web_acl.program.decide(request, &circumstances, scratch);
            let shown = web_acl.data_protection.shown(request);
            let shown_headers = shown.as_ref().map(Shown::headers).unwrap_or_default();
            let shown = shown.as_ref().map(|shown| shown.request(request, &shown_headers));
            let shown = shown.as_ref().unwrap_or(request);
            self.remember(&web_acl, shown, &decision, now);
            self.robots.note(&web_acl.arn, request, &decision, now);
            if let Some(metrics) = self.metrics.get() {
                web_acl.meters.count(&**metrics, &decision, now);
            }
            let verdict = match proof_asked(&decision) {
                Some(proof) => self.proofs.ask(proof, (&web_acl, request_id), request, now),
                None => verdict(&decision),
            };
            let logging = self.published.logging(&web_acl.arn);
            if let Some(logging) = logging.as_ref().filter(|logging| logging.is_delivered())
                && logging.filter.keeps(&decision)
            {
                let logged = Logged {
                    web_acl: &web_acl.arn,
                    resource,
                    request_id,
                    request,
                    shown,
                    decision: &decision,
                    token,
                    status: status(&verdict),
                    now,
                };
                logging.write(&logged.line(&logging.redaction), now);
            }
            if explanations::is_told(&decision) {
                let log = logging.as_ref().map(|logging| &logging.redaction);
                let redaction = web_acl.data_protection.details(log);
                let named = (resource, request_id);
                let mut told = explanations::decided(named, request, &decision, &redaction, now);
                explanations::add(&mut told, "webAcl", web_acl.arn.as_str().into());
                if self.explanations.has_time(&web_acl.arn, status(&verdict).is_some(), now) {
                    let explained = web_acl.program.explain(request, &circumstances, scratch);
                    let rules = explanations::rules(&explained, &redaction);
                    explanations::add(&mut told, "rules", rules);
                }
                self.explanations.keep(&web_acl.arn, request_id, &told);
            }
            verdict
        })
    }

    /// The keys that puzzles and tokens are signed by.
    pub(crate) fn use_keys(&self, keys: KeyRing) {
        self.proofs.use_keys(keys);
    }

    /// Forgets what is remembered for a web ACL that is gone.
    pub(crate) fn forget(&self, web_acl: &str) {
        self.samples.forget(web_acl);
        self.robots.forget(web_acl);
        self.explanations.forget(web_acl);
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

    fn robots(&self, web_acl: &Arn, from: Timestamp, to: Timestamp) -> Vec<RobotTraffic> {
        self.robots.between(web_acl.as_str(), from, to)
    }

    fn explained(&self, account: AccountId, request_id: &str) -> Option<String> {
        self.explanations.of(account, request_id)
    }

    fn knows_countries(&self) -> bool {
        self.geography.get().is_some_and(|known| known.has_countries)
    }

    fn knows_networks(&self) -> bool {
        self.geography.get().is_some_and(|known| known.has_networks)
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

/// The status of an answer.
fn status(verdict: &FirewallVerdict) -> Option<u16> {
    match verdict {
        FirewallVerdict::Answer { status, .. } => Some(*status),
        _ => None,
    }
}

/// What the client must prove first.
fn proof_asked(decision: &Decision<'_>) -> Option<Proof> {
    match decision.action() {
        ActionKind::Captcha => Some(Proof::Captcha),
        ActionKind::Challenge => Some(Proof::Challenge),
        _ => None,
    }
}

fn verdict(decision: &Decision<'_>) -> FirewallVerdict {
    let pairs = |headers: Vec<bartizan_inspect::language::Header>| {
        headers.into_iter().map(|header| (header.name, header.value)).collect()
    };
    if decision.action() == ActionKind::Block {
        let answer = decision.answer();
        return FirewallVerdict::Answer {
            status: answer.status,
            headers: pairs(answer.headers),
            body: answer.body,
        };
    }
    FirewallVerdict::Pass(pairs(decision.insert_headers()))
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
