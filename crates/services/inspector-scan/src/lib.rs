//! Amazon Inspector Scan: what is vulnerable of a software bill of materials, by the operator's file of
//! advisories.

mod assessed;
mod bill;
mod cyclonedx;
mod error;
mod inspector;
mod operations;
mod scan;
mod shapes;

use std::fmt;
use std::sync::Arc;

use bartizan_service::AdvisoryFile;

/// The service.
#[derive(Clone, Default)]
pub struct InspectorScan {
    advisories: Option<Arc<dyn AdvisoryFile>>,
}

impl InspectorScan {
    /// The service over a file of advisories; without one, it refuses to scan.
    pub fn new(advisories: Option<Arc<dyn AdvisoryFile>>) -> Self {
        Self { advisories }
    }
}

impl fmt::Debug for InspectorScan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InspectorScan").finish_non_exhaustive()
    }
}
