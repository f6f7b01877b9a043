//! Resource policies: what services may do with an account's groups in a region.

use bartizan_policy::{Policy, PolicyKind};
use bartizan_service::store::Key;
use bartizan_service::{Authorized, Call, paging};

use crate::Logs;
use crate::error::LogsError;
use crate::records::ResourcePolicy;
use crate::shapes::{
    DeleteResourcePolicyRequest, DescribeResourcePoliciesRequest, DescribeResourcePoliciesResponse,
    PutResourcePolicyRequest, PutResourcePolicyResponse, ResourcePolicy as Shown,
};

/// The most policies of an account in a region, and the longest. (Amazon CloudWatch Logs API Reference,
/// `PutResourcePolicy`.)
const POLICIES_MAX: u64 = 10;
const DOCUMENT_MAX: usize = 5120;
const PAGE: usize = 50;
/// Whose a policy is that is of no single group.
const ACCOUNT_SCOPE: &str = "ACCOUNT";

/// Puts a policy.
pub(crate) async fn put(
    _logs: &Logs,
    call: &Call,
    request: Authorized<PutResourcePolicyRequest>,
) -> Result<PutResourcePolicyResponse, LogsError> {
    let request = request.into_inner();
    of_account_only(request.resource_arn.as_deref(), request.expected_revision_id.as_deref())?;
    let name = named(request.policy_name)?;
    let document = request
        .policy_document
        .ok_or_else(|| LogsError::invalid("A policyDocument must be specified."))?;
    if document.len() > DOCUMENT_MAX {
        return Err(LogsError::invalid(format!(
            "The policy document is longer than {DOCUMENT_MAX} characters."
        )));
    }
    Policy::parse(&document, PolicyKind::Resource)
        .map_err(|error| LogsError::invalid(format!("Invalid resource policy: {error}")))?;
    let policy = ResourcePolicy { document, updated: call.now };
    let key = Key::new(call.account()?, call.region.as_str(), &name);
    let done = call.commit(move |writer| {
        let is_new = writer.get::<ResourcePolicy>(&key)?.is_none();
        let count = writer.count::<ResourcePolicy>(&key.account, &key.region)?;
        if is_new && count >= POLICIES_MAX {
            return Err(LogsError::LimitExceeded);
        }
        writer.put(&key, &policy)?;
        let shown = shown(name, policy);
        Ok(PutResourcePolicyResponse { resource_policy: Some(shown), revision_id: None })
    });
    Ok(done.await?)
}

/// Deletes a policy.
pub(crate) async fn delete(
    _logs: &Logs,
    call: &Call,
    request: Authorized<DeleteResourcePolicyRequest>,
) -> Result<(), LogsError> {
    let request = request.into_inner();
    of_account_only(request.resource_arn.as_deref(), request.expected_revision_id.as_deref())?;
    let key = Key::new(call.account()?, call.region.as_str(), named(request.policy_name)?);
    let done = call.commit(move |writer| {
        if writer.delete::<ResourcePolicy>(&key)? {
            return Ok(());
        }
        Err(LogsError::NoSuchPolicy)
    });
    Ok(done.await?)
}

/// Tells the policies.
pub(crate) async fn describe(
    _logs: &Logs,
    call: &Call,
    request: Authorized<DescribeResourcePoliciesRequest>,
) -> Result<DescribeResourcePoliciesResponse, LogsError> {
    of_account_only(request.resource_arn.as_deref(), None)?;
    let account = call.account()?.to_string();
    let is_asked = request.policy_scope.as_deref().is_none_or(|scope| scope == ACCOUNT_SCOPE);
    let found = call.read(|reader| {
        let region = call.region.as_str();
        Ok::<_, LogsError>(reader.scan::<ResourcePolicy>(&account, region, "", None, usize::MAX)?)
    })?;
    let found = if is_asked { found } else { Vec::new() };
    let limit = request.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(PAGE);
    let page =
        paging::page(found, request.next_token.as_deref(), limit, |(key, _)| key.id.clone())?;
    let policies = page.items.into_iter().map(|(key, policy)| shown(key.id, policy));
    Ok(DescribeResourcePoliciesResponse {
        resource_policies: Some(policies.collect()),
        next_token: page.next,
    })
}

fn shown(name: String, policy: ResourcePolicy) -> Shown {
    Shown {
        policy_name: Some(name),
        policy_document: Some(policy.document),
        last_updated_time: Some(policy.updated.millis()),
        policy_scope: Some(ACCOUNT_SCOPE.to_owned()),
        resource_arn: None,
        revision_id: None,
    }
}

fn named(name: Option<String>) -> Result<String, LogsError> {
    let name = name.filter(|name| !name.is_empty() && name.len() <= 256);
    name.ok_or_else(|| LogsError::invalid("A policyName of 1 to 256 characters must be specified."))
}

/// Policies are of an account here, and of no single group.
fn of_account_only(resource: Option<&str>, revision: Option<&str>) -> Result<(), LogsError> {
    if resource.is_some() || revision.is_some() {
        return Err(LogsError::invalid(
            "Resource policies of single log groups are not supported.",
        ));
    }
    Ok(())
}
