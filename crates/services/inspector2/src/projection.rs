//! What opens the ports of the service. Decisions need none of its facts.

use std::sync::Arc;

use bartizan_service::{Ports, Projection};

use crate::cis;
use crate::inventory::Port;

/// Opens the ports to inventories and to checks of hosts.
#[derive(Debug, Default)]
pub struct InspectorProjection;

impl Projection for InspectorProjection {
    fn offer(&self, ports: &mut Ports) {
        ports.inventories = Some(Arc::new(Port));
        ports.host_checks = Some(Arc::new(cis::Port));
    }
}
