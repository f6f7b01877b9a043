//! CloudTrail: who did what. The events come from the road; this service shows them, and delivers
//! them to the buckets of trails with digests that an auditor can verify.

mod delivery;
mod digest;
mod error;
mod event;
mod event_configuration;
mod insights;
mod lake;
mod lookup;
mod operations;
mod organization;
mod portion;
mod public_keys;
mod records;
mod rules;
mod selection;
mod selectors;
mod shapes;
mod tags;
mod trail;

pub use delivery::{Schedule, deliver};
pub use lake::{
    Apart, CloudTrailProjection, Limits, forget_queries, ingest, requeue_queries, run_next_query,
    work_on_query,
};

/// The service.
#[derive(Debug, Default)]
pub struct CloudTrail;

/// The principal that writes to the buckets of trails. (CloudTrail User Guide, "Amazon S3 bucket
/// policy for CloudTrail".)
const PRINCIPAL: &str = "cloudtrail.amazonaws.com";
