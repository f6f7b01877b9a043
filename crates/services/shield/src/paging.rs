//! Pages of lists: `NextToken`, `MaxResults`. (AWS Shield Advanced API Reference, each list operation.)

use bartizan_service::paging::{self, Page};

use crate::error::ShieldError;

/// How many items a page has unless the request says.
const DEFAULT_ITEMS: usize = 20;

/// The page after `token` of `items` in the order of `key`, which tells items apart.
pub(crate) fn page<T>(
    items: Vec<T>,
    token: Option<&str>,
    most: Option<i32>,
    key: impl Fn(&T) -> String,
) -> Result<Page<T>, ShieldError> {
    let limit = most.and_then(|most| usize::try_from(most).ok()).filter(|most| *most > 0);
    paging::page(items, token, limit.unwrap_or(DEFAULT_ITEMS), key)
        .map_err(|_| ShieldError::UnknownToken)
}
