//! What other services ask of the tree: where a policy would speak, and who may see what was done.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use bartizan_inheritance::PolicyType as ManagementType;
use bartizan_policy::PolicyKind;
use bartizan_service::store::Reader;
use bartizan_service::{
    Governance, GovernedNode, GovernedTree, GoverningPolicy, PlannedNode, PlannedPolicy,
};
use bartizan_types::{AccountId, Fault, Timestamp};

use crate::error::OrganizationsError;
use crate::policy::{
    attached_of_kind, attached_of_type, check_attachable, check_content, check_detachable, find,
};
use crate::records::{Node, Organization, Policy, PolicyType};
use crate::{delegation, standing, tree};

/// The services whose administrators see what was done in every account: they read the record of all
/// accounts, or tell who needs which permissions. (AWS `CloudTrail` User Guide, "Organization
/// delegated administrator"; IAM User Guide, "Delegated administrator for IAM Access Analyzer".)
const OVERSEEING: [&str; 2] = ["cloudtrail.amazonaws.com", "access-analyzer.amazonaws.com"];

/// Who keeps organizations.
pub(crate) struct Keeper;

impl Governance for Keeper {
    fn plan(
        &self,
        reader: &Reader<'_>,
        caller: AccountId,
        policy: &PlannedPolicy<'_>,
    ) -> Result<PlannedNode, Fault> {
        Ok(plan(reader, caller, policy)?)
    }

    fn tree(&self, reader: &Reader<'_>, caller: AccountId) -> Result<GovernedTree, Fault> {
        Ok(whole(reader, caller)?)
    }

    fn accounts(
        &self,
        reader: &Reader<'_>,
        caller: AccountId,
    ) -> Result<BTreeMap<AccountId, Timestamp>, Fault> {
        let organization = overseen(reader, caller)?;
        Ok(accounts(&tree::all(reader, &organization)?))
    }

    fn oversees(
        &self,
        reader: &Reader<'_>,
        caller: AccountId,
        account: AccountId,
    ) -> Result<Timestamp, Fault> {
        let organization = overseen(reader, caller)?;
        let found = tree::node(reader, &organization, &account.to_string());
        found?.map(|node| node.since).ok_or_else(|| OrganizationsError::AccountNotFound.into())
    }
}

fn plan(
    reader: &Reader<'_>,
    caller: AccountId,
    policy: &PlannedPolicy<'_>,
) -> Result<PlannedNode, OrganizationsError> {
    let organization = overseen(reader, caller)?;
    let node = tree::node(reader, &organization, policy.target)?
        .ok_or(OrganizationsError::TargetNotFound)?;
    let kind = match policy.kind {
        PolicyKind::ResourceControl => PolicyType::ResourceControl,
        _ => PolicyType::ServiceControl,
    };
    check_content(kind, policy.content)?;
    let replaced = policy.replaced.map(|id| find(reader, &organization, id)).transpose()?;
    let mut attached = attached_of_type(reader, &organization, &node, kind)?;
    if let Some(replaced) = &replaced {
        check_detachable(replaced, &attached)?;
        attached.retain(|id| *id != replaced.id);
    }
    check_attachable(&organization, kind, &attached)?;
    let nodes = tree::all(reader, &organization)?;
    let path = tree::path(reader, &organization, &node)?;
    Ok(PlannedNode {
        level: path.len().saturating_sub(1),
        accounts: below(&nodes, &node),
        organization: accounts(&nodes),
        replaced: replaced.map(|policy| policy.arn().to_string()),
    })
}

fn whole(reader: &Reader<'_>, caller: AccountId) -> Result<GovernedTree, OrganizationsError> {
    let organization = overseen(reader, caller)?;
    let management = ManagementType::ALL.into_iter().filter(|kind| kind.is_supported());
    let types: Vec<PolicyType> = PolicyType::AUTHORIZATION
        .into_iter()
        .chain(management.map(PolicyType::Management))
        .filter(|policy_type| organization.has(*policy_type))
        .collect();
    let mut policies = BTreeMap::new();
    let mut nodes = Vec::new();
    for node in downward(tree::all(reader, &organization)?) {
        let mut attached = Vec::new();
        for policy_type in &types {
            attached.extend(attached_of_kind(reader, &organization, &node, *policy_type, |id| {
                Ok(once(reader, &organization, &mut policies, id)?.kind)
            })?);
        }
        for id in &attached {
            once(reader, &organization, &mut policies, id)?;
        }
        nodes.push(GovernedNode {
            account: node.member().map(|member| member.account),
            unit_name: node.unit_name().map(str::to_owned),
            id: node.id,
            parent: node.parent,
            policies: attached,
        });
    }
    Ok(GovernedTree {
        organization: organization.id,
        management: organization.management,
        nodes,
        policies: policies
            .into_values()
            .filter(|policy| types.contains(&policy.kind))
            .map(|policy| GoverningPolicy {
                id: policy.id,
                name: policy.name,
                policy_type: policy.kind.name(),
                content: policy.content,
            })
            .collect(),
    })
}

/// A policy, read where it was not before.
fn once<'p>(
    reader: &Reader<'_>,
    organization: &Organization,
    policies: &'p mut BTreeMap<String, Policy>,
    id: &str,
) -> Result<&'p Policy, OrganizationsError> {
    match policies.entry(id.to_owned()) {
        Entry::Occupied(known) => Ok(known.into_mut()),
        Entry::Vacant(place) => Ok(place.insert(find(reader, organization, id)?)),
    }
}

/// The nodes, each behind the one above it: units before accounts, the oldest first.
fn downward(mut nodes: Vec<Node>) -> Vec<Node> {
    nodes.sort_by_key(|node| (node.member().is_none(), std::cmp::Reverse(node.order())));
    let mut below: BTreeMap<Option<String>, Vec<Node>> = BTreeMap::new();
    for node in nodes {
        below.entry(node.parent.clone()).or_default().push(node);
    }
    let mut open = below.remove(&None).unwrap_or_default();
    let mut found = Vec::new();
    while let Some(node) = open.pop() {
        open.extend(below.remove(&Some(node.id.clone())).unwrap_or_default());
        found.push(node);
    }
    found
}

/// The organization whose accounts' doings the caller may see: as its management account, or as
/// administrator of a service that sees them.
fn overseen(reader: &Reader<'_>, caller: AccountId) -> Result<Organization, OrganizationsError> {
    let (organization, node) = standing::member(reader, caller)?;
    let is_administrator = || delegation::administers(reader, &organization, &node.id, &OVERSEEING);
    if caller == organization.management || is_administrator()? {
        return Ok(organization);
    }
    Err(OrganizationsError::AccessDenied)
}

/// The accounts below a node, or it itself.
fn below(nodes: &[Node], top: &Node) -> BTreeSet<AccountId> {
    let mut children: BTreeMap<&str, Vec<&Node>> = BTreeMap::new();
    for node in nodes {
        if let Some(parent) = &node.parent {
            children.entry(parent).or_default().push(node);
        }
    }
    let mut found = BTreeSet::new();
    let mut open = vec![top];
    while let Some(node) = open.pop() {
        found.extend(node.member().map(|member| member.account));
        open.extend(children.remove(node.id.as_str()).unwrap_or_default());
    }
    found
}

/// The accounts, with the time at which each joined.
fn accounts(nodes: &[Node]) -> BTreeMap<AccountId, Timestamp> {
    nodes.iter().filter_map(|node| Some((node.member()?.account, node.since))).collect()
}
