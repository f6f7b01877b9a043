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
        if !organization.has(policy.kind) {
            return Err(OrganizationsError::PolicyTypeNotEnabled);
        }
        if node.attached.contains(&policy.id) {
            return Err(OrganizationsError::DuplicatePolicyAttachment);
        }
        let attached = attached_of_type(tx, &organization, &node, policy.kind)?;
        if attached >= policy.kind.attached_max() {
            return Err(OrganizationsError::constraint(
                "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
                "You have attached the maximum number of policies to the specified target.",
            ));
        }
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
        if !node.attached.contains(&policy.id) {
            return Err(OrganizationsError::PolicyNotAttached);
        }
        match policy.kind {
            PolicyType::ResourceControl => refuse_default(&policy)?,
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

/// Without it no resource could be used. (Organizations User Guide, "RCP evaluation".)
fn refuse_default(policy: &Policy) -> Result<(), OrganizationsError> {
    if policy.id != managed::default_id(policy.kind) {
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
