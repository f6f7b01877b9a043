//! Attaching policies to nodes.

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use super::{find, managed, management};
use crate::error::OrganizationsError;
use crate::records::{Node, Organization, Policy, PolicyType};
use crate::shapes::{AttachPolicyRequest, DetachPolicyRequest};
use crate::{Organizations, standing, tree};

/// Attaches a policy to a node. It is in force when the call returns.
pub(crate) async fn attach(
    _service: &Organizations,
    call: &Call,
    request: Authorized<AttachPolicyRequest>,
) -> Result<(), OrganizationsError> {
    let request = request.into_inner();
    let (caller, now) = (standing::Decided::of(call)?, call.now);
    let done = call.commit(move |tx| {
        let organization = standing::keeps(tx, &caller)?;
        let (policy, node) = both(tx, &organization, &request.policy_id, &request.target_id)?;
        let mut attached = attached_of_type(tx, &organization, &node, policy.kind)?;
        if organization.has(policy.kind) && attached.contains(&policy.id) {
            return Err(OrganizationsError::DuplicatePolicyAttachment);
        }
        check_attachable(&organization, policy.kind, &attached)?;
        attached.push(policy.id.clone());
        put(tx, &organization, node, &policy, attached, now)
    });
    Ok(done.await?)
}

/// Detaches a policy from a node.
pub(crate) async fn detach(
    _service: &Organizations,
    call: &Call,
    request: Authorized<DetachPolicyRequest>,
) -> Result<(), OrganizationsError> {
    let request = request.into_inner();
    let (caller, now) = (standing::Decided::of(call)?, call.now);
    let done = call.commit(move |tx| {
        let organization = standing::keeps(tx, &caller)?;
        let (policy, node) = both(tx, &organization, &request.policy_id, &request.target_id)?;
        let mut attached = attached_of_type(tx, &organization, &node, policy.kind)?;
        check_detachable(&policy, &attached)?;
        if policy.kind == PolicyType::ServiceControl && attached.len() == 1 {
            return Err(OrganizationsError::constraint(
                "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
                "You cannot remove the last policy attached to the specified target. You must have \
                 at least one attached at all times.",
            ));
        }
        attached.retain(|id| *id != policy.id);
        put(tx, &organization, node, &policy, attached, now)
    });
    Ok(done.await?)
}

/// Stores the policies that a node now has of the type of `policy`, the one that came or went.
fn put(
    tx: &mut Writer<'_>,
    organization: &Organization,
    mut node: Node,
    policy: &Policy,
    attached: Vec<String>,
    now: Timestamp,
) -> Result<(), OrganizationsError> {
    if let PolicyType::Management(kind) = policy.kind {
        return Ok(management::attach(tx, organization, kind, &node, attached, now)?);
    }
    if attached.contains(&policy.id) {
        node.attached.push(policy.id.clone());
    } else {
        node.attached.retain(|id| *id != policy.id);
    }
    Ok(tx.put(&Node::key(organization.management, &node.id), &node)?)
}

/// Refuses one more policy of a type that is turned off, or beside as many of it as a node may have.
pub(crate) fn check_attachable(
    organization: &Organization,
    kind: PolicyType,
    attached: &[String],
) -> Result<(), OrganizationsError> {
    if !organization.has(kind) {
        return Err(OrganizationsError::PolicyTypeNotEnabled);
    }
    if attached.len() >= kind.attached_max() {
        return Err(OrganizationsError::constraint(
            "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
            "You have attached the maximum number of policies to the specified target.",
        ));
    }
    Ok(())
}

/// Refuses to take a policy from a node that has only these, and the one without which no resource
/// could be used. (Organizations User Guide, "RCP evaluation".)
pub(crate) fn check_detachable(
    policy: &Policy,
    attached: &[String],
) -> Result<(), OrganizationsError> {
    if !attached.contains(&policy.id) {
        return Err(OrganizationsError::PolicyNotAttached);
    }
    let is_needed = policy.kind == PolicyType::ResourceControl
        && managed::default_id(policy.kind) == Some(&policy.id);
    if !is_needed {
        return Ok(());
    }
    Err(OrganizationsError::InvalidInput(
        "NON_DETACHABLE_POLICY",
        "You can't detach this AWS managed policy.",
    ))
}

fn both(
    reader: &Reader<'_>,
    organization: &Organization,
    policy: &str,
    target: &str,
) -> Result<(Policy, Node), OrganizationsError> {
    let policy = find(reader, organization, policy)?;
    let node = tree::node(reader, organization, target)?;
    Ok((policy, node.ok_or(OrganizationsError::TargetNotFound)?))
}

/// The ids of the policies of a type that a node has itself.
pub(crate) fn attached_of_type(
    reader: &Reader<'_>,
    organization: &Organization,
    node: &Node,
    policy_type: PolicyType,
) -> Result<Vec<String>, OrganizationsError> {
    attached_of_kind(reader, organization, node, policy_type, |id| {
        Ok(find(reader, organization, id)?.kind)
    })
}

/// As [`attached_of_type`], for who knows the types of policies.
pub(crate) fn attached_of_kind(
    reader: &Reader<'_>,
    organization: &Organization,
    node: &Node,
    policy_type: PolicyType,
    mut kind_of: impl FnMut(&str) -> Result<PolicyType, OrganizationsError>,
) -> Result<Vec<String>, OrganizationsError> {
    if let PolicyType::Management(kind) = policy_type {
        return Ok(management::attached(reader, organization, kind, &node.id)?);
    }
    let mut found = Vec::new();
    for id in &node.attached {
        if kind_of(id)? == policy_type {
            found.push(id.clone());
        }
    }
    Ok(found)
}
