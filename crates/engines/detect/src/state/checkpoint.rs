//! The frame of a stored state: which kind and version it is, how long, and whether it is whole.

use super::stored::{Input, Stored};

/// What every state begins with.
const MAGIC: [u8; 4] = *b"BDET";
/// Raised with each change of what is stored.
const VERSION: u16 = 1;

/// A stored state that is not what was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Damaged {
    /// It begins otherwise.
    #[error("these bytes are no state of this detector")]
    Other,
    /// It was written by another version.
    #[error(
        "the state is of version {0}, which this program does not read: start from an empty one"
    )]
    Version(u16),
    /// It was cut or changed.
    #[error("the state was changed or cut: start from an empty one")]
    Changed,
}

/// Frames a state of this kind.
pub(crate) fn seal(kind: u8, write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(VERSION.to_le_bytes());
    bytes.push(kind);
    write(&mut bytes);
    let sum = crc64(&bytes);
    bytes.extend(sum.to_le_bytes());
    bytes
}

/// The state in the frame, which must be of this kind, and nothing but what `read` reads.
///
/// # Errors
///
/// Where the bytes are not what [`seal`] wrote.
pub(crate) fn unseal<T>(
    kind: u8,
    bytes: &[u8],
    read: impl FnOnce(&mut Input<'_>) -> Option<T>,
) -> Result<T, Damaged> {
    let mut input = Input::new(opened(kind, bytes)?);
    read(&mut input).filter(|_| input.rest().is_empty()).ok_or(Damaged::Changed)
}

/// What is in the frame.
fn opened(kind: u8, bytes: &[u8]) -> Result<&[u8], Damaged> {
    let (body, sum) = bytes.split_last_chunk().ok_or(Damaged::Other)?;
    let rest = body.strip_prefix(&MAGIC).ok_or(Damaged::Other)?;
    let mut input = Input::new(rest);
    let version = u16::read(&mut input).ok_or(Damaged::Other)?;
    if version != VERSION {
        return Err(Damaged::Version(version));
    }
    if crc64(body) != u64::from_le_bytes(*sum) {
        return Err(Damaged::Changed);
    }
    (u8::read(&mut input) == Some(kind)).then(|| input.rest()).ok_or(Damaged::Other)
}

/// CRC-64 of ECMA-182, reflected, as XZ has it: it tells every change of up to 64 bits in a row.
fn crc64(bytes: &[u8]) -> u64 {
    const POLYNOMIAL: u64 = 0xC96C_5795_D787_0F42;
    #[expect(clippy::indexing_slicing, reason = "made when compiled, where it cannot fail unseen")]
    const TABLE: [u64; 256] = {
        let mut table = [0; 256];
        let mut index = 0;
        while index < 256 {
            let mut sum = index as u64;
            let mut bit = 0;
            while bit < 8 {
                sum = if sum & 1 == 1 { sum >> 1 ^ POLYNOMIAL } else { sum >> 1 };
                bit += 1;
            }
            table[index] = sum;
            index += 1;
        }
        table
    };
    !bytes.iter().fold(u64::MAX, |sum, byte| {
        let index = usize::from((sum & 0xff) as u8 ^ byte);
        sum >> 8 ^ TABLE.get(index).copied().unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_that_of_xz() {
        assert_eq!(crc64(b"123456789"), 0x995D_C9BB_DF19_39FA);
    }

    #[test]
    fn every_changed_byte_is_found() {
        let sealed = seal(7, |bytes| bytes.extend(b"what is known"));
        assert_eq!(opened(7, &sealed), Ok(&b"what is known"[..]));
        assert_eq!(opened(8, &sealed), Err(Damaged::Other));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 0x20;
            assert!(opened(7, &changed).is_err(), "byte {at}");
            assert!(opened(7, &sealed[..at]).is_err(), "length {at}");
        }
    }
}
