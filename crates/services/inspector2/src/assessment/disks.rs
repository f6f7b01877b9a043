//! Disks of instances whose hosts send no inventory: each image is read when it appears, and when it was
//! changed.

use std::collections::{BTreeMap, BTreeSet};

use bartizan_service::store::{Key, Store};
use bartizan_service::{HostInventory, NetworkPlace};
use bartizan_types::{Fault, Timestamp};

use super::Budget;
use super::resources::{Instance, Resources};
use crate::inventory::{self, MarkRecord};

/// How many problems of a disk are told.
const PROBLEMS_MAX: usize = 10;

/// Reads the disks that are not known as they are, and keeps what is on them; whether there was time for
/// all.
pub(super) fn read(
    resources: &dyn Resources,
    store: &Store,
    place: &NetworkPlace,
    instances: &[Instance],
    marks: &mut BTreeMap<String, MarkRecord>,
    budget: &mut Budget,
    now: Timestamp,
) -> Result<bool, Fault> {
    let mut seen = BTreeSet::new();
    for instance in instances {
        let (Some(image), Some(disk)) = (&instance.image, &instance.disk) else { continue };
        if marks.contains_key(&instance.id) || !seen.insert(image.clone()) {
            continue;
        }
        let found = resources.mark(disk);
        let known = marks.get(image);
        if known.is_some_and(|known| known.disk == found) {
            continue;
        }
        if budget.is_over() {
            return Ok(false);
        }
        let mark = read_one(resources, store, place, (image, disk), found, now)?;
        marks.insert(image.clone(), mark);
        budget.spend();
    }
    forget_unused(store, place, instances, marks)?;
    Ok(true)
}

/// Whether an inventory of this id is of an image.
pub(super) fn is_image(id: &str) -> bool {
    id.starts_with("ami-")
}

/// Forgets the images that are the disk of no instance any more.
fn forget_unused(
    store: &Store,
    place: &NetworkPlace,
    instances: &[Instance],
    marks: &mut BTreeMap<String, MarkRecord>,
) -> Result<(), Fault> {
    let used: BTreeSet<&str> = instances.iter().filter_map(|one| one.image.as_deref()).collect();
    let is_unused = |id: &str| is_image(id) && !used.contains(id);
    let unused = marks.extract_if(.., |id, _| is_unused(id));
    let unused: Vec<Key> = unused.map(|(id, _)| inventory::key(place, &id)).collect();
    if unused.is_empty() {
        return Ok(());
    }
    store.write_blocking(move |writer| {
        for key in &unused {
            inventory::forget(writer, key)?;
        }
        Ok::<_, Fault>(())
    })
}

fn read_one(
    resources: &dyn Resources,
    store: &Store,
    place: &NetworkPlace,
    (image, disk): (&str, &str),
    found: Option<String>,
    now: Timestamp,
) -> Result<MarkRecord, Fault> {
    let key = inventory::key(place, image);
    match resources.read(disk) {
        Ok(read) => {
            for (path, problem) in read.problems.iter().take(PROBLEMS_MAX) {
                tracing::warn!(image, path, problem, "a file of an image cannot be assessed");
            }
            let seen = inventory::digested(HostInventory {
                instance: image.to_owned(),
                taken: now,
                system: read.system,
                kernel: None,
                packages: read.packages,
                sockets: Vec::new(),
            });
            Ok(store.write_blocking(move |writer| inventory::keep(writer, &key, &seen, found))?)
        }
        Err(problem) => {
            tracing::warn!(image, problem, "an image cannot be assessed");
            let mark = MarkRecord {
                digest: String::new(),
                taken: now,
                disk: found,
                problem: Some(problem),
            };
            let kept = mark.clone();
            store.write_blocking(move |writer| {
                inventory::forget(writer, &key)?;
                writer.put(&key, &kept)
            })?;
            Ok(mark)
        }
    }
}
