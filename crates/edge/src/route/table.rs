//! From port and host to a listener.

use std::collections::hash_map::RandomState;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use bartizan_flood::Settings;
use bartizan_types::AccountId;

use super::action::Action;
use super::condition::host_name;
use super::group::Group;
use super::{Condition, ConfigError, Question, Unserved};
use crate::config::{self, Attributes, EdgeConfig};
use crate::distribution::Distribution;
use crate::flood::Flood;
use crate::inspect::{Names, NoNames};
use crate::tls::ListenerTls;

/// All that is served.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    /// By their number, and whether TLS is spoken: who speaks one never meets who wants the other.
    ports: HashMap<(u16, bool), Port>,
    groups: HashMap<String, Arc<Group>>,
    floods: HashMap<Arc<str>, Arc<Flood>>,
    /// Whether more than one account has fronts.
    is_shared: bool,
    names: HostNames,
}

/// The ends of the names that fronts are given: each leads to its front or nowhere.
const GIVEN: [&[u8]; 2] = [b".elb.amazonaws.com", b".cloudfront.net"];

/// Whose host names are.
struct HostNames(Arc<dyn Names>);

/// The listeners of a port that speak TLS, or those that do not.
#[derive(Debug, Default)]
struct Port {
    listeners: Vec<Arc<Listener>>,
    names: HashMap<Vec<u8>, usize>,
    /// What follows the star of `*.example.com`.
    suffixes: Vec<(Vec<u8>, usize)>,
}

/// A listener, compiled, with what its requests need of its front.
#[derive(Debug)]
pub(crate) struct Listener {
    /// The front's ARN and its name in access logs.
    pub(crate) front_arn: Arc<str>,
    pub(crate) front_id: Arc<str>,
    account: Option<AccountId>,
    pub(crate) port: u16,
    pub(crate) attributes: Attributes,
    pub(crate) inspected_body_bytes: usize,
    pub(crate) tls: Option<ListenerTls>,
    pub(crate) flood: Arc<Flood>,
    rules: Vec<Rule>,
    default: Action,
}

#[derive(Debug)]
struct Rule {
    priority: u32,
    conditions: Vec<Condition>,
    action: Action,
}

impl Routes {
    /// Compiles a configuration; what runs is taken over from the one before. A listener that cannot
    /// be used keeps its names, lest they lead to others.
    pub(crate) fn new(
        config: &EdgeConfig,
        before: &Self,
        tokens: &RandomState,
        settings: Settings,
    ) -> (Self, Vec<Unserved>) {
        let groups = config.groups.iter().map(|group| {
            let known = before.groups.get(&group.arn).map(|known| &**known);
            (group.arn.clone(), Arc::new(Group::new(group, known, tokens)))
        });
        let accounts: HashSet<_> = config.fronts.iter().map(account).collect();
        let mut routes = Self {
            ports: HashMap::new(),
            groups: groups.collect(),
            floods: HashMap::new(),
            is_shared: accounts.len() > 1,
            names: HostNames::default(),
        };
        let mut unserved = Vec::new();
        for front in &config.fronts {
            let known = before.floods.get(front.arn.as_str()).map(Arc::clone);
            let flood = known.unwrap_or_else(|| Arc::new(Flood::new(settings)));
            routes.floods.insert(front.arn.as_str().into(), Arc::clone(&flood));
            for listener in &front.listeners {
                let (compiled, error) = Listener::new(front, listener, &routes.groups, &flood);
                if let Some(error) = error {
                    unserved.push(Unserved { listener_arn: listener.arn.clone(), error });
                }
                let port = routes.ports.entry((listener.port, listener.tls.is_some())).or_default();
                port.add(Arc::new(compiled), &front.names);
            }
        }
        (routes, unserved)
    }

    /// The same, with who says whose host names are.
    pub(crate) fn with_names(self, names: Arc<dyn Names>) -> Self {
        Self { names: HostNames(names), ..self }
    }

    /// The listener that a host leads to: the one of its front, or else of its owner.
    pub(crate) fn listener(&self, port: u16, host: &[u8], is_tls: bool) -> Option<&Arc<Listener>> {
        let port = self.ports.get(&(port, is_tls))?;
        let name = host_name(host);
        let name = name.strip_suffix(b".").unwrap_or(name).to_ascii_lowercase();
        let index = port.names.get(&name).copied().or_else(|| {
            let suffix = port.suffixes.iter().find(|(suffix, _)| name.ends_with(suffix));
            suffix.map(|(_, index)| *index)
        });
        match index {
            Some(index) => port.listeners.get(index),
            None => self.of_owner(port, &name),
        }
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
        self.floods.iter().map(|(arn, flood)| (&**arn, &**flood))
    }

    /// The detector of a front.
    pub(crate) fn flood(&self, front_arn: &str) -> Option<&Flood> {
        self.floods.get(front_arn).map(|flood| &**flood)
    }

    /// A group by its ARN.
    pub(crate) fn group(&self, arn: &str) -> Option<&Arc<Group>> {
        self.groups.get(arn)
    }

    /// All groups.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &Arc<Group>> {
        self.groups.values()
    }
}

impl Port {
    /// The listeners of balancers: a distribution has the names that it says, and no other.
    fn balancers(&self) -> impl Iterator<Item = &Arc<Listener>> {
        self.listeners.iter().filter(|listener| listener.distribution().is_none())
    }

    fn add(&mut self, listener: Arc<Listener>, names: &[String]) {
        let index = self.listeners.len();
        self.listeners.push(listener);
        for name in names {
            let name = name.to_ascii_lowercase().into_bytes();
            match name.strip_prefix(b"*") {
                Some(suffix) => self.suffixes.push((suffix.to_vec(), index)),
                None => {
                    self.names.entry(name).or_insert(index);
                }
            }
        }
    }
}

impl Listener {
    /// Compiles a listener. Where something of it cannot be used, it serves nothing, and says why.
    fn new(
        front: &config::Front,
        listener: &config::Listener,
        groups: &HashMap<String, Arc<Group>>,
        flood: &Arc<Flood>,
    ) -> (Self, Option<ConfigError>) {
        let has_http2 = front.attributes.has_http2;
        let tls = listener.tls.as_ref().map(|tls| ListenerTls::new(&listener.arn, tls, has_http2));
        let (tls, no_tls) = match tls.transpose() {
            Ok(tls) => (tls, None),
            Err(error) => (None, Some(error)),
        };
        let (rules, default, error) = match (no_tls, compiled(listener, groups)) {
            (None, Ok((rules, default))) => (rules, default, None),
            (Some(error), _) | (None, Err(error)) => (Vec::new(), Action::Unserved, Some(error)),
        };
        let compiled = Self {
            front_arn: front.arn.as_str().into(),
            front_id: front.id.as_str().into(),
            account: account(front),
            port: listener.port,
            attributes: front.attributes.clone(),
            inspected_body_bytes: front.inspected_body_bytes,
            tls,
            flood: Arc::clone(flood),
            rules,
            default,
        };
        (compiled, error)
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

/// The account that a front belongs to.
fn account(front: &config::Front) -> Option<AccountId> {
    front.arn.split(':').nth(4)?.parse().ok()
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

/// The rules of a listener, and what is done where none holds.
fn compiled(
    listener: &config::Listener,
    groups: &HashMap<String, Arc<Group>>,
) -> Result<(Vec<Rule>, Action), ConfigError> {
    let rules = listener.rules.iter().map(|rule| {
        Ok(Rule {
            priority: rule.priority,
            conditions: rule
                .conditions
                .iter()
                .map(Condition::new)
                .collect::<Result<_, ConfigError>>()?,
            action: Action::new(&rule.action, groups)?,
        })
    });
    let rules = rules.collect::<Result<_, ConfigError>>()?;
    Ok((rules, Action::new(&listener.default, groups)?))
}
