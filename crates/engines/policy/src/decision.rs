//! A decision, and which layer made it.

use serde::Serialize;

/// What a decision comes to, named as the simulator names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Outcome {
    /// Allowed.
    Allowed,
    /// Some layer that had to allow did not.
    ImplicitlyDenied,
    /// A statement denied.
    ExplicitlyDenied,
}

/// A group of policies that speak in a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Layer {
    /// The caller's identity policies.
    Identity,
    /// The caller's permissions boundary.
    Boundary,
    /// The session policies.
    Session,
    /// The policy of the resource, or the trust policy of a role.
    Resource,
    /// Service control policies.
    ServiceControl,
    /// Resource control policies.
    ResourceControl,
    /// VPC endpoint policies.
    Endpoint,
}

/// Which statement of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct StatementRef {
    /// The level for service and resource control policies, root first; 0 elsewhere.
    pub level: u32,
    /// The policy in its list.
    pub policy: u32,
    /// The statement in the policy.
    pub statement: u32,
}

/// What made a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Reason {
    /// A statement of this layer allowed, and nothing stood against it.
    Allow(Layer, StatementRef),
    /// The root user, who needs no identity policy, or a federated session of it.
    RootUser,
    /// A KMS grant.
    Grant,
    /// The operation needs no permission.
    NoPermissionNeeded,
    /// No statement of this layer allowed.
    NoAllow(Layer),
    /// No service or resource control policy allowed at this level, root being 0.
    NoAllowAtLevel(Layer, u32),
    /// A statement denied.
    Deny(Layer, StatementRef),
    /// The caller's account, or the one that owns the resource, is closed.
    ClosedAccount,
}

/// A decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Decision {
    /// What it comes to.
    pub outcome: Outcome,
    /// What made it.
    pub reason: Reason,
}

impl Decision {
    /// Whether the request may go on.
    pub fn is_allowed(self) -> bool {
        self.outcome == Outcome::Allowed
    }

    pub(crate) const fn allow(reason: Reason) -> Self {
        Self { outcome: Outcome::Allowed, reason }
    }

    pub(crate) const fn implicit(reason: Reason) -> Self {
        Self { outcome: Outcome::ImplicitlyDenied, reason }
    }

    pub(crate) const fn deny(layer: Layer, statement: StatementRef) -> Self {
        Self { outcome: Outcome::ExplicitlyDenied, reason: Reason::Deny(layer, statement) }
    }
}
