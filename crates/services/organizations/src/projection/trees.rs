//! The organizations as trees in memory, and what has to be computed anew.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use bartizan_policy::{Level, Path};
use bartizan_service::Directory;
use bartizan_service::directory::Account;
use bartizan_service::store::Key;
use bartizan_types::AccountId;

use super::compiled::{self, Compiled};
use super::tagging::{Found, TAG, TagPolicies};
use crate::records::{Bearing, Member, Node, Organization, Policy, PolicyType};
use crate::tree::{climb, path_text};

/// Every organization, by its management account.
#[derive(Debug, Default)]
pub(super) struct Trees(HashMap<String, Tree>);

/// An organization.
#[derive(Debug, Default)]
struct Tree {
    organization: Option<Organization>,
    nodes: HashMap<String, Node>,
    policies: HashMap<String, Compiled>,
    /// What each node's policies say, of each type that binds accounts.
    levels: HashMap<(PolicyType, String), Level>,
    /// What the policies of each unit and of all above it say together, and those of each account
    /// alone: so much of a path is the same for many decisions.
    pieces: HashMap<(PolicyType, String), Vec<Path>>,
    tag_policies: TagPolicies,
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
        tree.tag_policies.enter_policy(&key.id, policy);
        match compiled.flatten() {
            Some(compiled) => drop(tree.policies.insert(key.id.clone(), compiled)),
            None => drop(tree.policies.remove(&key.id)),
        }
        Ok(())
    }

    /// Enters what bears on a node, or that nothing does: no decision needs other types than that of
    /// tag policies.
    pub(super) fn enter_bearing(&mut self, key: &Key, bearing: Option<Bearing>) {
        let Some(node) = key.id.strip_prefix(TAG.name()).map(str::trim_start) else { return };
        let tree = self.0.entry(key.account.clone()).or_default();
        tree.touched.nodes.insert(node.to_owned());
        tree.tag_policies.enter_bearing(node, bearing);
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

    fn concerns(&self, node: &Node, tag_policies: &[String]) -> bool {
        let mut attached = node.attached.iter().chain(tag_policies);
        self.everything
            || self.nodes.contains(&node.id)
            || attached.any(|policy| self.policies.contains(policy))
    }
}

impl Tree {
    fn settle(&mut self, directory: &mut Directory) {
        let touched = std::mem::take(&mut self.touched);
        if touched.is_nothing() {
            return;
        }
        self.compile(&touched);
        self.join(&touched);
        let Some(organization) = &self.organization else { return };
        let id: Arc<str> = Arc::from(organization.id.as_str());
        let mut found = Found::default();
        for node in self.nodes.values() {
            let Some(member) = node.member() else { continue };
            let path = climb(&self.nodes, node);
            let concerns =
                |node: &&Node| touched.concerns(node, self.tag_policies.attached(&node.id));
            if path.iter().any(concerns) {
                let account = self.account(organization, &id, member, &path);
                let tag_rules = self.tag_policies.rules(&path, &mut found);
                place(directory, member.account, Account { tag_rules, ..account });
            }
        }
    }

    /// Puts the policies of the nodes together that changed.
    fn compile(&mut self, touched: &Touched) {
        let Self { nodes, policies, levels, .. } = self;
        levels.retain(|(_, id), _| nodes.contains_key(id));
        for node in nodes.values().filter(|node| touched.concerns(node, &[])) {
            for policy_type in PolicyType::AUTHORIZATION {
                let found = node.attached.iter().filter_map(|id| {
                    let compiled = policies.get(id).or_else(|| compiled::managed(id))?;
                    (compiled.policy_type == policy_type).then(|| compiled.attached.clone())
                });
                levels.insert((policy_type, node.id.clone()), found.collect());
            }
        }
    }

    /// Puts the levels together that accounts have above them, where one of them changed.
    fn join(&mut self, touched: &Touched) {
        let mut pieces = std::mem::take(&mut self.pieces);
        pieces.retain(|(_, id), _| {
            self.nodes.get(id).is_some_and(|node| {
                !self.joined(node).into_iter().any(|node| touched.concerns(node, &[]))
            })
        });
        for node in self.nodes.values().filter(|node| node.member().is_some()) {
            for policy_type in PolicyType::AUTHORIZATION {
                let above = node.parent.as_ref().and_then(|parent| self.nodes.get(parent));
                for node in std::iter::once(node).chain(above) {
                    pieces.entry((policy_type, node.id.clone())).or_insert_with(|| {
                        let joined = self.joined(node).into_iter();
                        let levels = joined.map(|node| self.level(node, policy_type));
                        Path::of(&levels.collect::<Vec<_>>())
                    });
                }
            }
        }
        self.pieces = pieces;
    }

    /// The nodes whose levels are put together for this one: an account is alone.
    fn joined<'t>(&'t self, node: &'t Node) -> Vec<&'t Node> {
        if node.member().is_some() { vec![node] } else { climb(&self.nodes, node) }
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
                let pieces = above.last().into_iter().chain(path.last());
                pieces.flat_map(|node| self.piece(node, policy_type)).collect()
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

    /// The piece of a path that ends with a node; with an account, it is that alone.
    fn piece(&self, node: &Node, policy_type: PolicyType) -> Vec<Path> {
        let known = self.pieces.get(&(policy_type, node.id.clone())).cloned();
        known.unwrap_or_else(|| Path::of(&[Level::new(Vec::new())]))
    }

    /// The policies of a type that are attached to a node. There are none where they were not put
    /// together, and then nothing is allowed.
    fn level(&self, node: &Node, policy_type: PolicyType) -> Level {
        let known = self.levels.get(&(policy_type, node.id.clone())).cloned();
        known.unwrap_or_else(|| Level::new(Vec::new()))
    }
}

/// Enters an account's place; what else is known of the account stays.
fn place(directory: &mut Directory, id: AccountId, place: Account) {
    let Some(known) = directory.account(id) else { return };
    let Account { closed, global_tokens_v1, .. } = **known;
    directory.put_account(id, Account { closed, global_tokens_v1, ..place });
}
