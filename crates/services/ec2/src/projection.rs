//! What opens the ports of the service. Decisions need none of its facts but those that its own rules
//! read.

use std::sync::Arc;

use bartizan_service::{Ports, Projection};

use crate::instance;
use crate::port::Port;

/// Opens the ports to networks and to hosts.
#[derive(Debug, Default)]
pub struct Ec2Projection;

impl Projection for Ec2Projection {
    fn offer(&self, ports: &mut Ports) {
        ports.networks = Some(Arc::new(Port));
        ports.hosts = Some(instance::host::port());
    }
}
