//! Pages of lists: `Marker`, `MaxItems`, `IsTruncated`. (IAM API Reference, each list operation.)

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

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
    mut items: Vec<T>,
    marker: Option<&str>,
    max_items: Option<i32>,
    key: impl Fn(&T) -> String,
) -> Result<Page<T>, IamError> {
    items.sort_by_cached_key(&key);
    if let Some(marker) = marker {
        let last = read(marker)?;
        items.retain(|item| key(item) > last);
    }
    let limit = max_items
        .and_then(|asked| usize::try_from(asked).ok())
        .unwrap_or(DEFAULT_ITEMS)
        .clamp(1, ITEMS_MAX);
    let is_truncated = items.len() > limit;
    items.truncate(limit);
    let marker =
        is_truncated.then(|| items.last().map(|item| URL_SAFE_NO_PAD.encode(key(item)))).flatten();
    Ok(Page { items, is_truncated: Some(is_truncated), marker })
}

/// The key order of names: as AWS tells names apart.
pub(crate) fn by_name(name: &str) -> String {
    name.to_ascii_lowercase()
}

fn read(marker: &str) -> Result<String, IamError> {
    URL_SAFE_NO_PAD
        .decode(marker)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| IamError::Validation("Invalid Marker.".to_owned()))
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
