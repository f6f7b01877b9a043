//! Policies. (Organizations User Guide, "Managing organization policies".)

mod attachment;
mod listing;
pub(crate) mod managed;
mod management;
mod switching;

pub(crate) use attachment::{
    attach, attached_of_kind, attached_of_type, check_attachable, check_detachable, detach,
};
pub(crate) use listing::{list, list_for_target, list_targets};
pub(crate) use management::relocate;
pub(crate) use switching::{disable, enable};

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};

use crate::error::OrganizationsError;
use crate::records::{
    self, BY_ATTACHED, BY_NAME, BY_TYPE, Bearing, FeatureSet, Node, Organization, Policy as Stored,
    PolicyType, attachment, named,
};
use crate::shapes::{
    CreatePolicyRequest, CreatePolicyResponse, DeletePolicyRequest, DescribePolicyRequest,
    DescribePolicyResponse, Policy, PolicySummary, UpdatePolicyRequest, UpdatePolicyResponse,
};
use crate::{Organizations, ids, standing, tags, tree};

/// Makes a policy.
pub(crate) async fn create(
    _service: &Organizations,
    call: &Call,
    request: Authorized<CreatePolicyRequest>,
) -> Result<CreatePolicyResponse, OrganizationsError> {
    let request = request.into_inner();
    let policy_type = wanted_type(&request.r#type)?;
    let tags = tags::read(request.tags)?;
    let caller = standing::Decided::of(call)?;
    check_content(policy_type, &request.content)?;
    let (id, created) = (ids::policy(&*call.platform.random), call.now);
    let made = call.commit(move |tx| {
        let organization = standing::keeps(tx, &caller)?;
        refuse_unavailable(&organization)?;
        let policy = Stored {
            management: organization.management,
            organization: organization.id.clone(),
            id,
            kind: policy_type,
            name: request.name,
            description: request.description,
            content: request.content,
            created,
            updated: None,
            tags,
        };
        refuse_taken(tx, &policy)?;
        refuse_many(tx, &organization, policy_type)?;
        tx.insert(&Stored::key(policy.management, &policy.id), &policy)?;
        Ok::<_, OrganizationsError>(CreatePolicyResponse { policy: Some(shown(policy)) })
    });
    Ok(made.await?)
}

/// A policy.
pub(crate) async fn describe(
    _service: &Organizations,
    call: &Call,
    request: Authorized<DescribePolicyRequest>,
) -> Result<DescribePolicyResponse, OrganizationsError> {
    let policy = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        let policy = find(reader, &organization, &request.policy_id)?;
        Ok::<_, OrganizationsError>(shown(policy))
    })?;
    Ok(DescribePolicyResponse { policy: Some(policy) })
}

/// Changes a policy's name, description or content.
pub(crate) async fn update(
    _service: &Organizations,
    call: &Call,
    request: Authorized<UpdatePolicyRequest>,
) -> Result<UpdatePolicyResponse, OrganizationsError> {
    let request = request.into_inner();
    let (caller, now) = (standing::Decided::of(call)?, call.now);
    let done = call.commit(move |tx| {
        let organization = standing::keeps(tx, &caller)?;
        let mut policy = find(tx, &organization, &request.policy_id)?;
        refuse_managed(&policy)?;
        let before = management::before_update(tx, &organization, &policy)?;
        if let Some(content) = request.content {
            check_content(policy.kind, &content)?;
            policy.content = content;
            policy.updated = Some(now);
        }
        if let Some(name) = request.name {
            policy.name = name;
            refuse_taken(tx, &policy)?;
        }
        if let Some(description) = request.description {
            policy.description = description;
        }
        tx.put(&Stored::key(policy.management, &policy.id), &policy)?;
        if let Some(before) = before {
            before.settle(tx, &organization, now)?;
        }
        Ok::<_, OrganizationsError>(UpdatePolicyResponse { policy: Some(shown(policy)) })
    });
    Ok(done.await?)
}

/// Takes out a policy that is attached to nothing.
pub(crate) async fn delete(
    _service: &Organizations,
    call: &Call,
    request: Authorized<DeletePolicyRequest>,
) -> Result<(), OrganizationsError> {
    let id = request.into_inner().policy_id;
    let caller = standing::Decided::of(call)?;
    let done = call.commit(move |tx| {
        let organization = standing::keeps(tx, &caller)?;
        let policy = find(tx, &organization, &id)?;
        refuse_managed(&policy)?;
        if !having(tx, &organization, &policy.id)?.is_empty() {
            return Err(OrganizationsError::PolicyInUse);
        }
        tx.delete::<Stored>(&Stored::key(policy.management, &policy.id))?;
        Ok(())
    });
    Ok(done.await?)
}

/// The policies that every new node has: of each type that is turned on and binds requests, the one
/// that allows everything.
pub(crate) fn first(organization: &Organization) -> Vec<String> {
    let defaults = organization.enabled.iter().filter_map(|one| managed::default_id(*one));
    defaults.map(str::to_owned).collect()
}

/// The type of a policy that is to be made.
fn wanted_type(name: &str) -> Result<PolicyType, OrganizationsError> {
    PolicyType::named(name)
        .ok_or(OrganizationsError::NotImplemented("Policies of the type SECURITYHUB_CSPM_POLICY"))
}

/// Policies need all features.
fn refuse_unavailable(organization: &Organization) -> Result<(), OrganizationsError> {
    match organization.feature_set {
        FeatureSet::All => Ok(()),
        FeatureSet::ConsolidatedBilling => {
            Err(OrganizationsError::PolicyTypeNotAvailableForOrganization)
        }
    }
}

/// A policy must fit its type's size and grammar. White space counts. (Organizations User Guide,
/// "Quotas for AWS Organizations".)
pub(crate) fn check_content(
    policy_type: PolicyType,
    content: &str,
) -> Result<(), OrganizationsError> {
    if content.chars().count() > policy_type.characters_max() {
        return Err(OrganizationsError::constraint(
            "POLICY_CONTENT_LIMIT_EXCEEDED",
            "You have exceeded the maximum policy size.",
        ));
    }
    let is_read = match (policy_type, policy_type.grammar()) {
        (PolicyType::Management(kind), _) => {
            bartizan_inheritance::Policy::parse(kind, content).is_ok()
        }
        (_, Some(grammar)) => bartizan_policy::Policy::parse(content, grammar).is_ok(),
        (_, None) => false,
    };
    if is_read { Ok(()) } else { Err(OrganizationsError::MalformedPolicyDocument) }
}

fn refuse_managed(policy: &Stored) -> Result<(), OrganizationsError> {
    if managed::type_of(&policy.id).is_none() {
        return Ok(());
    }
    Err(OrganizationsError::InvalidInput(
        "IMMUTABLE_POLICY",
        "You specified a policy that is managed by AWS and can't be modified.",
    ))
}

/// Policies of a type have different names, AWS's own among them.
fn refuse_taken(reader: &Reader<'_>, policy: &Stored) -> Result<(), OrganizationsError> {
    let Stored { management, kind, name, .. } = policy;
    let found = reader.find::<Stored>(BY_NAME, &named(*management, *kind, name))?;
    let is_of_aws = |one: Stored| one.kind == *kind && one.name == *name;
    if found.iter().any(|(_, other)| other.id != policy.id)
        || managed::all(*management).any(is_of_aws)
    {
        return Err(OrganizationsError::DuplicatePolicy);
    }
    Ok(())
}

/// Refuses one more policy of a type than there may be.
fn refuse_many(
    reader: &Reader<'_>,
    organization: &Organization,
    policy_type: PolicyType,
) -> Result<(), OrganizationsError> {
    let count = reader
        .count_found::<Stored>(BY_TYPE, &records::of_type(organization.management, policy_type))?;
    if usize::try_from(count).is_ok_and(|count| count < policy_type.policies_max()) {
        return Ok(());
    }
    Err(OrganizationsError::constraint(
        "POLICY_NUMBER_LIMIT_EXCEEDED",
        "You have exceeded the allowed number of policies.",
    ))
}

/// The policy with this id, AWS's own among them.
pub(crate) fn find(
    reader: &Reader<'_>,
    organization: &Organization,
    id: &str,
) -> Result<Stored, OrganizationsError> {
    let management = organization.management;
    if let Some(policy) = managed::all(management).find(|policy| policy.id == id) {
        return Ok(policy);
    }
    reader.get(&Stored::key(management, id))?.ok_or(OrganizationsError::PolicyNotFound)
}

/// Every policy of a type, AWS's own among them.
fn of_type(
    reader: &Reader<'_>,
    organization: &Organization,
    policy_type: PolicyType,
) -> Result<Vec<Stored>, OrganizationsError> {
    let of_aws = managed::all(organization.management).filter(|one| one.kind == policy_type);
    let mut found: Vec<Stored> = of_aws.collect();
    found.extend(own_of_type(reader, organization, policy_type)?);
    Ok(found)
}

/// The organization's own policies of a type.
fn own_of_type(
    reader: &Reader<'_>,
    organization: &Organization,
    policy_type: PolicyType,
) -> Result<Vec<Stored>, OrganizationsError> {
    let value = records::of_type(organization.management, policy_type);
    let found = reader.find::<Stored>(BY_TYPE, &value)?;
    Ok(found.into_iter().map(|(_, policy)| policy).collect())
}

/// The nodes that have a policy.
fn having(
    reader: &Reader<'_>,
    organization: &Organization,
    policy: &str,
) -> Result<Vec<Node>, OrganizationsError> {
    let value = attachment(organization.management, policy);
    let found = reader.find::<Node>(BY_ATTACHED, &value)?;
    let mut nodes: Vec<Node> = found.into_iter().map(|(_, node)| node).collect();
    for (_, bearing) in reader.find::<Bearing>(BY_ATTACHED, &value)? {
        nodes.extend(tree::node(reader, organization, &bearing.node)?);
    }
    Ok(nodes)
}

fn shown(policy: Stored) -> Policy {
    Policy { policy_summary: Some(summary(&policy)), content: Some(policy.content) }
}

fn summary(policy: &Stored) -> PolicySummary {
    PolicySummary {
        id: Some(policy.id.clone()),
        arn: Some(policy.arn().to_string()),
        name: Some(policy.name.clone()),
        description: Some(policy.description.clone()),
        r#type: Some(policy.kind.name().to_owned()),
        aws_managed: Some(managed::type_of(&policy.id).is_some()),
    }
}
