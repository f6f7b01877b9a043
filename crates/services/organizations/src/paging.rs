//! Pages of lists: `NextToken`, `MaxResults`. (Organizations API Reference, each list operation.)

use bartizan_service::paging::{self, UnknownToken};

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
    items: Vec<T>,
    token: Option<&str>,
    max_results: Option<i32>,
    key: impl Fn(&T) -> String,
) -> Result<Page<T>, OrganizationsError> {
    let limit = max_results
        .and_then(|asked| usize::try_from(asked).ok())
        .unwrap_or(ITEMS_MAX)
        .clamp(1, ITEMS_MAX);
    let page = paging::page(items, token, limit, key).map_err(|UnknownToken| {
        OrganizationsError::InvalidInput(
            "INVALID_NEXT_TOKEN",
            "You specified a next token that is not valid: start again without one.",
        )
    })?;
    Ok(Page { items: page.items, next_token: page.next })
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
