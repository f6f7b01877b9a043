//! Resources that are covered, as they are kept.

use std::collections::BTreeMap;

use bartizan_service::store::Record;
use bartizan_types::Timestamp;
use serde::{Deserialize, Serialize};

/// An instance that is covered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct CoveredRecord {
    /// The id of the instance.
    pub(crate) instance: String,
    /// The id of its image.
    pub(crate) image: String,
    /// The operating system, as `DEBIAN_12`; empty where that is not known.
    pub(crate) platform: String,
    pub(crate) tags: BTreeMap<String, String>,
    /// The id of the inventory that its packages are told by: its own, or that of its image.
    pub(crate) inventory: Option<String>,
    /// Whether the host sent the inventory itself.
    pub(crate) is_agent_based: bool,
    /// How its packages were scanned: a code and a reason.
    pub(crate) packages: (String, String),
    /// When they were.
    pub(crate) packages_scanned: Option<Timestamp>,
    /// When its network was.
    pub(crate) network_scanned: Timestamp,
    /// The digest of all that was looked at.
    pub(crate) seen: String,
}

impl CoveredRecord {
    /// Whether what is on it is known: that it has no inventory is.
    pub(crate) fn packages_are_told(&self) -> bool {
        self.packages.0 == "ACTIVE" || self.packages.1 == "NO_INVENTORY"
    }
}

impl Record for CoveredRecord {
    const COLLECTION: &'static str = "inspector2.covered";
}
