//! Opens the port by which metrics are counted. No decision needs a metric.

use std::sync::Arc;

use bartizan_service::{Ports, Projection};

use crate::counters::Counters;

/// Opens the port of the service.
#[derive(Debug, Default)]
pub struct CloudWatchProjection(Arc<Counters>);

impl Projection for CloudWatchProjection {
    fn offer(&self, ports: &mut Ports) {
        ports.metrics = Some(self.0.clone());
    }
}
