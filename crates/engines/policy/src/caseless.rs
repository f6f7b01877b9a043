//! Names that ignore ASCII case.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// The bit by which ASCII's small letters differ from its capitals, in each of eight bytes.
const SMALL: u64 = 0x2020_2020_2020_2020;

/// A hash that is the same for texts that differ in ASCII case alone; others that have the same one
/// are told apart by their text.
pub(crate) fn hash(text: &str) -> u32 {
    let mut hasher = FxHasher::default();
    let (chunks, rest) = text.as_bytes().as_chunks();
    for chunk in chunks {
        hasher.write_u64(u64::from_le_bytes(*chunk) | SMALL);
    }
    let mut last = [0; 8];
    if let Some(room) = last.get_mut(..rest.len()) {
        room.copy_from_slice(rest);
    }
    hasher.write_u64(u64::from_le_bytes(last) | SMALL);
    hasher.write_usize(text.len());
    u32::try_from(hasher.finish() >> 32).unwrap_or_default()
}

/// Whether they are the same, ASCII case ignored. Mostly they are the same altogether, which is found
/// in a few steps.
pub(crate) fn equal(one: &[u8], other: &[u8]) -> bool {
    same(one, other) || one.eq_ignore_ascii_case(other)
}

/// Whether they are the same. Names are short: to call a function for them takes longer than this.
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let (Some(end), Some(other_end)) = (one.last_chunk::<8>(), other.last_chunk::<8>()) else {
        return one.iter().zip(other).all(|(one, other)| one == other);
    };
    let chunks = one.as_chunks::<8>().0.iter().zip(other.as_chunks::<8>().0);
    end == other_end && chunks.into_iter().all(|(one, other)| one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_ignored_and_nothing_else() {
        for (one, other) in [("aws:SourceIp", "AWS:sourceip"), ("S3:GetObject", "s3:getobject")] {
            assert_eq!(hash(one), hash(other));
        }
        let long = b"arn:aws:iam::123456789012:user/alice";
        assert!(same(b"", b"") && same(long, long) && same(b"s3:Get", b"s3:Get"));
        for (at, _) in long.iter().enumerate() {
            let mut other = *long;
            other[at] ^= 1;
            assert!(!same(long, &other) && !same(long, &long[at + 1..]));
        }
        assert!(equal(b"s3:GetObject", b"S3:getobject") && !equal(b"s3:Get", b"s3:Got"));
        let names = ["", "a", "aa", "aws:SourceIp", "aws:SourceIq", "aws:SourceI", "aws:TagKeys"];
        let mut hashes: Vec<u32> = names.into_iter().map(hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), names.len());
    }
}
