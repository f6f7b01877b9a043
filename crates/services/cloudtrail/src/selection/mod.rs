//! Which events a trail wants: event selectors and advanced event selectors. Pure.
//! (CloudTrail User Guide, "Logging management events", "Logging data events".)

mod advanced;
mod basic;
mod candidate;

use serde::{Deserialize, Serialize};
use serde_json::json;

pub(crate) use advanced::AdvancedSelector;
pub(crate) use basic::BasicSelector;
pub(crate) use candidate::Candidate;

/// What is wrong with selectors, worded for `InvalidEventSelectorsException`.
pub(crate) type Invalid = String;

/// The selectors of a trail: of one kind, never of both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Selection {
    /// Event selectors.
    Basic(Vec<BasicSelector>),
    /// Advanced event selectors.
    Advanced(Vec<AdvancedSelector>),
}

impl Default for Selection {
    /// All management events.
    fn default() -> Self {
        Self::Basic(vec![BasicSelector::default()])
    }
}

impl Selection {
    /// Whether any selector wants events of the control plane that read, or that write.
    pub(crate) fn logs_management(&self, reads: bool) -> bool {
        self.admits(Candidate(&json!({ "managementEvent": true, "readOnly": reads })))
    }

    /// Whether any selector wants events of the data plane.
    pub(crate) fn logs_data(&self) -> bool {
        match self {
            Self::Basic(selectors) => selectors.iter().any(BasicSelector::logs_data),
            Self::Advanced(selectors) => selectors.iter().any(AdvancedSelector::logs_data),
        }
    }

    /// Whether any selector wants this event.
    pub(crate) fn admits(&self, event: Candidate<'_>) -> bool {
        match self {
            Self::Basic(selectors) => selectors.iter().any(|selector| selector.admits(event)),
            Self::Advanced(selectors) => selectors.iter().any(|selector| selector.admits(event)),
        }
    }
}
