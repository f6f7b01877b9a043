//! Names and ARNs of trails. (CloudTrail User Guide, "Naming requirements for CloudTrail resources,
//! S3 buckets, and KMS keys".)

use bartizan_service::Call;
use bartizan_service::store::Key;
use bartizan_types::{AccountId, Arn};

use crate::error::CloudTrailError;
use crate::records;

const NAME_CHARACTERS_MIN: usize = 3;
const NAME_CHARACTERS_MAX: usize = 128;

/// A trail as a call names it: by name, in the call's region and account, or by ARN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) account: AccountId,
    pub(crate) region: String,
    pub(crate) name: String,
}

impl Reference {
    /// Reads a name or an ARN.
    pub(crate) fn read(call: &Call, text: &str) -> Result<Self, CloudTrailError> {
        if text.starts_with("arn:") {
            return Self::of_arn(text)
                .ok_or_else(|| CloudTrailError::CloudTrailARNInvalid(text.to_owned()));
        }
        check(text)?;
        Ok(Self {
            account: call.account()?,
            region: call.region.as_str().to_owned(),
            name: text.to_owned(),
        })
    }

    fn of_arn(text: &str) -> Option<Self> {
        let arn: Arn = text.parse().ok()?;
        let name = arn.resource().strip_prefix("trail/")?;
        let is_trail = arn.partition() == "aws" && arn.service() == "cloudtrail";
        (is_trail && !arn.region().is_empty() && check(name).is_ok()).then_some(())?;
        Some(Self {
            account: arn.account_id()?,
            region: arn.region().to_owned(),
            name: name.to_owned(),
        })
    }

    /// The key of the trail's record.
    pub(crate) fn key(&self) -> Key {
        Key::new(self.account, &self.region, self.name.as_str())
    }

    /// The trail's ARN.
    pub(crate) fn arn(&self) -> Arn {
        records::arn(&self.region, self.account, &self.name)
    }

    /// There is no such trail.
    pub(crate) fn unknown(&self) -> CloudTrailError {
        CloudTrailError::TrailNotFound(self.arn().to_string(), self.account.to_string())
    }
}

/// Whether a trail can have this name.
fn check(name: &str) -> Result<(), CloudTrailError> {
    let invalid = |reason: String| Err(CloudTrailError::InvalidTrailName(reason));
    let length = name.chars().count();
    if length < NAME_CHARACTERS_MIN {
        return invalid(format!(
            "Trail name too short. Minimum allowed length: {NAME_CHARACTERS_MIN} characters. \
             Specified name length: {length} characters."
        ));
    }
    if length > NAME_CHARACTERS_MAX {
        return invalid(format!(
            "Trail name too long. Maximum allowed length: {NAME_CHARACTERS_MAX} characters. \
             Specified name length: {length} characters."
        ));
    }
    let edge = |character: Option<char>| character.is_some_and(|c| c.is_ascii_alphanumeric());
    if !edge(name.chars().next()) {
        return invalid("Trail name must starts with a letter or number.".to_owned());
    }
    if !edge(name.chars().next_back()) {
        return invalid("Trail name must ends with a letter or number.".to_owned());
    }
    let is_mark = |c: char| matches!(c, '.' | '-' | '_');
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || is_mark(c)) {
        return invalid(
            "Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, \
             periods (.), hyphens (-), and underscores (_)."
                .to_owned(),
        );
    }
    if name.chars().zip(name.chars().skip(1)).any(|(a, b)| is_mark(a) && is_mark(b)) {
        return invalid(
            "Trail name must not have adjacent periods (.), hyphens (-), or underscores (_)."
                .to_owned(),
        );
    }
    if name.parse::<std::net::Ipv4Addr>().is_ok() {
        return invalid("Trail name must not be formatted as an IP address.".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_as_the_guide_has_them() {
        for name in ["abc", "My-Trail_1.a", "1.2.3", &"a".repeat(128)] {
            assert!(check(name).is_ok(), "{name}");
        }
        for (name, said) in [
            ("", "Specified name length: 0 "),
            ("aa", "Specified name length: 2 "),
            (&"a".repeat(129), "Specified name length: 129 "),
            ("-trail", "must starts with"),
            ("trail!", "must ends with"),
            ("my#trail", "can only contain"),
            ("my-_trail", "adjacent"),
            ("192.168.5.4", "IP address"),
            ("träil", "can only contain"),
        ] {
            let refused = check(name).unwrap_err().to_string();
            assert!(refused.contains(said), "{name}: {refused}");
        }
    }

    #[test]
    fn an_arn_names_account_region_and_trail() {
        let read = Reference::of_arn("arn:aws:cloudtrail:eu-west-1:123456789012:trail/Audit");
        let read = read.unwrap();
        assert_eq!((read.region.as_str(), read.name.as_str()), ("eu-west-1", "Audit"));
        for wrong in [
            "arn:aws:cloudtrail:eu-west-1:123456789012:channel/Audit",
            "arn:aws:cloudtrail::123456789012:trail/Audit",
            "arn:aws:cloudtrail:eu-west-1:12:trail/Audit",
            "arn:aws:s3:eu-west-1:123456789012:trail/Audit",
            "arn:aws:cloudtrail:eu-west-1:123456789012:trail/a/b",
            "arn:",
        ] {
            assert_eq!(Reference::of_arn(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_from_an_arn_writes_the_same_arn(text in "arn:aws:cloudtrail:[a-z0-9-]{0,12}:[0-9]{11,13}:trail/[a-zA-Z0-9._/-]{0,12}") {
            if let Some(read) = Reference::of_arn(&text) {
                let arn = read.arn();
                prop_assert_eq!(arn.as_str(), text.as_str());
            }
        }
    }
}
