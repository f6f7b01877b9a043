//! What a rule does with a request. (ELB User Guide for Application Load Balancers, "Rule action
//! types".)

use serde::{Deserialize, Serialize};

/// An action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// The request is sent to a target.
    Forward(Forward),
    /// The client is sent elsewhere.
    Redirect(Redirect),
    /// It is answered so.
    Fixed(FixedResponse),
}

/// Where a request is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forward {
    /// The target groups' ARNs with their weights.
    pub groups: Vec<(String, u32)>,
    /// For how many seconds a client stays with its group, where it does.
    pub stickiness_seconds: Option<u32>,
}

/// Where a client is sent. `#{protocol}` and its kin stand for those of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redirect {
    /// `HTTP`, `HTTPS` or `#{protocol}`.
    pub protocol: String,
    /// The host.
    pub host: String,
    /// The port.
    pub port: String,
    /// The path, with its slash.
    pub path: String,
    /// The query, without its question mark.
    pub query: String,
    /// 301 or 302.
    pub status: u16,
}

/// An answer of the rule's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixedResponse {
    /// The status.
    pub status: u16,
    /// The type of the body.
    pub content_type: String,
    /// The body.
    pub body: String,
}

impl Action {
    /// The ARNs of the target groups that it forwards to.
    pub fn groups(&self) -> Vec<&String> {
        match self {
            Self::Forward(forward) => forward.groups.iter().map(|(arn, _)| arn).collect(),
            Self::Redirect(_) | Self::Fixed(_) => Vec::new(),
        }
    }
}
