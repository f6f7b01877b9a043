//! What is stored.

use bartizan_service::store::{Key, Record};
use bartizan_types::{AccountId, Tag, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// The collection of distributions.
pub const DISTRIBUTIONS: &str = DistributionRecord::COLLECTION;
/// The collection of what distributions name by an id: each may change how many are served.
pub const POLICIES: &str = PolicyRecord::COLLECTION;
/// The collection of invalidations: what one names is forgotten when it is made.
pub const INVALIDATIONS: &str = "cloudfront.invalidation";

/// Finds distributions of all accounts by their alternate names.
pub(crate) const BY_ALIAS: &str = "cloudfront.distribution.alias";
/// Finds the invalidations of a distribution.
pub(crate) const BY_DISTRIBUTION: &str = "cloudfront.invalidation.distribution";

/// A distribution.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DistributionRecord {
    pub(crate) account: AccountId,
    pub(crate) id: String,
    /// The name that it is served by.
    pub(crate) domain_name: String,
    pub(crate) etag: String,
    pub(crate) created: Timestamp,
    pub(crate) modified: Timestamp,
    /// The configuration with the model's names, but for the values of custom headers.
    pub(crate) config: Json,
    /// The values of its origins' custom headers as the vault sealed them for this id, in base64.
    pub(crate) sealed_headers: Option<String>,
    /// Its other names, in lower case.
    pub(crate) aliases: Vec<String>,
    pub(crate) tags: Vec<Tag>,
}

impl Record for DistributionRecord {
    const COLLECTION: &'static str = "cloudfront.distribution";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        self.aliases.iter().map(|alias| (BY_ALIAS, alias.clone())).collect()
    }
}

impl DistributionRecord {
    pub(crate) fn key(&self) -> Key {
        Key::global(self.account, &self.id)
    }
}

/// Which kind of policy, or of what else distributions name by an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PolicyKind {
    /// What a cached object is found by, and how long it is kept.
    Cache,
    /// What origins are sent.
    OriginRequest,
    /// How what buckets are asked for is signed.
    OriginAccessControl,
    /// As whom buckets are asked.
    OriginAccessIdentity,
}

/// A policy of an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PolicyRecord {
    pub(crate) account: AccountId,
    pub(crate) kind: PolicyKind,
    pub(crate) id: String,
    pub(crate) etag: String,
    pub(crate) modified: Timestamp,
    /// The configuration with the model's names.
    pub(crate) config: Json,
}

impl Record for PolicyRecord {
    const COLLECTION: &'static str = "cloudfront.policy";
}

/// An invalidation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct InvalidationRecord {
    pub(crate) account: AccountId,
    pub(crate) distribution: String,
    pub(crate) id: String,
    pub(crate) created: Timestamp,
    pub(crate) caller_reference: String,
    pub(crate) paths: Vec<String>,
}

impl Record for InvalidationRecord {
    const COLLECTION: &'static str = INVALIDATIONS;

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_DISTRIBUTION, self.distribution.clone())]
    }
}
