//! A managed policy, whoever made it.

use bartizan_store::Reader;
use bartizan_types::{AccountId, Timestamp};

use super::{Uses, missing, own};
use crate::error::IamError;
use crate::library::{self, LibraryPolicy};
use crate::records::{ManagedPolicy, Named};
use crate::shapes::{Policy, PolicyVersion};
use crate::tags;

/// A managed policy: the account's or AWS's.
pub(crate) enum Found {
    Own(Box<ManagedPolicy>),
    Library(&'static LibraryPolicy),
}

/// One version of a managed policy.
pub(super) struct Version {
    pub(super) number: u32,
    pub(super) document: String,
    pub(super) created: Timestamp,
    pub(super) is_default: bool,
}

impl Found {
    /// The policy of this ARN, as an account sees it.
    pub(crate) fn of(reader: &Reader<'_>, account: AccountId, arn: &str) -> Result<Self, IamError> {
        if library::owns(arn) {
            return library::policy(arn).map(Self::Library).ok_or_else(|| missing(arn));
        }
        Ok(Self::Own(Box::new(own(reader, account, arn)?)))
    }

    /// The document in force.
    pub(crate) fn document(&self) -> Option<&str> {
        match self {
            Self::Own(policy) => policy.document(),
            Self::Library(policy) => Some(policy.document),
        }
    }

    /// Every version with its document.
    pub(crate) fn shown_versions(&self) -> Vec<PolicyVersion> {
        super::version::all_shown(self)
    }

    /// The policy as answers show it, without its document.
    pub(crate) fn shown(&self, uses: Uses) -> Policy {
        match self {
            Self::Own(policy) => shown(policy, uses),
            Self::Library(policy) => shown_library(policy, uses),
        }
    }

    /// Every version that is known, the newest first.
    pub(super) fn versions(&self) -> Vec<Version> {
        match self {
            Self::Own(policy) => policy
                .versions
                .iter()
                .rev()
                .map(|version| Version {
                    number: version.number,
                    document: version.document.clone(),
                    created: version.created,
                    is_default: version.number == policy.default_version,
                })
                .collect(),
            Self::Library(policy) => vec![Version {
                number: super::version::number(policy.version_id).unwrap_or(1),
                document: policy.document.to_owned(),
                created: policy.updated(),
                is_default: true,
            }],
        }
    }
}

/// A policy of the account, with description and tags.
pub(super) fn shown(policy: &ManagedPolicy, uses: Uses) -> Policy {
    Policy {
        policy_name: Some(policy.name.clone()),
        policy_id: Some(policy.id.to_string()),
        arn: Some(policy.arn().to_string()),
        path: Some(policy.path.clone()),
        default_version_id: Some(format!("v{}", policy.default_version)),
        attachment_count: Some(uses.attached),
        permissions_boundary_usage_count: Some(uses.boundaries),
        is_attachable: Some(true),
        description: policy.description.clone(),
        create_date: Some(policy.created),
        update_date: Some(policy.updated),
        tags: Some(tags::shown(&policy.tags)),
    }
}

/// A policy of AWS.
pub(super) fn shown_library(policy: &LibraryPolicy, uses: Uses) -> Policy {
    Policy {
        policy_name: Some(policy.name.to_owned()),
        policy_id: Some(policy.id().to_string()),
        arn: Some(policy.arn()),
        path: Some(policy.path.to_owned()),
        default_version_id: Some(policy.version_id.to_owned()),
        attachment_count: Some(uses.attached),
        permissions_boundary_usage_count: Some(uses.boundaries),
        is_attachable: Some(true),
        description: None,
        create_date: Some(policy.created()),
        update_date: Some(policy.updated()),
        tags: Some(Vec::new()),
    }
}
