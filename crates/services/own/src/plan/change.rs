//! What a request wants to be changed, and whose past that is about.

use std::collections::BTreeSet;
use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::replay::{Change, NodeChange, PrincipalChange};
use bartizan_service::{Call, PlannedPolicy};
use bartizan_types::AccountId;

use crate::error::OwnError;
use crate::shapes::PlanPolicyInput;
use crate::subject::{entity, governance};

/// What the candidate is called.
const CANDIDATE: &str = "candidate";

/// A change, and the record that it is rehearsed with.
pub(super) struct Planned {
    pub(super) change: Change,
    /// The accounts whose events are read.
    pub(super) accounts: BTreeSet<AccountId>,
    /// The accounts whose own events tell what they did to others' resources; none where only what
    /// principals did in their own name counts.
    pub(super) insiders: Option<BTreeSet<AccountId>>,
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
        let change = NodeChange {
            accounts: node.accounts.clone(),
            level: node.level,
            replaced: node.replaced,
            candidate,
        };
        Ok(match kind {
            PolicyKind::ResourceControl => Self {
                change: Change::ResourceControl(change),
                accounts: node.organization.clone(),
                insiders: Some(node.organization),
            },
            _ => Self {
                change: Change::ServiceControl(change),
                accounts: node.accounts,
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
        let entity = entity(call, principal, request.account_id.as_deref())?;
        let replaced = request.replaced_policy.as_deref();
        let is_replaced = |one: &Attached| {
            let source = &one.source;
            replaced.is_some_and(|name| source.arn.as_deref().unwrap_or(&source.name) == name)
        };
        let replaces_all = request.replace_all.unwrap_or(false);
        match replaced {
            Some(_) if replaces_all => {
                return Err(OwnError::Invalid(
                    "Give either ReplacedPolicy or ReplaceAll.".to_owned(),
                ));
            }
            Some(name) if !entity.identity.iter().any(is_replaced) => {
                return Err(OwnError::NotAttached(name.to_owned()));
            }
            _ => {}
        }
        let kept = entity.identity.iter().filter(|one| !replaces_all && !is_replaced(one));
        let planned: Arc<[Attached]> = kept.cloned().chain([candidate]).collect();
        let present = Arc::clone(&entity.identity);
        Ok(Self {
            change: Change::Principal(PrincipalChange {
                account: entity.account,
                id: entity.id.clone(),
                present,
                planned,
            }),
            accounts: BTreeSet::from([entity.account]),
            insiders: None,
        })
    }
}

fn candidate(text: &str, kind: PolicyKind) -> Result<Attached, OwnError> {
    let policy = Policy::parse(text, kind).map_err(|error| {
        let at = error.position();
        OwnError::Malformed(format!("{error} (line {}, column {})", at.line, at.column + 1))
    })?;
    Ok(Attached::inline(CANDIDATE, policy.into()))
}
