//! What service control policies let a part of an organization do, as IAM asks for it.

use std::collections::HashMap;

use bartizan_service::store::Reader;
use bartizan_service::{FoundEntity, OrganizationEntities, OrganizationEntity};
use bartizan_types::{AccountId, Fault};

use crate::error::OrganizationsError;
use crate::records::{Node, Organization, Policy, PolicyType};
use crate::{policy, tree};

/// Tells entities.
#[derive(Debug)]
pub(crate) struct Entities;

impl OrganizationEntities for Entities {
    fn find(
        &self,
        reader: &Reader<'_>,
        management: AccountId,
        path: &str,
        policy: Option<&str>,
    ) -> Result<FoundEntity, Fault> {
        let organization = reader.get::<Organization>(&Organization::key(management))?;
        let Some(organization) = organization else { return Ok(FoundEntity::NoEntity) };
        let Some(node) = at(reader, &organization, path)? else {
            return Ok(FoundEntity::NoEntity);
        };
        if node.member().is_some_and(|member| member.account == management) {
            let accounts = vec![(management, trimmed(path).to_owned())];
            return Ok(FoundEntity::Entity(OrganizationEntity { levels: None, accounts }));
        }
        if !organization.has(PolicyType::ServiceControl) {
            return Ok(FoundEntity::PoliciesOff);
        }
        let all = Tree::of(reader, &organization)?;
        let levels = match policy {
            Some(id) => match control_policy(reader, &organization, id)? {
                Some(policy) => vec![vec![policy.content]],
                None => return Ok(FoundEntity::NoPolicy),
            },
            None => levels(reader, &organization, &tree::climb(&all.0, &node))?,
        };
        let accounts = all.accounts(&organization, &node.id, policy);
        Ok(FoundEntity::Entity(OrganizationEntity { levels: Some(levels), accounts }))
    }
}

/// The node at a path, if each of its nodes is below the one before.
fn at(reader: &Reader<'_>, organization: &Organization, path: &str) -> Result<Option<Node>, Fault> {
    let mut ids = trimmed(path).split('/');
    if ids.next() != Some(&organization.id) {
        return Ok(None);
    }
    let ids: Vec<&str> = ids.collect();
    let Some(last) = ids.last() else { return Ok(None) };
    let Some(node) = tree::node(reader, organization, last)? else { return Ok(None) };
    Ok((tree::path(reader, organization, &node)? == ids).then_some(node))
}

fn trimmed(path: &str) -> &str {
    path.strip_suffix('/').unwrap_or(path)
}

/// The service control policy with this id.
fn control_policy(
    reader: &Reader<'_>,
    organization: &Organization,
    id: &str,
) -> Result<Option<Policy>, Fault> {
    match policy::find(reader, organization, id) {
        Ok(policy) => Ok(Some(policy).filter(|one| one.kind == PolicyType::ServiceControl)),
        Err(OrganizationsError::PolicyNotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The documents of the service control policies that are attached to each of these nodes.
fn levels(
    reader: &Reader<'_>,
    organization: &Organization,
    path: &[&Node],
) -> Result<Vec<Vec<String>>, Fault> {
    let of_node = |node: &&Node| {
        let found = node.attached.iter().map(|id| control_policy(reader, organization, id));
        let found: Result<Vec<_>, Fault> = found.collect();
        Ok(found?.into_iter().flatten().map(|policy| policy.content).collect())
    };
    path.iter().map(of_node).collect()
}

/// The nodes of an organization by their ids.
struct Tree(HashMap<String, Node>);

impl Tree {
    fn of(reader: &Reader<'_>, organization: &Organization) -> Result<Self, Fault> {
        let all = tree::all(reader, organization)?;
        Ok(Self(all.into_iter().map(|node| (node.id.clone(), node)).collect()))
    }

    /// The member accounts in a node, those that a policy binds if one is named.
    fn accounts(
        &self,
        organization: &Organization,
        within: &str,
        policy: Option<&str>,
    ) -> Vec<(AccountId, String)> {
        let mut accounts = Vec::new();
        for node in self.0.values() {
            let Some(member) = node.member() else { continue };
            let path = tree::climb(&self.0, node);
            let is_within = path.iter().any(|one| one.id == within);
            let is_bound = policy.is_none_or(|policy| {
                path.iter().any(|one| one.attached.iter().any(|id| id == policy))
            });
            if member.account != organization.management && is_within && is_bound {
                let ids: Vec<&str> = path.iter().map(|one| one.id.as_str()).collect();
                accounts.push((member.account, format!("{}/{}", organization.id, ids.join("/"))));
            }
        }
        accounts.sort_unstable();
        accounts
    }
}
