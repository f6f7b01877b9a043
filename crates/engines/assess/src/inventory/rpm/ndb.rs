//! `ndb`, the database of rpm's own: slots, which lead to blobs.

use super::{Budget, word};

pub(super) const MAGIC: &[u8] = b"RpmP";
const PAGE_BYTES: usize = 4096;
const SLOT_BYTES: usize = 16;
const BLOCK_BYTES: usize = 16;
/// The header takes the place of the first slots.
const HEADER_SLOTS: usize = 2;

/// Gives each header to `add`.
pub(super) fn headers(bytes: &[u8], add: &mut dyn FnMut(&[u8])) -> Result<(), String> {
    let pages = word(bytes, 12).ok_or("it ends too early")?;
    let slots = bytes.get(..pages.saturating_mul(PAGE_BYTES)).ok_or("it ends too early")?;
    let mut budget = Budget(bytes.len());
    for slot in slots.chunks_exact(SLOT_BYTES).skip(HEADER_SLOTS) {
        let (Some(package), Some(block)) = (word(slot, 4), word(slot, 8)) else { continue };
        if !slot.starts_with(b"Slot") {
            return Err("a slot of it is damaged".to_owned());
        }
        if package == 0 {
            continue;
        }
        let blob = bytes.get(block.saturating_mul(BLOCK_BYTES)..).unwrap_or_default();
        let length = word(blob, 12).filter(|_| blob.starts_with(b"BlbS"));
        let length = length.filter(|_| word(blob, 4) == Some(package));
        let end = length.and_then(|length| length.checked_add(BLOCK_BYTES));
        let blob = end.and_then(|end| blob.get(BLOCK_BYTES..end));
        let blob = blob.ok_or("a blob of it is damaged")?;
        budget.take(blob.len())?;
        add(blob);
    }
    Ok(())
}
