//! Which policies there are, and where they are attached.

use bartizan_service::store::Reader;
use bartizan_service::{Accounts, Authorized, Call};

use super::attachment::attached_of_type as attached;
use super::{find, having, of_type, summary};
use crate::error::OrganizationsError;
use crate::organization::{ROOT_NAME, accounts, facts_of};
use crate::records::{Node, NodeKind, Organization, Policy, PolicyType};
use crate::shapes::{
    ListPoliciesForTargetRequest, ListPoliciesForTargetResponse, ListPoliciesRequest,
    ListPoliciesResponse, ListTargetsForPolicyRequest, ListTargetsForPolicyResponse, PolicySummary,
    PolicyTargetSummary,
};
use crate::{Organizations, ids, paging, standing, tree, unit};

/// The policies of a type. Of a type that Bartizan does not have there are none.
pub(crate) async fn list(
    _service: &Organizations,
    call: &Call,
    request: Authorized<ListPoliciesRequest>,
) -> Result<ListPoliciesResponse, OrganizationsError> {
    let policies = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        let policies = match PolicyType::named(&request.filter) {
            Some(wanted) if organization.may_have_policies() => {
                of_type(reader, &organization, wanted)?
            }
            _ => Vec::new(),
        };
        Ok::<_, OrganizationsError>(policies)
    })?;
    let (policies, next_token) =
        page(policies, request.next_token.as_deref(), request.max_results)?;
    Ok(ListPoliciesResponse { policies: Some(policies), next_token })
}

/// The policies of a type that are attached to a node itself.
pub(crate) async fn list_for_target(
    _service: &Organizations,
    call: &Call,
    request: Authorized<ListPoliciesForTargetRequest>,
) -> Result<ListPoliciesForTargetResponse, OrganizationsError> {
    let policies = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        let node = tree::node(reader, &organization, &request.target_id)?
            .ok_or(OrganizationsError::TargetNotFound)?;
        let wanted = PolicyType::named(&request.filter);
        let ids = wanted.map(|wanted| attached(reader, &organization, &node, wanted));
        let ids = ids.transpose()?.unwrap_or_default();
        let policies = ids.iter().map(|id| find(reader, &organization, id));
        policies.collect::<Result<Vec<_>, OrganizationsError>>()
    })?;
    let (policies, next_token) =
        page(policies, request.next_token.as_deref(), request.max_results)?;
    Ok(ListPoliciesForTargetResponse { policies: Some(policies), next_token })
}

fn page(
    policies: Vec<Policy>,
    token: Option<&str>,
    max_results: Option<i32>,
) -> Result<(Vec<PolicySummary>, Option<String>), OrganizationsError> {
    let page = paging::page(policies, token, max_results, Policy::order)?;
    let summaries = page.items.iter().map(summary);
    Ok((summaries.collect(), page.next_token))
}

/// The nodes that a policy is attached to.
pub(crate) async fn list_targets(
    _service: &Organizations,
    call: &Call,
    request: Authorized<ListTargetsForPolicyRequest>,
) -> Result<ListTargetsForPolicyResponse, OrganizationsError> {
    let accounts = accounts(call)?;
    let (token, max) = (request.next_token.as_deref(), request.max_results);
    let (targets, next_token) = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        let policy = find(reader, &organization, &request.policy_id)?;
        let nodes = having(reader, &organization, &policy.id)?;
        let page = paging::page(nodes, token, max, Node::order)?;
        let targets = page.items.iter().map(|node| target(&*accounts, reader, &organization, node));
        Ok::<_, OrganizationsError>((targets.collect::<Result<_, _>>()?, page.next_token))
    })?;
    Ok(ListTargetsForPolicyResponse { targets: Some(targets), next_token })
}

fn target(
    accounts: &dyn Accounts,
    reader: &Reader<'_>,
    organization: &Organization,
    node: &Node,
) -> Result<PolicyTargetSummary, OrganizationsError> {
    let name = match &node.kind {
        NodeKind::Root => ROOT_NAME.to_owned(),
        NodeKind::Unit { name } => name.clone(),
        NodeKind::Account(member) => facts_of(accounts, reader, member.account)?.name,
    };
    Ok(PolicyTargetSummary {
        target_id: Some(node.id.clone()),
        arn: Some(ids::node_arn(organization, &node.id).to_string()),
        name: Some(name),
        r#type: Some(unit::kind(node).to_owned()),
    })
}
