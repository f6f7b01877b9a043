//! Record sets.

use crate::value::Kind;

/// A record set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// Its type.
    pub kind: Kind,
    /// How many seconds it may be kept.
    pub ttl: u32,
    /// By what it is chosen among those of its name and type.
    pub choice: Choice,
    /// What it says.
    pub content: Content,
    /// By what it is well or not.
    pub watched: Watched,
}

/// By what a record set is well or not. (Route 53 Developer Guide, "How Amazon Route 53 chooses records
/// when health checking is configured".)
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watched {
    /// The id of its health check.
    pub check: Option<String>,
    /// Whether it is no better than what it is an alias of.
    pub evaluates_target: bool,
}

/// By what a record set is chosen. (Route 53 Developer Guide, "Choosing a routing policy".)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// It is the only one.
    Only,
    /// By its share.
    Weight(u8),
    /// Before a secondary one.
    Primary,
    /// Where there is no primary one.
    Secondary,
    /// It is one of several answers.
    Several,
}

/// What a record set says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The data of its records.
    Records(Vec<Vec<u8>>),
    /// What another name says.
    Alias(Vec<u8>),
}
