//! What is assessed, as who knows it tells: instances, the network that they stand in, and their disks.

use std::collections::BTreeMap;

use bartizan_reach::Network;
use bartizan_service::store::{Key, Reader};
use bartizan_service::{HostPackage, NetworkPlace, OperatingSystem};
use bartizan_types::{Fault, Timestamp};
use serde::Serialize;

/// An instance.
#[derive(Debug, Clone, Serialize)]
pub struct Instance {
    /// Its id.
    pub id: String,
    /// The id of its image; none of a host.
    pub image: Option<String>,
    /// Where its disk lies, where it has one that can be read.
    pub disk: Option<String>,
    /// As `t3.micro`; none of a host.
    pub instance_type: Option<String>,
    /// The id of its VPC.
    pub vpc: String,
    /// The id of its subnet.
    pub subnet: String,
    /// Since when it is there.
    pub launched: Timestamp,
    /// The ids of its network interfaces.
    pub interfaces: Vec<String>,
    /// Its addresses.
    pub addresses: Vec<String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// What is on a disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Disk {
    /// What it runs, where that is told.
    pub system: OperatingSystem,
    /// The packages on it.
    pub packages: Vec<HostPackage>,
    /// What could not be read, each with its path and why.
    pub problems: Vec<(String, String)>,
}

/// Who knows what is to be assessed.
pub trait Resources: Send + Sync {
    /// The instances of an account in a region.
    ///
    /// # Errors
    /// The store's fault.
    fn instances(&self, reader: &Reader<'_>, place: &NetworkPlace) -> Result<Vec<Instance>, Fault>;

    /// The network that they stand in.
    ///
    /// # Errors
    /// The store's fault.
    fn network(&self, reader: &Reader<'_>, place: &NetworkPlace) -> Result<Network, Fault>;

    /// What tells a disk from the one that was there before, without reading it; nothing where there is
    /// none.
    fn mark(&self, disk: &str) -> Option<String>;

    /// Reads a disk, within bounds. It blocks.
    ///
    /// # Errors
    /// It cannot be read, told in a few words.
    fn read(&self, disk: &str) -> Result<Disk, String>;

    /// Whether a change of a collection may change what is assessed.
    fn concerns(&self, collection: &str) -> bool;

    /// The accounts and regions in which the change of a record of such a collection may do so, by the state
    /// after it: that of the record, and those whose networks reach into it.
    ///
    /// # Errors
    /// The store's fault.
    fn places(
        &self,
        reader: &Reader<'_>,
        collection: &str,
        key: &Key,
    ) -> Result<Vec<NetworkPlace>, Fault>;
}
