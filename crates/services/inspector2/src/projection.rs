//! What opens the port of the service. Decisions need none of its facts.

use std::sync::Arc;

use bartizan_service::{Ports, Projection};

use crate::inventory::Port;

/// Opens the port to inventories.
#[derive(Debug, Default)]
pub struct InspectorProjection;

impl Projection for InspectorProjection {
    fn offer(&self, ports: &mut Ports) {
        ports.inventories = Some(Arc::new(Port));
    }
}
