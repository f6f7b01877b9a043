//! Randomness, from the operating system or, in tests, from a seed.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::Timestamp;

/// Where randomness comes from.
pub trait Random: Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);

    /// Fills `bytes` that nobody has to keep secret once they are used, as those of ids: they may have
    /// been made some time before. Not for salts and nonces, which a copy of a machine with its memory
    /// would use again.
    fn fill_public(&self, bytes: &mut [u8]) {
        self.fill(bytes);
    }

    /// A random number of 64 bits.
    fn next_u64(&self) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// A random (version 4) UUID in its usual text form.
    fn uuid(&self) -> String {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        uuid_text(u128::from_be_bytes(bytes), 4)
    }

    /// A UUID for what is made at `now`. The operating system's is one of version 7 (RFC 9562): it
    /// begins with the time, so that records with such ids are stored side by side in the order
    /// they came. A reproducible sequence makes it as any other.
    fn uuid_at(&self, now: Timestamp) -> String {
        let _ = now;
        self.uuid()
    }
}

/// The usual text form of a UUID of this version; the variant is RFC 9562's.
fn uuid_text(bits: u128, version: u128) -> String {
    let bits = (bits & !(0xf000 << 64) & !(0xc000 << 48)) | (version << 76) | (0x8000 << 48);
    let digit = |nibble: u8| nibble + if nibble < 10 { b'0' } else { b'a' - 10 };
    let mut text = [b'-'; 36];
    let mut rest = text.as_mut_slice();
    for (place, byte) in bits.to_be_bytes().into_iter().enumerate() {
        let hyphens = usize::from(matches!(place, 4 | 6 | 8 | 10));
        let Some((pair, behind)) = rest.split_at_mut(hyphens).1.split_first_chunk_mut() else {
            break;
        };
        *pair = [digit(byte >> 4), digit(byte & 0xf)];
        rest = behind;
    }
    std::str::from_utf8(&text).unwrap_or_default().to_owned()
}

/// The operating system's randomness.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        // A system without randomness cannot issue a single safe id or key: stop at once.
        if getrandom::fill(bytes).is_err() {
            std::process::abort();
        }
    }

    fn fill_public(&self, bytes: &mut [u8]) {
        let taken = READY.with_borrow_mut(|ready| ready.take(bytes));
        if !taken {
            self.fill(bytes);
        }
    }

    fn uuid(&self) -> String {
        uuid_text(self.public_number(), 4)
    }

    fn uuid_at(&self, now: Timestamp) -> String {
        let millis = u128::try_from(now.millis()).unwrap_or_default() & 0xffff_ffff_ffff;
        uuid_text((self.public_number() >> 48) | (millis << 80), 7)
    }
}

impl SystemRandom {
    fn public_number(self) -> u128 {
        let mut bytes = [0; 16];
        self.fill_public(&mut bytes);
        u128::from_be_bytes(bytes)
    }
}

thread_local! {
    static READY: RefCell<Ready> = const { RefCell::new(Ready { bytes: [0; READY_BYTES], used: READY_BYTES }) };
}

/// How many bytes are asked of the system at once.
const READY_BYTES: usize = 1024;

/// Random bytes for what is public once it is used. The system is asked for those of many calls at
/// once: each call has two ids, and to ask takes longer than to make one.
struct Ready {
    bytes: [u8; READY_BYTES],
    used: usize,
}

impl Ready {
    /// Fills `bytes`, each time with others; `false` where they are too many.
    fn take(&mut self, bytes: &mut [u8]) -> bool {
        if bytes.len() > READY_BYTES {
            return false;
        }
        if self.used + bytes.len() > READY_BYTES {
            SystemRandom.fill(&mut self.bytes);
            self.used = 0;
        }
        let end = self.used + bytes.len();
        let Some(fresh) = self.bytes.get_mut(self.used..end) else { return false };
        bytes.copy_from_slice(fresh);
        fresh.fill(0);
        self.used = end;
        true
    }
}

/// A reproducible sequence (`SplitMix64`), for tests and for choices of one seed. Never for keys.
#[derive(Debug)]
pub struct SeededRandom(AtomicU64);

impl SeededRandom {
    /// The sequence of this seed.
    pub const fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;
        for chunk in bytes.chunks_mut(8) {
            let mut word = self.0.fetch_add(GAMMA, Ordering::SeqCst).wrapping_add(GAMMA);
            word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            word ^= word >> 31;
            for (byte, random) in chunk.iter_mut().zip(word.to_le_bytes()) {
                *byte = random;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_has_version_four_and_the_rfc_variant() {
        let random = SeededRandom::new(7);
        for _ in 0..100 {
            let uuid = random.uuid();
            let parts: Vec<_> = uuid.split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12]);
            assert!(uuid[14..].starts_with('4'), "{uuid}");
            assert!("89ab".contains(&uuid[19..20]), "{uuid}");
        }
    }

    #[test]
    fn public_bytes_are_never_given_twice() {
        let mut seen = std::collections::HashSet::new();
        for length in (8..64).cycle().take(1000) {
            let mut bytes = vec![0; length];
            SystemRandom.fill_public(&mut bytes);
            assert!(seen.insert(bytes));
        }
        let mut long = vec![0; READY_BYTES + 1];
        SystemRandom.fill_public(&mut long);
        assert!(long.iter().any(|byte| *byte != 0));
    }

    #[test]
    fn a_uuid_of_a_time_has_version_seven_and_follows_those_of_earlier_times() {
        let made = |millis| SystemRandom.uuid_at(Timestamp::from_millis(millis));
        let (first, later) = (made(0x0192_0000_0001), made(0x0192_0000_0002));
        assert!(first.starts_with("01920000-0001-7"), "{first}");
        assert!("89ab".contains(&first[19..20]), "{first}");
        assert!(first < later);
        assert_ne!(first, made(0x0192_0000_0001));
    }
}
