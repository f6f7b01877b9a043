//! The way to the server: its addresses, as its name was resolved last, kept for when it cannot be.

use std::net::{SocketAddr, ToSocketAddrs as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::identity::{self, FILE_BYTES_MAX};
use crate::client;
use crate::data_folder::write_private;
use crate::error::CliError;

/// How long addresses are taken as they are before the name is resolved again.
const RESOLVED_EVERY: Duration = Duration::from_mins(1);

/// How long the resolver is waited for where earlier addresses are known.
const RESOLVER_PATIENCE: Duration = Duration::from_secs(2);

/// The way to the server.
pub(super) struct Way {
    file: PathBuf,
    kept: Kept,
    resolving: Option<Receiver<Vec<SocketAddr>>>,
    resolved: Option<Instant>,
}

/// What of it is kept in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    host: String,
    port: u16,
    addresses: Vec<SocketAddr>,
}

impl Way {
    /// The way to an endpoint, as it was last.
    ///
    /// # Errors
    /// It is no endpoint.
    pub(super) fn open(folder: &Path, endpoint: &str) -> Result<Self, CliError> {
        let (host, port) = client::place(endpoint)?;
        let file = folder.join("server.json");
        let kept = identity::read(&file, FILE_BYTES_MAX).ok();
        let kept = kept.and_then(|text| serde_json::from_slice(&text).ok());
        let kept = kept.filter(|kept: &Kept| kept.host == host && kept.port == port);
        let kept = kept.unwrap_or(Kept { host, port, addresses: Vec::new() });
        Ok(Self { file, kept, resolving: None, resolved: None })
    }

    /// The addresses that are known. Names are resolved beside: where the host's resolver does not answer, that
    /// takes long.
    pub(super) fn addresses(&mut self) -> &[SocketAddr] {
        if let Some(resolving) = &self.resolving {
            match resolving.try_recv() {
                Ok(found) => self.take(found),
                Err(TryRecvError::Disconnected) => self.resolving = None,
                Err(TryRecvError::Empty) => {}
            }
        }
        let is_due = self.resolved.is_none_or(|last| last.elapsed() >= RESOLVED_EVERY);
        if is_due && self.resolving.is_none() {
            self.resolved = Some(Instant::now());
            if self.kept.addresses.is_empty() {
                self.take(resolve(&self.kept.host, self.kept.port));
            } else {
                self.begin();
            }
        }
        &self.kept.addresses
    }

    fn begin(&mut self) {
        let (sender, receiver) = sync_channel(1);
        let (host, port) = (self.kept.host.clone(), self.kept.port);
        let thread = std::thread::Builder::new().name("resolve".to_owned());
        let begun = thread.spawn(move || {
            // Nobody waits for it when the agent ends.
            let _ = sender.send(resolve(&host, port));
        });
        match receiver.recv_timeout(RESOLVER_PATIENCE) {
            Ok(found) => self.take(found),
            Err(_) => self.resolving = begun.is_ok().then_some(receiver),
        }
    }

    fn take(&mut self, mut found: Vec<SocketAddr>) {
        self.resolving = None;
        found.sort();
        found.dedup();
        // A name that is not resolved now stays what it was.
        if found.is_empty() || found == self.kept.addresses {
            return;
        }
        self.kept.addresses = found;
        let kept = serde_json::to_vec(&self.kept)
            .map_err(CliError::failed)
            .and_then(|text| write_private(&self.file, &text).map_err(CliError::file(&self.file)));
        if let Err(error) = kept {
            tracing::warn!(%error, "the server's addresses are not kept");
        }
    }
}

fn resolve(host: &str, port: u16) -> Vec<SocketAddr> {
    (host, port).to_socket_addrs().map(Iterator::collect).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_addresses_serve_where_a_name_is_not_resolved() {
        let folder = tempfile::tempdir().unwrap();
        let mut way = Way::open(folder.path(), "http://127.0.0.1:4566").unwrap();
        assert_eq!(way.addresses(), ["127.0.0.1:4566".parse().unwrap()]);
        let endpoint = "https://bartizan.invalid";
        let mut way = Way::open(folder.path(), endpoint).unwrap();
        assert_eq!(way.kept.addresses, [], "of another server nothing is known");
        way.resolved = Some(Instant::now());
        let known: Vec<SocketAddr> = vec!["192.0.2.1:443".parse().unwrap()];
        way.take(vec![known[0], known[0]]);
        way.take(Vec::new());
        assert_eq!(way.addresses(), known);
        let mut again = Way::open(folder.path(), endpoint).unwrap();
        assert_eq!(again.kept.addresses, known);
        let found: Vec<SocketAddr> = vec!["192.0.2.2:443".parse().unwrap()];
        again.take(found.clone());
        assert_eq!(Way::open(folder.path(), endpoint).unwrap().kept.addresses, found);
    }
}
