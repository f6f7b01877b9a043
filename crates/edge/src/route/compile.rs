//! From a configuration to what serves it. What did not change is taken over as it is: a change of one
//! balancer costs what that one costs.

use std::collections::hash_map::RandomState;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use bartizan_flood::Settings;
use bartizan_types::AccountId;

use super::action::Action;
use super::group::Group;
use super::table::{Listener, Routes, Rule};
use super::{Condition, ConfigError, Unserved};
use crate::config::{self, EdgeConfig, Front, TargetGroup};
use crate::flood::Flood;
use crate::tls::ListenerTls;

/// A group with what it was compiled from.
#[derive(Debug)]
pub(super) struct CompiledGroup {
    config: TargetGroup,
    pub(super) group: Arc<Group>,
}

/// A front with what it was compiled from.
#[derive(Debug, Clone)]
pub(super) struct CompiledFront {
    config: Arc<Front>,
    pub(super) flood: Arc<Flood>,
    listeners: Vec<(Arc<Listener>, Option<ConfigError>)>,
    /// The groups that its rules name, as they were then.
    groups: Vec<(String, Option<Arc<Group>>)>,
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
            let known = before.groups.get(&group.arn);
            (group.arn.clone(), CompiledGroup::new(group, known, tokens))
        });
        let mut routes = Self { groups: groups.collect(), ..Self::default() };
        let (mut unserved, mut accounts) = (Vec::new(), HashSet::new());
        for front in &config.fronts {
            accounts.insert(account(front));
            let known = before.fronts.get(front.arn.as_str());
            let compiled = CompiledFront::new(front, known, &routes.groups, settings);
            for ((listener, error), told) in compiled.listeners.iter().zip(&front.listeners) {
                if let Some(error) = error {
                    let (listener_arn, error) = (told.arn.clone(), error.clone());
                    unserved.push(Unserved { listener_arn, error });
                }
                let port = routes.ports.entry((told.port, told.tls.is_some())).or_default();
                port.add(Arc::clone(listener), &front.names);
            }
            routes.fronts.insert(front.arn.as_str().into(), compiled);
        }
        routes.is_shared = accounts.len() > 1;
        (routes, unserved)
    }
}

impl CompiledGroup {
    fn new(config: &TargetGroup, known: Option<&Self>, tokens: &RandomState) -> Self {
        let group = match known {
            Some(known) if known.config == *config => Arc::clone(&known.group),
            _ => Arc::new(Group::new(config, known.map(|known| &*known.group), tokens)),
        };
        Self { config: config.clone(), group }
    }
}

impl CompiledFront {
    fn new(
        config: &Front,
        known: Option<&Self>,
        groups: &HashMap<String, CompiledGroup>,
        settings: Settings,
    ) -> Self {
        if let Some(known) = known
            && *known.config == *config
            && known.groups.iter().all(|(arn, used)| is_still(groups, arn, used.as_ref()))
        {
            return known.clone();
        }
        let flood = match known {
            Some(known) => Arc::clone(&known.flood),
            None => Arc::new(Flood::new(settings)),
        };
        let listeners = config.listeners.iter().map(|listener| {
            let (compiled, error) = Listener::new(config, listener, groups, &flood);
            (Arc::new(compiled), error)
        });
        let used = named(config).into_iter().map(|arn| {
            let group = groups.get(arn).map(|known| Arc::clone(&known.group));
            (arn.to_owned(), group)
        });
        let (listeners, used) = (listeners.collect(), used.collect());
        Self { config: Arc::new(config.clone()), flood, listeners, groups: used }
    }
}

/// Whether the group of this ARN is the one that was used.
fn is_still(groups: &HashMap<String, CompiledGroup>, arn: &str, used: Option<&Arc<Group>>) -> bool {
    match (groups.get(arn), used) {
        (Some(now), Some(used)) => Arc::ptr_eq(&now.group, used),
        (None, None) => true,
        _ => false,
    }
}

/// The ARNs of the groups that a front's rules name.
fn named(front: &Front) -> BTreeSet<&str> {
    let actions = front.listeners.iter().flat_map(|listener| {
        listener.rules.iter().map(|rule| &rule.action).chain([&listener.default])
    });
    let groups = actions.flat_map(|action| match action {
        config::Action::Forward(forward) => forward.groups.as_slice(),
        _ => &[],
    });
    groups.map(|group| group.arn.as_str()).collect()
}

impl Listener {
    /// Compiles a listener. Where something of it cannot be used, it serves nothing, and says why.
    pub(super) fn new(
        front: &config::Front,
        listener: &config::Listener,
        groups: &HashMap<String, CompiledGroup>,
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
            headers: listener.headers.clone(),
            inspected_body_bytes: front.inspected_body_bytes,
            tls,
            flood: Arc::clone(flood),
            rules,
            default,
        };
        (compiled, error)
    }
}

/// The account that a front belongs to.
fn account(front: &config::Front) -> Option<AccountId> {
    front.arn.split(':').nth(4)?.parse().ok()
}

/// The rules of a listener, and what is done where none holds.
fn compiled(
    listener: &config::Listener,
    groups: &HashMap<String, CompiledGroup>,
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
