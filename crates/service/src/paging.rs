//! Pages of lists. What a request calls the token and the number of items is each service's.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// One page of a list.
#[derive(Debug)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// The token of the next page, if there is one.
    pub next: Option<String>,
}

/// A token that no answer gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownToken;

/// The page of at most `limit` items after `token`, in the order of `key`, which tells items apart:
/// what is made or deleted between two pages makes no other item come twice or be left out.
///
/// # Errors
/// No answer gave the token.
pub fn page<T>(
    mut items: Vec<T>,
    token: Option<&str>,
    limit: usize,
    key: impl Fn(&T) -> String,
) -> Result<Page<T>, UnknownToken> {
    items.sort_by_cached_key(&key);
    if let Some(token) = token {
        let last = read(token)?;
        items.retain(|item| key(item) > last);
    }
    let is_truncated = items.len() > limit;
    items.truncate(limit);
    let next =
        is_truncated.then(|| items.last().map(|item| URL_SAFE_NO_PAD.encode(key(item)))).flatten();
    Ok(Page { items, next })
}

fn read(token: &str) -> Result<String, UnknownToken> {
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| UnknownToken)?;
    String::from_utf8(bytes).map_err(|_| UnknownToken)
}
