//! CloudTrail Lake: event data stores keep events beyond the event history, and are asked by SQL.
//! (CloudTrail User Guide, "Working with AWS CloudTrail Lake".)

mod billing;
mod intake;
mod packing;
mod page;
pub(crate) mod policy;
mod projection;
pub(crate) mod query;
mod records;
mod reference;
pub(crate) mod rules;
pub(crate) mod store;

pub use intake::{Limits, ingest};
pub use projection::CloudTrailProjection;
pub use query::{Apart, forget_queries, requeue_queries, run_next_query, work_on_query};
pub(crate) use records::EventDataStore;
pub(crate) use reference::{Reference, find, find_active};
