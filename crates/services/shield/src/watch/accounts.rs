//! What accounts protect, as it is stored.

use std::collections::BTreeMap;

use bartizan_service::projection::each;
use bartizan_service::store::{Key, Reader};
use bartizan_types::{AccountId, Fault, Timestamp};

use crate::group::takes_in;
use crate::records::{GroupRecord, ProtectionRecord, SubscriptionRecord, arn};
use crate::subscription::Subscribed;

/// An account that subscribed once.
pub(super) struct Account {
    pub(super) id: AccountId,
    subscribed: Subscribed,
    pub(super) protections: Vec<ProtectionRecord>,
    groups: Vec<GroupRecord>,
}

/// A protection group with what it takes in.
pub(super) struct Grouped<'a> {
    pub(super) arn: String,
    pub(super) aggregation: &'a str,
    pub(super) members: Vec<&'a str>,
}

impl Account {
    pub(super) fn is_active(&self, now: Timestamp) -> bool {
        self.subscribed.is_active(now)
    }

    pub(super) fn groups(&self) -> impl Iterator<Item = Grouped<'_>> {
        self.groups.iter().map(|group| {
            let members = self.protections.iter().filter(|one| takes_in(group, one));
            Grouped {
                arn: arn(self.id, "protection-group", &group.id).to_string(),
                aggregation: &group.aggregation,
                members: members.map(|one| &*one.resource).collect(),
            }
        })
    }
}

/// All accounts that ever subscribed.
pub(super) fn all(reader: &Reader<'_>) -> Result<Vec<Account>, Fault> {
    read(reader).map_err(|reason| Fault::new("InternalErrorException", reason, 500))
}

fn read(reader: &Reader<'_>) -> Result<Vec<Account>, String> {
    let mut accounts: BTreeMap<String, Account> = BTreeMap::new();
    each::<SubscriptionRecord>(reader, |key, record| {
        let id = key.account.parse().map_err(|_| format!("{} is no account", key.account))?;
        let (protections, groups) = (Vec::new(), Vec::new());
        let account = Account { id, subscribed: record.time, protections, groups };
        accounts.insert(key.account.clone(), account);
        Ok(())
    })?;
    let mut enter = |key: &Key, enter: &mut dyn FnMut(&mut Account)| {
        if let Some(account) = accounts.get_mut(&*key.account) {
            enter(account);
        }
        Ok(())
    };
    each::<ProtectionRecord>(reader, |key, record| {
        enter(key, &mut |account| account.protections.push(record.clone()))
    })?;
    each::<GroupRecord>(reader, |key, record| {
        enter(key, &mut |account| account.groups.push(record.clone()))
    })?;
    Ok(accounts.into_values().collect())
}
