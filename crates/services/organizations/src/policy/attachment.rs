//! Attaching policies to nodes.

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};

use super::{find, managed};
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
    let caller = standing::Decided::of(call)?;
    let done = call.commit(move |tx| {
        let organization = standing::keeps(tx, &caller)?;
        let (policy, mut node) = both(tx, &organization, &request.policy_id, &request.target_id)?;
        if organization.has(policy.kind) && node.attached.contains(&policy.id) {
            return Err(OrganizationsError::DuplicatePolicyAttachment);
        }
        check_attachable(tx, &organization, &node, policy.kind)?;
        node.attached.push(policy.id);
        tx.put(&Node::key(organization.management, &node.id), &node)?;
        Ok(())
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
    let caller = standing::Decided::of(call)?;
    let done = call.commit(move |tx| {
        let organization = standing::keeps(tx, &caller)?;
        let (policy, mut node) = both(tx, &organization, &request.policy_id, &request.target_id)?;
        check_detachable(&policy, &node)?;
        match policy.kind {
            PolicyType::ResourceControl => {}
            PolicyType::ServiceControl => {
                if attached_of_type(tx, &organization, &node, policy.kind)? == 1 {
                    return Err(OrganizationsError::constraint(
                        "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
                        "You cannot remove the last policy attached to the specified target. You \
                         must have at least one attached at all times.",
                    ));
                }
            }
        }
        node.attached.retain(|id| *id != policy.id);
        tx.put(&Node::key(organization.management, &node.id), &node)?;
        Ok(())
    });
    Ok(done.await?)
}

/// Refuses one more policy of a type that is turned off, or that the node has as many of as may be.
pub(crate) fn check_attachable(
    reader: &Reader<'_>,
    organization: &Organization,
    node: &Node,
    kind: PolicyType,
) -> Result<(), OrganizationsError> {
    if !organization.has(kind) {
        return Err(OrganizationsError::PolicyTypeNotEnabled);
    }
    if attached_of_type(reader, organization, node, kind)? >= kind.attached_max() {
        return Err(OrganizationsError::constraint(
            "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
            "You have attached the maximum number of policies to the specified target.",
        ));
    }
    Ok(())
}

/// Refuses to take a policy from a node that has it not, and the one without which no resource could
/// be used. (Organizations User Guide, "RCP evaluation".)
pub(crate) fn check_detachable(policy: &Policy, node: &Node) -> Result<(), OrganizationsError> {
    if !node.attached.contains(&policy.id) {
        return Err(OrganizationsError::PolicyNotAttached);
    }
    let is_needed =
        policy.kind == PolicyType::ResourceControl && policy.id == managed::default_id(policy.kind);
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

/// How many policies of a type a node has.
fn attached_of_type(
    reader: &Reader<'_>,
    organization: &Organization,
    node: &Node,
    policy_type: PolicyType,
) -> Result<usize, OrganizationsError> {
    let mut count = 0;
    for id in &node.attached {
        count += usize::from(find(reader, organization, id)?.kind == policy_type);
    }
    Ok(count)
}
