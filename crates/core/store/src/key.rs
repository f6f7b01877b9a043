//! Where a record lives: account, region and id.

use std::fmt;

use bartizan_types::AccountId;
use serde::{Deserialize, Serialize};

/// The key of a record inside its collection. Keys order by account, region, id, bytewise.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// The twelve digits of the account, or empty for a record of the whole installation.
    pub account: String,
    /// The region's name, or empty for a global record.
    pub region: String,
    /// What tells the record apart in its collection, account and region.
    pub id: String,
}

impl Key {
    /// A record of an account in one region.
    pub fn new(account: AccountId, region: &str, id: impl Into<String>) -> Self {
        Self { account: account.to_string(), region: region.to_owned(), id: id.into() }
    }

    /// A record of an account that is the same in every region.
    pub fn global(account: AccountId, id: impl Into<String>) -> Self {
        Self::new(account, "", id)
    }

    /// A record of the installation, of no account.
    pub fn installation(id: impl Into<String>) -> Self {
        Self { account: String::new(), region: String::new(), id: id.into() }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.account, self.region, self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_order_by_account_then_region_then_id() {
        let account = |number| AccountId::from_number(number).unwrap();
        let ordered = [
            Key::installation("z"),
            Key::global(account(1), "z"),
            Key::new(account(1), "eu-west-1", "a"),
            Key::new(account(1), "eu-west-1", "b"),
            Key::new(account(1), "us-east-1", "a"),
            Key::global(account(2), "a"),
        ];
        assert!(ordered.is_sorted());
        assert_eq!(ordered[2].to_string(), "000000000001:eu-west-1:a");
    }
}
