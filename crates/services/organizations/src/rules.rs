//! What each call must be allowed. (Service Authorization Reference, "Actions, resources, and
//! condition keys for AWS Organizations".)
//!
//! Permissions are the calling account's own: its policies decide on resources of the organization,
//! and whether the account may call at all is the handler's to say. Where the organization's resource
//! policy is what lets a member account call, it must admit the caller, too.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;
use bartizan_wire::Value;

use crate::error::OrganizationsError;
use crate::records::{Organization, Policy, PolicyType};
use crate::resource_policy;
use crate::standing::{Admission, AdmittedBy};
use crate::tagging::Tagged;
use crate::{handshake, ids, policy, tree};

const TAG: &str = "organizations:TagResource";
const SERVICE: &str = "organizations:ServicePrincipal";
const POLICY_TYPE: &str = "organizations:PolicyType";

/// The main action on the whole organization.
pub(crate) fn whole(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    bound(ask, vec![Access::on_any(ask.action())])
}

/// The unit in `OrganizationalUnitId`.
pub(crate) fn unit(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    bound(ask, vec![on_node(ask, "OrganizationalUnitId")?])
}

/// The root or the unit in `ParentId`.
pub(crate) fn parent(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    bound(ask, vec![on_node(ask, "ParentId")?])
}

/// The unit or the account in `ChildId`.
pub(crate) fn child(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    bound(ask, vec![on_node(ask, "ChildId")?])
}

/// The account in `AccountId`.
pub(crate) fn account(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    bound(ask, vec![on_node(ask, "AccountId")?])
}

/// The account that is moved, and both nodes.
pub(crate) fn moved_account(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let members = ["AccountId", "SourceParentId", "DestinationParentId"];
    let all = members.into_iter().map(|member| on_node(ask, member));
    bound(ask, all.collect::<Result<_, _>>()?)
}

/// A unit below the node in `ParentId`, with its tags.
pub(crate) fn new_unit(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let create = on_node(ask, "ParentId")?.request_tags(ask.tags("Tags"));
    with_tagging(ask, create, |organization| ids::arn(organization, "ou", "ou-*"))
}

/// An account that is not there yet, with its tags.
pub(crate) fn new_account(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let create = Access::on_any(ask.action()).request_tags(ask.tags("Tags"));
    with_tagging(ask, create, |organization| ids::arn(organization, "account", "*"))
}

/// An account that is not a member yet, with the tags it will have.
pub(crate) fn invited(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let id = ask.input.path("Target.Id").and_then(Value::text).unwrap_or_default();
    let invite = match organization(ask)? {
        Some(organization) => Access::on(ask.action(), &ids::arn(&organization, "account", id)),
        None => Access::on_any(ask.action()),
    };
    let invite = invite.request_tags(ask.tags("Tags"));
    with_tagging(ask, invite, |organization| ids::arn(organization, "account", id))
}

/// A policy that is not there yet, with its tags.
pub(crate) fn new_policy(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let named = ask.text("Type").unwrap_or_default();
    let policy_type = PolicyType::named(named).unwrap_or(PolicyType::ServiceControl);
    let arn = |organization: &Organization| {
        ids::policy_arn(organization.management, &organization.id, policy_type, "p-*")
    };
    let create = match organization(ask)? {
        Some(organization) => Access::on(ask.action(), &arn(&organization)),
        None => Access::on_any(ask.action()),
    };
    let create = create.key(POLICY_TYPE, named).request_tags(ask.tags("Tags"));
    with_tagging(ask, create, arn)
}

/// The policy in `PolicyId`.
pub(crate) fn policy(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    bound(ask, vec![on_policy(ask)?])
}

/// The policy in `PolicyId` and the node in `TargetId`.
pub(crate) fn attachment(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let policy_type = policy_named(ask)?.map(|policy| policy.kind.name());
    let target = on_node(ask, "TargetId")?.key_if(POLICY_TYPE, policy_type);
    bound(ask, vec![on_policy(ask)?, target])
}

/// The policies of the type in `Filter`.
pub(crate) fn policies(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = Access::on_any(ask.action()).key_if(POLICY_TYPE, ask.text("Filter"));
    bound(ask, vec![access])
}

/// The node in `TargetId`, and the type in `Filter`.
pub(crate) fn target_policies(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    bound(ask, vec![on_node(ask, "TargetId")?.key_if(POLICY_TYPE, ask.text("Filter"))])
}

/// The root in `RootId`, and the type in `PolicyType`.
pub(crate) fn policy_type(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    bound(ask, vec![on_node(ask, "RootId")?.key_if(POLICY_TYPE, ask.text("PolicyType"))])
}

/// The account in `TargetId`, and the type in `PolicyType`. Of its own account anyone may ask.
pub(crate) fn effective_policy(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let caller = ask.call.account()?;
    let access =
        |id: &str| Ok::<_, Fault>(on_id(ask, id)?.key_if(POLICY_TYPE, ask.text("PolicyType")));
    let own = caller.to_string();
    match ask.text("TargetId") {
        Some(target) if target != own => bound(ask, vec![access(target)?]),
        _ => Ok(vec![access(&own)?.owned_by(caller)]),
    }
}

/// The account in `AccountId`, and the type in `PolicyType`.
pub(crate) fn effective_policy_errors(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    bound(ask, vec![on_node(ask, "AccountId")?.key_if(POLICY_TYPE, ask.text("PolicyType"))])
}

/// The type in `PolicyType`.
pub(crate) fn invalid_effective_policies(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = Access::on_any(ask.action()).key_if(POLICY_TYPE, ask.text("PolicyType"));
    bound(ask, vec![access])
}

/// What has the id in `ResourceId`, and the tags that the call names.
pub(crate) fn tagged(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let Some(organization) = organization(ask)? else {
        return Ok(vec![Access::on_any(ask.action())]);
    };
    let id = ask.text("ResourceId").unwrap_or_default();
    let found = ask.call.read(|reader| match Tagged::find(reader, &organization, id) {
        Err(OrganizationsError::TargetNotFound) => Ok(None),
        found => found.map(Some),
    })?;
    let access = match &found {
        Some(Tagged::Policy(policy)) => {
            Access::on(ask.action(), &policy.arn()).key(POLICY_TYPE, policy.kind.name())
        }
        Some(Tagged::ResourcePolicy(..)) => {
            Access::on(ask.action(), &resource_policy::arn(&organization, id))
        }
        Some(Tagged::Node(_)) | None => Access::on(ask.action(), &ids::node_arn(&organization, id)),
    };
    let access = access
        .resource_tags(None, found.iter().flat_map(Tagged::tags))
        .request_tags(ask.tags("Tags"));
    let keys = ask.tag_keys("TagKeys");
    let access = if keys.is_empty() { access } else { access.key_list("aws:TagKeys", keys) };
    bound(ask, vec![access])
}

/// The invitation in `HandshakeId`; any where the caller neither sent nor received it.
pub(crate) fn handshake(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (caller, now) = (ask.call.account()?, ask.call.now);
    let id = ask.text("HandshakeId").unwrap_or_default();
    let found = ask.call.read(|reader| match handshake::seen_by(reader, caller, id, now) {
        Err(OrganizationsError::HandshakeNotFound) => Ok(None),
        found => found.map(Some),
    })?;
    Ok(vec![match found {
        Some(handshake) => Access::on(ask.action(), &handshake.arn()).owned_by(caller),
        None => Access::on_any(ask.action()),
    }])
}

/// The account in `AccountId`, and the service in `ServicePrincipal`.
pub(crate) fn administrator(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    bound(ask, vec![on_node(ask, "AccountId")?.key_if(SERVICE, ask.text("ServicePrincipal"))])
}

/// The service in `ServicePrincipal`.
pub(crate) fn service(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = Access::on_any(ask.action()).key_if(SERVICE, ask.text("ServicePrincipal"));
    bound(ask, vec![access])
}

/// A resource policy with its tags, in place of the one there is.
pub(crate) fn new_resource_policy(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let arn = |organization: &Organization| {
        let known = organization.resource_policy.as_ref();
        resource_policy::arn(organization, known.map_or("rp-*", |policy| &policy.id))
    };
    let put = match organization(ask)? {
        Some(organization) => Access::on(ask.action(), &arn(&organization)),
        None => Access::on_any(ask.action()),
    };
    with_tagging(ask, put.request_tags(ask.tags("Tags")), arn)
}

/// The access, and that to tag what it makes where the call names tags.
fn with_tagging(
    ask: &Ask<'_>,
    access: Access,
    arn: impl Fn(&Organization) -> bartizan_types::Arn,
) -> Result<Vec<Access>, Fault> {
    let tags = ask.tags("Tags");
    let mut all = vec![access];
    if !tags.is_empty() {
        let tagging = match organization(ask)? {
            Some(organization) => Access::on(TAG, &arn(&organization)),
            None => Access::on_any(TAG),
        };
        all.push(tagging.request_tags(tags));
    }
    bound(ask, all)
}

/// The main action on the policy in `PolicyId`; on any where there is none.
fn on_policy(ask: &Ask<'_>) -> Result<Access, Fault> {
    let Some(policy) = policy_named(ask)? else { return Ok(Access::on_any(ask.action())) };
    Ok(Access::on(ask.action(), &policy.arn())
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
fn on_node(ask: &Ask<'_>, member: &str) -> Result<Access, Fault> {
    on_id(ask, ask.text(member).unwrap_or_default())
}

/// The main action on the node with this id.
fn on_id(ask: &Ask<'_>, id: &str) -> Result<Access, Fault> {
    let Some(organization) = organization(ask)? else { return Ok(Access::on_any(ask.action())) };
    let found = ask.call.read(|reader| tree::node(reader, &organization, id))?;
    Ok(Access::on(ask.action(), &ids::node_arn(&organization, id))
        .resource_tags(None, found.iter().flat_map(|node| &node.tags)))
}

/// The accesses, with whose policies decide on them. Where the resource policy may be what lets a
/// member call, its policies and the resource policy must both allow; elsewhere the caller's alone.
fn bound(ask: &Ask<'_>, accesses: Vec<Access>) -> Result<Vec<Access>, Fault> {
    let caller = ask.call.account()?;
    let own = |accesses: Vec<Access>| {
        accesses.into_iter().map(|access| access.owned_by(caller)).collect()
    };
    let Some(Admission { organization, by }) = admission(ask)? else { return Ok(own(accesses)) };
    let compiled = match (by, &organization.resource_policy) {
        (AdmittedBy::Management | AdmittedBy::Administrator, _) => return Ok(own(accesses)),
        (AdmittedBy::ResourcePolicy(_), Some(policy)) => policy.compiled(),
        // Refused here, not by the handler: one that comes by the time it runs admitted nobody yet.
        _ => return Err(OrganizationsError::AccessDenied.into()),
    };
    let bound = accesses
        .into_iter()
        .map(|access| access.owned_by(organization.management).resource_policy(compiled.clone()));
    Ok(bound.collect())
}

/// The organization of the calling account.
fn organization(ask: &Ask<'_>) -> Result<Option<Organization>, Fault> {
    Ok(admission(ask)?.map(|admission| admission.organization))
}

/// What lets the calling account call, which is kept with the call and must stay the same.
fn admission(ask: &Ask<'_>) -> Result<Option<Admission>, Fault> {
    let (account, operation) = (ask.call.account()?, ask.call.operation);
    let operation = (operation.name, operation.mode);
    let found = ask.call.read(|reader| Admission::of(reader, account, operation))?;
    if ask.call.rest_on(&Admission::told(found.as_ref())) {
        return Ok(found);
    }
    Err(OrganizationsError::AccessDenied.into())
}
