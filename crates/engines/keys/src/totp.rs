//! Time-based one-time passwords. (RFC 6238, over HMAC-SHA-1 with six digits; RFC 4226.)
//!
//! A code belongs to a *step*: the number of periods since the Unix epoch. What remembers which
//! steps are used up is the caller's.

use std::fmt;
use std::ops::RangeInclusive;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use bartizan_types::{Random, Timestamp};
use zeroize::Zeroizing;

/// The bytes of a fresh seed: AWS's virtual devices have 64 characters of base32.
const SEED_BYTES: usize = 40;
/// The fewest bytes of a seed. (RFC 4226, section 4, requirement R6.)
const SEED_BYTES_MIN: usize = 16;
/// The most bytes of a seed, to bound what is read.
const SEED_BYTES_MAX: usize = 128;
/// Ten to the power of the digits of a code.
const MODULUS: u32 = 1_000_000;
/// The alphabet of base32. (RFC 4648, section 6.)
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A shared secret that one-time passwords are made from.
#[derive(Clone)]
pub struct TotpSeed(Zeroizing<Vec<u8>>);

impl TotpSeed {
    /// A fresh seed.
    pub fn generate(random: &dyn Random) -> Self {
        let mut bytes = Zeroizing::new(vec![0; SEED_BYTES]);
        random.fill(&mut bytes);
        Self(bytes)
    }

    /// A seed of these bytes; `None` where they are too few to be safe, or too many.
    pub fn from_bytes(bytes: Zeroizing<Vec<u8>>) -> Option<Self> {
        (SEED_BYTES_MIN..=SEED_BYTES_MAX).contains(&bytes.len()).then_some(Self(bytes))
    }

    /// A seed written in base32, in either case, with or without padding. (RFC 4648, section 6.)
    pub fn from_base32(text: &str) -> Option<Self> {
        let text = text.trim_end_matches('=');
        if text.len() > SEED_BYTES_MAX * 2 {
            return None;
        }
        let mut bytes = Zeroizing::new(Vec::with_capacity(SEED_BYTES_MAX));
        let (mut bits, mut count) = (0_u16, 0_u32);
        for character in text.bytes() {
            let value = match character.to_ascii_uppercase() {
                letter @ b'A'..=b'Z' => letter - b'A',
                digit @ b'2'..=b'7' => digit - b'2' + 26,
                _ => return None,
            };
            bits = (bits << 5) | u16::from(value);
            count += 5;
            if count >= 8 {
                count -= 8;
                bytes.push(u8::try_from((bits >> count) & 0xff).ok()?);
            }
        }
        Self::from_bytes(bytes)
    }

    /// The bytes, to be sealed.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The seed in base32, without padding.
    pub fn base32(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(self.0.len() * 8 / 5 + 1));
        for group in self.0.chunks(5) {
            let mut bits = [0; 8];
            for (place, byte) in bits.iter_mut().skip(3).zip(group) {
                *place = *byte;
            }
            let bits = u64::from_be_bytes(bits);
            let characters = (group.len() * 8).div_ceil(5);
            for place in 0..characters {
                let value = usize::try_from((bits >> (35 - 5 * place)) & 31).unwrap_or_default();
                text.extend(ALPHABET.get(value).copied().map(char::from));
            }
        }
        text
    }

    /// The code of a step.
    pub fn code(&self, step: u64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let tag = tag.as_ref();
        // Dynamic truncation. (RFC 4226, section 5.3.)
        let offset = usize::from(tag.last().copied().unwrap_or_default() & 0x0f);
        let word = tag.iter().skip(offset).take(4);
        let number = word.fold(0_u32, |number, byte| (number << 8) | u32::from(*byte));
        format!("{:06}", (number & 0x7fff_ffff) % MODULUS)
    }

    /// The first of `steps` that this is the code of. How long it takes tells nothing of the codes.
    pub fn step_of(&self, code: &str, steps: RangeInclusive<u64>) -> Option<u64> {
        let mut found = None;
        for step in steps {
            if self.is_code(code, step) && found.is_none() {
                found = Some(step);
            }
        }
        found
    }

    /// The step of the second of two codes that follow each other, the first of them within
    /// `steps`.
    pub fn step_of_pair(
        &self,
        first: &str,
        second: &str,
        steps: RangeInclusive<u64>,
    ) -> Option<u64> {
        let mut found = None;
        for step in steps {
            let next = step.saturating_add(1);
            let are_right = self.is_code(first, step) & self.is_code(second, next);
            if are_right && found.is_none() {
                found = Some(next);
            }
        }
        found
    }

    fn is_code(&self, code: &str, step: u64) -> bool {
        verify_slices_are_equal(self.code(step).as_bytes(), code.as_bytes()).is_ok()
    }
}

impl fmt::Debug for TotpSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSeed(…)")
    }
}

/// The step that an instant lies in, by the period of the device.
pub fn totp_step(now: Timestamp, period_seconds: u32) -> u64 {
    let seconds = u64::try_from(now.seconds()).unwrap_or_default();
    seconds.checked_div(u64::from(period_seconds)).unwrap_or_default()
}
