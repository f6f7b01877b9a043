//! Which instances a configuration is about.

use std::collections::{BTreeMap, BTreeSet};

use bartizan_service::store::Reader;
use bartizan_types::AccountId;

use super::records::{Accounts, Targets};
use crate::error::InspectorError;
use crate::look::{self, Look};
use crate::shapes::CisTargets;

const ALL: &str = "ALL_ACCOUNTS";
const SELF: &str = "SELF";

impl Accounts {
    /// The accounts that a request names, which the caller must decide for.
    pub(super) fn read(
        reader: &Reader<'_>,
        look: &Look,
        named: &[String],
    ) -> Result<Self, InspectorError> {
        if named.iter().any(|name| name == ALL) {
            if named.len() > 1 {
                let why = format!("{ALL} stands alone among the accounts.");
                return Err(InspectorError::Invalid(why));
            }
            if look.administers(reader)?.is_none() {
                return Err(denied());
            }
            return Ok(Self::All);
        }
        let mut accounts = BTreeSet::new();
        for name in named {
            let account = if name == SELF { look.caller } else { look::account(name)? };
            if !look.may_decide_for(reader, account)? {
                return Err(denied());
            }
            accounts.insert(account);
        }
        Ok(Self::These(accounts))
    }

    /// The accounts that their owner decides for now.
    pub(super) fn now(
        &self,
        reader: &Reader<'_>,
        owner: &Look,
    ) -> Result<BTreeSet<AccountId>, InspectorError> {
        let visible = owner.seen_accounts(reader)?.into_iter();
        Ok(match self {
            Self::All => visible.collect(),
            Self::These(named) => visible.filter(|account| named.contains(account)).collect(),
        })
    }
}

fn denied() -> InspectorError {
    InspectorError::Denied("The caller does not decide for an account that is a target.")
}

/// Targets as the model shows them.
pub(super) fn shown(
    accounts: &BTreeSet<AccountId>,
    tags: &BTreeMap<String, Vec<String>>,
) -> CisTargets {
    CisTargets {
        account_ids: Some(accounts.iter().map(ToString::to_string).collect()),
        target_resource_tags: Some(tags.clone()),
    }
}

impl Targets {
    /// The tags by which an instance is a target, if it is one: of each key that is asked for it has one
    /// of the values.
    pub(super) fn matched(
        &self,
        tags: &BTreeMap<String, String>,
    ) -> Option<BTreeMap<String, Vec<String>>> {
        let one = |(key, values): (&String, &Vec<String>)| {
            let value = tags.get(key).filter(|value| values.contains(value))?;
            Some((key.clone(), vec![value.clone()]))
        };
        self.tags.iter().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_needs_one_of_its_values() {
        let of = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
        };
        let tags = BTreeMap::from([
            ("team".to_owned(), vec!["red".to_owned(), "blue".to_owned()]),
            ("stage".to_owned(), vec!["live".to_owned()]),
        ]);
        let targets = Targets { accounts: Accounts::All, tags };
        for (tags, is_target) in [
            (of(&[("team", "red"), ("stage", "live"), ("more", "x")]), true),
            (of(&[("team", "blue"), ("stage", "live")]), true),
            (of(&[("team", "red")]), false),
            (of(&[("team", "green"), ("stage", "live")]), false),
            (of(&[]), false),
        ] {
            assert_eq!(targets.matched(&tags).is_some(), is_target, "{tags:?}");
        }
    }
}
