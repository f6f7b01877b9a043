//! The fronts of load balancers: made of their records, each anew when something of it changes.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use bartizan_edge::config::{Certificate, EdgeConfig, Front, Listener, Rule, Tls};
use bartizan_elbv2::{Action, BalancerRecord, ListenerRecord, Published, RuleRecord};
use bartizan_service::ServerCertificates;
use bartizan_service::store::{Change, Key, Reader};
use bartizan_types::Arn;
use bartizan_wafv2::Firewall;

use super::translate::{action, attributes, condition, group, headers};

/// How many bytes of a body the firewall sees behind a load balancer. (AWS WAF Developer Guide,
/// "Oversize web request components in AWS WAF".)
const INSPECTED_BODY_BYTES: usize = 8 * 1024;
/// The policy of HTTPS without TLS 1.2. (ELB User Guide for Application Load Balancers, "Security
/// policies for your Application Load Balancer".)
const TLS13_ONLY: &str = "ELBSecurityPolicy-TLS13-1-3-2021-06";

/// What the fronts of balancers are made of.
pub(super) struct Balancers {
    firewall: Arc<Firewall>,
    certificates: Option<Arc<dyn ServerCertificates>>,
    published: Published,
    /// Certificates that were opened, by their ARN; nothing where there is none.
    opened: HashMap<String, Option<Arc<Certificate>>>,
    /// Whether a certificate could not be read, which may pass.
    is_short: bool,
}

impl Balancers {
    pub(super) fn new(
        firewall: Arc<Firewall>,
        certificates: Option<Arc<dyn ServerCertificates>>,
    ) -> Self {
        let (published, opened, is_short) = (Published::default(), HashMap::new(), false);
        Self { firewall, certificates, published, opened, is_short }
    }

    /// All of them, as they are stored; whether all of that could be read.
    ///
    /// # Errors
    /// A record cannot be read.
    pub(super) fn load(
        &mut self,
        reader: &Reader<'_>,
        config: &mut EdgeConfig,
    ) -> Result<bool, String> {
        self.published = Published::load(reader)?;
        self.opened.clear();
        self.is_short = false;
        let mut keys: Vec<_> = self.published.balancers.iter().collect();
        keys.sort_by_key(|(_, balancer)| balancer.created);
        let keys: Vec<Key> = keys.into_iter().map(|(key, _)| key.clone()).collect();
        config.fronts.retain(|front| !is_balancer(front));
        config.fronts.extend(keys.iter().filter_map(|key| self.front(reader, key)));
        config.groups = self.published.groups.values().map(group).collect();
        Ok(!self.is_short)
    }

    /// Those that a commit changes; whether all of that could be read. Nothing where it changes none.
    ///
    /// # Errors
    /// A record cannot be read: all is to be loaded anew.
    pub(super) fn apply(
        &mut self,
        changes: &[Change],
        reader: &Reader<'_>,
        config: &mut EdgeConfig,
    ) -> Result<Option<bool>, String> {
        let touched = self.published.apply(changes, reader)?;
        let mut balancers = touched.balancers;
        balancers.extend(self.with_other_certificates(changes));
        if changes.iter().any(|change| change.collection == bartizan_wafv2::ASSOCIATIONS) {
            balancers.extend(self.otherwise_protected(&config.fronts));
        }
        if balancers.is_empty() && touched.groups.is_empty() {
            return Ok(None);
        }
        for key in &touched.groups {
            let now = self.published.groups.get(key).map(group);
            let arn = arn_of(key, "targetgroup");
            replace(&mut config.groups, now, |one| one.arn == arn);
        }
        for key in &balancers {
            let now = self.front(reader, key);
            let arn = arn_of(key, "loadbalancer");
            replace(&mut config.fronts, now, |one| one.arn == arn);
        }
        Ok(Some(!self.is_short))
    }

    /// The records of balancers.
    pub(super) fn records(&self) -> impl Iterator<Item = &BalancerRecord> {
        self.published.balancers.values()
    }

    /// The ARNs of balancers, each with those of the groups that it forwards to.
    pub(super) fn forwarded(&self) -> Vec<(String, BTreeSet<String>)> {
        let of = |(key, balancer): (&Key, &BalancerRecord)| {
            let mut found = BTreeSet::new();
            for (key, listener) in self.published.listeners_of(key) {
                let rules = self.published.rules_of(key);
                let actions = rules.iter().map(|rule| &rule.action);
                for action in actions.chain([&listener.default_action]) {
                    found.extend(groups(action).map(str::to_owned));
                }
            }
            (balancer.arn.clone(), found)
        };
        self.published.balancers.iter().map(of).collect()
    }

    /// Forgets the certificates of accounts whose certificates change, and tells which balancers may
    /// show them.
    fn with_other_certificates(&mut self, changes: &[Change]) -> Vec<Key> {
        let is_certificate = |change: &&Change| {
            [bartizan_iam::SERVER_CERTIFICATES, bartizan_acm::CERTIFICATES]
                .contains(&change.collection.as_str())
        };
        let accounts: BTreeSet<&str> =
            changes.iter().filter(is_certificate).map(|one| one.key.account.as_str()).collect();
        if accounts.is_empty() {
            return Vec::new();
        }
        self.opened
            .retain(|arn, _| !arn.split(':').nth(4).is_some_and(|one| accounts.contains(one)));
        let keys = self.published.balancers.keys();
        keys.filter(|key| accounts.contains(key.account.as_str())).cloned().collect()
    }

    /// The balancers that have come to a web ACL, or lost theirs.
    fn otherwise_protected(&self, fronts: &[Front]) -> Vec<Key> {
        let seen: HashMap<&str, usize> =
            fronts.iter().map(|front| (front.arn.as_str(), front.inspected_body_bytes)).collect();
        let is_other = |(_, balancer): &(&Key, &BalancerRecord)| {
            seen.get(balancer.arn.as_str()) != Some(&self.inspected_body_bytes(&balancer.arn))
        };
        self.published.balancers.iter().filter(is_other).map(|(key, _)| key.clone()).collect()
    }

    fn inspected_body_bytes(&self, arn: &str) -> usize {
        let is_protected = self.firewall.published().is_protected(arn);
        if is_protected { INSPECTED_BODY_BYTES } else { 0 }
    }

    fn front(&mut self, reader: &Reader<'_>, key: &Key) -> Option<Front> {
        let balancer = self.published.balancers.get(key)?;
        let (arn, id) = (balancer.arn.clone(), balancer.id.clone());
        let (names, attributes) = (vec![balancer.dns_name.clone()], attributes(balancer));
        let mut listeners = Vec::new();
        for (key, record) in self.published.listeners_of(key) {
            let rules = self.published.rules_of(key);
            let mut opener = Opener {
                certificates: self.certificates.as_deref(),
                opened: &mut self.opened,
                is_short: &mut self.is_short,
            };
            let tls = record.is_tls.then(|| opener.tls(reader, record));
            listeners.push(listener(record, &rules, tls));
        }
        let inspected_body_bytes = self.inspected_body_bytes(&arn);
        Some(Front { arn, id, names, listeners, attributes, inspected_body_bytes })
    }
}

/// Whether a front is a balancer's.
fn is_balancer(front: &Front) -> bool {
    front.arn.split(':').nth(2) == Some("elasticloadbalancing")
}

/// The ARN of what the service stores under a key.
fn arn_of(key: &Key, kind: &str) -> String {
    let Key { account, region, id } = key;
    format!("arn:aws:elasticloadbalancing:{region}:{account}:{kind}/{id}")
}

/// Puts what is there now in the place of what was.
fn replace<T>(all: &mut Vec<T>, now: Option<T>, is_it: impl Fn(&T) -> bool) {
    let place = all.iter().position(&is_it);
    match (place.and_then(|place| all.get_mut(place)), now) {
        (Some(held), Some(now)) => *held = now,
        (None, Some(now)) => all.push(now),
        (Some(_), None) => all.retain(|one| !is_it(one)),
        (None, None) => {}
    }
}

fn listener(record: &ListenerRecord, rules: &[&RuleRecord], tls: Option<Tls>) -> Listener {
    let rule = |rule: &&RuleRecord| Rule {
        arn: rule.arn.clone(),
        priority: rule.priority,
        conditions: rule.conditions.iter().map(condition).collect(),
        action: action(&rule.action),
    };
    Listener {
        arn: record.arn.clone(),
        port: record.port,
        tls,
        rules: rules.iter().map(rule).collect(),
        default: action(&record.default_action),
        headers: headers(&record.attributes),
    }
}

/// The ARNs of the groups that an action forwards to.
fn groups(action: &Action) -> impl Iterator<Item = &str> {
    let forward = match action {
        Action::Forward(forward) => Some(forward),
        _ => None,
    };
    forward.into_iter().flat_map(|forward| &forward.groups).map(|(arn, _)| arn.as_str())
}

/// Opens certificates, each once.
struct Opener<'a> {
    certificates: Option<&'a dyn ServerCertificates>,
    opened: &'a mut HashMap<String, Option<Arc<Certificate>>>,
    is_short: &'a mut bool,
}

impl Opener<'_> {
    /// The certificates of a listener, but those that cannot be opened. One that has none left is not
    /// served, and keeps its names.
    fn tls(&mut self, reader: &Reader<'_>, record: &ListenerRecord) -> Tls {
        let account = record.arn.parse::<Arn>().ok().and_then(|arn| arn.account_id());
        let mut certificates = Vec::new();
        for arn in &record.certificates {
            if let Some(known) = self.opened.get(arn) {
                certificates.extend(known.clone());
                continue;
            }
            let Some((port, account)) = self.certificates.zip(account) else { continue };
            let found = match port.open(reader, account, arn) {
                Ok(found) => found,
                Err(error) => {
                    *self.is_short = true;
                    let listener = &record.arn;
                    tracing::error!(%listener, certificate = %arn, %error, "a certificate cannot be opened");
                    continue;
                }
            };
            let found = found.map(|pem| {
                let (chain_pem, key_pem) = (pem.chain, pem.key.to_string());
                Arc::new(Certificate { arn: arn.clone(), chain_pem, key_pem })
            });
            self.opened.insert(arn.clone(), found.clone());
            certificates.extend(found);
        }
        let has_tls12 = record.ssl_policy.as_deref() != Some(TLS13_ONLY);
        Tls { certificates, has_tls12 }
    }
}
