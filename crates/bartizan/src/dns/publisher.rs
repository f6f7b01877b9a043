//! Publishes hosted zones, before the commit that changed them is acknowledged.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use bartizan_dns::Published;
use bartizan_route53::{ZoneRecord, published_sets, published_zones, zone_of_set};
use bartizan_service::names_of_given;
use bartizan_service::store::{Change, Key, Observer, Reader, StoreError};
use bartizan_zones::{Name, Zones};

use super::DnsOptions;
use super::translate;
use crate::edge::Joint;

/// The domains that names are given in.
const DOMAINS: [&str; 2] = ["elb.amazonaws.com", "cloudfront.net"];

/// Observes the store for DNS. What cannot be read is logged, and what was answered before goes on.
pub(super) struct Publisher {
    published: Arc<Published>,
    joint: Joint,
    zones: Zones,
    /// The names that what is served was given, as they were published last.
    given: Vec<String>,
}

impl Publisher {
    pub(super) fn new(published: Arc<Published>, joint: Joint, options: &DnsOptions) -> Self {
        let mut zones = Zones::new(options.edge.clone());
        let domains = DOMAINS.iter().filter_map(|domain| Name::parse(domain).ok());
        zones.reserve(domains.map(|domain| domain.wire()).collect());
        Self { published, joint, zones, given: Vec::new() }
    }

    /// Private zones are for queries within their VPCs, of which none comes here.
    fn put(&mut self, zone: &ZoneRecord, reader: &Reader<'_>) -> Result<(), StoreError> {
        if zone.is_private() {
            return Ok(());
        }
        let sets = published_sets(reader, zone.account, &zone.id)?;
        match translate::zone(zone, &sets) {
            Ok(zone) => self.zones.put(zone),
            Err(error) => {
                let (name, reason) = (&zone.name, error.reason());
                tracing::error!(name, reason, "a hosted zone cannot be answered");
            }
        }
        Ok(())
    }

    /// Enters the names of what the edge serves; whether they are others than before.
    fn give(&mut self) -> bool {
        let names = self.joint.names();
        if names == self.given {
            return false;
        }
        let all = names.iter().flat_map(|name| names_of_given(name));
        let wire = all.filter_map(|name| Name::parse(&name).ok().map(|name| name.wire()));
        self.zones.give(wire.collect::<HashSet<_>>());
        self.given = names;
        true
    }

    fn change(&mut self, changes: &[Change], reader: &Reader<'_>) -> Result<bool, StoreError> {
        let mut keys: BTreeMap<String, Key> = BTreeMap::new();
        for change in changes {
            let id = match change.collection.as_str() {
                bartizan_route53::ZONES => Some(change.key.id.as_str()),
                bartizan_route53::SETS => zone_of_set(&change.key),
                _ => None,
            };
            if let Some(id) = id {
                let key = Key { id: id.to_owned(), ..change.key.clone() };
                keys.insert(id.to_owned(), key);
            }
        }
        for (id, key) in &keys {
            match reader.get::<ZoneRecord>(key)? {
                Some(zone) => self.put(&zone, reader)?,
                None => self.zones.remove(id),
            }
        }
        Ok(!keys.is_empty())
    }

    fn publish(&self) {
        self.published.publish(self.zones.clone());
    }
}

impl Observer for Publisher {
    fn attached(&mut self, reader: &Reader<'_>) -> Result<(), String> {
        for zone in published_zones(reader).map_err(|error| error.to_string())? {
            self.put(&zone, reader).map_err(|error| error.to_string())?;
        }
        self.give();
        self.publish();
        Ok(())
    }

    fn committed(&mut self, changes: &[Change], reader: &Reader<'_>) -> Result<(), String> {
        let is_front = |change: &Change| {
            let collection = change.collection.as_str();
            bartizan_elbv2::COLLECTIONS.contains(&collection)
                || collection.starts_with("cloudfront.")
        };
        let is_given = changes.iter().any(is_front) && self.give();
        match self.change(changes, reader) {
            Ok(is_changed) if is_changed || is_given => self.publish(),
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "hosted zones cannot be read: DNS answers on"),
        }
        Ok(())
    }
}
