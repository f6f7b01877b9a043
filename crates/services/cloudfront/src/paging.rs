//! Pages of lists: `Marker`, `MaxItems`. (Amazon `CloudFront` API Reference, each list operation.)

use bartizan_service::paging::{self, Page};

use crate::error::CdnError;

/// How many items a page has at most, and unless the request says.
pub(crate) const ITEMS: usize = 100;

/// The page after `marker` of `items` in the order of `key`, which tells items apart; and how many it
/// could have.
pub(crate) fn page<T>(
    items: Vec<T>,
    marker: Option<&str>,
    most: Option<&str>,
    key: impl Fn(&T) -> String,
) -> Result<(Page<T>, i32), CdnError> {
    let limit = match most {
        None => ITEMS,
        Some(text) => match text.parse::<usize>() {
            Ok(number) if number > 0 => number.min(ITEMS),
            _ => return Err(CdnError::argument("The parameter MaxItems is not a valid number.")),
        },
    };
    let marker = marker.filter(|marker| !marker.is_empty());
    let page = paging::page(items, marker, limit, key)
        .map_err(|_| CdnError::argument("The parameter Marker is invalid."))?;
    Ok((page, i32::try_from(limit).unwrap_or(i32::MAX)))
}
