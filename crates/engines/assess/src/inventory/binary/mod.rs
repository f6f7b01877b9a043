//! Programs that tell what they were built from: Go's build information and `cargo auditable`'s list. A
//! program is read where it lies, and little of it.

mod elf;
mod go;
mod rust;

use super::Inventory;
use crate::stored::Stored;
use elf::Elf;

/// How a program begins (ELF).
pub const PROGRAM_MAGIC: [u8; 4] = *b"\x7fELF";

/// What a program was built from, as it tells itself; nothing if it tells nothing.
///
/// # Errors
/// What it tells is damaged, told in a few words.
pub(super) fn program(program: &impl Stored) -> Result<Inventory, String> {
    let mut inventory = Inventory::default();
    // What cannot be read as a program tells nothing.
    let Some(elf) = Elf::open(program) else { return Ok(inventory) };
    go::add(&elf, &mut inventory)?;
    rust::add(&elf, &mut inventory)?;
    Ok(inventory)
}
