//! All records of a collection, page by page.

use std::ops::ControlFlow;

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
    let take = |key, record| {
        found.push((key, record));
        ControlFlow::Continue(())
    };
    each(reader, (&account.to_string(), region), None, take).map(drop)?;
    Ok(found)
}

/// Tells of the records of an account in a region, in the order of their ids, from the first behind an id
/// on, until it is told to stop.
pub(crate) fn each<T: Record>(
    reader: &Reader<'_>,
    (account, region): (&str, &str),
    after: Option<&str>,
    mut tell: impl FnMut(Key, T) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, StoreError> {
    let mut after = after.map(str::to_owned);
    loop {
        let page = reader.scan::<T>(account, region, "", after.as_deref(), SCAN)?;
        let is_last = page.len() < SCAN;
        after = page.last().map(|(key, _)| key.id.clone());
        for (key, record) in page {
            if tell(key, record).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        if is_last {
            return Ok(ControlFlow::Continue(()));
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
