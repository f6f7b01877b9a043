//! Pages of lists: `Marker`, `PageSize`. (Elastic Load Balancing API Reference, each list operation.)

use bartizan_service::paging::{self, Page};

use crate::error::ElbError;

/// How many items a page has unless the request says.
const DEFAULT_ITEMS: usize = 400;

/// The page after `marker` of `items` in the order of `key`, which tells items apart.
pub(crate) fn page<T>(
    items: Vec<T>,
    marker: Option<&str>,
    size: Option<i32>,
    key: impl Fn(&T) -> String,
) -> Result<Page<T>, ElbError> {
    let limit = size.and_then(|size| usize::try_from(size).ok()).unwrap_or(DEFAULT_ITEMS);
    paging::page(items, marker, limit.max(1), key)
        .map_err(|_| ElbError::invalid("The marker is not one that an earlier answer gave"))
}
