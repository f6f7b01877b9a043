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
    let next = items.last().filter(|_| is_truncated).map(|item| self::token(&key(item)));
    Ok(Page { items, next })
}

/// What a list is read after: what the token of its page says, or nothing.
///
/// # Errors
/// No answer gave the token.
pub fn place(token: Option<&str>) -> Result<Option<String>, UnknownToken> {
    token.map(read).transpose()
}

/// The page of at most `limit` items of those that were read after its place, in the order of their
/// places: one more was asked for, which tells whether there are more.
pub fn page_of_read<T>(mut items: Vec<T>, limit: usize, place: impl Fn(&T) -> String) -> Page<T> {
    let is_truncated = items.len() > limit;
    items.truncate(limit);
    let last = items.last().filter(|_| is_truncated);
    let next = last.map(|item| token(&place(item)));
    Page { items, next }
}

/// The token of what comes after a place.
pub fn token(place: &str) -> String {
    URL_SAFE_NO_PAD.encode(place)
}

fn read(token: &str) -> Result<String, UnknownToken> {
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| UnknownToken)?;
    String::from_utf8(bytes).map_err(|_| UnknownToken)
}
