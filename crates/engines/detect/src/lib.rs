//! Threats found in records.
//!
//! Records of three streams have one normal form each: flows, DNS queries, and activity, which is calls of
//! APIs by principals. Readers take AWS's text formats from bytes. Detectors
//! take records in a stream, keep bounded state, and answer findings with what made them.
//!
//! Pure: nothing here opens a file or a socket or reads a clock. Times are those of the records.

mod activity;
mod dns;
mod finding;
mod flow;
pub mod lists;
pub mod read;
pub mod record;
mod state;

pub use activity::ActivityDetectors;
pub use dns::{DnsDetectors, DnsLimits, DnsSurroundings, Look, look};
pub use finding::{
    About, Evidence, Finding, Kind, REGISTRY, Resource, Role, Severity, Stream, Subject,
};
pub use flow::{FlowDetectors, Limits, Surroundings};
pub use state::Damaged;
