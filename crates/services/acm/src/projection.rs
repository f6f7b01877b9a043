//! Opens the port to server certificates. No decision needs one.

use std::fmt;
use std::sync::{Arc, OnceLock};

use bartizan_service::{Ports, Projection, Vault};

use crate::port::Keeper;

/// Opens the port of the service.
#[derive(Default)]
pub struct CertificatesProjection(OnceLock<Vault>);

impl fmt::Debug for CertificatesProjection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CertificatesProjection")
    }
}

impl Projection for CertificatesProjection {
    fn use_vault(&self, vault: &Vault) {
        // It is handed over once.
        let _ = self.0.set(vault.clone());
    }

    fn offer(&self, ports: &mut Ports) {
        if let Some(vault) = self.0.get() {
            ports.add_server_certificates(Arc::new(Keeper(vault.clone())));
        }
    }
}
