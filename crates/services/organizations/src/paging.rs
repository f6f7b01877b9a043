//! Pages of lists: `NextToken`, `MaxResults`. (Organizations API Reference, each list operation.)

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::OrganizationsError;

/// The most items of a page, and how many one has unless the request says.
const ITEMS_MAX: usize = 20;

/// One page of a list.
#[derive(Debug)]
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    /// Where the next page begins.
    pub(crate) next_token: Option<String>,
}

/// The page after `token` of `items` in the order of `key`, which tells items apart: what is made
/// or deleted between two pages makes no other item come twice or be left out.
pub(crate) fn page<T>(
    mut items: Vec<T>,
    token: Option<&str>,
    max_results: Option<i32>,
    key: impl Fn(&T) -> String,
) -> Result<Page<T>, OrganizationsError> {
    items.sort_by_cached_key(&key);
    if let Some(token) = token {
        let last = read(token)?;
        items.retain(|item| key(item) > last);
    }
    let limit = max_results
        .and_then(|asked| usize::try_from(asked).ok())
        .unwrap_or(ITEMS_MAX)
        .clamp(1, ITEMS_MAX);
    let is_truncated = items.len() > limit;
    items.truncate(limit);
    let next_token =
        is_truncated.then(|| items.last().map(|item| URL_SAFE_NO_PAD.encode(key(item)))).flatten();
    Ok(Page { items, next_token })
}

fn read(token: &str) -> Result<String, OrganizationsError> {
    URL_SAFE_NO_PAD.decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or(
        OrganizationsError::InvalidInput(
            "INVALID_NEXT_TOKEN",
            "You specified a next token that is not valid: start again without one.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_and_end() {
        let items = || ["c", "a", "b", "d", "e"].map(str::to_owned).to_vec();
        let mut token = None;
        let mut seen = Vec::new();
        loop {
            let page = page(items(), token.as_deref(), Some(2), String::clone).unwrap();
            seen.push(page.items.concat());
            token = page.next_token;
            if token.is_none() {
                break;
            }
        }
        assert_eq!(seen, ["ab", "cd", "e"]);
        assert!(page(items(), Some("!"), None, String::clone).is_err());
    }
}
