//! What the service keeps in the store. Hosted zones are served from these.

mod change;
mod health_check;
mod set;
mod zone;

pub(crate) use change::ChangeRecord;
pub(crate) use health_check::UsedReference;
pub use health_check::{Endpoint, EndpointKind, HealthCheckRecord, Subject};
pub use set::{Alias, RecordSet, Routing};
pub use zone::ZoneRecord;

/// The index of zones and health checks by what their callers called them.
pub(crate) const BY_REFERENCE: &str = "reference";
/// The index of zones by their name.
pub(crate) const BY_NAME: &str = "name";
