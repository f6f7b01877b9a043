//! Pages of lists: `Marker`, `Limit`, `Truncated`. (AWS KMS API Reference, each list operation.)

use bartizan_service::paging::{self, Page, UnknownToken};

use crate::error::KmsError;

/// The page after `marker` of `items` in the order of `key`, which tells items apart.
pub(crate) fn page<T>(
    items: Vec<T>,
    marker: Option<&str>,
    limit: Option<i32>,
    default: usize,
    key: impl Fn(&T) -> String,
) -> Result<Page<T>, KmsError> {
    let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(default);
    paging::page(items, marker, limit.max(1), key).map_err(|UnknownToken| KmsError::InvalidMarker())
}
