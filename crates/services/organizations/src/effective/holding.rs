//! Holding the last valid effective policy of accounts while what they inherit is invalid.
//!
//! Whatever changes which policies bear on accounts looks at them before and after, in its
//! transaction. Accounts are not looked at one by one: the policies of a node amount to the same for
//! all below it, down to the next node with policies of its own. So one [`Held`] stands at the node
//! for them all, and none where all is valid.
//!
//! INVARIANT: a node with policies, whose effective policy is invalid, holds; nothing below it does
//! for those that inherit from it while it is valid.

use std::collections::{BTreeMap, BTreeSet};

use bartizan_inheritance::{EffectivePolicy, PolicyType as ManagementType};
use bartizan_service::store::{Reader, StoreError, Writer};
use bartizan_types::Timestamp;

use super::sight::{Inputs, Sight};
use crate::records::{Bearing, Held, Node, Organization};

/// The policies of a type as they were before a change.
#[derive(Debug)]
pub(crate) struct Before {
    kind: ManagementType,
    /// The nodes that change.
    scope: BTreeSet<String>,
    nodes: BTreeMap<String, Known>,
}

/// What is known of a node.
#[derive(Debug)]
struct Known {
    inputs: Inputs,
    /// What is held for it, there or above.
    held: Option<Held>,
}

impl Before {
    /// The policies of this type on the nodes that are about to change and on what is below them.
    pub(crate) fn change(
        reader: &Reader<'_>,
        organization: &Organization,
        kind: ManagementType,
        scope: impl IntoIterator<Item = String>,
    ) -> Result<Self, StoreError> {
        let scope: BTreeSet<String> = scope.into_iter().collect();
        let mut sight = Sight::new(reader, organization, kind);
        let mut nodes = BTreeMap::new();
        for id in concerned(&mut sight, &scope)? {
            let known = Known { inputs: sight.inputs(&id)?, held: sight.held(&id)? };
            nodes.insert(id, known);
        }
        Ok(Self { kind, scope, nodes })
    }

    /// Stores what the change makes accounts hold, and what it lets go.
    pub(crate) fn settle(
        self,
        tx: &mut Writer<'_>,
        organization: &Organization,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for bearing in self.outcome(tx, organization, now)? {
            tx.put(&Bearing::key(bearing.management, self.kind, &bearing.node), &bearing)?;
        }
        Ok(())
    }

    /// What bears on nodes differently now.
    fn outcome(
        &self,
        reader: &Reader<'_>,
        organization: &Organization,
        now: Timestamp,
    ) -> Result<Vec<Bearing>, StoreError> {
        let mut sight = Sight::new(reader, organization, self.kind);
        let mut changed = BTreeMap::new();
        let mut valid = BTreeMap::new();
        for id in concerned(&mut sight, &self.scope)? {
            let inputs = sight.inputs(&id)?;
            let is_valid = inputs.effective().is_none_or(|policy| is_valid(&policy));
            let before = self.nodes.get(&id);
            let is_moved = before.is_some_and(|before| !before.inputs.is_of_same(&inputs));
            let known = sight.bearing(&id)?.cloned();
            let had = known.clone();
            let mut bearing = known
                .unwrap_or_else(|| Bearing::none(organization.management, &id, self.kind, now));
            if is_moved && self.scope.contains(&id) {
                bearing.changed = now;
            }
            if !is_valid && bearing.held.is_none() {
                bearing.held = Some(before.map_or_else(|| nothing(now), |it| it.last_valid(now)));
            }
            valid.insert(id.clone(), is_valid);
            if had.map_or(is_moved || bearing.held.is_some(), |had| had != bearing) {
                changed.insert(id, bearing);
            }
        }
        self.let_go(&mut sight, &valid, &mut changed)?;
        Ok(changed.into_values().collect())
    }

    /// Lets go what is held for those who inherit from a node where all is valid.
    fn let_go(
        &self,
        sight: &mut Sight<'_>,
        valid: &BTreeMap<String, bool>,
        changed: &mut BTreeMap<String, Bearing>,
    ) -> Result<(), StoreError> {
        for bearing in bearings(sight, &self.scope)? {
            let path = sight.path(&bearing.node)?;
            let nearest = path.iter().rev().find_map(|id| valid.get(id));
            if bearing.held.is_some() && nearest == Some(&true) {
                changed.entry(bearing.node.clone()).or_insert(bearing).held = None;
            }
        }
        Ok(())
    }
}

impl Known {
    /// What is to be held from now on, as the policies that come now are invalid.
    fn last_valid(&self, now: Timestamp) -> Held {
        match self.inputs.effective() {
            None => nothing(now),
            Some(policy) if is_valid(&policy) => {
                Held { text: Some(policy.text()), updated: self.inputs.changed, since: now }
            }
            Some(_) => self.held.clone().unwrap_or_else(|| nothing(now)),
        }
    }
}

/// That there was no policy before.
const fn nothing(now: Timestamp) -> Held {
    Held { text: None, updated: now, since: now }
}

pub(super) fn is_valid(policy: &EffectivePolicy) -> bool {
    policy.violations().is_empty()
}

/// The nodes that change, and those below them with policies of their own.
fn concerned(
    sight: &mut Sight<'_>,
    scope: &BTreeSet<String>,
) -> Result<BTreeSet<String>, StoreError> {
    let mut nodes = scope.clone();
    for bearing in bearings(sight, scope)? {
        let bears = !bearing.policies.is_empty();
        if bears && sight.path(&bearing.node)?.iter().any(|id| scope.contains(id)) {
            nodes.insert(bearing.node);
        }
    }
    Ok(nodes)
}

/// What bears on the nodes that change and, where something can be below them, on any.
fn bearings(sight: &mut Sight<'_>, scope: &BTreeSet<String>) -> Result<Vec<Bearing>, StoreError> {
    for id in scope {
        if sight.node(id)?.is_some_and(Node::is_parent) {
            return sight.bearings();
        }
    }
    let mut found = Vec::new();
    for id in scope {
        found.extend(sight.bearing(id)?.cloned());
    }
    Ok(found)
}
