//! What the service keeps in the store. Hosted zones are served from these.

mod change;
mod delegation_set;
mod health_check;
mod set;
mod zone;

pub(crate) use change::ChangeRecord;
pub(crate) use delegation_set::DelegationSetRecord;
pub(crate) use health_check::UsedReference;
pub use health_check::{Endpoint, EndpointKind, HealthCheckRecord, Subject};
pub use set::{Alias, RecordSet, Routing};
pub use zone::{VpcName, ZoneRecord, ZoneVpc};

/// The index of zones, delegation sets and health checks by what their callers called them.
pub(crate) const BY_REFERENCE: &str = "reference";
/// The index of zones by their name.
pub(crate) const BY_NAME: &str = "name";
/// The index of private zones by their VPCs.
pub(crate) const BY_VPC: &str = "vpc";
/// The index of private zones by the VPCs that may be associated with them.
pub(crate) const AUTHORIZED: &str = "authorized";
/// The index of zones by the reusable delegation sets that they have.
pub(crate) const BY_DELEGATION_SET: &str = "delegation_set";
