//! Berkeley DB's hash, as rpm wrote it before: pages of pairs, whose values lie on pages of their own.

use super::{Budget, word};

const MAGIC: usize = 0x0006_1561;
const HEADER_BYTES: usize = 26;
/// The kinds of pages.
const HASH_UNSORTED: u8 = 2;
const OVERFLOW: u8 = 7;
const HASH: u8 = 13;
/// The kinds of values.
const IN_PLACE: u8 = 1;
const OFF_PAGE: u8 = 3;

pub(super) fn is_hash(bytes: &[u8]) -> bool {
    word(bytes, 12) == Some(MAGIC)
}

/// Gives each header to `add`.
pub(super) fn headers(bytes: &[u8], add: &mut dyn FnMut(&[u8])) -> Result<(), String> {
    let size = word(bytes, 20).filter(|size| (512..=65_536).contains(size));
    let size = size.filter(|size| size.is_power_of_two()).ok_or("its pages have no size")?;
    let file = File { bytes, size };
    let mut budget = Budget(bytes.len());
    for page in bytes.chunks_exact(size) {
        let is_hash = page.get(25).is_some_and(|kind| [HASH, HASH_UNSORTED].contains(kind));
        if !is_hash {
            continue;
        }
        let count = half(page, 20).unwrap_or_default();
        // Keys and values take turns.
        let places = page.get(HEADER_BYTES..).unwrap_or_default().chunks_exact(2).take(count);
        let mut end = size;
        for (at, place) in places.enumerate() {
            let Some(start) = half(place, 0) else { continue };
            if at % 2 == 1 {
                let value = page.get(start..end).ok_or("a page of it is damaged")?;
                if let Some(value) = file.value(value, &mut budget)? {
                    add(&value);
                }
            }
            end = start;
        }
    }
    Ok(())
}

struct File<'a> {
    bytes: &'a [u8],
    size: usize,
}

impl File<'_> {
    /// The bytes of a value; none for what counts packages.
    fn value(&self, value: &[u8], budget: &mut Budget) -> Result<Option<Vec<u8>>, String> {
        match value.first().copied() {
            Some(IN_PLACE) => {
                // What is that short holds no package.
                let value = value.get(1..).filter(|value| value.len() > 8);
                budget.take(value.map_or(0, <[u8]>::len))?;
                Ok(value.map(<[u8]>::to_vec))
            }
            Some(OFF_PAGE) => {
                let (page, length) = (word(value, 4), word(value, 8));
                let (Some(page), Some(length)) = (page, length) else {
                    return Err("a value of it is damaged".to_owned());
                };
                self.pages(page, length, budget).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn pages(&self, first: usize, length: usize, budget: &mut Budget) -> Result<Vec<u8>, String> {
        budget.take(length)?;
        let (mut value, mut number) = (Vec::new(), first);
        while value.len() < length {
            let start = number.saturating_mul(self.size);
            let page = self.bytes.get(start..start.saturating_add(self.size));
            let page = page.filter(|page| page.get(25) == Some(&OVERFLOW));
            let page = page.ok_or("a page that it names is damaged")?;
            let used = half(page, 22).filter(|used| *used > 0).unwrap_or(usize::MAX);
            let data = page.get(HEADER_BYTES..HEADER_BYTES.saturating_add(used));
            let data = data.ok_or("a page that it names is damaged")?;
            value.extend_from_slice(data);
            number = word(page, 16).unwrap_or_default();
        }
        value.truncate(length);
        Ok(value)
    }
}

/// A number of two bytes, the lowest first.
fn half(bytes: &[u8], at: usize) -> Option<usize> {
    let found = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(found)))
}
