//! Amazon Inspector: which accounts are scanned for what, who decides that for an organization, and what
//! was found.

mod assessment;
mod cis;
mod configuration;
mod coverage;
mod deep;
mod document;
mod error;
mod filter;
mod finding;
mod inventory;
mod joining;
mod look;
mod members;
mod operations;
mod organization;
mod projection;
mod records;
mod report;
mod rules;
mod scan;
mod scanned;
mod shapes;
mod tags;
mod usage;
mod vulnerability;

pub use assessment::resources::{Disk, Instance, Resources};
pub use assessment::{Assessments, Assessor, Follower, forget_closed};
pub use cis::{CheckedDisk, CisFollower, CisScans, Disks, UncheckedDisk};
pub use joining::keep_up;
pub use projection::InspectorProjection;
pub use report::write_due;
pub use usage::count_usage;

use std::fmt;
use std::sync::Arc;

use bartizan_service::store::Reader;
use bartizan_service::{AdvisoryFile, Call, LongWork};

use crate::error::InspectorError;

/// The service.
#[derive(Clone, Default)]
pub struct Inspector {
    advisories: Option<Arc<dyn AdvisoryFile>>,
    walks: Arc<LongWork>,
    searched: Arc<vulnerability::Searched>,
}

impl Inspector {
    /// The service over a file of advisories; without one, it refuses to search for vulnerabilities.
    pub fn new(advisories: Option<Arc<dyn AdvisoryFile>>) -> Self {
        Self { advisories, ..Self::default() }
    }

    /// Reads one state of the store in the line of the caller's account.
    async fn read<R: Send + 'static>(
        &self,
        call: &Call,
        read: impl FnOnce(&Reader<'_>) -> Result<R, InspectorError> + Send + 'static,
    ) -> Result<R, InspectorError> {
        self.walks.read(call, read).await
    }
}

impl fmt::Debug for Inspector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inspector").finish_non_exhaustive()
    }
}
