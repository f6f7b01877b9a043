//! AWS WAF: web ACLs, and the rule groups, IP sets and regex pattern sets that they use. What is
//! written is compiled at once, and refused if it cannot be; the edge asks
//! the [`Firewall`], which decides by what is in force.

mod api_key;
mod association;
mod candidate;
mod capacity;
mod compile;
mod data_protection;
mod distributions;
mod entity;
mod error;
mod firewall;
mod ip_set;
mod log;
mod log_filter;
mod logging;
mod managed;
mod mitigation;
mod operations;
mod path_statistics;
mod permission;
mod projection;
mod published;
mod records;
mod redaction;
mod references;
mod regex_set;
mod rule_group;
mod rules;
mod scope;
mod shapes;
mod tagging;
mod token_key;
mod traffic;
mod vendor;
mod web_acl;

pub use candidate::candidate;
pub use firewall::{Firewall, FirewallVerdict};
pub use log::Logging;
pub use projection::WafProjection;
pub use published::{Published, WebAcl};
pub use records::ASSOCIATIONS;
pub use token_key::keep_up_token_keys;
pub use vendor::end_versions;

/// The service.
#[derive(Debug, Default)]
pub struct Waf;
