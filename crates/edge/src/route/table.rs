//! From port and host to a listener.

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use bartizan_types::AccountId;

use super::action::Action;
use super::compile::{CompiledFront, CompiledGroup};
use super::condition::host_name;
use super::group::Group;
use super::{Condition, Question};
use crate::config::{Attributes, ListenerHeaders};
use crate::distribution::Distribution;
use crate::flood::Flood;
use crate::inspect::{Names, NoNames};
use crate::tls::ListenerTls;

/// All that is served.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    /// By their number, and whether TLS is spoken: who speaks one never meets who wants the other.
    pub(super) ports: HashMap<(u16, bool), Port>,
    pub(super) groups: HashMap<String, CompiledGroup>,
    pub(super) fronts: HashMap<Arc<str>, CompiledFront>,
    /// Whether more than one account has fronts.
    pub(super) is_shared: bool,
    pub(super) names: HostNames,
}

/// The ends of the names that fronts are given: each leads to its front or nowhere.
const GIVEN: [&[u8]; 2] = [b".elb.amazonaws.com", b".cloudfront.net"];

/// Whose host names are.
pub(super) struct HostNames(Arc<dyn Names>);

/// The listeners of a port that speak TLS, or those that do not.
#[derive(Debug, Default)]
pub(super) struct Port {
    listeners: Vec<Arc<Listener>>,
    names: HashMap<Vec<u8>, usize>,
    /// What follows the star of `*.example.com`, the longest first.
    suffixes: Vec<(Vec<u8>, usize)>,
}

/// A listener, compiled, with what its requests need of its front.
#[derive(Debug)]
pub(crate) struct Listener {
    /// The front's ARN and its name in access logs.
    pub(crate) front_arn: Arc<str>,
    pub(crate) front_id: Arc<str>,
    pub(super) account: Option<AccountId>,
    pub(crate) port: u16,
    pub(crate) attributes: Attributes,
    pub(crate) headers: ListenerHeaders,
    pub(crate) inspected_body_bytes: usize,
    pub(crate) tls: Option<ListenerTls>,
    pub(crate) flood: Arc<Flood>,
    pub(super) rules: Vec<Rule>,
    pub(super) default: Action,
}

#[derive(Debug)]
pub(super) struct Rule {
    pub(super) priority: u32,
    pub(super) conditions: Vec<Condition>,
    pub(super) action: Action,
}

impl Routes {
    /// The same, with who says whose host names are.
    pub(crate) fn with_names(self, names: Arc<dyn Names>) -> Self {
        Self { names: HostNames(names), ..self }
    }

    /// The listener that a host leads to: the one of its front, or else of its owner.
    pub(crate) fn listener(&self, port: u16, host: &[u8], is_tls: bool) -> Option<&Arc<Listener>> {
        let port = self.ports.get(&(port, is_tls))?;
        let name = host_name(host);
        let name = name.strip_suffix(b".").unwrap_or(name).to_ascii_lowercase();
        match port.names.get(&name) {
            Some(index) => port.listeners.get(*index),
            None => self.of_suffix(port, &name).or_else(|| self.of_owner(port, &name)),
        }
    }

    /// The listener with the longest `*.example.com` that a name matches. A name of another account,
    /// as one below a subdomain that was delegated to it, is none of the listener's.
    fn of_suffix<'p>(&self, port: &'p Port, name: &[u8]) -> Option<&'p Arc<Listener>> {
        let mut matching = port.suffixes.iter().filter(|(suffix, _)| name.ends_with(suffix));
        let first = matching.next()?;
        let owner = str::from_utf8(name).ok().and_then(|name| self.names.0.owner(name));
        std::iter::once(first)
            .chain(matching)
            .filter_map(|(_, index)| port.listeners.get(*index))
            .find(|listener| owner.is_none() || listener.account == owner)
    }

    /// The listener for a name that no front was given: of the front that the name's records lead to,
    /// or else the only one that its owner has. A name that is nobody's leads to the port's only
    /// listener, as an address of its own would; not where accounts share the edge, as what is sent to
    /// one must not come to another.
    fn of_owner<'p>(&self, port: &'p Port, name: &[u8]) -> Option<&'p Arc<Listener>> {
        let name = str::from_utf8(name).ok().filter(|name| !is_given(name))?;
        let Some(owner) = self.names.0.owner(name) else {
            let mut all = port.balancers();
            let only = all.next().filter(|_| all.next().is_none())?;
            return (!self.is_shared).then_some(only);
        };
        let led = self.names.0.leads_to(name);
        let listener = |front: &String| {
            let listener = port.listeners.get(*port.names.get(front.as_bytes())?)?;
            listener.distribution().is_none().then_some(listener)
        };
        if let Some(listener) = led.iter().find_map(listener) {
            return Some(listener);
        }
        let mut own = port.balancers().filter(|listener| listener.account == Some(owner));
        own.next().filter(|_| own.next().is_none())
    }

    /// The listener whose certificates a client gets that asks for a name: the one that the name leads
    /// to, or one of its owner's with a certificate for it. Where accounts share the edge, a name that
    /// is nobody's gets none, lest one account's certificate stand for what is another's; else the
    /// first does, as a balancer's default certificate would.
    pub(crate) fn certified(
        &self,
        port: u16,
        client: Option<IpAddr>,
        name: Option<&str>,
    ) -> Option<&Arc<Listener>> {
        let all = self.listeners(port, true);
        let owner = name.and_then(|name| self.names.0.owner(name));
        let led = name.and_then(|name| self.listener(port, name.as_bytes(), true));
        let led = led.filter(|listener| listener.is_for(client));
        let may_be = |one: &&Arc<Listener>| {
            let is_owners = match owner {
                Some(owner) => one.account == Some(owner),
                None => !self.is_shared,
            };
            is_owners && one.is_for(client)
        };
        let is_for = |one: &&Arc<Listener>| {
            name.zip(one.tls.as_ref()).is_some_and(|(name, tls)| tls.is_for(name))
        };
        let fitting = || all.iter().filter(may_be).find(is_for);
        let first = || all.iter().filter(may_be).find(|one| one.tls.is_some());
        led.or_else(fitting).or_else(first)
    }

    /// The listeners of a port, with TLS or without.
    pub(crate) fn listeners(&self, port: u16, is_tls: bool) -> &[Arc<Listener>] {
        self.ports.get(&(port, is_tls)).map(|port| port.listeners.as_slice()).unwrap_or_default()
    }

    /// The ports with a listener.
    pub(crate) fn ports(&self) -> impl Iterator<Item = u16> {
        self.ports.keys().map(|(port, _)| *port)
    }

    /// The detectors of floods, by the ARN of their front.
    pub(crate) fn floods(&self) -> impl Iterator<Item = (&str, &Flood)> {
        self.fronts.iter().map(|(arn, front)| (&**arn, &*front.flood))
    }

    /// The detector of a front.
    pub(crate) fn flood(&self, front_arn: &str) -> Option<&Flood> {
        self.fronts.get(front_arn).map(|front| &*front.flood)
    }

    /// A group by its ARN.
    pub(crate) fn group(&self, arn: &str) -> Option<&Arc<Group>> {
        self.groups.get(arn).map(|known| &known.group)
    }

    /// All groups.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &Arc<Group>> {
        self.groups.values().map(|known| &known.group)
    }
}

impl Port {
    /// The listeners of balancers: a distribution has the names that it says, and no other.
    fn balancers(&self) -> impl Iterator<Item = &Arc<Listener>> {
        self.listeners.iter().filter(|listener| listener.distribution().is_none())
    }

    pub(super) fn add(&mut self, listener: Arc<Listener>, names: &[String]) {
        let index = self.listeners.len();
        self.listeners.push(listener);
        for name in names {
            let name = name.to_ascii_lowercase().into_bytes();
            match name.strip_prefix(b"*") {
                Some(suffix) => {
                    let is_longer = |(other, _): &(Vec<u8>, usize)| other.len() >= suffix.len();
                    let place = self.suffixes.partition_point(is_longer);
                    self.suffixes.insert(place, (suffix.to_vec(), index));
                }
                None => {
                    self.names.entry(name).or_insert(index);
                }
            }
        }
    }
}

impl Listener {
    /// Whether it is there for a client at this address; none is a distribution's, which may be
    /// anybody.
    pub(crate) fn is_for(&self, client: Option<IpAddr>) -> bool {
        !self.attributes.is_internal || client.is_some_and(|ip| is_private(ip.to_canonical()))
    }

    /// Whether one account has both.
    pub(crate) fn is_of_same_account(&self, other: &Self) -> bool {
        self.account == other.account
    }

    /// The distribution that the listener is of, if it is one's.
    pub(crate) fn distribution(&self) -> Option<&Arc<Distribution>> {
        match &self.default {
            Action::Serve(distribution) => Some(distribution),
            _ => None,
        }
    }

    /// What is done with a request, and the priority of the rule that says so.
    pub(crate) fn action(&self, question: Question<'_>) -> (u32, &Action) {
        let holds = |rule: &&Rule| rule.conditions.iter().all(|one| one.holds(question));
        match self.rules.iter().find(holds) {
            Some(rule) => (rule.priority, &rule.action),
            None => (0, &self.default),
        }
    }
}

/// Whether a name, in lower case, is like those that fronts are given.
pub(crate) fn is_given(name: &str) -> bool {
    GIVEN.iter().any(|end| name.as_bytes().ends_with(end))
}

/// Whether a name is like those that balancers are given.
pub(crate) fn is_balancers(name: &str) -> bool {
    let end = ".elb.amazonaws.com";
    let start = name.len().saturating_sub(end.len());
    name.get(start..).is_some_and(|found| found.eq_ignore_ascii_case(end))
}

/// Whether an address is of a network that is not the internet's. (RFC 1918, RFC 4193, RFC 6598, RFC
/// 3927, RFC 4291.)
fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [first, second, ..] = ip.octets();
            let is_carriers = first == 100 && (64..128).contains(&second);
            ip.is_private() || ip.is_loopback() || ip.is_link_local() || is_carriers
        }
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

impl Default for HostNames {
    fn default() -> Self {
        Self(Arc::new(NoNames))
    }
}

impl fmt::Debug for HostNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HostNames")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::hash_map::RandomState;

    use super::*;
    use crate::config;

    #[test]
    fn private_addresses_are_told_from_the_internets() {
        let told = |text: &str| is_private(text.parse::<IpAddr>().unwrap().to_canonical());
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.0.1",
            "100.64.0.1",
            "169.254.1.1",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
        ] {
            assert!(told(private), "{private}");
        }
        for public in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2001:4860::1", "::ffff:8.8.8.8"] {
            assert!(!told(public), "{public}");
        }
    }

    #[test]
    fn internal_listeners_are_there_for_private_addresses_alone() {
        let is_for = |is_internal, client: Option<&str>| {
            let listener = config::Listener {
                arn: "listener".to_owned(),
                port: 80,
                tls: None,
                rules: Vec::new(),
                default: config::Action::Fixed(config::FixedResponse {
                    status: 200,
                    content_type: "text/plain".to_owned(),
                    body: String::new(),
                }),
                headers: ListenerHeaders::default(),
            };
            let front = config::Front {
                arn: "front".to_owned(),
                id: "app/front/1".to_owned(),
                names: vec!["front.test".to_owned()],
                listeners: vec![listener],
                attributes: Attributes { is_internal, ..Attributes::default() },
                inspected_body_bytes: 0,
            };
            let config = config::EdgeConfig { fronts: vec![front], groups: Vec::new() };
            let settings = bartizan_flood::Settings::default();
            let (routes, _) =
                Routes::new(&config, &Routes::default(), &RandomState::new(), settings);
            let listener = routes.listener(80, b"front.test", false).unwrap();
            listener.is_for(client.map(|ip| ip.parse().unwrap()))
        };
        assert!(is_for(true, Some("10.0.0.1")) && is_for(false, Some("8.8.8.8")));
        assert!(!is_for(true, Some("8.8.8.8")) && !is_for(true, None) && is_for(false, None));
    }
}
