//! The port to inventories of hosts: who sees a host says what is on it, and who assesses keeps that.

use std::net::IpAddr;

use bartizan_store::Writer;
use bartizan_types::{Fault, Timestamp};
use serde::{Deserialize, Serialize};

use crate::NetworkPlace;

/// What was seen of an instance at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostInventory {
    /// The id of the instance, `i-…`.
    pub instance: String,
    /// When it was seen.
    pub taken: Timestamp,
    /// What it runs.
    pub system: OperatingSystem,
    /// The release of the kernel that runs, as `uname -r` tells it.
    pub kernel: Option<String>,
    /// The packages that are installed.
    pub packages: Vec<HostPackage>,
    /// The sockets that something listens at.
    pub sockets: Vec<ListeningSocket>,
}

/// An operating system.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatingSystem {
    /// Its `ID` of os-release(5), as `debian`.
    pub id: String,
    /// Its `VERSION_ID`, as `12`; empty where it has none.
    pub version: String,
    /// The architecture, as `x86_64`.
    pub architecture: String,
}

/// A package that is installed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostPackage {
    /// Its package URL, with its version; of a package of a distribution with `distro`, and with
    /// `upstream` for its source, as `bartizan_assess::inventory::Package::purl` writes them.
    pub purl: String,
    /// Where it was found, below the root of the host: the database of a package manager, or the file
    /// that lists it.
    pub path: String,
}

/// A socket that something listens at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListeningSocket {
    /// How it is reached.
    pub transport: Transport,
    /// Its address; an unspecified one stands for all of the host.
    pub address: IpAddr,
    /// Its port.
    pub port: u16,
    /// The program that listens, by its path.
    pub program: Option<String>,
    /// The package URL of the package that the program is of, as it stands among the packages.
    pub package: Option<String>,
}

/// How a socket is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// By TCP.
    Tcp,
    /// By UDP.
    Udp,
}

/// An inventory that its keeper takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedInventory {
    /// What was seen.
    pub inventory: HostInventory,
    /// The digest of what was seen, whenever that was.
    pub digest: String,
}

/// Who keeps inventories. Changes are of the caller's transaction; what follows from them comes after
/// its commit.
pub trait Inventories: Send + Sync {
    /// Looks at an inventory before the transaction that hands it in: the larger it is, the longer that takes.
    ///
    /// # Errors
    /// There is too much of something, or a text is too long: `ValidationException`.
    fn check(&self, inventory: HostInventory) -> Result<CheckedInventory, Fault>;

    /// Takes what was seen of an instance of an account in a region, instead of what was seen before.
    /// Whether the instance is there is not asked: one that is not has no findings.
    ///
    /// # Errors
    /// The store's fault.
    fn hand_in(
        &self,
        writer: &mut Writer<'_>,
        place: &NetworkPlace,
        checked: &CheckedInventory,
    ) -> Result<(), Fault>;

    /// Forgets what was seen of an instance.
    ///
    /// # Errors
    /// The store's fault.
    fn withdraw(
        &self,
        writer: &mut Writer<'_>,
        place: &NetworkPlace,
        instance: &str,
    ) -> Result<(), Fault>;
}
