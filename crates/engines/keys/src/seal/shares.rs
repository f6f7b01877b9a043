//! The seal that several people hold: any `threshold` of its shares make the key.

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use bartizan_types::Random;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::key_file::checksum;
use super::shamir::{self, Value};
use crate::kdf::derive;
use crate::{KeyError, SealKey};

const MARK: &str = "bartizan-share";
const VERSION: &str = "1";
const SET_BYTES: usize = 8;
const CHECK_BYTES: usize = 16;
/// A share is one short line; anything longer is something else.
const MAX_SHARE_BYTES: usize = 256;

/// One share of a seal's key. Alone, and with any number of others below the threshold, it tells
/// nothing of the key.
#[derive(Clone)]
pub struct Share {
    set: [u8; SET_BYTES],
    place: u8,
    value: Value,
}

/// What is known of a seal's shares: how many open it, and how each is recognised. It holds no
/// secret, and stands beside the sealed root key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharesSeal {
    set: String,
    threshold: u8,
    /// What is derived from each share, one way: 128 bits, of the share at place 1 first.
    checks: Vec<String>,
}

impl SharesSeal {
    /// Splits a key into `count` shares, any `threshold` of which make it again.
    ///
    /// # Errors
    /// [`KeyError::SharesOutOfBounds`] unless 2 ≤ `threshold` ≤ `count`.
    pub fn split(
        key: &SealKey,
        count: u8,
        threshold: u8,
        random: &dyn Random,
    ) -> Result<(Self, Vec<Share>), KeyError> {
        if threshold < 2 || threshold > count {
            return Err(KeyError::SharesOutOfBounds);
        }
        let mut set = [0; SET_BYTES];
        random.fill(&mut set);
        let values = shamir::split(key.expose(), 1..=count, threshold, random);
        let shares: Vec<Share> =
            (1..=count).zip(values).map(|(place, value)| Share { set, place, value }).collect();
        let checks =
            shares.iter().map(|share| share.check().map(hex::encode)).collect::<Result<_, _>>()?;
        Ok((Self { set: hex::encode(set), threshold, checks }, shares))
    }

    /// How many shares make the key.
    pub const fn threshold(&self) -> u8 {
        self.threshold
    }

    /// How many shares there are.
    pub const fn count(&self) -> usize {
        self.checks.len()
    }

    /// Whether this is one of the seal's shares.
    ///
    /// # Errors
    /// It is of another sharing, or was changed.
    pub fn check(&self, share: &Share) -> Result<(), KeyError> {
        if hex::encode(share.set) != self.set {
            return Err(KeyError::ShareOfAnotherSet);
        }
        let place = usize::from(share.place).checked_sub(1);
        let expected =
            place.and_then(|place| self.checks.get(place)).ok_or(KeyError::ShareOfAnotherSet)?;
        verify_slices_are_equal(hex::encode(share.check()?).as_bytes(), expected.as_bytes())
            .map_err(|_| KeyError::ShareChanged(share.place))
    }

    /// The key of these shares, the first of which count where there are more than needed.
    ///
    /// # Errors
    /// There are too few, one counts twice, or one is none of the seal's.
    pub fn key(&self, shares: &[Share]) -> Result<SealKey, KeyError> {
        let needed = shares
            .get(..usize::from(self.threshold))
            .filter(|needed| !needed.is_empty())
            .ok_or(KeyError::TooFewShares(self.threshold))?;
        for (index, share) in needed.iter().enumerate() {
            self.check(share)?;
            if needed.iter().take(index).any(|earlier| earlier.place == share.place) {
                return Err(KeyError::ShareTwice(share.place));
            }
        }
        let places: Vec<_> = needed.iter().map(|share| (share.place, &share.value)).collect();
        SealKey::from_slice(shamir::combine(&places).as_ref())
    }
}

impl Share {
    /// Reads a share's line: `bartizan-share:1:set:place:value:checksum`. Lines that start with `#`
    /// are remarks.
    ///
    /// # Errors
    /// The text is no share, of another version, or was mistyped.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let mut lines =
            text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let (Some(line), None) = (lines.next(), lines.next()) else {
            return Err(KeyError::ShareMalformed);
        };
        if line.len() > MAX_SHARE_BYTES {
            return Err(KeyError::ShareMalformed);
        }
        let fields: Vec<&str> = line.split(':').collect();
        let [MARK, version, set, place, value, sum] = fields.as_slice() else {
            return Err(KeyError::ShareMalformed);
        };
        if *version != VERSION {
            return Err(KeyError::ShareMalformed);
        }
        let mut share = Self {
            set: [0; SET_BYTES],
            place: place.parse().map_err(|_| KeyError::ShareMalformed)?,
            value: Zeroizing::new([0; 32]),
        };
        hex::decode_to_slice(set, &mut share.set).map_err(|_| KeyError::ShareMalformed)?;
        hex::decode_to_slice(value, share.value.as_mut()).map_err(|_| KeyError::ShareMalformed)?;
        if share.place == 0 {
            return Err(KeyError::ShareMalformed);
        }
        verify_slices_are_equal(share.checksum().as_bytes(), sum.to_ascii_lowercase().as_bytes())
            .map_err(|_| KeyError::ShareMistyped)?;
        Ok(share)
    }

    /// The line to hand to who keeps the share.
    pub fn to_text(&self) -> Zeroizing<String> {
        let value = Zeroizing::new(hex::encode(self.value.as_ref()));
        let (set, place, sum) = (hex::encode(self.set), self.place.to_string(), self.checksum());
        let mut text = Zeroizing::new(String::with_capacity(MAX_SHARE_BYTES));
        for part in [MARK, ":", VERSION, ":", &set, ":", &place, ":", &value, ":", &sum, "\n"] {
            text.push_str(part);
        }
        text
    }

    /// Which of the shares it is, from 1 on.
    pub const fn place(&self) -> u8 {
        self.place
    }

    fn checksum(&self) -> String {
        let parts: [&[u8]; 4] = [MARK.as_bytes(), &self.set, &[self.place], self.value.as_ref()];
        checksum(&parts)
    }

    /// What the share is recognised by. Values are uniformly random, so it tells nothing of them.
    fn check(&self) -> Result<[u8; CHECK_BYTES], KeyError> {
        let mut context = self.set.to_vec();
        context.push(self.place);
        let derived = derive(self.value.as_ref(), b"bartizan share check", &context)?;
        let mut check = [0; CHECK_BYTES];
        for (byte, derived) in check.iter_mut().zip(derived.iter()) {
            *byte = *derived;
        }
        Ok(check)
    }
}

impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Share({})", self.place)
    }
}
