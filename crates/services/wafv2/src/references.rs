//! What statements name, from the store.

use std::sync::Arc;

use bartizan_inspect::AddressSet;
use bartizan_inspect::definition::{ManagedGroup, References, RuleGroupDefinition};
use bartizan_service::store::Reader;
use serde_json::Value as Json;

use crate::compile::{bodies, rules};
use crate::records::EntityRecord;
use crate::scope::{Kind, Name};
use crate::{managed, permission, vendor};

/// What a web ACL or a rule group may name: things of its own account, region and scope, and rule
/// groups that other accounts share.
pub(crate) struct Stored<'r, 's> {
    pub(crate) reader: &'r Reader<'s>,
    pub(crate) of: &'r Name,
    /// Whether groups are only found whose policies admit the account: of what is in force, that was
    /// asked before.
    pub(crate) is_new: bool,
}

impl Stored<'_, '_> {
    fn entity(&self, arn: &str, kind: Kind) -> Option<EntityRecord> {
        let name = Name::of_arn(arn)?;
        let is_near = name.region == self.of.region && name.scope == self.of.scope;
        let is_own = name.account == self.of.account;
        if !is_near || name.kind != kind || !(is_own || kind == Kind::RuleGroup) {
            return None;
        }
        let record: EntityRecord = self.reader.get(&EntityRecord::key_of(&name)).ok()??;
        let is_admitted =
            |policy: &String| !self.is_new || permission::names(policy, self.of.account);
        let is_shared = record.policy.as_ref().is_some_and(is_admitted);
        (record.name == name && (is_own || is_shared)).then_some(record)
    }
}

impl References for Stored<'_, '_> {
    fn ip_set(&self, arn: &str) -> Option<Arc<AddressSet>> {
        let record = self.entity(arn, Kind::IpSet)?;
        let blocks = texts(&record.settings, "Addresses").filter_map(|text| text.parse().ok());
        Some(Arc::new(AddressSet::new(blocks)))
    }

    fn regex_patterns(&self, arn: &str) -> Option<Vec<String>> {
        let record = self.entity(arn, Kind::RegexPatternSet)?;
        Some(texts(&record.settings, "Patterns").map(str::to_owned).collect())
    }

    fn rule_group(&self, arn: &str) -> Option<RuleGroupDefinition> {
        let record = self.entity(arn, Kind::RuleGroup)?;
        Some(RuleGroupDefinition {
            arn: record.name.arn().to_string(),
            label_namespace: record.name.label_namespace(),
            capacity: record.capacity,
            rules: rules(&record.settings).ok()?,
            bodies: bodies(&record.settings).ok()?,
        })
    }

    fn managed(&self, vendor: &str, name: &str, version: Option<&str>) -> Option<ManagedGroup> {
        let of_vendor = || vendor::group(self.reader, self.of, (vendor, name), version);
        managed::find(vendor, name, version).or_else(of_vendor)
    }
}

/// The texts of a list of the settings.
pub(crate) fn texts<'j>(settings: &'j Json, member: &str) -> impl Iterator<Item = &'j str> {
    settings.get(member).and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str)
}
