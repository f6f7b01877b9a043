//! How the store's facts become the directory.

use std::sync::Arc;

use arc_swap::ArcSwap;
use bartizan_store::{Change, ChangeKind, Key, Observer, Reader, Record, Store, StoreError};

use crate::{Directory, Ports, Vault};

/// How many records are read at a time.
const PAGE: usize = 1000;

/// Compiles the records of some collections into the directory. A service that owns records which
/// decisions need brings one.
pub trait Projection: Send + Sync {
    /// Hands over the vault, before anything is loaded: for those whose records hold sealed secrets.
    fn use_vault(&self, vault: &Vault) {
        let _ = vault;
    }

    /// Opens the ports of the service that the records belong to.
    fn offer(&self, ports: &mut Ports) {
        let _ = ports;
    }

    /// Rewrites records of older versions, before anything is loaded.
    ///
    /// # Errors
    /// A record cannot be read or written; the start fails.
    fn upgrade(&self, store: &Store) -> Result<(), StoreError> {
        let _ = store;
        Ok(())
    }

    /// Enters everything that is stored, at start. A service that only opens ports has nothing to
    /// enter.
    ///
    /// # Errors
    /// A record cannot be read or compiled; the start fails.
    fn load(&self, reader: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
        let _ = (reader, directory);
        Ok(())
    }

    /// Enters what a commit changed. Changes of other collections are ignored.
    ///
    /// # Errors
    /// A record cannot be read or compiled; the directory is stale from then on, and every
    /// request is refused until a restart.
    fn apply(
        &self,
        changes: &[Change],
        reader: &Reader<'_>,
        directory: &mut Directory,
    ) -> Result<(), String> {
        let _ = (changes, reader, directory);
        Ok(())
    }
}

/// Enters every record of a collection, for [`Projection::load`].
///
/// # Errors
/// A record cannot be read, or what `enter` answers.
pub fn each<T: Record>(
    reader: &Reader<'_>,
    mut enter: impl FnMut(&Key, T) -> Result<(), String>,
) -> Result<(), String> {
    let mut after = None;
    loop {
        let page = reader.scan_all::<T>(after.as_ref(), PAGE).map_err(|error| error.to_string())?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = Some(last.clone());
        for (key, record) in page {
            enter(&key, record)?;
        }
    }
}

/// Tells `enter` of every change of a collection: the record as it is now, or `None` where it is
/// gone. For [`Projection::apply`].
///
/// # Errors
/// A record cannot be read, or what `enter` answers.
pub fn each_changed<T: Record>(
    changes: &[Change],
    reader: &Reader<'_>,
    mut enter: impl FnMut(&Key, Option<T>) -> Result<(), String>,
) -> Result<(), String> {
    for change in changes.iter().filter(|change| change.collection == T::COLLECTION) {
        let found = match change.kind {
            ChangeKind::Put => reader.get(&change.key).map_err(|error| error.to_string())?,
            ChangeKind::Delete => None,
        };
        enter(&change.key, found)?;
    }
    Ok(())
}

/// Keeps the shared directory true: observes commits, and swaps in the next directory before they
/// are acknowledged.
pub(crate) struct DirectoryKeeper {
    pub(crate) projections: Vec<Arc<dyn Projection>>,
    pub(crate) current: Arc<ArcSwap<Directory>>,
}

impl Observer for DirectoryKeeper {
    fn attached(&mut self, reader: &Reader<'_>) -> Result<(), String> {
        let mut directory = Directory::default();
        for projection in &self.projections {
            projection.load(reader, &mut directory)?;
        }
        self.current.store(Arc::new(directory));
        Ok(())
    }

    fn committed(&mut self, changes: &[Change], reader: &Reader<'_>) -> Result<(), String> {
        let mut next = Directory::clone(&self.current.load());
        for projection in &self.projections {
            projection.apply(changes, reader, &mut next)?;
        }
        self.current.store(Arc::new(next));
        Ok(())
    }
}
