//! The policies that AWS itself made: with them everything is allowed. (Organizations User Guide,
//! "SCP evaluation", "RCP evaluation".)

use bartizan_types::{AccountId, Timestamp};

use crate::records::{Policy, PolicyType};

/// What is the same in every organization.
struct Managed {
    id: &'static str,
    policy_type: PolicyType,
    name: &'static str,
    description: &'static str,
    content: &'static str,
}

static MANAGED: [Managed; 2] = [
    Managed {
        id: "p-FullAWSAccess",
        policy_type: PolicyType::ServiceControl,
        name: "FullAWSAccess",
        description: "Allows access to every operation",
        content: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "*",
      "Resource": "*"
    }
  ]
}"#,
    },
    Managed {
        id: "p-RCPFullAWSAccess",
        policy_type: PolicyType::ResourceControl,
        name: "RCPFullAWSAccess",
        description: "Allows access to every resource",
        content: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "*",
      "Resource": "*"
    }
  ]
}"#,
    },
];

/// The policies of AWS, as policies of an organization.
pub(crate) fn all(management: AccountId) -> impl Iterator<Item = Policy> {
    MANAGED.iter().map(move |known| Policy {
        management,
        organization: String::new(),
        id: known.id.to_owned(),
        kind: known.policy_type,
        name: known.name.to_owned(),
        description: known.description.to_owned(),
        content: known.content.to_owned(),
        created: Timestamp::from_seconds(0),
        updated: None,
        tags: Vec::new(),
    })
}

/// The id of the policy that is attached to every node when a type is turned on that binds requests.
pub(crate) const fn default_id(policy_type: PolicyType) -> Option<&'static str> {
    match policy_type {
        PolicyType::ServiceControl => Some("p-FullAWSAccess"),
        PolicyType::ResourceControl => Some("p-RCPFullAWSAccess"),
        PolicyType::Management(_) => None,
    }
}

/// The type of the policy of AWS with this id.
pub(crate) fn type_of(id: &str) -> Option<PolicyType> {
    MANAGED.iter().find(|known| known.id == id).map(|known| known.policy_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_policies_of_their_type() {
        let account = AccountId::from_number(1).unwrap();
        for policy in all(account) {
            let kind = policy.kind.grammar().unwrap();
            assert!(bartizan_policy::Policy::parse(&policy.content, kind).is_ok(), "{}", policy.id);
            assert_eq!(default_id(policy.kind), Some(&*policy.id));
            assert_eq!(type_of(&policy.id), Some(policy.kind));
        }
        assert_eq!(type_of("p-12345678"), None);
    }
}
