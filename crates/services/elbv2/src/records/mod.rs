//! What the service keeps in the store. The edge is made of these.

mod action;
mod balancer;
mod condition;
mod group;
mod listener;

pub use action::{Action, FixedResponse, Forward, Redirect};
pub use balancer::{BalancerRecord, Subnet};
pub use condition::Condition;
pub use group::{GroupRecord, HealthCheck, Target};
pub use listener::{ListenerRecord, RuleRecord};

/// The index of listeners and rules by the target groups that they forward to, by the group's ARN.
pub(crate) const BY_GROUP: &str = "group";
/// The index of balancers and groups by their name.
pub(crate) const BY_NAME: &str = "name";
