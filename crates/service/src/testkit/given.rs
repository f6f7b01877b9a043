//! What other services would have brought into a world.

use std::sync::Arc;

use bartizan_store::{Change, Reader};

use crate::{Directory, Ports, Projection};

/// Facts that are there from the start and never change, and ports that are open.
pub trait Given: Send + Sync {
    /// Enters the facts.
    fn enter(&self, directory: &mut Directory) {
        let _ = directory;
    }

    /// Opens the ports.
    fn offer(&self, ports: &mut Ports) {
        let _ = ports;
    }
}

/// The projection that brings what is given.
pub fn given(what: impl Given + 'static) -> Arc<dyn Projection> {
    Arc::new(Fixed(what))
}

struct Fixed<G>(G);

impl<G: Given> Projection for Fixed<G> {
    fn offer(&self, ports: &mut Ports) {
        self.0.offer(ports);
    }

    fn load(&self, _reader: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
        self.0.enter(directory);
        Ok(())
    }

    fn apply(
        &self,
        _changes: &[Change],
        _reader: &Reader<'_>,
        _directory: &mut Directory,
    ) -> Result<(), String> {
        Ok(())
    }
}
