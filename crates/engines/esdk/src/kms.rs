//! Which encrypted data keys a KMS key may be asked to decrypt. (Specification, "AWS KMS Keyring",
//! "AWS KMS Discovery Keyring", "AWS KMS MRK Match for Decrypt".)

use std::fmt;
use std::str::FromStr;

use bartizan_types::{AccountId, Arn};

use crate::{EncryptedDataKey, EsdkError};

/// The provider of data keys that KMS encrypted.
pub const KMS_PROVIDER: &str = "aws-kms";
/// What ids of multi-Region keys begin with.
const MULTI_REGION: &str = "mrk-";

/// A KMS key as a user names it: by ARN, id or alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KmsKey {
    /// A key's or an alias's ARN.
    Arn(Arn),
    /// A key's id.
    Id(String),
    /// An alias, with its prefix `alias/`.
    Alias(String),
}

impl KmsKey {
    /// The region to ask in, where the name tells it.
    pub fn region(&self) -> Option<&str> {
        match self {
            Self::Arn(arn) => Some(arn.region()),
            Self::Id(_) | Self::Alias(_) => None,
        }
    }

    /// Whether this key may open a data key that names `key` as its own. Of an alias only KMS knows
    /// the key: it is asked, and refuses where the alias is another's. A multi-Region key opens what
    /// its relatives in other regions sealed.
    pub fn may_open(&self, key: &Arn) -> bool {
        match self {
            Self::Alias(_) => true,
            Self::Id(id) => key_id(key) == Some(id),
            Self::Arn(own) if own.resource().starts_with("alias/") => {
                [own.partition(), own.region(), own.account()]
                    == [key.partition(), key.region(), key.account()]
            }
            Self::Arn(own) => own == key || are_related(own, key),
        }
    }

    /// Whether `by` may be the key that KMS says it decrypted with, where this one was asked for
    /// what `sealed_by` encrypted.
    pub fn may_answer_as(&self, by: &Arn, sealed_by: &Arn) -> bool {
        let is_asked = match self {
            Self::Arn(own) if key_id(own).is_some() => own == by,
            other => other.may_open(by),
        };
        is_asked && (by == sealed_by || are_related(by, sealed_by))
    }
}

/// Whether both are the same multi-Region key, wherever they are.
fn are_related(one: &Arn, other: &Arn) -> bool {
    key_id(one).is_some_and(|id| id.starts_with(MULTI_REGION))
        && one.resource() == other.resource()
        && [one.partition(), one.account()] == [other.partition(), other.account()]
}

fn key_id(arn: &Arn) -> Option<&str> {
    arn.resource().strip_prefix("key/")
}

impl fmt::Display for KmsKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Arn(arn) => f.write_str(arn.as_str()),
            Self::Id(name) | Self::Alias(name) => f.write_str(name),
        }
    }
}

impl FromStr for KmsKey {
    type Err = EsdkError;

    fn from_str(text: &str) -> Result<Self, EsdkError> {
        let wrong = || EsdkError::NotAKmsKey(text.to_owned());
        let is_name = |name: &str| {
            !name.is_empty()
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_/".contains(&b))
        };
        if text.starts_with("arn:") {
            let arn: Arn = text.parse().map_err(|_| wrong())?;
            let resource = arn.resource().split_once('/');
            let named = resource
                .is_some_and(|(kind, name)| matches!(kind, "key" | "alias") && is_name(name));
            return (named && arn.service() == "kms" && !arn.region().is_empty())
                .then_some(Self::Arn(arn))
                .ok_or_else(wrong);
        }
        match text.strip_prefix("alias/") {
            Some(name) if is_name(name) => Ok(Self::Alias(text.to_owned())),
            None if is_name(text) && !text.contains('/') => Ok(Self::Id(text.to_owned())),
            _ => Err(wrong()),
        }
    }
}

/// Any KMS key of some accounts.
#[derive(Debug, Clone, Default)]
pub struct Discovery {
    /// The accounts whose keys are asked; all where there are none.
    pub accounts: Vec<AccountId>,
}

impl Discovery {
    /// Whether the key is of one of the accounts.
    pub fn may_open(&self, key: &Arn) -> bool {
        let known = |account| self.accounts.contains(&account);
        self.accounts.is_empty() || key.account_id().is_some_and(known)
    }
}

impl EncryptedDataKey {
    /// The KMS key that encrypted it, if KMS did.
    pub fn kms_key(&self) -> Option<Arn> {
        let text = std::str::from_utf8(&self.info).ok()?;
        match text.parse() {
            Ok(KmsKey::Arn(arn)) if self.provider == KMS_PROVIDER => {
                key_id(&arn).is_some().then_some(arn)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555";
    const MRK: &str = "arn:aws:kms:eu-west-1:123456789012:key/mrk-1234abcd";

    #[test]
    fn a_key_opens_what_bears_its_name() {
        for (own, key, may) in [
            (KEY, KEY, true),
            (KEY, MRK, false),
            (MRK, "arn:aws:kms:us-east-1:123456789012:key/mrk-1234abcd", true),
            (MRK, "arn:aws:kms:us-east-1:210987654321:key/mrk-1234abcd", false),
            (KEY, &KEY.replace("eu-west-1", "us-east-1"), false),
            ("11111111-2222-3333-4444-555555555555", KEY, true),
            ("11111111-2222-3333-4444-555555555556", KEY, false),
            ("alias/backup", KEY, true),
            ("arn:aws:kms:eu-west-1:123456789012:alias/backup", KEY, true),
            ("arn:aws:kms:us-east-1:123456789012:alias/backup", KEY, false),
        ] {
            let own: KmsKey = own.parse().unwrap();
            assert_eq!(own.may_open(&key.parse().unwrap()), may, "{own} {key}");
        }
    }

    #[test]
    fn an_answer_must_be_of_the_key_that_was_asked() {
        let elsewhere = MRK.replace("eu-west-1", "us-east-1");
        for (asked, by, sealed_by, may) in [
            (KEY, KEY, KEY, true),
            (KEY, MRK, KEY, false),
            ("alias/backup", KEY, KEY, true),
            ("alias/backup", MRK, KEY, false),
            (MRK, MRK, &elsewhere, true),
            (MRK, &elsewhere, &elsewhere, false),
            ("mrk-1234abcd", &elsewhere, MRK, true),
            ("11111111-2222-3333-4444-555555555555", MRK, MRK, false),
        ] {
            let asked: KmsKey = asked.parse().unwrap();
            let [by, sealed_by] = [by, sealed_by].map(|arn| arn.parse().unwrap());
            assert_eq!(asked.may_answer_as(&by, &sealed_by), may, "{asked} {by:?} {sealed_by:?}");
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for wrong in [
            "",
            "alias/",
            "key/1",
            "a b",
            "arn:aws:s3:::bucket",
            "arn:aws:kms:eu-west-1:123456789012:grant/1",
            "arn:aws:kms::123456789012:key/1",
            "arn:aws:kms:eu-west-1:123456789012:key/",
        ] {
            assert!(wrong.parse::<KmsKey>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn discovery_asks_the_accounts_it_names() {
        let sealed = |provider: &str, info: &str| EncryptedDataKey {
            provider: provider.to_owned(),
            info: info.as_bytes().to_vec(),
            ciphertext: Vec::new(),
        };
        let key = sealed(KMS_PROVIDER, KEY).kms_key().unwrap();
        for (accounts, may) in
            [(vec![], true), (vec!["123456789012"], true), (vec!["210987654321"], false)]
        {
            let accounts = accounts.into_iter().map(|one| one.parse().unwrap()).collect();
            assert_eq!(Discovery { accounts }.may_open(&key), may);
        }
        assert_eq!(sealed("raw", KEY).kms_key(), None);
        assert_eq!(sealed(KMS_PROVIDER, "alias/x").kms_key(), None);
        assert_eq!(sealed(KMS_PROVIDER, &KEY.replace(":key/", ":alias/")).kms_key(), None);
    }
}
