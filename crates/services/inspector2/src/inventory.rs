//! What was seen of hosts and is on disks, as it is kept.

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_service::store::{Key, Reader, Record, StoreError, Writer};
use bartizan_service::{CheckedInventory, HostInventory, Inventories, NetworkPlace};
use bartizan_types::{AccountId, Fault, Timestamp};
use serde::{Deserialize, Serialize};

/// How many packages a host may have.
const PACKAGES_MAX: usize = 50_000;
/// How many sockets it may listen at.
const SOCKETS_MAX: usize = 10_000;
/// How long a text may be, in bytes.
const TEXT_BYTES_MAX: usize = 2048;

/// What was seen last of an instance, or is on the disk that an image is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct InventoryRecord {
    pub(crate) inventory: HostInventory,
}

/// What tells an inventory from the one before, without reading it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MarkRecord {
    /// The digest of what was seen.
    pub(crate) digest: String,
    /// When it was seen.
    pub(crate) taken: Timestamp,
    /// Of a disk, what tells it from the one that was there before.
    pub(crate) disk: Option<String>,
    /// Why a disk cannot be read.
    pub(crate) problem: Option<String>,
}

impl Record for MarkRecord {
    const COLLECTION: &'static str = "inspector2.inventory-mark";
}

impl Record for InventoryRecord {
    const COLLECTION: &'static str = "inspector2.inventory";
}

/// The key of the inventory of an instance, or of an image.
pub(crate) fn key(place: &NetworkPlace, id: &str) -> Key {
    Key::new(place.account, place.region.as_str(), id)
}

/// The marks of an account in a region, with the ids of what they are of.
pub(crate) fn marks(
    reader: &Reader<'_>,
    account: AccountId,
    region: &str,
) -> Result<Vec<(String, MarkRecord)>, StoreError> {
    let marks = crate::scan::all::<MarkRecord>(reader, account, region)?;
    Ok(marks.into_iter().map(|(key, mark)| (key.id, mark)).collect())
}

/// Keeps what was seen, and its mark.
pub(crate) fn keep(
    writer: &mut Writer<'_>,
    key: &Key,
    checked: &CheckedInventory,
    disk: Option<String>,
) -> Result<MarkRecord, StoreError> {
    let CheckedInventory { inventory, digest } = checked;
    let mark = MarkRecord { digest: digest.clone(), taken: inventory.taken, disk, problem: None };
    writer.put(key, &InventoryRecord { inventory: inventory.clone() })?;
    writer.put(key, &mark)?;
    Ok(mark)
}

/// Forgets both.
pub(crate) fn forget(writer: &mut Writer<'_>, key: &Key) -> Result<(), StoreError> {
    writer.delete::<InventoryRecord>(key)?;
    writer.delete::<MarkRecord>(key)?;
    Ok(())
}

/// An inventory with its digest.
pub(crate) fn digested(inventory: HostInventory) -> CheckedInventory {
    CheckedInventory { digest: digest_of(&inventory), inventory }
}

fn digest_of(inventory: &HostInventory) -> String {
    let seen = (&inventory.system, &inventory.kernel, &inventory.packages, &inventory.sockets);
    let bytes = serde_json::to_vec(&seen).unwrap_or_default();
    hex::encode(digest(&SHA256, &bytes))
}

/// The port.
#[derive(Debug)]
pub(crate) struct Port;

impl Inventories for Port {
    fn check(&self, inventory: HostInventory) -> Result<CheckedInventory, Fault> {
        check(&inventory)?;
        Ok(digested(inventory))
    }

    fn hand_in(
        &self,
        writer: &mut Writer<'_>,
        place: &NetworkPlace,
        checked: &CheckedInventory,
    ) -> Result<(), Fault> {
        keep(writer, &key(place, &checked.inventory.instance), checked, None)?;
        Ok(())
    }

    fn withdraw(
        &self,
        writer: &mut Writer<'_>,
        place: &NetworkPlace,
        instance: &str,
    ) -> Result<(), Fault> {
        Ok(forget(writer, &key(place, instance))?)
    }
}

fn check(inventory: &HostInventory) -> Result<(), Fault> {
    let refused = |what: String| Err(Fault::new("ValidationException", what, 400));
    for (count, most, what) in [
        (inventory.packages.len(), PACKAGES_MAX, "packages"),
        (inventory.sockets.len(), SOCKETS_MAX, "sockets"),
    ] {
        if count > most {
            return refused(format!("An inventory has at most {most} {what}."));
        }
    }
    let system = &inventory.system;
    let of_packages = inventory.packages.iter().flat_map(|one| [&one.purl, &one.path]);
    let of_sockets = inventory.sockets.iter().flat_map(|one| [&one.program, &one.package]);
    let mut texts = [&inventory.instance, &system.id, &system.version, &system.architecture]
        .into_iter()
        .chain(inventory.kernel.iter())
        .chain(of_packages)
        .chain(of_sockets.flatten());
    if texts.any(|text| text.len() > TEXT_BYTES_MAX) {
        return refused(format!("A text of an inventory has at most {TEXT_BYTES_MAX} bytes."));
    }
    if inventory.instance.is_empty() {
        return refused("An inventory is of an instance.".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use bartizan_service::{HostPackage, OperatingSystem};
    use bartizan_types::Timestamp;

    use super::*;

    fn inventory(packages: usize, purl: &str) -> HostInventory {
        let package = HostPackage { purl: purl.to_owned(), path: "lib/apk/db/installed".into() };
        HostInventory {
            instance: "i-1".to_owned(),
            taken: Timestamp::from_millis(0),
            system: OperatingSystem::default(),
            kernel: None,
            packages: vec![package; packages],
            sockets: Vec::new(),
        }
    }

    #[test]
    fn inventories_are_bounded() {
        let ok = "pkg:apk/alpine/busybox@1";
        assert!(check(&inventory(PACKAGES_MAX, ok)).is_ok());
        assert!(check(&inventory(PACKAGES_MAX + 1, ok)).is_err());
        assert!(check(&inventory(1, &"a".repeat(TEXT_BYTES_MAX + 1))).is_err());
        let nameless = HostInventory { instance: String::new(), ..inventory(1, ok) };
        assert!(check(&nameless).is_err());
    }
}
