//! Accounts and regions.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

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

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012}", self.0)
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for AccountId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AccountId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A region's name, such as `us-east-1`; cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Region(Arc<str>);

impl Region {
    /// The regions that every AWS account has without opting in. (AWS Account Management Reference
    /// Guide, "Enable or disable AWS Regions in your account".)
    pub const BY_DEFAULT: [&'static str; 17] = [
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ca-central-1",
        "eu-central-1",
        "eu-north-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
    ];
    /// The region a global service's calls are signed for and recorded in.
    pub const GLOBAL_SIGNING: &'static str = "us-east-1";

    /// A region with this name. Any name is taken: Bartizan has no list of regions to fall behind.
    pub fn new(name: &str) -> Self {
        Self(Arc::from(name))
    }

    /// Whether every account has it without opting in.
    pub fn is_by_default(&self) -> bool {
        Self::BY_DEFAULT.contains(&self.as_str())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
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
