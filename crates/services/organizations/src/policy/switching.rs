//! Turning types of policies on and off. Where they bind requests every node then has the policy that
//! allows everything; turned off, none of the type. (Organizations User Guide, "Enabling a policy type", "Disabling a policy type".)

use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call};

use super::{managed, management, refuse_unavailable, wanted_type};
use crate::error::OrganizationsError;
use crate::organization::shown_root;
use crate::records::{Node, Organization, Policy, PolicyType};
use crate::shapes::{
    DisablePolicyTypeRequest, DisablePolicyTypeResponse, EnablePolicyTypeRequest,
    EnablePolicyTypeResponse,
};
use crate::{Organizations, standing, tree};

/// Turns a type on.
pub(crate) async fn enable(
    _service: &Organizations,
    call: &Call,
    request: Authorized<EnablePolicyTypeRequest>,
) -> Result<EnablePolicyTypeResponse, OrganizationsError> {
    let request = request.into_inner();
    let caller = standing::Decided::of(call)?;
    let done = call.commit(move |tx| {
        let mut organization = at_root(tx, &caller, &request.root_id)?;
        let management = organization.management;
        let policy_type = wanted_type(&request.policy_type)?;
        refuse_unavailable(&organization)?;
        if organization.has(policy_type) {
            return Err(OrganizationsError::PolicyTypeAlreadyEnabled);
        }
        refuse_untrusted(&organization, policy_type)?;
        organization.enabled.push(policy_type);
        tx.put(&Organization::key(management), &organization)?;
        if let Some(default) = managed::default_id(policy_type) {
            for mut node in tree::all(tx, &organization)? {
                node.attached.push(default.to_owned());
                tx.put(&Node::key(management, &node.id), &node)?;
            }
        }
        Ok(EnablePolicyTypeResponse { root: Some(shown_root(&organization)) })
    });
    Ok(done.await?)
}

/// Turns a type off, and detaches its policies from every node.
pub(crate) async fn disable(
    _service: &Organizations,
    call: &Call,
    request: Authorized<DisablePolicyTypeRequest>,
) -> Result<DisablePolicyTypeResponse, OrganizationsError> {
    let request = request.into_inner();
    let caller = standing::Decided::of(call)?;
    let done = call.commit(move |tx| {
        let mut organization = at_root(tx, &caller, &request.root_id)?;
        let policy_type = PolicyType::named(&request.policy_type)
            .filter(|wanted| organization.has(*wanted))
            .ok_or(OrganizationsError::PolicyTypeNotEnabled)?;
        organization.enabled.retain(|enabled| *enabled != policy_type);
        tx.put(&Organization::key(organization.management), &organization)?;
        match policy_type {
            PolicyType::Management(kind) => management::detach_all(tx, &organization, kind)?,
            PolicyType::ServiceControl | PolicyType::ResourceControl => {
                detach_all(tx, &organization, policy_type)?;
            }
        }
        Ok::<_, OrganizationsError>(DisablePolicyTypeResponse {
            root: Some(shown_root(&organization)),
        })
    });
    Ok(done.await?)
}

/// Detaches every policy of a type that binds requests.
fn detach_all(
    tx: &mut Writer<'_>,
    organization: &Organization,
    policy_type: PolicyType,
) -> Result<(), OrganizationsError> {
    for mut node in tree::all(tx, organization)? {
        let before = node.attached.len();
        let mut kept = Vec::with_capacity(before);
        for id in std::mem::take(&mut node.attached) {
            if type_of(tx, organization, &id)? != Some(policy_type) {
                kept.push(id);
            }
        }
        node.attached = kept;
        if node.attached.len() < before {
            tx.put(&Node::key(organization.management, &node.id), &node)?;
        }
    }
    Ok(())
}

/// Some types need trusted access of their service first.
fn refuse_untrusted(
    organization: &Organization,
    policy_type: PolicyType,
) -> Result<(), OrganizationsError> {
    if policy_type.service().is_none_or(|service| organization.trusts(service)) {
        return Ok(());
    }
    Err(OrganizationsError::constraint(
        "SERVICE_ACCESS_NOT_ENABLED",
        "You must enable service access before you enable the policy type.",
    ))
}

/// The organization whose policies an account may change, if this is its root.
fn at_root(
    tx: &Writer<'_>,
    caller: &standing::Decided,
    root: &str,
) -> Result<Organization, OrganizationsError> {
    let organization = standing::keeps(tx, caller)?;
    if organization.root == root { Ok(organization) } else { Err(OrganizationsError::RootNotFound) }
}

fn type_of(
    tx: &Writer<'_>,
    organization: &Organization,
    id: &str,
) -> Result<Option<PolicyType>, OrganizationsError> {
    if let Some(policy_type) = managed::type_of(id) {
        return Ok(Some(policy_type));
    }
    let policy = tx.get::<Policy>(&Policy::key(organization.management, id))?;
    Ok(policy.map(|policy| policy.kind))
}
