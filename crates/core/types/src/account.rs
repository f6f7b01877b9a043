//! Accounts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An AWS account: twelve decimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId(u64);

/// The text is not twelve decimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an account id: write twelve digits")]
pub struct InvalidAccountId(String);

impl AccountId {
    /// The largest account id, 999999999999.
    pub const MAX: u64 = 999_999_999_999;

    /// The account with this number, if it has at most twelve digits.
    pub const fn from_number(number: u64) -> Option<Self> {
        if number <= Self::MAX { Some(Self(number)) } else { None }
    }

    /// The account as a number: what its digits spell.
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl FromStr for AccountId {
    type Err = InvalidAccountId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() == 12
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && let Ok(number) = text.parse()
        {
            return Ok(Self(number));
        }
        Err(InvalidAccountId(text.chars().take(40).collect()))
    }
}

/// The text of an account's id, without memory of its own: each call's keys and event have it several
/// times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountText([u8; 12]);

impl AccountText {
    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        // They are digits.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl AccountId {
    /// The twelve digits.
    pub fn text(self) -> AccountText {
        AccountText(self.digits())
    }

    fn digits(self) -> [u8; 12] {
        let mut rest = self.0;
        let mut digits = [b'0'; 12];
        for digit in digits.iter_mut().rev() {
            *digit += u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        digits
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().as_str())
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for AccountId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text().as_str())
    }
}

impl<'de> Deserialize<'de> for AccountId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_id_is_exactly_twelve_digits() {
        assert_eq!("000000000001".parse::<AccountId>().unwrap().to_string(), "000000000001");
        for wrong in
            ["", "1", "0000000000001", "00000000000a", "+00000000001", "０００００００００００１"]
        {
            assert!(wrong.parse::<AccountId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn numbers_above_twelve_digits_are_no_account() {
        assert!(AccountId::from_number(AccountId::MAX).is_some());
        assert!(AccountId::from_number(AccountId::MAX + 1).is_none());
    }
}
