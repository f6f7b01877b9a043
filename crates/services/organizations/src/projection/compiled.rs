//! Policies of organizations, compiled once each.

use std::sync::{Arc, LazyLock};

use bartizan_policy::{Attached, PolicyError};
use bartizan_types::AccountId;

use crate::policy::managed as aws;
use crate::records::{Policy, PolicyType};

/// What stands for a policy that cannot be read: nothing may be allowed that it may have denied.
const DENY_ALL: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}"#;

/// A policy of an organization, compiled.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) policy_type: PolicyType,
    pub(super) attached: Attached,
}

/// The policies of AWS, which are the same everywhere, with their ids.
static MANAGED: LazyLock<Vec<(String, Compiled)>> = LazyLock::new(|| {
    let all = AccountId::from_number(0).into_iter().flat_map(aws::all);
    all.filter_map(|policy| Some((policy.id.clone(), Compiled::of(&policy).ok()??))).collect()
});

/// The policy of AWS with this id.
pub(super) fn managed(id: &str) -> Option<&'static Compiled> {
    MANAGED.iter().find(|(known, _)| known == id).map(|(_, compiled)| compiled)
}

impl Compiled {
    /// The policy, or one that denies everything where it cannot be read; `None` for one that binds
    /// no requests.
    ///
    /// # Errors
    /// Not even that one can be made.
    pub(super) fn of(policy: &Policy) -> Result<Option<Self>, PolicyError> {
        let Some(kind) = policy.kind.grammar() else { return Ok(None) };
        let parse = |text: &str| bartizan_policy::Policy::parse_published(text, kind);
        let read = parse(&policy.content).or_else(|error| {
            let id = policy.id.as_str();
            tracing::error!(policy = id, %error, "a stored policy cannot be read and denies all");
            parse(DENY_ALL)
        })?;
        let arn = policy.arn();
        Ok(Some(Self {
            policy_type: policy.kind,
            attached: Attached::managed(&policy.name, arn.as_str(), Arc::new(read)),
        }))
    }
}

#[cfg(test)]
mod tests {
    use bartizan_types::Timestamp;

    use super::*;

    #[test]
    fn what_cannot_be_read_denies_everything() {
        for policy_type in [PolicyType::ServiceControl, PolicyType::ResourceControl] {
            let policy = Policy {
                management: AccountId::from_number(1).unwrap(),
                organization: "o-0123456789".to_owned(),
                id: "p-01234567".to_owned(),
                kind: policy_type,
                name: "broken".to_owned(),
                description: String::new(),
                content: "{".to_owned(),
                created: Timestamp::from_seconds(0),
                updated: None,
                tags: Vec::new(),
            };
            let compiled = Compiled::of(&policy).unwrap().unwrap();
            assert_eq!(compiled.attached.policy.text(), DENY_ALL);
        }
        assert!(managed("p-FullAWSAccess").is_some() && managed("p-01234567").is_none());
    }
}
