//! Pages of lists: `Marker`, `Limit`, `Truncated`. (AWS KMS API Reference, each list operation.)

use bartizan_service::paging::{self, Page, UnknownToken};
use bartizan_service::store::{Key, Reader, Record};
use bartizan_types::{AccountId, Region};

use crate::error::KmsError;

/// The page after `marker` of `items` in the order of `key`, which tells items apart.
pub(crate) fn page<T>(
    items: Vec<T>,
    marker: Option<&str>,
    limit: Option<i32>,
    default: usize,
    key: impl Fn(&T) -> String,
) -> Result<Page<T>, KmsError> {
    let limit = size(limit, default);
    paging::page(items, marker, limit, key).map_err(|UnknownToken| KmsError::InvalidMarker())
}

/// The page after `marker` of an account's records in a region, in the order of their ids: no more is read
/// than the page holds.
pub(crate) fn scanned<T: Record>(
    reader: &Reader<'_>,
    (account, region): (AccountId, &Region),
    marker: Option<&str>,
    size: usize,
) -> Result<Page<T>, KmsError> {
    let (account, after) = (account.to_string(), place(marker)?);
    let found = reader.scan::<T>(&account, region.as_str(), "", after.as_deref(), size + 1)?;
    let page = paging::page_of_read(found, size, |(key, _): &(Key, T)| key.id.clone());
    let items = page.items.into_iter().map(|(_, record)| record).collect();
    Ok(Page { items, next: page.next })
}

/// What a list is read after.
pub(crate) fn place(marker: Option<&str>) -> Result<Option<String>, KmsError> {
    paging::place(marker).map_err(|UnknownToken| KmsError::InvalidMarker())
}

/// How many items a page has.
pub(crate) fn size(limit: Option<i32>, default: usize) -> usize {
    limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(default).max(1)
}
