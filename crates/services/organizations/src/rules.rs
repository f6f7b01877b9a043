//! What each call must be allowed. (Service Authorization Reference, "Actions, resources, and
//! condition keys for AWS Organizations".)
//!
//! Permissions are the calling account's own: its policies decide on resources of the organization,
//! and whether the account may call at all is the handler's to say.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use crate::error::OrganizationsError;
use crate::records::{Organization, Policy, PolicyType};
use crate::{ids, policy, tree};

const TAG: &str = "organizations:TagResource";
const POLICY_TYPE: &str = "organizations:PolicyType";

/// The unit in `OrganizationalUnitId`.
pub(crate) fn unit(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    on_node(ask, "OrganizationalUnitId")
}

/// The root or the unit in `ParentId`.
pub(crate) fn parent(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    on_node(ask, "ParentId")
}

/// The unit or the account in `ChildId`.
pub(crate) fn child(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    on_node(ask, "ChildId")
}

/// The account in `AccountId`.
pub(crate) fn account(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    on_node(ask, "AccountId")
}

/// The account that is moved, and both nodes.
pub(crate) fn moved_account(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = Vec::new();
    for member in ["AccountId", "SourceParentId", "DestinationParentId"] {
        all.extend(on_node(ask, member)?);
    }
    Ok(all)
}

/// A unit below the node in `ParentId`, with its tags.
pub(crate) fn new_unit(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let tags = ask.tags("Tags");
    let parent = on_node(ask, "ParentId")?;
    let mut all: Vec<Access> =
        parent.into_iter().map(|access| access.request_tags(tags.clone())).collect();
    if !tags.is_empty() {
        let tagging = match organization(ask)? {
            Some(organization) => Access::on(TAG, &ids::arn(&organization, "ou", "ou-*"))
                .owned_by(ask.call.account()?),
            None => Access::on_any(TAG),
        };
        all.push(tagging.request_tags(tags));
    }
    Ok(all)
}

/// An account that is not there yet, with its tags.
pub(crate) fn new_account(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let tags = ask.tags("Tags");
    let create = Access::on_any(ask.action()).request_tags(tags.clone());
    if tags.is_empty() {
        return Ok(vec![create]);
    }
    let tagging = match organization(ask)? {
        Some(organization) => {
            Access::on(TAG, &ids::arn(&organization, "account", "*")).owned_by(ask.call.account()?)
        }
        None => Access::on_any(TAG),
    };
    Ok(vec![create, tagging.request_tags(tags)])
}

/// A policy that is not there yet, with its tags.
pub(crate) fn new_policy(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let tags = ask.tags("Tags");
    let named = ask.text("Type").unwrap_or_default();
    let access = |action: &'static str| -> Result<Access, Fault> {
        let access = match (organization(ask)?, PolicyType::named(named)) {
            (Some(organization), Some(policy_type)) => {
                let (management, id) = (organization.management, &organization.id);
                let arn = ids::policy_arn(management, id, policy_type, "p-*");
                Access::on(action, &arn).owned_by(ask.call.account()?)
            }
            _ => Access::on_any(action),
        };
        Ok(access.key(POLICY_TYPE, named).request_tags(tags.clone()))
    };
    let mut all = vec![access(ask.action())?];
    if !tags.is_empty() {
        all.push(access(TAG)?);
    }
    Ok(all)
}

/// The policy in `PolicyId`.
pub(crate) fn policy(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![on_policy(ask)?])
}

/// The policy in `PolicyId` and the node in `TargetId`.
pub(crate) fn attachment(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let of_policy = on_policy(ask)?;
    let policy_type = policy_named(ask)?.map(|policy| policy.kind.name());
    let mut all = vec![of_policy];
    for access in on_node(ask, "TargetId")? {
        all.push(access.key_if(POLICY_TYPE, policy_type));
    }
    Ok(all)
}

/// The policies of the type in `Filter`.
pub(crate) fn policies(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = Access::on_any(ask.action()).owned_by(ask.call.account()?);
    Ok(vec![access.key_if(POLICY_TYPE, ask.text("Filter"))])
}

/// The node in `TargetId`, and the type in `Filter`.
pub(crate) fn target_policies(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let all = on_node(ask, "TargetId")?.into_iter();
    Ok(all.map(|access| access.key_if(POLICY_TYPE, ask.text("Filter"))).collect())
}

/// The root in `RootId`, and the type in `PolicyType`.
pub(crate) fn policy_type(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let all = on_node(ask, "RootId")?.into_iter();
    Ok(all.map(|access| access.key_if(POLICY_TYPE, ask.text("PolicyType"))).collect())
}

/// The main action on the policy in `PolicyId`; on any where there is none.
fn on_policy(ask: &Ask<'_>) -> Result<Access, Fault> {
    let Some(policy) = policy_named(ask)? else { return Ok(Access::on_any(ask.action())) };
    Ok(Access::on(ask.action(), &policy.arn())
        .owned_by(ask.call.account()?)
        .key(POLICY_TYPE, policy.kind.name())
        .resource_tags(None, &policy.tags))
}

/// The policy in `PolicyId`, where the caller's organization has it.
fn policy_named(ask: &Ask<'_>) -> Result<Option<Policy>, Fault> {
    let Some(organization) = organization(ask)? else { return Ok(None) };
    let id = ask.text("PolicyId").unwrap_or_default();
    ask.call.read(|reader| match policy::find(reader, &organization, id) {
        Err(OrganizationsError::PolicyNotFound) => Ok(None),
        found => found.map(Some),
    })
}

/// The main action on the node that a member of the input names; on none where the caller is in no
/// organization.
fn on_node(ask: &Ask<'_>, member: &str) -> Result<Vec<Access>, Fault> {
    let Some(organization) = organization(ask)? else {
        return Ok(vec![Access::on_any(ask.action())]);
    };
    let id = ask.text(member).unwrap_or_default();
    let found = ask.call.read(|reader| tree::node(reader, &organization, id))?;
    let access = Access::on(ask.action(), &ids::node_arn(&organization, id))
        .owned_by(ask.call.account()?)
        .resource_tags(None, found.iter().flat_map(|node| &node.tags));
    Ok(vec![access])
}

/// The organization of the calling account.
fn organization(ask: &Ask<'_>) -> Result<Option<Organization>, Fault> {
    let account = ask.call.account()?;
    ask.call.read(|reader| {
        let found = tree::of_account(reader, account)?;
        Ok::<_, OrganizationsError>(found.map(|(organization, _)| organization))
    })
}
