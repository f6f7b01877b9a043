//! Amazon GuardDuty: which accounts are watched, what is trusted and what is a threat there, and what was
//! found in their records. Records come by an API of Bartizan's own, `records`.

mod criteria;
mod detector;
mod document;
mod error;
mod features;
mod filter;
mod finding;
mod lists;
mod operations;
mod rules;
mod scan;
mod shapes;
mod tags;
mod watch;

pub use finding::{forget_findings, publish_repeated};
pub use watch::{DetectionProjection, RecordsApi, follow_activity};

use std::sync::Arc;

use bartizan_service::LongWork;

use self::watch::Watch;

/// The service. Clones watch the same accounts.
#[derive(Debug, Clone, Default)]
pub struct GuardDuty {
    walks: Arc<LongWork>,
    watch: Arc<Watch>,
}
