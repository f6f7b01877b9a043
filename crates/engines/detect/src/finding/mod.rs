//! Findings: what was seen, on whom, and what made it.

mod about;
mod activity;
mod kind;
mod network;
mod registry;

use std::fmt::Write as _;

pub use about::{About, Severity, Stream};
pub use kind::Kind;
pub use registry::REGISTRY;

use crate::record::{Address, Flow, Label};

/// Something that an operator should look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Its type.
    pub kind: Kind,
    /// How bad it is, for this role.
    pub severity: Severity,
    /// Whether the resource did it, or had it done to it.
    pub role: Role,
    /// The resource of ours.
    pub resource: Resource,
    /// What it is about beside the resource.
    pub subject: Subject,
    /// What made it.
    pub evidence: Evidence,
}

/// What a resource has to do with a finding; as GuardDuty's `resourceRole`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// It did it.
    Actor,
    /// It was done to it.
    Target,
}

impl Role {
    /// GuardDuty's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Actor => "ACTOR",
            Self::Target => "TARGET",
        }
    }
}

/// Whose records it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Resource {
    /// The account.
    pub account: Label,
    /// The network interface, if records tell it.
    pub interface: Label,
    /// The instance, if records tell it.
    pub instance: Label,
    /// Its address.
    pub address: Address,
}

/// What a finding is about; a repeat about the same is the same finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Nothing but the resource.
    Itself,
    /// Another host.
    Host(Address),
    /// A port, of many hosts.
    Port(u16),
    /// A port of another host.
    Service(Address, u16),
    /// A domain.
    Domain(String),
    /// A principal, from session to session.
    Principal(String),
    /// A bucket, and the principal that changed it.
    Bucket(String, String),
}

/// What made a finding.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evidence {
    /// The time of the first record that counts.
    pub first: i64,
    /// The time of the last one.
    pub last: i64,
    /// The numbers that made it, by what they count.
    pub facts: Vec<(&'static str, u64)>,
    /// The flow that completed it. The others are those of the same resource, subject and times.
    pub flow: Option<Flow>,
    /// Names that were asked for, or operations that were called.
    pub names: Vec<String>,
    /// The calls that completed it, by the names of their records.
    pub events: Vec<String>,
}

impl Finding {
    /// What repeats have in common: a finding with the same key is the same one, seen again.
    pub fn key(&self) -> String {
        let Resource { account, interface, address, .. } = &self.resource;
        let mut key = self.kind.name().to_owned();
        let _ = write!(key, "|{}|{account}|{interface}|{address}|", self.role.as_str());
        let _ = match &self.subject {
            Subject::Itself => Ok(()),
            Subject::Host(address) => write!(key, "{address}"),
            Subject::Port(port) => write!(key, "{port}"),
            Subject::Service(address, port) => write!(key, "{address} {port}"),
            Subject::Domain(name) | Subject::Principal(name) => key.write_str(name),
            Subject::Bucket(bucket, principal) => write!(key, "{bucket} {principal}"),
        };
        key
    }
}
