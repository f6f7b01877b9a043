//! All records of a collection, page by page.

use bartizan_service::store::{Key, Reader, Record, StoreError};
use bartizan_types::AccountId;

use crate::error::InspectorError;

/// How many records are read at a time.
const SCAN: usize = 500;

/// Every record of an account in a region.
pub(crate) fn all<T: Record>(
    reader: &Reader<'_>,
    account: AccountId,
    region: &str,
) -> Result<Vec<(Key, T)>, StoreError> {
    let mut found = Vec::new();
    each(reader, account, region, |key, record| found.push((key, record)))?;
    Ok(found)
}

/// Tells of every record of an account in a region, in the order of their ids.
pub(crate) fn each<T: Record>(
    reader: &Reader<'_>,
    account: AccountId,
    region: &str,
    mut tell: impl FnMut(Key, T),
) -> Result<(), StoreError> {
    let (account, mut after) = (account.to_string(), None::<String>);
    loop {
        let page = reader.scan::<T>(&account, region, "", after.as_deref(), SCAN)?;
        let is_last = page.len() < SCAN;
        after = page.last().map(|(key, _)| key.id.clone());
        for (key, record) in page {
            tell(key, record);
        }
        if is_last {
            return Ok(());
        }
    }
}

/// Tells of every record below the account and region of a key whose id begins with a prefix.
pub(crate) fn each_from<T: Record>(
    reader: &Reader<'_>,
    at: &Key,
    prefix: &str,
    mut tell: impl FnMut(Key, T) -> Result<(), InspectorError>,
) -> Result<(), InspectorError> {
    let mut after = None::<String>;
    loop {
        let page = reader.scan::<T>(&at.account, &at.region, prefix, after.as_deref(), SCAN)?;
        let is_last = page.len() < SCAN;
        after = page.last().map(|(key, _)| key.id.clone());
        for (key, record) in page {
            tell(key, record)?;
        }
        if is_last {
            return Ok(());
        }
    }
}
