//! The rule groups that AWS Shield Advanced keeps in web ACLs. What it puts there is stored by the
//! resource that it is for, and follows that from one web ACL to another; nobody else edits it. (AWS
//! WAF Developer Guide, "Managing automatic application layer `DDoS` mitigation".)

mod port;
mod statement;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use bartizan_inspect::AddressSet;
use bartizan_inspect::definition::{
    ManagedGroup, References, RuleDefinition, RuleGroupDefinition, capacity_of, rule_group,
};
use bartizan_inspect::language::{Entry, GroupUse};
use bartizan_service::store::{Change, Key, Reader, Record, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::error::WafError;
use crate::published::State;
use crate::records::{ASSOCIATIONS, AssociationRecord, BY_WEB_ACL, EntityRecord};
use crate::scope::{Kind, Name};

pub(crate) use port::Port;

/// What the names of the groups begin with, the place of the rule that uses one, and its capacity.
const PREFIX: &str = "ShieldMitigationRuleGroup_";
const PRIORITY: u64 = 10_000_000;
const CAPACITY: u64 = 150;

/// The room that is kept for a resource, in whichever web ACL protects it. Its key is that of the
/// resource's association.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct MitigationRecord {
    /// The last part of the group's name.
    uid: String,
    /// The group's id.
    id: String,
    rule: Option<StoredRule>,
}

/// A rule against an attack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct StoredRule {
    attack: String,
    /// The statement, with the model's names; `$addresses` stands for the ARN of the IP set.
    statement: Json,
    addresses: Vec<ipnet::IpNet>,
    blocks: bool,
}

impl Record for MitigationRecord {
    const COLLECTION: &'static str = "wafv2.mitigation";
}

/// The group in a web ACL.
struct Held {
    name: Name,
    rules: Vec<(String, StoredRule)>,
}

impl Held {
    /// The group in a web ACL, where room is kept for one of its resources.
    fn of(reader: &Reader<'_>, web_acl: &Name) -> Result<Option<Self>, StoreError> {
        let mut found: Vec<(Key, MitigationRecord)> = Vec::new();
        for (key, _) in reader.find::<AssociationRecord>(BY_WEB_ACL, web_acl.arn().as_str())? {
            found.extend(reader.get::<MitigationRecord>(&key)?.map(|record| (key, record)));
        }
        found.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
        let Some((_, first)) = found.first() else { return Ok(None) };
        let name = Name {
            kind: Kind::RuleGroup,
            name: format!("{PREFIX}{}_{}_{}", web_acl.account, web_acl.id, first.uid),
            id: first.id.clone(),
            ..web_acl.clone()
        };
        let rules = found.into_iter().filter_map(|(_, record)| Some((record.id, record.rule?)));
        Ok(Some(Self { name, rules: rules.collect() }))
    }

    /// The ARN of the IP set of a rule.
    fn addresses(&self, id: &str) -> String {
        let name = Name { kind: Kind::IpSet, id: id.to_owned(), ..self.name.clone() };
        name.arn().to_string()
    }

    /// The rules as the model writes them.
    fn rules(&self) -> Vec<Json> {
        let rule = |(place, (id, rule)): (usize, &(String, StoredRule))| {
            let name = format!("attack-{}", rule.attack);
            json!({
                "Name": name,
                "Priority": place,
                "Statement": statement::with_addresses(&rule.statement, &self.addresses(id)),
                "Action": if rule.blocks { json!({ "Block": {} }) } else { json!({ "Count": {} }) },
                "VisibilityConfig": visibility(&name),
            })
        };
        self.rules.iter().enumerate().map(rule).collect()
    }

    /// The rule of the web ACL that uses the group.
    fn reference(&self) -> Json {
        json!({
            "Name": self.name.name,
            "Priority": PRIORITY,
            "Statement": {
                "RuleGroupReferenceStatement": { "ARN": self.name.arn().as_str() },
            },
            "OverrideAction": { "None": {} },
            "VisibilityConfig": visibility(&self.name.name),
        })
    }

    fn definition(&self) -> Result<RuleGroupDefinition, WafError> {
        let read = |rule: &Json| RuleDefinition::deserialize(rule);
        let rules: Result<Vec<_>, _> = self.rules().iter().map(read).collect();
        let unreadable =
            |error| WafError::internal(format!("a mitigation cannot be read: {error}"));
        Ok(RuleGroupDefinition {
            arn: self.name.arn().to_string(),
            label_namespace: self.name.label_namespace(),
            capacity: CAPACITY,
            rules: rules.map_err(unreadable)?,
            bodies: HashMap::new(),
        })
    }

    fn entry(&self) -> Result<Entry, WafError> {
        Ok(Entry::Group(GroupUse {
            name: self.name.name.clone(),
            group: Arc::new(rule_group(&self.definition()?, self)?),
            scope: None,
            overrides: HashMap::new(),
            is_counted: false,
        }))
    }

    /// Whether the rules fit into the group.
    fn fits(&self) -> Result<bool, WafError> {
        Ok(capacity_of(&self.definition()?.rules, self)? <= CAPACITY)
    }
}

impl References for Held {
    fn ip_set(&self, arn: &str) -> Option<Arc<AddressSet>> {
        let (_, rule) = self.rules.iter().find(|(id, _)| self.addresses(id) == arn)?;
        Some(Arc::new(AddressSet::new(rule.addresses.iter().copied())))
    }

    fn regex_patterns(&self, _: &str) -> Option<Vec<String>> {
        None
    }

    fn rule_group(&self, _: &str) -> Option<RuleGroupDefinition> {
        None
    }

    fn managed(&self, _: &str, _: &str, _: Option<&str>) -> Option<ManagedGroup> {
        None
    }
}

fn visibility(metric: &str) -> Json {
    json!({
        "SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": true, "MetricName": metric,
    })
}

/// What a web ACL has beside its own rules: the last of its entries.
pub(crate) fn entry(reader: &Reader<'_>, web_acl: &Name) -> Result<Option<Entry>, WafError> {
    Held::of(reader, web_acl)?.map(|held| held.entry()).transpose()
}

/// The name of the rule that uses the group; its metric is of the same name.
pub(crate) fn rule_name(reader: &Reader<'_>, web_acl: &Name) -> Result<Option<String>, StoreError> {
    Ok(Held::of(reader, web_acl)?.map(|held| held.name.name))
}

/// The capacity of a web ACL that its owner cannot use.
pub(crate) fn capacity(reader: &Reader<'_>, web_acl: &Name) -> Result<u64, StoreError> {
    Ok(if Held::of(reader, web_acl)?.is_some() { CAPACITY } else { 0 })
}

/// A web ACL as it is shown, with the rule that uses the group.
pub(crate) fn shown(
    reader: &Reader<'_>,
    mut record: EntityRecord,
) -> Result<EntityRecord, WafError> {
    let Some(held) = Held::of(reader, &record.name)? else { return Ok(record) };
    record.capacity += CAPACITY;
    if let Some(members) = record.settings.as_object_mut() {
        let rules = members.entry("Rules").or_insert_with(|| json!([]));
        match rules {
            Json::Array(rules) => rules.push(held.reference()),
            other => *other = json!([held.reference()]),
        }
    }
    Ok(record)
}

/// Takes the rule that uses the group from the settings of a request: that is not the owner's, and
/// refused where it was changed.
pub(crate) fn take_out(
    reader: &Reader<'_>,
    web_acl: &Name,
    settings: &mut Json,
) -> Result<(), WafError> {
    let Some(held) = Held::of(reader, web_acl)? else { return Ok(()) };
    let Some(rules) = settings.get_mut("Rules").and_then(Json::as_array_mut) else {
        return Ok(());
    };
    let reference = held.reference();
    let is_of = |rule: &Json| rule.get("Name") == reference.get("Name");
    if rules.iter().any(|rule| is_of(rule) && *rule != reference) {
        let reason = "The rule is managed by AWS Shield Advanced and cannot be changed.";
        return Err(WafError::parameter("RULE", held.name.name, reason));
    }
    rules.retain(|rule| !is_of(rule));
    Ok(())
}

/// The group of this name, to be looked at.
pub(crate) fn group(reader: &Reader<'_>, name: &Name) -> Result<Option<EntityRecord>, WafError> {
    let Some(rest) = name.name.strip_prefix(PREFIX) else { return Ok(None) };
    let Some(id) = rest.split('_').nth(1) else { return Ok(None) };
    let web_acl = Name { kind: Kind::WebAcl, id: id.to_owned(), ..name.clone() };
    let found: Option<EntityRecord> = reader.get(&EntityRecord::key_of(&web_acl))?;
    let Some(record) = found else { return Ok(None) };
    let held = Held::of(reader, &record.name)?.filter(|held| held.name == *name);
    Ok(held.map(|held| EntityRecord {
        description: None,
        lock_token: held.name.id.clone(),
        tags: Vec::new(),
        settings: json!({
            "Rules": held.rules(), "VisibilityConfig": visibility(&held.name.name),
        }),
        capacity: CAPACITY,
        policy: None,
        name: held.name,
    }))
}

/// The ARNs of the web ACLs whose group may have changed, as far as the state knows them.
pub(crate) fn changed_web_acls(changes: &[Change], state: &State) -> BTreeSet<String> {
    let is_of = |change: &&Change| {
        [ASSOCIATIONS, MitigationRecord::COLLECTION].contains(&change.collection.as_str())
    };
    let changes = changes.iter().filter(is_of);
    changes.filter_map(|change| state.protected.get(&change.key.id).cloned()).collect()
}
