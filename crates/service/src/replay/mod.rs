//! Decisions of the past, made again: the activity record keeps what each was made about, so that
//! what other policies would have come to is found by the same engine, and not guessed.
//! ([ADR 25](../../../docs/adr/0025-past-requests-are-decided-again.md).)

mod kept;
mod keys;
mod reading;
mod rehearsal;
mod who;

pub use reading::{Past, Recorded, Then};
pub use rehearsal::{
    Change, Deciding, DecidingStatement, Granting, NodeChange, PrincipalChange, Rehearsal,
    Rehearsed, current,
};

pub(crate) use kept::kept;

use bartizan_policy::{Decision, Layer, Reason};
use serde::{Deserialize, Serialize};

/// On what an allowed request rested, service and resource control policies apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ground {
    /// The caller's own side: identity policies, or being the root user. Where a policy of the resource
    /// had to admit the caller, too, it did.
    Identity,
    /// The resource's policy alone.
    Resource,
    /// Nothing: the operation needs no permission.
    Nothing,
}

impl Ground {
    /// On what this decision rests, if it allows.
    fn of(decision: Decision) -> Option<Self> {
        if !decision.is_allowed() {
            return None;
        }
        Some(match decision.reason {
            Reason::NoPermissionNeeded => Self::Nothing,
            Reason::Allow(Layer::Resource, _) | Reason::Grant => Self::Resource,
            _ => Self::Identity,
        })
    }
}

#[cfg(test)]
mod tests;
