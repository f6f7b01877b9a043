//! Telling effective policies, and what is wrong with them.

use std::collections::HashMap;

use bartizan_inheritance::{PolicyType as ManagementType, Violation};
use bartizan_service::store::{Reader, StoreError};
use bartizan_service::{Authorized, Call};

use super::holding::is_valid;
use super::sight::Sight;
use crate::error::OrganizationsError;
use crate::organization::accounts;
use crate::records::{Node, Organization, PolicyType};
use crate::shapes::{
    DescribeEffectivePolicyRequest, DescribeEffectivePolicyResponse, EffectivePolicy,
    EffectivePolicyValidationError, ListAccountsWithInvalidEffectivePolicyRequest,
    ListAccountsWithInvalidEffectivePolicyResponse, ListEffectivePolicyValidationErrorsRequest,
    ListEffectivePolicyValidationErrorsResponse,
};
use crate::{Organizations, account, paging, standing, tree};

/// The effective policy of an account: the last one that was valid. Any account may ask for its own.
pub(crate) async fn describe(
    _service: &Organizations,
    call: &Call,
    request: Authorized<DescribeEffectivePolicyRequest>,
) -> Result<DescribeEffectivePolicyResponse, OrganizationsError> {
    let caller = call.account()?;
    let own = caller.to_string();
    let target = request.target_id.as_deref().unwrap_or(&own);
    let (content, updated) = call.read(|reader| {
        let organization = if target == own {
            standing::member(reader, caller)?.0
        } else {
            standing::reads(reader, call)?
        };
        refuse_parent(reader, &organization, target)?;
        let kind = turned_on(&organization, &request.policy_type)?;
        let mut sight = Sight::new(reader, &organization, kind);
        let inputs = sight.inputs(target)?;
        let found = match inputs.effective() {
            Some(policy) if is_valid(&policy) => Some((policy.text(), inputs.changed)),
            Some(_) => sight.held(target)?.and_then(|held| Some((held.text?, held.updated))),
            None => None,
        };
        found.ok_or(OrganizationsError::EffectivePolicyNotFound)
    })?;
    Ok(DescribeEffectivePolicyResponse {
        effective_policy: Some(EffectivePolicy {
            policy_content: Some(content),
            last_updated_timestamp: Some(updated),
            target_id: Some(target.to_owned()),
            policy_type: Some(request.policy_type.clone()),
        }),
    })
}

/// What is wrong with what an account inherits.
pub(crate) async fn list_errors(
    _service: &Organizations,
    call: &Call,
    request: Authorized<ListEffectivePolicyValidationErrorsRequest>,
) -> Result<ListEffectivePolicyValidationErrorsResponse, OrganizationsError> {
    let (policy, changed, path) = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        let (node, _) = account::find(reader, &organization, &request.account_id)?;
        let kind = turned_on(&organization, &request.policy_type)?;
        let inputs = Sight::new(reader, &organization, kind).inputs(&node.id)?;
        let policy = inputs.effective().ok_or(OrganizationsError::EffectivePolicyNotFound)?;
        let path = tree::path(reader, &organization, &node)?;
        let path = tree::path_text(&organization.id, &path);
        Ok::<_, OrganizationsError>((policy, inputs.changed, path))
    })?;
    let numbered = policy.violations().iter().enumerate().collect();
    let (token, max) = (request.next_token.as_deref(), request.max_results);
    // They come in the order of the document.
    let page = paging::page(numbered, token, max, |(number, _)| format!("{number:08}"))?;
    let errors = page.items.into_iter().map(|(_, violation)| shown(violation));
    Ok(ListEffectivePolicyValidationErrorsResponse {
        account_id: Some(request.account_id.clone()),
        policy_type: Some(request.policy_type.clone()),
        path: Some(path),
        evaluation_timestamp: Some(changed),
        next_token: page.next_token,
        effective_policy_validation_errors: Some(errors.collect()),
    })
}

/// The accounts that inherit what is invalid.
pub(crate) async fn list_invalid(
    _service: &Organizations,
    call: &Call,
    request: Authorized<ListAccountsWithInvalidEffectivePolicyRequest>,
) -> Result<ListAccountsWithInvalidEffectivePolicyResponse, OrganizationsError> {
    let keeper = accounts(call)?;
    let (token, max) = (request.next_token.as_deref(), request.max_results);
    let (accounts, next_token) = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        let kind = turned_on(&organization, &request.policy_type)?;
        let nodes = invalid(reader, &organization, kind)?;
        let page = paging::page(nodes, token, max, Node::order)?;
        let members = page.items.iter().filter_map(|node| Some((node, node.member()?)));
        let shown = members
            .map(|(node, member)| account::shown(&*keeper, reader, &organization, node, member));
        Ok::<_, OrganizationsError>((shown.collect::<Result<_, _>>()?, page.next_token))
    })?;
    Ok(ListAccountsWithInvalidEffectivePolicyResponse {
        accounts: Some(accounts),
        policy_type: Some(request.policy_type.clone()),
        next_token,
    })
}

/// The accounts with an invalid effective policy. All that inherit from the same node with policies
/// have the same one.
fn invalid(
    reader: &Reader<'_>,
    organization: &Organization,
    kind: ManagementType,
) -> Result<Vec<Node>, StoreError> {
    let mut sight = Sight::new(reader, organization, kind);
    let bearings = sight.bearings()?;
    if bearings.iter().all(|bearing| bearing.held.is_none()) {
        return Ok(Vec::new());
    }
    let mut judged: HashMap<String, bool> = HashMap::new();
    for bearing in bearings.into_iter().filter(|bearing| !bearing.policies.is_empty()) {
        let policy = sight.inputs(&bearing.node)?.effective();
        judged.insert(bearing.node, policy.is_some_and(|policy| !is_valid(&policy)));
    }
    let mut found = Vec::new();
    for node in tree::accounts(reader, organization)? {
        let path = sight.path(&node.id)?;
        if path.iter().rev().find_map(|id| judged.get(id)) == Some(&true) {
            found.push(node);
        }
    }
    Ok(found)
}

/// The type, if it is turned on.
fn turned_on(
    organization: &Organization,
    name: &str,
) -> Result<ManagementType, OrganizationsError> {
    match PolicyType::named(name) {
        Some(wanted @ PolicyType::Management(kind)) if organization.has(wanted) => Ok(kind),
        _ => Err(OrganizationsError::EffectivePolicyNotFound),
    }
}

/// Only accounts have effective policies.
fn refuse_parent(
    reader: &Reader<'_>,
    organization: &Organization,
    target: &str,
) -> Result<(), OrganizationsError> {
    let node = tree::node(reader, organization, target)?;
    if node.ok_or(OrganizationsError::TargetNotFound)?.member().is_some() {
        return Ok(());
    }
    Err(OrganizationsError::InvalidInput(
        "TARGET_NOT_SUPPORTED",
        "You can't perform the specified operation on that target entity.",
    ))
}

fn shown(violation: &Violation) -> EffectivePolicyValidationError {
    EffectivePolicyValidationError {
        error_code: Some(violation.code.name().to_owned()),
        error_message: Some(violation.message.clone()),
        path_to_error: Some(violation.path.clone()),
        contributing_policies: Some(violation.contributors.clone()),
    }
}
