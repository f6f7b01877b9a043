//! The organizations as trees in memory, and what has to be computed anew.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use bartizan_policy::Attached;
use bartizan_service::Directory;
use bartizan_service::directory::Account;
use bartizan_service::store::Key;
use bartizan_types::AccountId;

use super::compiled::{self, Compiled};
use crate::records::{Member, Node, Organization, Policy, PolicyType};
use crate::tree::path_text;

/// Every organization, by its management account.
#[derive(Debug, Default)]
pub(super) struct Trees(HashMap<String, Tree>);

/// An organization.
#[derive(Debug, Default)]
struct Tree {
    organization: Option<Organization>,
    nodes: HashMap<String, Node>,
    policies: HashMap<String, Compiled>,
    touched: Touched,
}

/// What changed since the accounts were last computed.
#[derive(Debug, Default)]
struct Touched {
    everything: bool,
    nodes: HashSet<String>,
    policies: HashSet<String>,
}

impl Trees {
    /// Enters an organization, or that it is gone.
    pub(super) fn enter_organization(&mut self, key: &Key, organization: Option<Organization>) {
        let tree = self.0.entry(key.account.clone()).or_default();
        tree.organization = organization;
        tree.touched.everything = true;
    }

    /// Enters a policy, compiled, or that it is gone.
    ///
    /// # Errors
    /// It cannot be compiled.
    pub(super) fn enter_policy(
        &mut self,
        key: &Key,
        policy: Option<&Policy>,
    ) -> Result<(), String> {
        let compiled = policy.map(Compiled::of).transpose().map_err(|error| error.to_string())?;
        let tree = self.0.entry(key.account.clone()).or_default();
        tree.touched.policies.insert(key.id.clone());
        match compiled.flatten() {
            Some(compiled) => drop(tree.policies.insert(key.id.clone(), compiled)),
            None => drop(tree.policies.remove(&key.id)),
        }
        Ok(())
    }

    /// Enters a node, or that it is gone: then an account is in no organization until another
    /// one's node says so.
    pub(super) fn enter_node(&mut self, key: &Key, node: Option<Node>, directory: &mut Directory) {
        let tree = self.0.entry(key.account.clone()).or_default();
        tree.touched.nodes.insert(key.id.clone());
        let old = match node {
            Some(node) => tree.nodes.insert(key.id.clone(), node),
            None => tree.nodes.remove(&key.id),
        };
        if let Some(member) = old.as_ref().and_then(Node::member) {
            place(directory, member.account, Account::default());
        }
    }

    /// Computes the accounts anew that the changes concern.
    pub(super) fn settle(&mut self, directory: &mut Directory) {
        for tree in self.0.values_mut() {
            tree.settle(directory);
        }
        self.0.retain(|_, tree| tree.organization.is_some() || !tree.nodes.is_empty());
    }
}

impl Touched {
    fn is_nothing(&self) -> bool {
        !self.everything && self.nodes.is_empty() && self.policies.is_empty()
    }

    fn concerns(&self, node: &Node) -> bool {
        self.everything
            || self.nodes.contains(&node.id)
            || node.attached.iter().any(|policy| self.policies.contains(policy))
    }
}

impl Tree {
    fn settle(&mut self, directory: &mut Directory) {
        let touched = std::mem::take(&mut self.touched);
        if touched.is_nothing() {
            return;
        }
        let Some(organization) = &self.organization else { return };
        let id: Arc<str> = Arc::from(organization.id.as_str());
        for node in self.nodes.values() {
            let Some(member) = node.member() else { continue };
            let path = self.path(node);
            if path.iter().any(|node| touched.concerns(node)) {
                place(directory, member.account, self.account(organization, &id, member, &path));
            }
        }
    }

    /// The nodes above this one, root first, and itself at the end.
    fn path<'t>(&'t self, node: &'t Node) -> Vec<&'t Node> {
        let above = |node: &&'t Node| self.nodes.get(node.parent.as_ref()?);
        let mut path: Vec<&Node> = std::iter::successors(Some(node), above).collect();
        path.reverse();
        path
    }

    fn account(
        &self,
        organization: &Organization,
        id: &Arc<str>,
        member: &Member,
        path: &[&Node],
    ) -> Account {
        let above = path.split_last().map_or(&[][..], |(_, above)| above);
        let ids: Vec<String> = above.iter().map(|node| node.id.clone()).collect();
        let is_management = member.account == organization.management;
        let levels = |policy_type| {
            if organization.has(policy_type) && !is_management {
                path.iter().map(|node| self.attached(node, policy_type)).collect()
            } else {
                Vec::new()
            }
        };
        Account {
            service_control_policies: levels(PolicyType::ServiceControl),
            resource_control_policies: levels(PolicyType::ResourceControl),
            is_management,
            organization: Some(Arc::clone(id)),
            organization_path: Some(Arc::from(path_text(id, &ids))),
            ..Account::default()
        }
    }

    /// The policies of a type that are attached to a node.
    fn attached(&self, node: &Node, policy_type: PolicyType) -> Vec<Attached> {
        let found = node.attached.iter().filter_map(|id| {
            let compiled = self.policies.get(id).or_else(|| compiled::managed(id))?;
            (compiled.policy_type == policy_type).then(|| compiled.attached.clone())
        });
        found.collect()
    }
}

/// Enters an account's place; what else is known of the account stays.
fn place(directory: &mut Directory, id: AccountId, place: Account) {
    let Some(known) = directory.account(id) else { return };
    let Account { closed, global_tokens_v1, .. } = **known;
    directory.put_account(id, Account { closed, global_tokens_v1, ..place });
}
