//! Organizations.

use bartizan_service::store::{Key, Record};
use bartizan_types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

use super::PolicyType;
use crate::resource_policy::ResourcePolicy;
use crate::trusted_access::TrustedService;

/// An organization.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Organization {
    /// `o-…`.
    pub(crate) id: String,
    pub(crate) management: AccountId,
    pub(crate) feature_set: FeatureSet,
    pub(crate) created: Timestamp,
    /// The id of its one root.
    pub(crate) root: String,
    /// The types of policies that are turned on.
    pub(crate) enabled: Vec<PolicyType>,
    /// The services of AWS that may work in all its accounts.
    #[serde(default)]
    pub(crate) trusted: Vec<TrustedService>,
    /// Which member accounts may do what.
    #[serde(default)]
    pub(crate) resource_policy: Option<ResourcePolicy>,
    /// The id of the last request to enable all features.
    #[serde(default)]
    pub(crate) all_features: Option<String>,
}

/// What an organization is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum FeatureSet {
    #[serde(rename = "ALL")]
    All,
    #[serde(rename = "CONSOLIDATED_BILLING")]
    ConsolidatedBilling,
}

impl FeatureSet {
    /// AWS's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::All => "ALL",
            Self::ConsolidatedBilling => "CONSOLIDATED_BILLING",
        }
    }
}

impl Organization {
    /// Whether a type of policies is turned on.
    pub(crate) fn has(&self, policy_type: PolicyType) -> bool {
        self.enabled.contains(&policy_type)
    }

    /// Whether a service may work in all its accounts.
    pub(crate) fn trusts(&self, principal: &str) -> bool {
        self.trusted.iter().any(|one| one.principal == principal)
    }

    /// Whether there can be policies at all.
    pub(crate) fn may_have_policies(&self) -> bool {
        self.feature_set == FeatureSet::All
    }

    /// The store's key.
    pub(crate) fn key(management: AccountId) -> Key {
        Key::global(management, "organization")
    }
}

impl Record for Organization {
    const COLLECTION: &'static str = "organizations.organization";
}
