//! Resource record sets.

use bartizan_service::store::Record;
use bartizan_zones::reversed;
use serde::{Deserialize, Serialize};

/// A resource record set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordSet {
    /// The id of its zone.
    pub zone: String,
    /// Its name as it is shown.
    pub name: String,
    /// Its type, as `AAAA`.
    pub kind: String,
    /// What tells it from others of its name and type.
    pub set_identifier: Option<String>,
    /// By what it is chosen among these.
    pub routing: Routing,
    /// How many seconds it may be kept; none of an alias.
    pub ttl: Option<u32>,
    /// Its values; none of an alias.
    pub values: Vec<String>,
    /// What it answers as, where it is an alias.
    pub alias: Option<Alias>,
    /// The id of the health check that says whether it is well.
    #[serde(default)]
    pub health_check: Option<String>,
}

/// By what a record set is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Routing {
    /// It is the only one.
    Simple,
    /// By its share.
    Weighted(u8),
    /// It is answered while it is well.
    Primary,
    /// It is answered while the primary one is not well.
    Secondary,
    /// It is one of several answers.
    MultiValue,
}

/// Another name whose records are answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// The id of its zone: this one, or that of a balancer's or a distribution's name.
    pub zone: String,
    /// The name as it is shown.
    pub name: String,
    /// Whether it is no better than its target, which of a single answer means nothing.
    pub evaluates_health: bool,
}

impl RecordSet {
    /// The store's id: sets of a zone come in the order in which Route 53 lists them.
    pub(crate) fn key(&self) -> String {
        let identifier = self.set_identifier.as_deref().unwrap_or_default();
        format!("{}{} {identifier} ", Self::below(&self.zone, &self.name), self.kind)
    }

    /// What the ids of a name's sets begin with.
    pub(crate) fn below(zone: &str, name: &str) -> String {
        format!("{zone}/{} ", reversed(name))
    }
}

impl Record for RecordSet {
    const COLLECTION: &'static str = "route53.record_set";
}
