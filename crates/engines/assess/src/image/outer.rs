//! The archive that an image lies in, whose members are read where they lie.

use std::collections::BTreeMap;

use super::tar::{Kind, Sought, Streamed, Tar};
use crate::stored::Stored;

/// How many members an image's archive may have.
const MEMBERS_MAX: usize = 100_000;

/// Where a member's bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where they begin.
    pub start: u64,
    /// How many there are.
    pub size: u64,
}

/// Whether something begins as an archive does.
pub fn is_archive(start: &[u8]) -> bool {
    start.get(257..262) == Some(b"ustar") || matches!(Tar::new(Streamed(start)).next(), Ok(Some(_)))
}

/// The members of an archive by their paths; what links lead to stands for them.
///
/// # Errors
/// It is damaged, told in a few words.
pub fn places(archive: &dyn Stored) -> Result<BTreeMap<String, Place>, String> {
    let (mut tar, mut places) = (Tar::new(Sought::new(archive)), BTreeMap::new());
    let mut links = Vec::new();
    while let Some(member) = tar.next()? {
        let path = member.path.trim_start_matches("./").to_owned();
        match member.kind {
            Kind::File => {
                places.insert(path, Place { start: member.start, size: member.size });
            }
            Kind::Link | Kind::HardLink => links.push((path, member.target)),
            Kind::Folder | Kind::Other => {}
        }
        if places.len() + links.len() > MEMBERS_MAX {
            return Err(format!("it has more than {MEMBERS_MAX} files"));
        }
    }
    for (path, target) in links {
        // Such links lead from the folder of a layer to that of another.
        let from_root = target.trim_start_matches("../");
        if let Some(place) = places.get(from_root).copied() {
            places.entry(path).or_insert(place);
        }
    }
    Ok(places)
}
