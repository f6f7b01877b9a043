//! What a rule asks of a request. (ELB User Guide for Application Load Balancers, "Condition types for
//! listener rules".)

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// A condition: one of its values must match. `*` stands for any text and `?` for one character.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// `host-header`.
    Host(Vec<String>),
    /// `path-pattern`.
    Path(Vec<String>),
    /// `http-header`: the name and patterns for its value.
    Header(String, Vec<String>),
    /// `http-request-method`.
    Method(Vec<String>),
    /// `query-string`: keys, or any, and patterns for their values.
    Query(Vec<(Option<String>, String)>),
    /// `source-ip`.
    SourceIp(Vec<IpNet>),
}
