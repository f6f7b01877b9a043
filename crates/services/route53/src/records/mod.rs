//! What the service keeps in the store. Hosted zones are served from these.

mod change;
mod set;
mod zone;

pub(crate) use change::ChangeRecord;
pub use set::{Alias, RecordSet, Routing};
pub use zone::ZoneRecord;

/// The index of zones by what their callers called them.
pub(crate) const BY_REFERENCE: &str = "reference";
/// The index of zones by their name.
pub(crate) const BY_NAME: &str = "name";
