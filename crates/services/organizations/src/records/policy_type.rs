//! The types of policies.

use bartizan_inheritance::PolicyType as ManagementType;
use bartizan_policy::PolicyKind;
use serde::{Deserialize, Serialize};

/// A type of policies, stored by its name in the API. (Organizations API Reference, `PolicyType`.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub(crate) enum PolicyType {
    /// They bind the principals of accounts.
    ServiceControl,
    /// They bind whoever uses the resources of accounts.
    ResourceControl,
    /// They configure accounts: each account has one effective policy that they amount to.
    Management(ManagementType),
}

impl PolicyType {
    /// Those that bind requests.
    pub(crate) const AUTHORIZATION: [Self; 2] = [Self::ServiceControl, Self::ResourceControl];

    /// AWS's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ServiceControl => "SERVICE_CONTROL_POLICY",
            Self::ResourceControl => "RESOURCE_CONTROL_POLICY",
            Self::Management(kind) => kind.name(),
        }
    }

    /// The type of this name; `None` where it is one whose documents Bartizan cannot read.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let management = || ManagementType::from_name(name).filter(|kind| kind.is_supported());
        Self::AUTHORIZATION
            .into_iter()
            .find(|one| one.name() == name)
            .or_else(|| management().map(Self::Management))
    }

    /// What the policy engine calls it, where it binds requests.
    pub(crate) const fn grammar(self) -> Option<PolicyKind> {
        match self {
            Self::ServiceControl => Some(PolicyKind::ServiceControl),
            Self::ResourceControl => Some(PolicyKind::ResourceControl),
            Self::Management(_) => None,
        }
    }

    /// The service that must have trusted access before the type is turned on. (Organizations User
    /// Guide, "Security Hub policies" and "Amazon Inspector policies", on getting started; API
    /// Reference, `ConstraintViolationException`, `SERVICE_ACCESS_NOT_ENABLED`.)
    pub(crate) const fn service(self) -> Option<&'static str> {
        match self {
            Self::Management(ManagementType::SecurityHub) => Some("securityhub.amazonaws.com"),
            Self::Management(ManagementType::Inspector) => Some("inspector2.amazonaws.com"),
            _ => None,
        }
    }

    /// How many characters a policy may have. (Organizations User Guide, "Quotas for AWS
    /// Organizations", as of May 2026.)
    pub(crate) const fn characters_max(self) -> usize {
        match self {
            Self::ServiceControl => 10_240,
            Self::ResourceControl => 5_120,
            Self::Management(kind) => kind.characters_max(),
        }
    }

    /// How many policies a node may have. (There, and "Managing organization policies".)
    pub(crate) const fn attached_max(self) -> usize {
        match self {
            Self::ResourceControl
            | Self::Management(ManagementType::Chatbot | ManagementType::AiServicesOptOut) => 5,
            Self::ServiceControl | Self::Management(_) => 10,
        }
    }

    /// How many policies an organization may have. (There.)
    pub(crate) const fn policies_max(self) -> usize {
        match self {
            Self::ServiceControl => 10_000,
            Self::ResourceControl | Self::Management(_) => 1_000,
        }
    }
}

impl From<PolicyType> for &'static str {
    fn from(policy_type: PolicyType) -> Self {
        policy_type.name()
    }
}

impl TryFrom<String> for PolicyType {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        Self::named(&name).ok_or_else(|| format!("no type of policies is called `{name}`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_stored_by_their_names() {
        let management = ManagementType::ALL.into_iter().filter(|kind| kind.is_supported());
        let management = management.map(PolicyType::Management);
        let all: Vec<PolicyType> =
            PolicyType::AUTHORIZATION.into_iter().chain(management).collect();
        assert_eq!(all.len(), 14);
        for policy_type in all {
            let stored = serde_json::to_string(&policy_type).unwrap();
            assert_eq!(stored, format!("\"{}\"", policy_type.name()));
            assert_eq!(serde_json::from_str::<PolicyType>(&stored).unwrap(), policy_type);
        }
        assert!(PolicyType::named("SECURITYHUB_CSPM_POLICY").is_none());
        assert!(serde_json::from_str::<PolicyType>("\"PET_POLICY\"").is_err());
    }
}
