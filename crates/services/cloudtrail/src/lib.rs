//! CloudTrail: who did what. The events come from the road; this service shows them.

mod error;
mod event;
mod lookup;
mod operations;
mod shapes;

pub use operations::OPERATIONS;

/// The service.
#[derive(Debug, Default)]
pub struct CloudTrail;
