//! What is known of a type of findings.

use super::Role;
use super::kind::Kind;

/// What is known of a type.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// The type.
    pub kind: Kind,
    /// GuardDuty's name.
    pub name: &'static str,
    /// How bad it is where the resource did it.
    pub actor: Severity,
    /// How bad it is where it was done to the resource.
    pub target: Severity,
    /// What it is found in.
    pub stream: Stream,
    /// What is watched.
    pub watches: &'static str,
    /// What to do about it.
    pub remediation: &'static str,
    /// Whether GuardDuty documents it ("GuardDuty EC2 finding types", GuardDuty User Guide); the others
    /// are Bartizan's own.
    pub documented: bool,
}

impl About {
    /// How bad it is for this role.
    pub fn severity(&self, role: Role) -> Severity {
        match role {
            Role::Actor => self.actor,
            Role::Target => self.target,
        }
    }
}

/// How bad a finding is, in GuardDuty's steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something was tried, and nothing came of it.
    Low,
    /// Something is not as usual.
    Medium,
    /// A resource is used by somebody else.
    High,
    /// Signs of several kinds make an attack under way.
    Critical,
}

impl Severity {
    /// GuardDuty's number.
    pub fn number(self) -> f32 {
        match self {
            Self::Low => 2.0,
            Self::Medium => 5.0,
            Self::High => 8.0,
            Self::Critical => 9.0,
        }
    }
}

/// A stream of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Flows.
    Flow,
    /// DNS queries.
    Dns,
    /// Calls of APIs.
    Activity,
}

/// A type that GuardDuty documents.
pub(super) const fn about(
    kind: Kind,
    name: &'static str,
    [actor, target]: [Severity; 2],
    stream: Stream,
    watches: &'static str,
    remediation: &'static str,
) -> About {
    About { kind, name, actor, target, stream, watches, remediation, documented: true }
}
