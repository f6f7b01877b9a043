//! rpm's databases, by how they begin: SQLite's, `ndb` and Berkeley DB's hash. Each holds a header for each
//! package.

mod bdb;
mod header;
mod ndb;
mod sqlite;

use super::{Distribution, Inventory};
use crate::ecosystem::Ecosystem;

/// The packages that are installed, with the source packages they were built from.
pub(super) fn database(
    bytes: &[u8],
    distribution: Option<&Distribution>,
) -> Result<Inventory, String> {
    let mut inventory = Inventory::default();
    if distribution.is_none() {
        let note = "no `etc/os-release` tells a distribution that is known: nothing is matched";
        inventory.note(note.to_owned());
    }
    let (ecosystem, release) = distribution
        .map_or((Ecosystem::RPM, ""), |found| (found.ecosystem, found.release.as_str()));
    let mut damaged = 0;
    let mut add = |blob: &[u8]| match header::read(blob, ecosystem, release) {
        Ok(package) => inventory.packages.extend(package),
        Err(header::Damaged) => damaged += 1,
    };
    if bytes.starts_with(sqlite::MAGIC) {
        sqlite::headers(bytes, &mut add)?;
    } else if bytes.starts_with(ndb::MAGIC) {
        ndb::headers(bytes, &mut add)?;
    } else if bdb::is_hash(bytes) {
        bdb::headers(bytes, &mut add)?;
    } else {
        return Err("it is no database of rpm".to_owned());
    }
    if damaged > 0 {
        inventory.note(format!("{damaged} of its headers are damaged"));
    }
    Ok(inventory)
}

/// How many bytes of values a database may still have: those that share what they are made of are not more
/// than the file.
struct Budget(usize);

impl Budget {
    fn take(&mut self, count: usize) -> Result<(), &'static str> {
        self.0 = self.0.checked_sub(count).ok_or("its values are larger than it is")?;
        Ok(())
    }
}

/// A number of four bytes, the lowest first.
fn word(bytes: &[u8], at: usize) -> Option<usize> {
    let found = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(found)).ok()
}

/// A number of four bytes, the highest first.
fn big_word(bytes: &[u8], at: usize) -> Option<usize> {
    let found = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(found)).ok()
}
