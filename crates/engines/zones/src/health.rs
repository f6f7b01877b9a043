//! What is well. (Route 53 Developer Guide, "How Amazon Route 53 determines whether a health check is
//! healthy" and "Values specific for alias records", Evaluate Target Health.)

use std::cell::Cell;
use std::collections::HashSet;

use crate::set::{Content, Set};
use crate::zone::{FOLLOWED_MAX, Zone, Zones};

/// How many sets are looked at for one query. Those beyond are taken to be well.
const LOOKED_AT_MAX: u32 = 2000;

/// What is not well. All else is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// The ids of health checks.
    pub unwell_checks: HashSet<String>,
    /// The names that were given to what is not well, as messages have them.
    pub unwell_names: HashSet<Vec<u8>>,
}

/// Looks at sets for one query.
pub(crate) struct Looking<'a> {
    zones: &'a Zones,
    health: &'a Health,
    left: Cell<u32>,
}

impl<'a> Looking<'a> {
    pub(crate) const fn new(zones: &'a Zones, health: &'a Health) -> Self {
        Self { zones, health, left: Cell::new(LOOKED_AT_MAX) }
    }

    /// Whether a set of this zone is well: by its health check, and by what it is an alias of where it
    /// follows that. A set that has neither is.
    pub(crate) fn is_well(&self, zone: &Zone, set: &Set) -> bool {
        self.is_well_within(zone, set, FOLLOWED_MAX)
    }

    fn is_well_within(&self, zone: &Zone, set: &Set, followed: usize) -> bool {
        let Some(left) = self.left.get().checked_sub(1) else { return true };
        self.left.set(left);
        let check = set.watched.check.as_ref();
        if check.is_some_and(|check| self.health.unwell_checks.contains(check)) {
            return false;
        }
        match &set.content {
            Content::Alias(target) if set.watched.evaluates_target && followed > 0 => {
                self.is_target_well(zone, set, target, followed - 1)
            }
            _ => true,
        }
    }

    /// Of several records that an alias is for, one that is well is enough.
    fn is_target_well(&self, zone: &Zone, set: &Set, target: &[u8], followed: usize) -> bool {
        if self.zones.is_given(target) {
            return !self.health.unwell_names.contains(target);
        }
        let sets = zone.sets(target).unwrap_or_default();
        let mut sets = sets.iter().filter(|other| other.kind == set.kind).peekable();
        sets.peek().is_none() || sets.any(|set| self.is_well_within(zone, set, followed))
    }
}
