//! What is stored.

use bartizan_service::store::{Key, Reader, Record};
use bartizan_types::{AccountId, Region, Tag};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::error::WafError;
use crate::scope::{Kind, Name, Scope};

/// How many records are read at a time.
const PAGE: usize = 500;

/// A web ACL, a rule group, an IP set or a regex pattern set.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EntityRecord {
    pub(crate) name: Name,
    pub(crate) description: Option<String>,
    pub(crate) lock_token: String,
    pub(crate) tags: Vec<Tag>,
    /// The settings, with the model's names.
    pub(crate) settings: Json,
    /// The capacity that its rules take; of a rule group, the one that it was made with.
    pub(crate) capacity: u64,
    /// The policy that shares a rule group.
    pub(crate) policy: Option<String>,
}

impl Record for EntityRecord {
    const COLLECTION: &'static str = "wafv2.entity";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl EntityRecord {
    /// The store's key of a thing.
    pub(crate) fn key_of(name: &Name) -> Key {
        let id = format!("{}/{}", name.kind.segment(), name.id);
        Key::new(name.account, name.region.as_str(), id)
    }

    /// The store's key.
    pub(crate) fn key(&self) -> Key {
        Self::key_of(&self.name)
    }

    /// Whether its settings name a thing.
    pub(crate) fn uses(&self, arn: &str) -> bool {
        has_text(&self.settings, arn)
    }
}

/// Whether a text is somewhere in JSON.
fn has_text(json: &Json, text: &str) -> bool {
    match json {
        Json::String(held) => held == text,
        Json::Array(items) => items.iter().any(|item| has_text(item, text)),
        Json::Object(members) => members.values().any(|member| has_text(member, text)),
        _ => false,
    }
}

/// A resource that a web ACL protects. Its key is the resource's ARN.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AssociationRecord {
    pub(crate) resource: String,
    pub(crate) web_acl: Name,
}

impl Record for AssociationRecord {
    const COLLECTION: &'static str = ASSOCIATIONS;

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_WEB_ACL, self.web_acl.arn().to_string())]
    }
}

/// The collection that says what is protected: whoever serves that reads it anew after changes.
pub const ASSOCIATIONS: &str = "wafv2.association";

/// Finds associations by the web ACL's ARN.
pub(crate) const BY_WEB_ACL: &str = "wafv2.association.web_acl";

impl AssociationRecord {
    /// The store's key.
    pub(crate) fn key_of(account: AccountId, region: &Region, resource: &str) -> Key {
        Key::new(account, region.as_str(), resource)
    }
}

/// Where a web ACL's log goes. Its key is the web ACL's id.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LoggingRecord {
    pub(crate) web_acl: Name,
    /// The configuration, with the model's names.
    pub(crate) configuration: Json,
}

impl Record for LoggingRecord {
    const COLLECTION: &'static str = "wafv2.logging";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl LoggingRecord {
    /// The store's key.
    pub(crate) fn key_of(web_acl: &Name) -> Key {
        Key::new(web_acl.account, web_acl.region.as_str(), web_acl.id.clone())
    }
}

/// All records of an account in a region.
pub(crate) fn all<T: Record>(
    reader: &Reader<'_>,
    account: AccountId,
    region: &Region,
) -> Result<Vec<T>, WafError> {
    let account = account.to_string();
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = reader.scan::<T>(&account, region.as_str(), "", after.as_deref(), PAGE)?;
        let Some((last, _)) = page.last() else { return Ok(found) };
        after = Some(last.id.clone());
        found.extend(page.into_iter().map(|(_, record)| record));
    }
}

/// All things of a kind of an account in a scope of a region.
pub(crate) fn of_kind(
    reader: &Reader<'_>,
    account: AccountId,
    region: &Region,
    scope: Scope,
    kind: Kind,
) -> Result<Vec<EntityRecord>, WafError> {
    let mut found = all::<EntityRecord>(reader, account, region)?;
    found.retain(|record| record.name.kind == kind && record.name.scope == scope);
    Ok(found)
}
