//! What the ARN of a report stands for: policies, and the users and roles that have them.

use std::collections::BTreeMap;
use std::sync::Arc;

use bartizan_policy::{Policy, PolicyKind, may_reach};
use bartizan_service::Call;
use bartizan_service::directory::Entity;
use bartizan_store::Reader;
use bartizan_types::{AccountId, Arn};

use crate::error::IamError;
use crate::managed_policy::Found;
use crate::records::{self, BY_ATTACHED, BY_GROUP, Group, Named, Policies, Role, User, policy_use};

/// The policies that decide what can be reached, and who is reported on.
pub(super) struct Scope {
    policies: Vec<Arc<Policy>>,
    pub(super) entities: Vec<Arc<Entity>>,
}

impl Scope {
    /// What an ARN of the account, or of a policy of AWS, stands for.
    pub(super) fn of(
        reader: &Reader<'_>,
        call: &Call,
        account: AccountId,
        text: &str,
    ) -> Result<Self, IamError> {
        let missing = || IamError::NoSuchEntity(format!("ARN {text} does not exist."));
        let arn: Arn = text.parse().map_err(|_| missing())?;
        let (kind, rest) = arn.resource().split_once('/').ok_or_else(missing)?;
        match kind {
            "user" | "role" => {
                let entity = call.directory.entity_by_arn(text).ok_or_else(missing)?;
                if entity.account != account {
                    return Err(missing());
                }
                let policies = entity.identity.iter().map(|one| Arc::clone(&one.policy)).collect();
                Ok(Self { policies, entities: vec![Arc::clone(entity)] })
            }
            "group" => {
                let name = rest.rsplit('/').next().unwrap_or_default();
                let group: Group = records::find(reader, account, name)?;
                if group.arn() != arn {
                    return Err(missing());
                }
                let entities = members(reader, call, &group)?;
                Ok(Self { policies: held(call, &group.policies), entities })
            }
            "policy" => {
                Found::of(reader, account, text)?;
                let policy = call.directory.managed_policy(text).ok_or_else(missing)?;
                let entities = having(reader, call, account, text)?;
                Ok(Self { policies: vec![policy.policy], entities })
            }
            _ => Err(missing()),
        }
    }

    /// Whether the policies let somebody reach an action.
    pub(super) fn reaches(&self, action: &str) -> bool {
        may_reach(self.policies.iter().map(|policy| &**policy), action)
    }
}

/// A group's policies. One that cannot be read allows nothing.
fn held(call: &Call, policies: &Policies) -> Vec<Arc<Policy>> {
    let inline = policies.inline.iter().filter_map(|one| {
        Policy::parse_any_version(&one.document, PolicyKind::Identity).map(Arc::new).ok()
    });
    let attached = policies.attached.iter();
    let attached = attached.filter_map(|arn| Some(call.directory.managed_policy(arn)?.policy));
    inline.chain(attached).collect()
}

fn members(reader: &Reader<'_>, call: &Call, group: &Group) -> Result<Vec<Arc<Entity>>, IamError> {
    let users = records::indexed::<User>(reader, BY_GROUP, group.id.as_str())?;
    Ok(users.iter().filter_map(|user| call.directory.user(&user.id)).cloned().collect())
}

/// The users and roles that have a policy attached, directly or by a group.
fn having(
    reader: &Reader<'_>,
    call: &Call,
    account: AccountId,
    policy: &str,
) -> Result<Vec<Arc<Entity>>, IamError> {
    let value = policy_use(account, policy);
    let mut entities = BTreeMap::new();
    let mut add = |entity: Option<&Arc<Entity>>| {
        if let Some(entity) = entity {
            entities.insert(entity.id.clone(), Arc::clone(entity));
        }
    };
    for user in records::indexed::<User>(reader, BY_ATTACHED, &value)? {
        add(call.directory.user(&user.id));
    }
    for role in records::indexed::<Role>(reader, BY_ATTACHED, &value)? {
        add(call.directory.role(&role.id));
    }
    for group in records::indexed::<Group>(reader, BY_ATTACHED, &value)? {
        for user in members(reader, call, &group)? {
            add(Some(&user));
        }
    }
    Ok(entities.into_values().collect())
}
