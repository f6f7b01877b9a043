//! What the edge is made of: everything that is served, as one state of the store has it.

use bartizan_service::store::{Reader, Record, StoreError};

use crate::records::{BalancerRecord, GroupRecord, ListenerRecord, RuleRecord};

/// How many records are read at a time.
const PAGE: usize = 1000;

/// The collections that this is read from: a commit that changes none of them changes nothing here.
pub const COLLECTIONS: [&str; 4] = [
    BalancerRecord::COLLECTION,
    GroupRecord::COLLECTION,
    ListenerRecord::COLLECTION,
    RuleRecord::COLLECTION,
];

/// The balancers of all accounts, with what belongs to them.
#[derive(Debug, Clone, Default)]
pub struct Published {
    /// The balancers, the oldest first.
    pub balancers: Vec<BalancerRecord>,
    /// Their listeners.
    pub listeners: Vec<ListenerRecord>,
    /// The listeners' rules, by their priority.
    pub rules: Vec<RuleRecord>,
    /// The target groups.
    pub groups: Vec<GroupRecord>,
}

/// Everything that is served.
///
/// # Errors
/// A record cannot be read.
pub fn published(reader: &Reader<'_>) -> Result<Published, StoreError> {
    let mut balancers: Vec<BalancerRecord> = all(reader)?;
    balancers.sort_by_key(|balancer| balancer.created);
    let mut rules: Vec<RuleRecord> = all(reader)?;
    rules.sort_by_key(|rule| rule.priority);
    Ok(Published { balancers, listeners: all(reader)?, rules, groups: all(reader)? })
}

fn all<T: Record>(reader: &Reader<'_>) -> Result<Vec<T>, StoreError> {
    let mut records = Vec::new();
    let mut after = None;
    loop {
        let page = reader.scan_all::<T>(after.as_ref(), PAGE)?;
        let Some((last, _)) = page.last() else { return Ok(records) };
        after = Some(last.clone());
        records.extend(page.into_iter().map(|(_, record)| record));
    }
}
