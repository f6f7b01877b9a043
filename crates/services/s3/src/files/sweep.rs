//! Finding files of earlier runs that no record names.

use std::collections::HashSet;

use bartizan_store::{Key, Reader, Record, Store, StoreError};

use super::{FileId, Files};
use crate::records::{Manifest, Part, Version};

/// How many records are read at once.
const PAGE: usize = 1000;

/// Removes what no record names; how many files that were. Files of this run are left alone, for
/// their records may be on their way.
///
/// # Errors
/// The store or the folder cannot be read.
pub(crate) fn sweep(files: &Files, store: &Store) -> Result<usize, String> {
    let mut named = HashSet::new();
    // Parts go before manifests: completing an upload moves files from the one to the other.
    each::<Part>(store, |part| remember(&mut named, &part.file))?;
    each::<Manifest>(store, |manifest| {
        for part in &manifest.parts {
            remember(&mut named, &part.file);
        }
    })?;
    each::<Version>(store, |version| {
        if let Some(file) = version.file() {
            remember(&mut named, file);
        }
    })?;
    let mut removed = 0;
    for fan in std::fs::read_dir(&files.root).map_err(|error| error.to_string())? {
        let fan = fan.map_err(|error| error.to_string())?.path();
        for entry in std::fs::read_dir(fan).map_err(|error| error.to_string())? {
            let entry = entry.map_err(|error| error.to_string())?;
            let Some(number) = entry.file_name().to_str().and_then(number) else { continue };
            if number >> 64 != u128::from(files.run) && !named.contains(&number) {
                std::fs::remove_file(entry.path()).map_err(|error| error.to_string())?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

fn remember(named: &mut HashSet<u128>, file: &FileId) {
    named.extend(number(&file.0));
}

fn number(name: &str) -> Option<u128> {
    u128::from_str_radix(name, 16).ok().filter(|_| name.len() == 32)
}

fn each<T: Record>(store: &Store, mut visit: impl FnMut(&T)) -> Result<(), String> {
    let mut after: Option<Key> = None;
    loop {
        let page = store
            .read(|reader: &Reader<'_>| reader.scan_all::<T>(after.as_ref(), PAGE))
            .map_err(|error: StoreError| error.to_string())?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = Some(last.clone());
        for (_, record) in &page {
            visit(record);
        }
    }
}
