//! Amazon Resource Names.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{AccountId, AccountText};

/// An ARN, `arn:partition:service:region:account:resource`, parsed once; the resource part keeps
/// its own colons and slashes; cheap to clone. (AWS General Reference, "Amazon Resource Names".)
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Arn {
    text: Arc<str>,
    /// Where the five colons stand.
    colons: [usize; 5],
}

/// The text is not an ARN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an ARN: write arn:partition:service:region:account:resource")]
pub struct InvalidArn(String);

impl Arn {
    /// Joins the parts; `account` is `None` for resources without one, as S3 buckets.
    pub fn new(service: &str, region: &str, account: Option<AccountId>, resource: &str) -> Self {
        let account = account.map(AccountId::text);
        let account = account.as_ref().map_or("", AccountText::as_str);
        let head = "arn:aws:".len();
        let colons = [
            3,
            7,
            head + service.len(),
            head + service.len() + 1 + region.len(),
            head + service.len() + 1 + region.len() + 1 + account.len(),
        ];
        let mut text = String::with_capacity(colons[4] + 1 + resource.len());
        for part in ["arn:aws:", service, ":", region, ":", account, ":", resource] {
            text.push_str(part);
        }
        Self { text: text.into(), colons }
    }

    /// The account that the text of an ARN names, if it names one.
    ///
    /// # Errors
    /// The text is not an ARN.
    pub fn account_in(text: &str) -> Result<Option<AccountId>, InvalidArn> {
        let [.., from, to] = colons(text).ok_or_else(|| invalid(text))?;
        Ok(text.get(from + 1..to).and_then(|account| account.parse().ok()))
    }

    fn part(&self, from: usize, to: usize) -> &str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// The partition, `aws` as a rule.
    pub fn partition(&self) -> &str {
        self.part(self.colons[0] + 1, self.colons[1])
    }

    /// The service's namespace, such as `iam`.
    pub fn service(&self) -> &str {
        self.part(self.colons[1] + 1, self.colons[2])
    }

    /// The region, empty for global resources.
    pub fn region(&self) -> &str {
        self.part(self.colons[2] + 1, self.colons[3])
    }

    /// The account's text, empty where the resource has none; it may be `aws` for managed policies.
    pub fn account(&self) -> &str {
        self.part(self.colons[3] + 1, self.colons[4])
    }

    /// The account, where the part is one.
    pub fn account_id(&self) -> Option<AccountId> {
        self.account().parse().ok()
    }

    /// Everything behind the fifth colon.
    pub fn resource(&self) -> &str {
        self.part(self.colons[4] + 1, self.text.len())
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for Arn {
    type Err = InvalidArn;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let colons = colons(text).ok_or_else(|| invalid(text))?;
        Ok(Self { text: Arc::from(text), colons })
    }
}

/// Where the five colons of an ARN stand; `None` if the text is none.
fn colons(text: &str) -> Option<[usize; 5]> {
    let mut colons = [0; 5];
    let places = text.bytes().enumerate().filter(|(_, byte)| *byte == b':');
    let mut found = places.map(|(at, _)| at);
    for colon in &mut colons {
        *colon = found.next()?;
    }
    let [_, partition, service, _, account] = colons;
    let is_complete = text.starts_with("arn:")
        && partition > "arn:".len()
        && service > partition + 1
        && text.len() > account + 1;
    is_complete.then_some(colons)
}

fn invalid(text: &str) -> InvalidArn {
    InvalidArn(text.chars().take(200).collect())
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Arn {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Arn {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resource_part_keeps_its_colons() {
        let arn: Arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/a:*".parse().unwrap();
        assert_eq!(arn.service(), "logs");
        assert_eq!(arn.region(), "eu-west-1");
        assert_eq!(arn.account_id().unwrap().number(), 123_456_789_012);
        assert_eq!(arn.resource(), "log-group:/a:*");
    }

    #[test]
    fn a_built_arn_equals_its_parsed_text() {
        let account = AccountId::from_number(1);
        for arn in [
            Arn::new("iam", "", account, "user/a/b"),
            Arn::new("s3", "", None, "bucket/key:with:colons"),
            Arn::new("kms", "us-east-1", account, "key/1"),
        ] {
            assert_eq!(arn.as_str().parse::<Arn>().unwrap(), arn);
        }
    }

    #[test]
    fn incomplete_texts_are_refused() {
        for wrong in ["", "arn", "arn:aws:s3", "arn:aws:s3:::", "arn::s3:::b", "urn:aws:s3:::b"] {
            assert!(wrong.parse::<Arn>().is_err(), "{wrong}");
        }
    }
}
