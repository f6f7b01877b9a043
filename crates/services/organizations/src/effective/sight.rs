//! What the management policies of a type amount to at a node, as the records tell it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use bartizan_inheritance::{
    Attached, EffectivePolicy, Policy as Document, PolicyType as ManagementType, effective,
};
use bartizan_service::store::{Reader, StoreError};
use bartizan_types::Timestamp;

use crate::records::{Bearing, Held, Node, Organization, Policy};
use crate::tree;

/// How many records a scan reads at a time.
const SCAN: usize = 1000;

/// The policies of one type on the nodes of an organization. What was read is kept.
pub(super) struct Sight<'r> {
    reader: &'r Reader<'r>,
    organization: &'r Organization,
    kind: ManagementType,
    nodes: HashMap<String, Option<Node>>,
    bearings: HashMap<String, Option<Bearing>>,
    policies: HashMap<String, Option<Arc<Read>>>,
}

/// A policy, read.
#[derive(Debug)]
struct Read {
    id: String,
    document: Document,
    updated: Timestamp,
}

/// What an effective policy is made of.
#[derive(Debug)]
pub(super) struct Inputs {
    kind: ManagementType,
    /// The policies of each level that has any, root first.
    levels: Vec<Vec<Arc<Read>>>,
    /// When they were last others.
    pub(super) changed: Timestamp,
}

impl<'r> Sight<'r> {
    /// The policies of this type, of which nothing is read yet.
    pub(super) fn new(
        reader: &'r Reader<'r>,
        organization: &'r Organization,
        kind: ManagementType,
    ) -> Self {
        Self {
            reader,
            organization,
            kind,
            nodes: HashMap::new(),
            bearings: HashMap::new(),
            policies: HashMap::new(),
        }
    }

    /// The ids of a node and of those above it, root first.
    pub(super) fn path(&mut self, node: &str) -> Result<Vec<String>, StoreError> {
        let mut path = Vec::new();
        let mut next = Some(node.to_owned());
        while let Some(id) = next {
            next = self.node(&id)?.and_then(|node| node.parent.clone());
            path.push(id);
        }
        path.reverse();
        Ok(path)
    }

    /// What the effective policy at a node is made of.
    pub(super) fn inputs(&mut self, node: &str) -> Result<Inputs, StoreError> {
        let joined = self.node(node)?.filter(|node| node.member().is_some());
        let mut changed = joined.map_or(Timestamp::from_seconds(0), |node| node.since);
        let mut levels = Vec::new();
        for id in self.path(node)? {
            let Some(bearing) = self.bearing(&id)?.cloned() else { continue };
            changed = changed.max(bearing.changed);
            let mut level = Vec::with_capacity(bearing.policies.len());
            for policy in &bearing.policies {
                level.extend(self.policy(policy)?);
            }
            if !level.is_empty() {
                levels.push(level);
            }
        }
        let updated = levels.iter().flatten().map(|policy| policy.updated);
        let changed = updated.fold(changed, Ord::max);
        Ok(Inputs { kind: self.kind, levels, changed })
    }

    /// The last valid effective policy of a node where what it inherits is invalid: the nearest one
    /// that is held for it. An account that joined since then has none.
    pub(super) fn held(&mut self, node: &str) -> Result<Option<Held>, StoreError> {
        for id in self.path(node)?.iter().rev() {
            let Some(held) = self.bearing(id)?.and_then(|bearing| bearing.held.clone()) else {
                continue;
            };
            let never_had_it = id != node
                && self
                    .node(node)?
                    .is_some_and(|node| node.member().is_some() && node.since >= held.since);
            let text = if never_had_it { None } else { held.text };
            return Ok(Some(Held { text, ..held }));
        }
        Ok(None)
    }

    /// All that bears on nodes, in the order of their ids.
    pub(super) fn bearings(&mut self) -> Result<Vec<Bearing>, StoreError> {
        let management = self.organization.management.to_string();
        let prefix = Bearing::prefix(self.kind);
        let mut found: Vec<Bearing> = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page =
                self.reader.scan::<Bearing>(&management, "", &prefix, after.as_deref(), SCAN)?;
            let is_last = page.len() < SCAN;
            after = page.last().map(|(key, _)| key.id.clone());
            found.extend(page.into_iter().map(|(_, bearing)| bearing));
            if is_last {
                return Ok(found);
            }
        }
    }

    /// The node with this id.
    pub(super) fn node(&mut self, id: &str) -> Result<Option<&Node>, StoreError> {
        Ok(match self.nodes.entry(id.to_owned()) {
            Entry::Occupied(known) => known.into_mut().as_ref(),
            Entry::Vacant(place) => {
                place.insert(tree::node(self.reader, self.organization, id)?).as_ref()
            }
        })
    }

    /// What bears on a node itself.
    pub(super) fn bearing(&mut self, node: &str) -> Result<Option<&Bearing>, StoreError> {
        let management = self.organization.management;
        Ok(match self.bearings.entry(node.to_owned()) {
            Entry::Occupied(known) => known.into_mut().as_ref(),
            Entry::Vacant(place) => {
                let key = Bearing::key(management, self.kind, node);
                place.insert(self.reader.get(&key)?).as_ref()
            }
        })
    }

    /// A policy; `None`, which is logged, where it cannot be read.
    fn policy(&mut self, id: &str) -> Result<Option<Arc<Read>>, StoreError> {
        if let Some(known) = self.policies.get(id) {
            return Ok(known.clone());
        }
        let stored = self.reader.get::<Policy>(&Policy::key(self.organization.management, id))?;
        let read = stored.and_then(|policy| match Document::parse(self.kind, &policy.content) {
            Ok(document) => {
                let updated = policy.updated.unwrap_or(policy.created);
                Some(Arc::new(Read { id: policy.id, document, updated }))
            }
            Err(error) => {
                tracing::error!(policy = id, %error, "a stored policy cannot be read and is left out");
                None
            }
        });
        self.policies.insert(id.to_owned(), read.clone());
        Ok(read)
    }
}

impl Inputs {
    /// The effective policy, valid or not; `None` where there are no policies.
    pub(super) fn effective(&self) -> Option<EffectivePolicy> {
        let levels: Vec<Vec<Attached<'_>>> = self
            .levels
            .iter()
            .map(|level| level.iter().map(|read| Attached::new(&read.id, &read.document)).collect())
            .collect();
        (!levels.is_empty()).then(|| effective(self.kind, &levels))
    }

    /// Whether it is made of the same policies of the same levels.
    pub(super) fn is_of_same(&self, other: &Self) -> bool {
        let ids = |inputs: &Self| -> Vec<Vec<String>> {
            let id = |level: &Vec<Arc<Read>>| level.iter().map(|read| read.id.clone()).collect();
            inputs.levels.iter().map(id).collect()
        };
        ids(self) == ids(other)
    }
}
