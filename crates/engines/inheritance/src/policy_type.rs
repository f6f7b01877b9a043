//! The types of management policies.

use crate::shape::Shape;
use crate::shapes;

/// A type of policy that has an effective policy, as the Organizations API names it.
/// (Organizations API Reference, `EffectivePolicyType`.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyType {
    /// `TAG_POLICY`
    Tag,
    /// `BACKUP_POLICY`
    Backup,
    /// `AISERVICES_OPT_OUT_POLICY`
    AiServicesOptOut,
    /// `CHATBOT_POLICY`
    Chatbot,
    /// `DECLARATIVE_POLICY_EC2`
    DeclarativeEc2,
    /// `SECURITYHUB_POLICY`
    SecurityHub,
    /// `SECURITYHUB_CSPM_POLICY`, whose syntax is not known here: no text is read as one.
    SecurityHubCspm,
    /// `INSPECTOR_POLICY`
    Inspector,
    /// `UPGRADE_ROLLOUT_POLICY`
    UpgradeRollout,
    /// `BEDROCK_POLICY`
    Bedrock,
    /// `S3_POLICY`
    S3,
    /// `NETWORK_SECURITY_DIRECTOR_POLICY`
    NetworkSecurityDirector,
    /// `GUARDDUTY_POLICY`
    GuardDuty,
}

impl PolicyType {
    /// Every type, in the order of the API's model.
    pub const ALL: [Self; 13] = [
        Self::Tag,
        Self::Backup,
        Self::AiServicesOptOut,
        Self::Chatbot,
        Self::DeclarativeEc2,
        Self::SecurityHub,
        Self::SecurityHubCspm,
        Self::Inspector,
        Self::UpgradeRollout,
        Self::Bedrock,
        Self::S3,
        Self::NetworkSecurityDirector,
        Self::GuardDuty,
    ];

    /// The name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tag => "TAG_POLICY",
            Self::Backup => "BACKUP_POLICY",
            Self::AiServicesOptOut => "AISERVICES_OPT_OUT_POLICY",
            Self::Chatbot => "CHATBOT_POLICY",
            Self::DeclarativeEc2 => "DECLARATIVE_POLICY_EC2",
            Self::SecurityHub => "SECURITYHUB_POLICY",
            Self::SecurityHubCspm => "SECURITYHUB_CSPM_POLICY",
            Self::Inspector => "INSPECTOR_POLICY",
            Self::UpgradeRollout => "UPGRADE_ROLLOUT_POLICY",
            Self::Bedrock => "BEDROCK_POLICY",
            Self::S3 => "S3_POLICY",
            Self::NetworkSecurityDirector => "NETWORK_SECURITY_DIRECTOR_POLICY",
            Self::GuardDuty => "GUARDDUTY_POLICY",
        }
    }

    /// The type of that name; none for authorization policies and for what is no type.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// How many characters a policy of the type may have, white space counted. (Organizations User
    /// Guide, "Quotas and service limits".)
    pub const fn characters_max(self) -> usize {
        match self {
            Self::AiServicesOptOut => 2_500,
            _ => 10_000,
        }
    }

    /// Whether texts of the type can be read.
    pub const fn is_supported(self) -> bool {
        self.shape().is_some()
    }

    /// What a document of the type looks like.
    pub(crate) const fn shape(self) -> Option<&'static Shape> {
        Some(match self {
            Self::Tag => &shapes::TAG,
            Self::Backup => &shapes::BACKUP,
            Self::AiServicesOptOut => &shapes::AI_SERVICES,
            Self::Chatbot => &shapes::CHATBOT,
            Self::DeclarativeEc2 => &shapes::EC2,
            Self::SecurityHub => &shapes::SECURITY_HUB,
            Self::SecurityHubCspm => return None,
            Self::Inspector => &shapes::INSPECTOR,
            Self::UpgradeRollout => &shapes::UPGRADE_ROLLOUT,
            Self::Bedrock => &shapes::BEDROCK,
            Self::S3 => &shapes::S3,
            Self::NetworkSecurityDirector => &shapes::NETWORK_SECURITY_DIRECTOR,
            Self::GuardDuty => &shapes::GUARD_DUTY,
        })
    }
}
