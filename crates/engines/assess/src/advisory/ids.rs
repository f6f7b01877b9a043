//! Advisories by their ids and aliases.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::file::{Advisories, FileError};
use super::record::Advisory;

/// Which entries of the index have advisories about an id: digests of ids, in order, each with an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ids(Vec<(u64, u32)>);

impl Advisories<'_> {
    /// Those of the file. All of it is read, once: it is kept by who asks for more than one id.
    ///
    /// # Errors
    /// A block is damaged.
    pub fn ids(&self) -> Result<Ids, FileError> {
        let mut found = Vec::new();
        for at in 0..self.header().index_entries {
            let entry = u32::try_from(at).map_err(|_| FileError::Damaged)?;
            let Some(block) = self.block_of_packages(at)? else { continue };
            for advisory in block.advisories()? {
                let ids = advisory.aliases.iter().chain([&advisory.id]);
                found.extend(ids.map(|id| (digest(id), entry)));
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(Ids(found))
    }

    /// Tells of every advisory that has an id, or has it for an alias.
    ///
    /// # Errors
    /// A block is damaged.
    pub fn each_of(
        &self,
        ids: &Ids,
        id: &str,
        mut tell: impl FnMut(&Advisory<&str>),
    ) -> Result<(), FileError> {
        let digest = digest(id);
        let first = ids.0.partition_point(|(known, _)| *known < digest);
        let own = ids.0.iter().skip(first).take_while(|(known, _)| *known == digest);
        for (_, entry) in own {
            let at = usize::try_from(*entry).map_err(|_| FileError::Damaged)?;
            let Some(block) = self.block_of_packages(at)? else { continue };
            // Other ids may have the same digest.
            let is_it =
                |advisory: &&Advisory<&str>| advisory.id == id || advisory.aliases.contains(&id);
            block.advisories()?.iter().filter(is_it).for_each(&mut tell);
        }
        Ok(())
    }
}

fn digest(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}
