//! What is served, as one state of the store has it.

use bartizan_service::store::{Key, Reader, Record, StoreError};
use bartizan_types::AccountId;

use crate::records::{HealthCheckRecord, RecordSet, ZoneRecord};

/// How many records are read at a time.
const PAGE: usize = 1000;

/// The collection of zones.
pub const ZONES: &str = ZoneRecord::COLLECTION;
/// The collection of record sets.
pub const SETS: &str = RecordSet::COLLECTION;

/// The collection of health checks.
pub const HEALTH_CHECKS: &str = HealthCheckRecord::COLLECTION;

/// The zones of all accounts.
///
/// # Errors
/// A record cannot be read.
pub fn published_zones(reader: &Reader<'_>) -> Result<Vec<ZoneRecord>, StoreError> {
    let mut zones = Vec::new();
    let mut after: Option<Key> = None;
    loop {
        let page = reader.scan_all::<ZoneRecord>(after.as_ref(), PAGE)?;
        let Some((last, _)) = page.last() else { return Ok(zones) };
        after = Some(last.clone());
        zones.extend(page.into_iter().map(|(_, zone)| zone));
    }
}

/// The record sets of a zone, in the order in which they are listed.
///
/// # Errors
/// A record cannot be read.
pub fn published_sets(
    reader: &Reader<'_>,
    account: AccountId,
    zone: &str,
) -> Result<Vec<RecordSet>, StoreError> {
    let (account, prefix) = (account.to_string(), format!("{zone}/"));
    let mut sets = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = reader.scan::<RecordSet>(&account, "", &prefix, after.as_deref(), PAGE)?;
        let is_last = page.len() < PAGE;
        after = page.last().map(|(key, _)| key.id.clone());
        sets.extend(page.into_iter().map(|(_, set)| set));
        if is_last {
            return Ok(sets);
        }
    }
}

/// The id of the zone that the record set with this key is in.
pub fn zone_of_set(key: &Key) -> Option<&str> {
    Some(key.id.split_once('/')?.0)
}
