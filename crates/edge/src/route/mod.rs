//! A configuration compiled: from a request's port, host and head to what is done with it.

mod action;
mod compile;
mod condition;
mod group;
mod leaving;
mod pattern;
mod table;

pub(crate) use action::{Action, location};
pub(crate) use condition::{Condition, Question, host_name};
pub(crate) use group::{Group, StickyCookie, Target};
pub use group::{TargetState, TargetStatus};
pub(crate) use leaving::{Over, status as leaving_status};
pub(crate) use pattern::wildcard;
pub(crate) use table::{Listener, Routes, is_balancers, is_given};

use thiserror::Error;

/// A listener that cannot be served: its clients are answered 503 until it can.
#[derive(Debug, Error)]
#[error("the listener `{listener_arn}` cannot be served: {error}")]
pub struct Unserved {
    /// The listener.
    pub listener_arn: String,
    /// Why.
    pub error: ConfigError,
}

/// Why something of a configuration cannot be served.
#[derive(Debug, Clone, Error)]
pub enum ConfigError {
    /// A pattern is no regular expression.
    #[error("the pattern `{0}` cannot be used: {1}")]
    Pattern(String, regex::Error),
    /// A rule names a group that is not there.
    #[error("there is no target group `{0}`")]
    UnknownGroup(String),
    /// A certificate or its key cannot be used.
    #[error("the certificate `{0}` cannot be used: {1}")]
    Certificate(String, String),
    /// A listener for HTTPS has no certificate.
    #[error("the listener `{0}` has no certificate")]
    NoCertificate(String),
}
