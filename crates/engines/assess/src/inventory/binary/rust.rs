//! What `cargo auditable` leaves in a program: the packages it was built from, as JSON packed by zlib.

use std::io::Read;

use flate2::read::ZlibDecoder;
use serde::Deserialize;

use super::elf::Elf;
use crate::ecosystem::Ecosystem;
use crate::inventory::{Inventory, json};
use crate::stored::Stored;

const PACKED_BYTES_MAX: usize = 1 << 20;
const BYTES_MAX: u64 = 8 << 20;

#[derive(Deserialize)]
struct Audited {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    source: String,
    /// `build` is of what only ran while it was built.
    #[serde(default)]
    kind: String,
}

pub(super) fn add(elf: &Elf<'_, impl Stored>, into: &mut Inventory) -> Result<(), String> {
    let Some(section) = elf.section(b".dep-v0", PACKED_BYTES_MAX) else { return Ok(()) };
    let mut bytes = Vec::new();
    let section = section?;
    let mut reader = ZlibDecoder::new(section.as_ref()).take(BYTES_MAX + 1);
    reader.read_to_end(&mut bytes).map_err(|_| "its list of packages cannot be unpacked")?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err("its list of packages is too large".to_owned());
    }
    let audited: Audited = json(&bytes)?;
    for package in audited.packages.iter().filter(|package| package.kind != "build") {
        match package.source.as_str() {
            "crates.io" => into.add(Ecosystem::CRATES, &package.name, &package.version),
            "local" => {}
            source => into.note(format!("`{}` is from `{source}`", package.name)),
        }
    }
    Ok(())
}
