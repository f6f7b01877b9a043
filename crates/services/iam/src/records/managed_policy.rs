//! Customer managed policies with their versions.

use bartizan_store::{Reader, Record};
use bartizan_types::{AccountId, Arn, Tag, Timestamp, UniqueId};
use serde::{Deserialize, Serialize};

use super::{BY_ID, Named, key};
use crate::error::IamError;

/// A customer managed policy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ManagedPolicy {
    pub(crate) account: AccountId,
    pub(crate) name: String,
    pub(crate) id: UniqueId,
    pub(crate) path: String,
    pub(crate) description: Option<String>,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) tags: Vec<Tag>,
    /// The number of the version in force.
    pub(crate) default_version: u32,
    /// The number the next version gets; numbers are not used again.
    pub(crate) next_version: u32,
    /// In the order of numbers.
    pub(crate) versions: Vec<PolicyVersion>,
}

/// One version of a managed policy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PolicyVersion {
    /// 3 of `v3`.
    pub(crate) number: u32,
    pub(crate) document: String,
    pub(crate) created: Timestamp,
}

impl ManagedPolicy {
    /// The document in force.
    pub(crate) fn document(&self) -> Option<&str> {
        self.version(self.default_version).map(|version| version.document.as_str())
    }

    /// The version with this number.
    pub(crate) fn version(&self, number: u32) -> Option<&PolicyVersion> {
        self.versions.iter().find(|version| version.number == number)
    }

    /// The customer managed policy with this ARN, if there is one.
    pub(crate) fn by_arn(reader: &Reader<'_>, arn: &str) -> Result<Option<Self>, IamError> {
        let Ok(parsed) = arn.parse::<Arn>() else { return Ok(None) };
        let (Some(account), Some((_, name))) =
            (parsed.account_id(), parsed.resource().rsplit_once('/'))
        else {
            return Ok(None);
        };
        let found = reader.get::<Self>(&key(account, name))?;
        Ok(found.filter(|policy| policy.arn() == parsed))
    }
}

impl Record for ManagedPolicy {
    const COLLECTION: &'static str = "iam.managed_policy";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_ID, self.id.to_string())]
    }
}

impl Named for ManagedPolicy {
    const RESOURCE: &'static str = "policy";
    const TYPE: &'static str = "AWS::IAM::Policy";
    const QUOTA: (&'static str, usize) = ("PoliciesPerAccount", 1500);

    of_fields!();

    fn missing(name: &str) -> String {
        format!("Policy {name} was not found.")
    }

    fn taken(name: &str) -> String {
        format!("A policy called {name} already exists. Duplicate names are not allowed.")
    }
}
