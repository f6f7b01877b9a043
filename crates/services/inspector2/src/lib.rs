//! Amazon Inspector: which accounts are scanned for what, and who decides that for an organization.

mod error;
mod joining;
mod look;
mod members;
mod operations;
mod organization;
mod records;
mod scanned;
mod shapes;

pub use joining::keep_up;

/// The service.
#[derive(Debug, Default)]
pub struct Inspector;
