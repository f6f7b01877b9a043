//! Pages of lists: `Marker`, `MaxItems`, `IsTruncated`. (IAM API Reference, each list operation.)

use bartizan_service::paging::{self, UnknownToken};

use crate::error::IamError;

/// How many items a page has unless the request says.
const DEFAULT_ITEMS: usize = 100;
/// The most items of a page.
const ITEMS_MAX: usize = 1000;

/// One page of a list.
#[derive(Debug)]
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    pub(crate) is_truncated: Option<bool>,
    /// Where the next page begins.
    pub(crate) marker: Option<String>,
}

/// The page after `marker` of `items` in the order of `key`, which tells items apart: what is made
/// or deleted between two pages makes no other item come twice or be left out.
pub(crate) fn page<T>(
    items: Vec<T>,
    marker: Option<&str>,
    max_items: Option<i32>,
    key: impl Fn(&T) -> String,
) -> Result<Page<T>, IamError> {
    let limit = max_items
        .and_then(|asked| usize::try_from(asked).ok())
        .unwrap_or(DEFAULT_ITEMS)
        .clamp(1, ITEMS_MAX);
    let page = paging::page(items, marker, limit, key)
        .map_err(|UnknownToken| IamError::Validation("Invalid Marker.".to_owned()))?;
    Ok(Page { items: page.items, is_truncated: Some(page.next.is_some()), marker: page.next })
}

/// The key order of names: as AWS tells names apart.
pub(crate) fn by_name(name: &str) -> String {
    name.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_and_end() {
        let items = || ["c", "a", "b", "d", "e"].map(str::to_owned).to_vec();
        let key = |item: &String| item.clone();
        let mut marker = None;
        let mut seen = Vec::new();
        loop {
            let page = page(items(), marker.as_deref(), Some(2), key).unwrap();
            seen.push(page.items.concat());
            assert_eq!(page.is_truncated, Some(page.marker.is_some()));
            marker = page.marker;
            if marker.is_none() {
                break;
            }
        }
        assert_eq!(seen, ["ab", "cd", "e"]);
        assert!(page(items(), Some("!"), None, key).is_err());
    }
}
