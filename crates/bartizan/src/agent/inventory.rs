//! What is seen of a host: its packages, its kernel, and the sockets that something listens at.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use aws_lc_rs::digest::{Context, SHA256};
use bartizan_service::{HostInventory, ListeningSocket};
use bartizan_types::Timestamp;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::disk::{Disk, TEXT_BYTES_MAX};
use super::holders::Holders;
use super::looking::{LeftOut, Looking};
use super::sockets::Sockets;
use crate::error::CliError;

/// The most that is told of sockets, as the server takes them.
const SOCKETS_MAX: usize = 10_000;
/// How long an inventory may be, compressed: the server takes reports with no more than that.
const PACKED_BYTES_MAX: usize = 2 << 20;
/// How long is waited before the disk is looked through again, where it could not be.
const FAILED_LOOK_REST: Duration = Duration::from_mins(5);

/// A host that is looked at again and again.
pub(super) struct Watched {
    root: PathBuf,
    /// None before it was looked through.
    disk: Option<Disk>,
    looking: Option<Looking>,
    left_out: LeftOut,
    failed: Option<Instant>,
    sockets: Sockets,
    holders: Holders,
    listening: Vec<ListeningSocket>,
    kernel: String,
}

impl Watched {
    /// A host whose files are below this root.
    ///
    /// # Errors
    /// There is no such folder.
    pub(super) fn new(root: &Path) -> Result<Self, CliError> {
        let root = root.canonicalize().map_err(CliError::file(root))?;
        if !root.is_dir() {
            return Err(CliError::Usage(format!("{} is no folder", root.display())));
        }
        Ok(Self {
            holders: Holders::new(root.clone()),
            root,
            disk: None,
            looking: None,
            left_out: LeftOut::new(),
            failed: None,
            sockets: Sockets::default(),
            listening: Vec::new(),
            kernel: rustix::system::uname().release().to_string_lossy().into_owned(),
        })
    }

    /// Looks at what may have changed; tells by what the state of the host is known, once its disk was looked
    /// through. That goes on beside.
    ///
    /// # Errors
    /// The disk could not be looked through, or the kernel's tables cannot be read.
    pub(super) fn look(&mut self) -> Result<Option<String>, CliError> {
        let looked = self.looking.as_ref().and_then(Looking::answer);
        looked.map(|looked| self.take(looked)).transpose()?;
        if self.looking.is_none() && self.is_due(Instant::now()) {
            self.looking = Some(Looking::begin(&self.root, self.left_out.clone())?);
        }
        if self.disk.is_none() {
            return Ok(None);
        }
        self.look_at_sockets()?;
        self.version().map(Some)
    }

    /// Looks as [`Self::look`] does, and waits for the disk.
    ///
    /// # Errors
    /// As of [`Self::look`].
    pub(super) fn look_and_wait(&mut self) -> Result<String, CliError> {
        loop {
            if let Some(version) = self.look()? {
                return Ok(version);
            }
            self.rest(FAILED_LOOK_REST)?;
        }
    }

    /// Rests as long as that, or until the disk was looked through.
    ///
    /// # Errors
    /// The disk could not be looked through.
    pub(super) fn rest(&mut self, most: Duration) -> Result<(), CliError> {
        let Some(looking) = &self.looking else {
            std::thread::sleep(most);
            return Ok(());
        };
        looking.wait(most).map_or(Ok(()), |looked| self.take(looked))
    }

    fn take(
        &mut self,
        (disk, left_out): (Result<Disk, CliError>, LeftOut),
    ) -> Result<(), CliError> {
        (self.looking, self.left_out) = (None, left_out);
        self.failed = disk.is_err().then(Instant::now);
        self.disk = Some(disk?);
        self.holders.forget_packages();
        Ok(())
    }

    fn is_due(&mut self, now: Instant) -> bool {
        let rests = |failed| now.saturating_duration_since(failed) < FAILED_LOOK_REST;
        !self.failed.is_some_and(rests) && self.disk.as_mut().is_none_or(|disk| disk.is_due(now))
    }

    fn look_at_sockets(&mut self) -> Result<(), CliError> {
        let failed = |error| CliError::Failed(format!("sockets cannot be listed: {error}"));
        let mut sockets = self.sockets.look().map_err(failed)?;
        if sockets.len() > SOCKETS_MAX {
            tracing::warn!(sockets = sockets.len(), "there are more sockets than are told");
            sockets.truncate(SOCKETS_MAX);
        }
        let inodes: BTreeSet<u64> = sockets.iter().map(|socket| socket.inode).collect();
        self.holders.look(&inodes);
        let installed = self.disk.as_ref().map(|disk| &disk.installed);
        self.listening = sockets
            .into_iter()
            .map(|socket| {
                let holder = self.holders.of(socket.inode);
                let package = holder.and_then(|holder| holder.package.as_ref());
                ListeningSocket {
                    transport: socket.transport,
                    address: socket.address,
                    port: socket.port,
                    program: holder
                        .map(|holder| holder.program.clone())
                        .filter(|program| program.len() <= TEXT_BYTES_MAX),
                    package: package.and_then(|name| installed?.get(name).cloned()),
                }
            })
            .collect();
        // Sockets that share a port, as those of several workers, are one.
        self.listening.dedup();
        Ok(())
    }

    fn version(&self) -> Result<String, CliError> {
        let mut context = Context::new(&SHA256);
        if let Some(disk) = &self.disk {
            context.update(&disk.digest);
            context.update(&serde_json::to_vec(&disk.system).map_err(CliError::failed)?);
        }
        let rest = (&self.kernel, &self.listening);
        context.update(&serde_json::to_vec(&rest).map_err(CliError::failed)?);
        Ok(hex::encode(context.finish()))
    }

    /// How many packages and sockets are told.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.disk.as_ref().map_or(0, |disk| disk.packages.len()), self.listening.len())
    }

    /// What was seen, as the server takes it: JSON, compressed. Of packages that take too much even so the
    /// first are told, which are the host's own.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn packed(&mut self, instance: &str, taken: Timestamp) -> Result<Vec<u8>, CliError> {
        let disk = self.disk.get_or_insert_default();
        let mut inventory = HostInventory {
            instance: instance.to_owned(),
            taken,
            system: disk.system.clone(),
            kernel: Some(self.kernel.clone()),
            // They go there and back: there may be many.
            packages: std::mem::take(&mut disk.packages),
            sockets: self.listening.clone(),
        };
        let mut untold = Vec::new();
        let packed = loop {
            let packed = compressed(&inventory);
            let count = inventory.packages.len();
            match &packed {
                Ok(bytes) if bytes.len() > PACKED_BYTES_MAX && count > 0 => {
                    untold.push(inventory.packages.split_off(count / 2));
                }
                _ => break packed,
            }
        };
        if !untold.is_empty() {
            let (told, count) =
                (inventory.packages.len(), untold.iter().map(Vec::len).sum::<usize>());
            tracing::warn!(
                told,
                untold = count,
                "there are more packages than a report has room for"
            );
        }
        disk.packages = inventory.packages;
        disk.packages.extend(untold.into_iter().rev().flatten());
        packed
    }
}

fn compressed(inventory: &HostInventory) -> Result<Vec<u8>, CliError> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    serde_json::to_writer(&mut encoder, inventory).map_err(CliError::failed)?;
    encoder.finish().map_err(CliError::failed)
}

#[cfg(test)]
mod tests;
