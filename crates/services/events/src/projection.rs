//! Buses and rules in the directory, rules compiled, and deliveries that wait.

use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::Resource;
use bartizan_service::projection::{each, each_changed};
use bartizan_service::store::{Change, Reader};
use bartizan_service::{Directory, Ports, Projection, Vault};

use crate::Exchange;
use crate::names::{BusName, RuleName};
use crate::records::{Bus, Delivery, Rule};

/// Enters buses and rules into the directory, and what matches and delivers by.
#[derive(Debug, Default)]
pub struct EventsProjection(Exchange);

impl EventsProjection {
    /// A projection onto these rules.
    pub const fn new(exchange: Exchange) -> Self {
        Self(exchange)
    }
}

fn enter_bus(name: &BusName, bus: Option<Bus>, directory: &mut Directory) -> Result<(), String> {
    let arn = name.arn();
    let Some(bus) = bus else {
        directory.remove_resource(arn.as_str());
        return Ok(());
    };
    let policy = bus.policy.as_deref().map(|text| Policy::parse(text, PolicyKind::Resource));
    let policy = policy.transpose().map_err(|error| format!("the policy of {arn}: {error}"))?;
    let policy = policy.map(|policy| Attached::inline("event bus policy", Arc::new(policy)));
    let (account, tags) = (name.account, bus.tags);
    let resource = Resource { account, policy, tags, restricts_public_policy: false };
    directory.put_resource(arn.as_str(), resource);
    Ok(())
}

fn enter_rule(name: &RuleName, rule: Option<&Rule>, directory: &mut Directory) {
    let arn = name.arn();
    let Some(rule) = rule else { return directory.remove_resource(arn.as_str()) };
    let (account, tags) = (name.bus.account, rule.tags.clone());
    let resource = Resource { account, policy: None, tags, restricts_public_policy: false };
    directory.put_resource(arn.as_str(), resource);
}

fn of_no_account() -> String {
    "a bus or rule is of no account".to_owned()
}

impl Projection for EventsProjection {
    fn use_vault(&self, vault: &Vault) {
        self.0.use_vault(vault);
    }

    fn offer(&self, ports: &mut Ports) {
        ports.service_events = Some(Arc::new(self.0.clone()));
    }

    fn load(&self, reader: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
        each::<Bus>(reader, |key, bus| {
            enter_bus(&BusName::of_key(key).ok_or_else(of_no_account)?, Some(bus), directory)
        })?;
        let mut rules = Vec::new();
        each::<Rule>(reader, |key, rule| {
            let name = RuleName::of_key(key).ok_or_else(of_no_account)?;
            enter_rule(&name, Some(&rule), directory);
            rules.push((name, Some(rule)));
            Ok(())
        })?;
        self.0.enter(rules)?;
        each::<Delivery>(reader, |key, delivery| {
            self.0.lanes().put(key, &delivery);
            Ok(())
        })
    }

    fn apply(
        &self,
        changes: &[Change],
        reader: &Reader<'_>,
        directory: &mut Directory,
    ) -> Result<(), String> {
        each_changed::<Bus>(changes, reader, |key, bus| {
            enter_bus(&BusName::of_key(key).ok_or_else(of_no_account)?, bus, directory)
        })?;
        let mut rules = Vec::new();
        each_changed::<Rule>(changes, reader, |key, rule| {
            let name = RuleName::of_key(key).ok_or_else(of_no_account)?;
            enter_rule(&name, rule.as_ref(), directory);
            rules.push((name, rule));
            Ok(())
        })?;
        self.0.enter(rules)?;
        each_changed::<Delivery>(changes, reader, |key, delivery| {
            if let Some(delivery) = delivery {
                self.0.lanes().put(key, &delivery);
            }
            Ok(())
        })
    }
}
