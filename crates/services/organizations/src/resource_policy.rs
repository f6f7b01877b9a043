//! The organization's resource policy: which member accounts may manage its policies, and read it.
//! (Organizations User Guide, "Delegated administrator for AWS Organizations".)

use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind, Statement};
use bartizan_service::{Authorized, Call, principal_ids};
use bartizan_types::{Arn, Tag};
use serde::{Deserialize, Serialize};

use crate::error::OrganizationsError;
use crate::records::Organization;
use crate::shapes::{
    DescribeResourcePolicyResponse, PutResourcePolicyRequest, PutResourcePolicyResponse,
    ResourcePolicy as Shown, ResourcePolicySummary,
};
use crate::{Organizations, ids, standing, tags};

/// What the service's actions begin with.
const PREFIX: &str = "organizations:";
/// The operations that change something and may be delegated.
const WRITES: [&str; 9] = [
    "AttachPolicy",
    "CreatePolicy",
    "DeletePolicy",
    "DetachPolicy",
    "DisablePolicyType",
    "EnablePolicyType",
    "TagResource",
    "UntagResource",
    "UpdatePolicy",
];
/// What the operations begin with that read, which may all be delegated.
const READS: [&str; 2] = ["Describe", "List"];

/// A resource policy as it is stored: principals by unique id.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ResourcePolicy {
    /// `rp-…`.
    pub(crate) id: String,
    pub(crate) content: String,
    pub(crate) tags: Vec<Tag>,
}

impl ResourcePolicy {
    /// The policy, compiled; one that cannot be read admits nobody.
    pub(crate) fn compiled(&self) -> Option<Attached> {
        let policy = Policy::parse(&self.content, PolicyKind::Resource).ok()?;
        Some(Attached::inline(&self.id, Arc::new(policy)))
    }
}

/// Whether an operation may be delegated by the resource policy.
pub(crate) fn may_delegate(operation: &str) -> bool {
    WRITES.contains(&operation) || READS.iter().any(|read| operation.starts_with(read))
}

/// Gives the organization a resource policy, in place of the one it has.
pub(crate) async fn put(
    _service: &Organizations,
    call: &Call,
    request: Authorized<PutResourcePolicyRequest>,
) -> Result<PutResourcePolicyResponse, OrganizationsError> {
    let request = request.into_inner();
    check(&request.content)?;
    let content = principal_ids::stored(&request.content, &call.directory).map_err(|_| {
        OrganizationsError::InvalidInput(
            "INVALID_PRINCIPAL",
            "You specified an invalid principal element in the policy.",
        )
    })?;
    let tags = request.tags.map(|tags| tags::read(Some(tags))).transpose()?;
    let (caller, id) = (call.account()?, ids::resource_policy(&*call.platform.random));
    let directory = Arc::clone(&call.directory);
    let decided = standing::Decided::of(call)?;
    let done = call.commit(move |tx| {
        let mut organization = standing::management(tx, &decided)?;
        let known = organization.resource_policy.take();
        let (id, old_tags) = known.map_or((id, Vec::new()), |known| (known.id, known.tags));
        let policy = ResourcePolicy { id, content, tags: tags.unwrap_or(old_tags) };
        let shown = shown(&organization, &policy, &directory);
        organization.resource_policy = Some(policy);
        tx.put(&Organization::key(caller), &organization)?;
        Ok::<_, OrganizationsError>(PutResourcePolicyResponse { resource_policy: Some(shown) })
    });
    Ok(done.await?)
}

/// The organization's resource policy.
pub(crate) async fn describe(
    _service: &Organizations,
    call: &Call,
    _request: Authorized<()>,
) -> Result<DescribeResourcePolicyResponse, OrganizationsError> {
    let organization = call.read(|reader| standing::reads(reader, call))?;
    let policy = organization.resource_policy.as_ref();
    let policy = policy.ok_or(OrganizationsError::ResourcePolicyNotFound)?;
    let shown = shown(&organization, policy, &call.directory);
    Ok(DescribeResourcePolicyResponse { resource_policy: Some(shown) })
}

/// Takes it away.
pub(crate) async fn delete(
    _service: &Organizations,
    call: &Call,
    _request: Authorized<()>,
) -> Result<(), OrganizationsError> {
    let caller = call.account()?;
    let decided = standing::Decided::of(call)?;
    let done = call.commit(move |tx| {
        let mut organization = standing::management(tx, &decided)?;
        if organization.resource_policy.take().is_none() {
            return Err(OrganizationsError::ResourcePolicyNotFound);
        }
        tx.put(&Organization::key(caller), &organization)?;
        Ok(())
    });
    Ok(done.await?)
}

/// A resource policy is one of the language, and grants nothing but what may be delegated.
fn check(content: &str) -> Result<(), OrganizationsError> {
    let policy = Policy::parse(content, PolicyKind::Resource).map_err(|_| {
        OrganizationsError::InvalidInput(
            "INVALID_RESOURCE_POLICY_JSON",
            "You provided a resource policy that is not valid.",
        )
    })?;
    for statement in &policy.document().statements {
        check_principals(statement)?;
        check_actions(statement)?;
    }
    Ok(())
}

fn check_principals(statement: &Statement) -> Result<(), OrganizationsError> {
    let entries = statement.principal.iter().flat_map(|principal| &principal.entries);
    let mut others = entries.filter(|entry| entry.kind.value != "AWS");
    if statement.not_principal.is_none() && others.next().is_none() {
        return Ok(());
    }
    Err(OrganizationsError::InvalidInput(
        "INVALID_PRINCIPAL",
        "You specified an invalid principal element in the policy.",
    ))
}

fn check_actions(statement: &Statement) -> Result<(), OrganizationsError> {
    let may_be_named = |action: &str| {
        let operation = action.strip_prefix(PREFIX).unwrap_or_default();
        !operation.is_empty() && may_delegate(operation) && !operation.contains('?')
    };
    let mut actions = statement.action.iter().flat_map(|element| &element.values);
    if statement.not_action.is_none() && actions.all(|action| may_be_named(&action.value)) {
        return Ok(());
    }
    Err(OrganizationsError::InvalidInput(
        "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY",
        "You specified an action that is not supported in a resource policy.",
    ))
}

/// The ARN of a resource policy.
pub(crate) fn arn(organization: &Organization, id: &str) -> Arn {
    ids::arn(organization, "resourcepolicy", id)
}

fn shown(
    organization: &Organization,
    policy: &ResourcePolicy,
    directory: &bartizan_service::Directory,
) -> Shown {
    Shown {
        resource_policy_summary: Some(ResourcePolicySummary {
            id: Some(policy.id.clone()),
            arn: Some(arn(organization, &policy.id).to_string()),
        }),
        content: Some(principal_ids::shown(&policy.content, directory)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(statement: &str) -> String {
        format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Resource":"*",{statement}}}}}"#
        )
    }

    #[test]
    fn only_what_may_be_delegated_is_granted() {
        let member = r#""Principal":{"AWS":"123456789012"}"#;
        for (statement, is_fit) in [
            (format!(r#"{member},"Action":"organizations:List*""#), true),
            (format!(r#"{member},"Action":["organizations:AttachPolicy"]"#), true),
            (format!(r#"{member},"Action":"organizations:*""#), false),
            (format!(r#"{member},"Action":"organizations:MoveAccount""#), false),
            (format!(r#"{member},"Action":"iam:List*""#), false),
            (format!(r#"{member},"NotAction":"organizations:List*""#), false),
            (
                r#""Principal":{"Service":"s3.amazonaws.com"},"Action":"organizations:List*""#
                    .into(),
                false,
            ),
        ] {
            assert_eq!(check(&policy(&statement)).is_ok(), is_fit, "{statement}");
        }
        assert!(check("{").is_err());
    }
}
