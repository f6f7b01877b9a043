//! Opens the port by which metrics are counted. No decision needs a metric.

use std::sync::Arc;

use bartizan_service::store::{Change, Reader};
use bartizan_service::{Directory, Ports, Projection};

use crate::counters::Counters;

/// Opens the port of the service.
#[derive(Debug, Default)]
pub struct CloudWatchProjection(Arc<Counters>);

impl Projection for CloudWatchProjection {
    fn offer(&self, ports: &mut Ports) {
        ports.metrics = Some(self.0.clone());
    }

    fn load(&self, _: &Reader<'_>, _: &mut Directory) -> Result<(), String> {
        Ok(())
    }

    fn apply(&self, _: &[Change], _: &Reader<'_>, _: &mut Directory) -> Result<(), String> {
        Ok(())
    }
}
