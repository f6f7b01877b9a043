//! What is stored.

use bartizan_service::store::{Key, Reader, Record};
use bartizan_types::{AccountId, Arn, Tag, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::ShieldError;
use crate::resource::ResourceKind;
use crate::subscription::Subscribed;

/// How many records are read at a time.
const PAGE: usize = 500;

/// An account's subscription, and what it sets for the response team.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SubscriptionRecord {
    pub(crate) id: String,
    pub(crate) time: Subscribed,
    pub(crate) contacts: Vec<Contact>,
    /// Whether the contacts are to be told of attacks, once that was set up.
    pub(crate) is_engaged: Option<bool>,
    pub(crate) role: Option<String>,
    pub(crate) buckets: Vec<String>,
}

/// Whom to tell in an emergency.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Contact {
    pub(crate) email: String,
    pub(crate) phone: Option<String>,
    pub(crate) notes: Option<String>,
}

impl Record for SubscriptionRecord {
    const COLLECTION: &'static str = "shield.subscription";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl SubscriptionRecord {
    /// The store's key: an account has one.
    pub(crate) fn key_of(account: AccountId) -> Key {
        Key::global(account, "subscription")
    }
}

/// A protected resource. Its key is its id.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ProtectionRecord {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) resource: String,
    pub(crate) kind: ResourceKind,
    pub(crate) tags: Vec<Tag>,
    /// The ARNs of health checks.
    pub(crate) health_checks: Vec<String>,
    pub(crate) automatic: Option<AutomaticResponse>,
}

/// What is done about attacks on a resource without anybody's help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AutomaticResponse {
    pub(crate) is_enabled: bool,
    /// Whether requests are blocked; counted otherwise.
    pub(crate) blocks: bool,
}

/// Finds protections by the ARNs of what they protect.
pub(crate) const BY_RESOURCE: &str = "shield.protection.resource";

impl Record for ProtectionRecord {
    const COLLECTION: &'static str = "shield.protection";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_RESOURCE, self.resource.clone())]
    }
}

/// Protected resources that are looked at together. Its key is its id.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct GroupRecord {
    pub(crate) id: String,
    pub(crate) aggregation: String,
    pub(crate) pattern: String,
    pub(crate) kind: Option<ResourceKind>,
    pub(crate) members: Vec<String>,
    pub(crate) tags: Vec<Tag>,
}

impl Record for GroupRecord {
    const COLLECTION: &'static str = "shield.group";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// An attack. Its key is its id, which begins with its time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AttackRecord {
    pub(crate) id: String,
    pub(crate) resource: String,
    pub(crate) began: Timestamp,
    /// When the last unusual window ended.
    pub(crate) lasted_until: Timestamp,
    pub(crate) is_over: bool,
    /// Whether the resource was protected then: others' attacks are counted, and not told.
    pub(crate) is_protected: bool,
    pub(crate) vectors: Vec<VectorRecord>,
    pub(crate) contributors: Vec<ContributorRecord>,
    /// The names of what was done about it.
    pub(crate) mitigations: Vec<String>,
    /// When the rule against it that is in the web ACL was last found right.
    #[serde(default)]
    pub(crate) ruled: Option<Timestamp>,
    /// Since when the emergency contacts are to be told of it.
    #[serde(default)]
    pub(crate) engaged: Option<Timestamp>,
}

impl AttackRecord {
    /// An attack that begins.
    pub(crate) fn new(id: String, resource: &str, began: Timestamp) -> Self {
        Self {
            id,
            resource: resource.to_owned(),
            began,
            lasted_until: began,
            is_over: false,
            is_protected: false,
            vectors: Vec::new(),
            contributors: Vec::new(),
            mitigations: Vec::new(),
            ruled: None,
            engaged: None,
        }
    }
}

/// How much came by a vector.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct VectorRecord {
    /// As the API names it.
    pub(crate) name: String,
    pub(crate) total: u64,
    pub(crate) most_a_second: f64,
    /// In how many windows it came.
    pub(crate) windows: u32,
}

/// Who or what contributed to an attack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ContributorRecord {
    /// The kind, as `SOURCE_IP_ADDRESS`.
    pub(crate) property: String,
    pub(crate) name: String,
    pub(crate) count: u64,
}

impl Record for AttackRecord {
    const COLLECTION: &'static str = "shield.attack";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        if self.is_over { Vec::new() } else { vec![(ONGOING, self.resource.clone())] }
    }
}

/// An attack that the emergency contacts are still to be told of, whose key it has.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EngagementRecord {
    pub(crate) attack: String,
    /// When the resource was attacked and unhealthy.
    pub(crate) since: Timestamp,
    /// When it is to be told.
    pub(crate) due: Timestamp,
    /// How often it was tried.
    pub(crate) tried: u32,
}

impl Record for EngagementRecord {
    const COLLECTION: &'static str = "shield.engagement";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// What was learnt of the volumes of a resource, whose ARN is its key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct BaselineRecord {
    pub(crate) stored: Timestamp,
    pub(crate) learnt_seconds: u64,
    pub(crate) windows: u64,
    pub(crate) mean: f64,
    pub(crate) variance: f64,
    pub(crate) most: f64,
    pub(crate) highest: f64,
}

impl Record for BaselineRecord {
    const COLLECTION: &'static str = "shield.baseline";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Finds the attack that goes on, by the ARN of the resource.
pub(crate) const ONGOING: &str = "shield.attack.ongoing";

/// The store's key of what has an id.
pub(crate) fn key(account: AccountId, id: &str) -> Key {
    Key::global(account, id)
}

/// The ARN of a thing of the service.
pub(crate) fn arn(account: AccountId, kind: &str, id: &str) -> Arn {
    Arn::new("shield", "", Some(account), &format!("{kind}/{id}"))
}

/// All records of an account.
pub(crate) fn all<T: Record>(
    reader: &Reader<'_>,
    account: AccountId,
) -> Result<Vec<T>, ShieldError> {
    let account = account.to_string();
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = reader.scan::<T>(&account, "", "", after.as_deref(), PAGE)?;
        let Some((last, _)) = page.last() else { return Ok(found) };
        after = Some(last.id.clone());
        found.extend(page.into_iter().map(|(_, record)| record));
    }
}
