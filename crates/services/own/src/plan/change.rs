//! What a request wants to be changed, and whose past that is about.

use std::collections::BTreeMap;
use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::replay::{Change, NodeChange, PrincipalChange};
use bartizan_service::{Call, PlannedPolicy};
use bartizan_types::{AccountId, Timestamp};

use crate::error::OwnError;
use crate::shapes::PlanPolicyInput;
use crate::subject::{OWN_SINCE, Subject, entity, governance};

/// What the candidate is called.
const CANDIDATE: &str = "candidate";

/// A change, and the record that it is rehearsed with.
pub(super) struct Planned {
    pub(super) change: Change,
    /// The accounts whose events are read, and since when.
    pub(super) accounts: BTreeMap<AccountId, Timestamp>,
    /// The accounts whose own events tell what they did to others' resources, and since when; none
    /// where only what principals did in their own name counts.
    pub(super) insiders: Option<BTreeMap<AccountId, Timestamp>>,
}

impl Planned {
    pub(super) fn of(call: &Call, request: &PlanPolicyInput) -> Result<Self, OwnError> {
        match request.policy_type.as_str() {
            "IDENTITY_POLICY" => Self::of_principal(call, request),
            "RESOURCE_CONTROL_POLICY" => Self::of_node(call, request, PolicyKind::ResourceControl),
            _ => Self::of_node(call, request, PolicyKind::ServiceControl),
        }
    }

    fn of_node(call: &Call, request: &PlanPolicyInput, kind: PolicyKind) -> Result<Self, OwnError> {
        let is_of_principal = request.principal.is_some()
            || request.account_id.is_some()
            || request.replace_all.is_some();
        let Some(target) = request.target_id.as_deref().filter(|_| !is_of_principal) else {
            return Err(OwnError::Invalid(
                "A policy of an organization is planned for a TargetId: Principal, AccountId and \
                 ReplaceAll are for identity policies."
                    .to_owned(),
            ));
        };
        let candidate = candidate(&request.policy_document, kind)?;
        let caller = call.account()?;
        let governance = governance(call)?;
        let planned = PlannedPolicy {
            target,
            kind,
            content: &request.policy_document,
            replaced: request.replaced_policy.as_deref(),
        };
        let node = call.read(|reader| governance.plan(reader, caller, &planned))?;
        let mut organization = node.organization;
        organization.insert(caller, OWN_SINCE);
        let change = NodeChange {
            accounts: node.accounts.clone(),
            level: node.level,
            replaced: node.replaced,
            candidate,
        };
        Ok(match kind {
            PolicyKind::ResourceControl => Self {
                change: Change::ResourceControl(change),
                accounts: organization.clone(),
                insiders: Some(organization),
            },
            _ => Self {
                change: Change::ServiceControl(change),
                accounts: {
                    organization.retain(|account, _| node.accounts.contains(account));
                    organization
                },
                insiders: None,
            },
        })
    }

    fn of_principal(call: &Call, request: &PlanPolicyInput) -> Result<Self, OwnError> {
        let Some(principal) = request.principal.as_deref().filter(|_| request.target_id.is_none())
        else {
            return Err(OwnError::Invalid(
                "An identity policy is planned for a Principal: TargetId is for policies of an \
                 organization."
                    .to_owned(),
            ));
        };
        let candidate = candidate(&request.policy_document, PolicyKind::Identity)?;
        let Subject { entity, visible_since } =
            entity(call, principal, request.account_id.as_deref())?;
        let replaced = request.replaced_policy.as_deref();
        let kept = match (replaced, request.replace_all.unwrap_or(false)) {
            (Some(_), true) => {
                return Err(OwnError::Invalid(
                    "Give either ReplacedPolicy or ReplaceAll.".to_owned(),
                ));
            }
            (Some(name), false) => without(&entity.identity, name)
                .ok_or_else(|| OwnError::NotAttached(name.to_owned()))?,
            (None, true) => Vec::new(),
            (None, false) => entity.identity.to_vec(),
        };
        let planned: Arc<[Attached]> = kept.into_iter().chain([candidate]).collect();
        let present = Arc::clone(&entity.identity);
        Ok(Self {
            change: Change::Principal(PrincipalChange {
                account: entity.account,
                id: entity.id.clone(),
                present,
                planned,
            }),
            accounts: BTreeMap::from([(entity.account, visible_since)]),
            insiders: None,
        })
    }
}

/// The policies but the one of this ARN or, where it has none, of this name. A user's own stand before
/// those of its groups, of which each may have one with the same name: the first is meant.
fn without(policies: &[Attached], name: &str) -> Option<Vec<Attached>> {
    let is_named = |one: &Attached| one.source.arn.as_deref().unwrap_or(&one.source.name) == name;
    let at = policies.iter().position(is_named)?;
    let mut kept = policies.to_vec();
    kept.remove(at);
    Some(kept)
}

fn candidate(text: &str, kind: PolicyKind) -> Result<Attached, OwnError> {
    let policy = Policy::parse(text, kind).map_err(|error| {
        let at = error.position();
        OwnError::Malformed(format!("{error} (line {}, column {})", at.line, at.column + 1))
    })?;
    Ok(Attached::inline(CANDIDATE, policy.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_policy_of_a_name_is_replaced() {
        let text = r#"{"Version":"2012-10-17","Statement":[]}"#;
        let policy = |name| {
            let policy = Policy::parse_published(text, PolicyKind::Identity).unwrap();
            Attached::inline(name, policy.into())
        };
        let names = |kept: Vec<Attached>| -> Vec<String> {
            kept.into_iter().map(|one| one.source.name.to_string()).collect()
        };
        let policies = ["own", "same", "same"].map(policy);
        for (name, expected) in [
            ("same", Some(vec!["own", "same"])),
            ("own", Some(vec!["same", "same"])),
            ("none", None),
        ] {
            let expected =
                expected.map(|names| names.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(without(&policies, name).map(names), expected, "{name}");
        }
    }
}
