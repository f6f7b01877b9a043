//! All rules, compiled by bus, and what waits to be delivered.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use bartizan_events::{Input, Matcher, Pattern};
use bartizan_service::Vault;
use bartizan_types::{Fault, Timestamp};

use crate::event::PassedOn;
use crate::lanes::Lanes;
use crate::names::{BusName, RuleName};
use crate::records::{Rule, State};

/// The rules and what waits. Clones are the same ones.
#[derive(Debug, Clone, Default)]
pub struct Exchange(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    vault: OnceLock<Held>,
    buses: RwLock<HashMap<BusName, Desk>>,
    lanes: Lanes,
    /// Events on their way from one bus to another, by the request that carries them.
    passing: Mutex<HashMap<String, PassedOn>>,
}

/// The vault, of which nothing is shown.
struct Held(Vault);

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

/// The rules of a bus.
#[derive(Debug, Default)]
struct Desk {
    rules: BTreeMap<String, Arc<LiveRule>>,
    compiled: Arc<Compiled>,
}

/// The rules of a bus that let events through, as one.
#[derive(Debug, Default)]
struct Compiled {
    matcher: Matcher,
    rules: Vec<Arc<LiveRule>>,
}

/// A rule, read.
#[derive(Debug)]
pub(crate) struct LiveRule {
    pub(crate) name: RuleName,
    pub(crate) arn: String,
    pub(crate) record: Rule,
    pattern: Option<Pattern>,
    inputs: BTreeMap<String, Input>,
}

impl LiveRule {
    fn read(name: RuleName, record: Rule) -> Result<Self, String> {
        let arn = name.arn().to_string();
        let pattern = record.pattern.as_deref().map(Pattern::parse).transpose();
        let pattern = pattern.map_err(|error| format!("the pattern of {arn}: {error}"))?;
        let inputs = record.targets.iter().map(|(id, target)| {
            let input = target.given.input();
            Ok((id.clone(), input.map_err(|error| format!("target {id} of {arn}: {error}"))?))
        });
        let inputs = inputs.collect::<Result<_, String>>()?;
        Ok(Self { name, arn, record, pattern, inputs })
    }

    /// What a target is given.
    pub(crate) fn input(&self, target: &str) -> Option<&Input> {
        self.inputs.get(target)
    }
}

impl Exchange {
    /// Enters what seals events.
    pub(crate) fn use_vault(&self, vault: &Vault) {
        // The first one counts: there is one a process.
        let _ = self.0.vault.set(Held(vault.clone()));
    }

    /// What seals events.
    pub(crate) fn vault(&self) -> Result<&Vault, Fault> {
        let held = self.0.vault.get().map(|Held(vault)| vault);
        held.ok_or_else(|| Fault::new("InternalException", "nothing seals events yet", 500))
    }

    pub(crate) fn lanes(&self) -> &Lanes {
        &self.0.lanes
    }

    /// Enters rules, or what has changed of them; what is of the same bus is compiled once.
    pub(crate) fn enter(&self, rules: Vec<(RuleName, Option<Rule>)>) -> Result<(), String> {
        let mut by_bus: BTreeMap<BusName, Vec<(RuleName, Option<Rule>)>> = BTreeMap::new();
        for (name, rule) in rules {
            by_bus.entry(name.bus.clone()).or_default().push((name, rule));
        }
        for (bus, rules) in by_bus {
            let mut read = Vec::new();
            for (name, rule) in rules {
                let rule = rule.map(|rule| LiveRule::read(name.clone(), rule)).transpose()?;
                read.push((name.name, rule));
            }
            let mut buses = self.0.buses.write().unwrap_or_else(PoisonError::into_inner);
            let desk = buses.entry(bus.clone()).or_default();
            for (name, rule) in read {
                match rule {
                    Some(rule) => drop(desk.rules.insert(name, Arc::new(rule))),
                    None => drop(desk.rules.remove(&name)),
                }
            }
            if desk.rules.is_empty() {
                buses.remove(&bus);
            } else {
                desk.compile();
            }
        }
        Ok(())
    }

    /// The rule of this name.
    pub(crate) fn rule(&self, name: &RuleName) -> Option<Arc<LiveRule>> {
        let buses = self.0.buses.read().unwrap_or_else(PoisonError::into_inner);
        buses.get(&name.bus)?.rules.get(&name.name).cloned()
    }

    /// Whether a bus has rules that listen to events.
    pub(crate) fn listens(&self, bus: &BusName) -> bool {
        self.compiled(bus).is_some_and(|compiled| !compiled.rules.is_empty())
    }

    /// Since when any rule of a default bus listens; none where none does.
    pub(crate) fn listening_since(&self) -> Option<Timestamp> {
        let buses = self.0.buses.read().unwrap_or_else(PoisonError::into_inner);
        let of_services = buses.iter().filter(|(bus, _)| bus.is_default());
        let rules = of_services.flat_map(|(_, desk)| desk.compiled.rules.iter());
        rules.map(|rule| rule.record.since).min()
    }

    /// The rules of a bus that an event matches and that have targets.
    pub(crate) fn matching(&self, bus: &BusName, event: &str) -> Vec<Arc<LiveRule>> {
        let Some(compiled) = self.compiled(bus).filter(|compiled| !compiled.rules.is_empty())
        else {
            return Vec::new();
        };
        match compiled.matcher.matches(event) {
            Ok(found) => found.iter().filter_map(|at| compiled.rules.get(*at).cloned()).collect(),
            Err(error) => {
                tracing::warn!(%error, bus = %bus.arn(), "an event was matched with no rule");
                Vec::new()
            }
        }
    }

    fn compiled(&self, bus: &BusName) -> Option<Arc<Compiled>> {
        let buses = self.0.buses.read().unwrap_or_else(PoisonError::into_inner);
        buses.get(bus).map(|desk| Arc::clone(&desk.compiled))
    }

    /// Hands over an event that a request of this id carries to another bus.
    pub(crate) fn pass(&self, request: String, event: PassedOn) {
        self.passing().insert(request, event);
    }

    /// The event that a request carries, once.
    pub(crate) fn take_passed(&self, request: &str) -> Option<PassedOn> {
        self.passing().remove(request)
    }

    fn passing(&self) -> MutexGuard<'_, HashMap<String, PassedOn>> {
        self.0.passing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    fn compile(&mut self) {
        let is_listening =
            |rule: &&Arc<LiveRule>| rule.record.state != State::Disabled && !rule.inputs.is_empty();
        let rules: Vec<_> = self
            .rules
            .values()
            .filter(is_listening)
            .filter(|rule| rule.pattern.is_some())
            .cloned()
            .collect();
        let matcher = Matcher::new(rules.iter().filter_map(|rule| rule.pattern.as_ref()));
        self.compiled = Arc::new(Compiled { matcher, rules });
    }
}
