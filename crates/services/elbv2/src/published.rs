//! What the edge is made of: everything that is served, kept as the store has it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use bartizan_service::projection::{each, each_changed};
use bartizan_service::store::{Change, Key, Reader, Record, StoreError};
use bartizan_types::AccountId;

use crate::records::{BalancerRecord, GroupRecord, ListenerRecord, RuleRecord};

/// How many records are read at a time.
const SCAN: usize = 1000;

/// The collections that this is made of.
pub const COLLECTIONS: [&str; 4] = [
    BalancerRecord::COLLECTION,
    GroupRecord::COLLECTION,
    ListenerRecord::COLLECTION,
    RuleRecord::COLLECTION,
];

/// The balancers of all accounts, with what belongs to them.
#[derive(Debug, Clone, Default)]
pub struct Published {
    /// The balancers.
    pub balancers: BTreeMap<Key, BalancerRecord>,
    /// The target groups.
    pub groups: BTreeMap<Key, GroupRecord>,
    listeners: BTreeMap<Key, ListenerRecord>,
    rules: BTreeMap<Key, RuleRecord>,
}

/// What of it a commit changed.
#[derive(Debug, Clone, Default)]
pub struct Touched {
    /// The balancers that are others now, or whose listeners or rules are.
    pub balancers: BTreeSet<Key>,
    /// The target groups.
    pub groups: BTreeSet<Key>,
}

impl Published {
    /// Everything that is served.
    ///
    /// # Errors
    /// A record cannot be read.
    pub fn load(reader: &Reader<'_>) -> Result<Self, String> {
        Ok(Self {
            balancers: all(reader)?,
            groups: all(reader)?,
            listeners: all(reader)?,
            rules: all(reader)?,
        })
    }

    /// What an account has in a region.
    ///
    /// # Errors
    /// A record cannot be read.
    pub fn of(reader: &Reader<'_>, account: AccountId, region: &str) -> Result<Self, StoreError> {
        Ok(Self {
            balancers: of_account(reader, account, region)?,
            groups: of_account(reader, account, region)?,
            listeners: of_account(reader, account, region)?,
            rules: of_account(reader, account, region)?,
        })
    }

    /// Enters what a commit changed.
    ///
    /// # Errors
    /// A record cannot be read: it is to be loaded anew.
    pub fn apply(&mut self, changes: &[Change], reader: &Reader<'_>) -> Result<Touched, String> {
        let balancers = entered(&mut self.balancers, changes, reader)?;
        let listeners = entered(&mut self.listeners, changes, reader)?;
        let rules = entered(&mut self.rules, changes, reader)?;
        let below = listeners.iter().chain(&rules).filter_map(balancer_of);
        let balancers = balancers.into_iter().chain(below).collect();
        let groups = entered(&mut self.groups, changes, reader)?.into_iter().collect();
        Ok(Touched { balancers, groups })
    }

    /// The listeners of a balancer, with their keys.
    pub fn listeners_of(&self, balancer: &Key) -> impl Iterator<Item = (&Key, &ListenerRecord)> {
        below(&self.listeners, balancer)
    }

    /// The rules of a listener, by their priority.
    pub fn rules_of(&self, listener: &Key) -> Vec<&RuleRecord> {
        let mut rules: Vec<_> = below(&self.rules, listener).map(|(_, rule)| rule).collect();
        rules.sort_by_key(|rule| rule.priority);
        rules
    }
}

fn all<T: Record>(reader: &Reader<'_>) -> Result<BTreeMap<Key, T>, String> {
    let mut records = BTreeMap::new();
    each::<T>(reader, |key, record| {
        records.insert(key.clone(), record);
        Ok(())
    })?;
    Ok(records)
}

fn of_account<T: Record>(
    reader: &Reader<'_>,
    account: AccountId,
    region: &str,
) -> Result<BTreeMap<Key, T>, StoreError> {
    let (account, mut records, mut after) = (account.to_string(), BTreeMap::new(), None::<String>);
    loop {
        let page = reader.scan::<T>(&account, region, "", after.as_deref(), SCAN)?;
        let is_last = page.len() < SCAN;
        after = page.last().map(|(key, _)| key.id.clone());
        records.extend(page);
        if is_last {
            return Ok(records);
        }
    }
}

/// Enters the changes of a collection; the keys of what was changed.
fn entered<T: Record>(
    records: &mut BTreeMap<Key, T>,
    changes: &[Change],
    reader: &Reader<'_>,
) -> Result<Vec<Key>, String> {
    let mut touched = Vec::new();
    each_changed::<T>(changes, reader, |key, record| {
        match record {
            Some(record) => records.insert(key.clone(), record),
            None => records.remove(key),
        };
        touched.push(key.clone());
        Ok(())
    })?;
    Ok(touched)
}

/// What stands below a key: its id and a slash begin its own.
fn below<'a, T>(
    records: &'a BTreeMap<Key, T>,
    above: &Key,
) -> impl Iterator<Item = (&'a Key, &'a T)> {
    let from = Key { id: format!("{}/", above.id), ..above.clone() };
    records.range((Bound::Included(from.clone()), Bound::Unbounded)).take_while(move |(key, _)| {
        key.account == from.account && key.region == from.region && key.id.starts_with(&from.id)
    })
}

/// The key of the balancer of a listener or of a rule: `app/name/id` begins its id.
fn balancer_of(key: &Key) -> Option<Key> {
    let (end, _) = key.id.match_indices('/').nth(2)?;
    Some(Key { id: key.id.get(..end)?.to_owned(), ..key.clone() })
}
