//! Pages of what is sorted by something that may be the same of several.

use std::cmp::Ordering;

use bartizan_service::paging;

use crate::error::InspectorError;

/// What a list asks for.
pub(super) struct Wanted<'r> {
    /// `ASC` or `DESC`.
    pub(super) order: Option<&'r str>,
    pub(super) token: Option<&'r str>,
    /// How many items the page has at most.
    pub(super) limit: i32,
}

impl<'r> Wanted<'r> {
    /// What a request says of its page.
    pub(super) fn new(order: Option<&'r String>, token: Option<&'r String>, limit: i32) -> Self {
        let (order, token) = (order.map(String::as_str), token.map(String::as_str));
        Self { order, token, limit }
    }
}

/// An item, by what it is sorted and what tells it from others.
pub(super) struct Item<T> {
    pub(super) sorted_by: String,
    pub(super) place: String,
    pub(super) value: T,
}

/// One page, and the token of the next.
pub(super) fn page<T>(
    mut items: Vec<Item<T>>,
    wanted: &Wanted<'_>,
) -> Result<(Vec<T>, Option<String>), InspectorError> {
    let is_descending = wanted.order == Some("DESC");
    let in_order = |a: (&str, &str), b: (&str, &str)| {
        let first = if is_descending { b.0.cmp(a.0) } else { a.0.cmp(b.0) };
        first.then_with(|| a.1.cmp(b.1))
    };
    if let Some(after) = place_of(wanted.token)? {
        let after = (after.0.as_str(), after.1.as_str());
        items.retain(|one| in_order((&one.sorted_by, &one.place), after) == Ordering::Greater);
    }
    items.sort_by(|a, b| in_order((&a.sorted_by, &a.place), (&b.sorted_by, &b.place)));
    let limit = usize::try_from(wanted.limit).unwrap_or_default();
    let is_truncated = items.len() > limit;
    items.truncate(limit);
    let last = items.last().filter(|_| is_truncated);
    let next = last.map(|one| paging::token(&format!("{}\n{}", one.place, one.sorted_by)));
    Ok((items.into_iter().map(|one| one.value).collect(), next))
}

/// What a page comes after: by what it is sorted, and its place.
fn place_of(token: Option<&str>) -> Result<Option<(String, String)>, InspectorError> {
    let unknown =
        || InspectorError::Invalid("nextToken is not one that an earlier answer gave.".to_owned());
    let Some(text) = paging::place(token).map_err(|_| unknown())? else { return Ok(None) };
    let (place, sorted_by) = text.split_once('\n').ok_or_else(unknown)?;
    Ok(Some((sorted_by.to_owned(), place.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(order: &str, limit: i32, token: Option<&str>) -> (Vec<&'static str>, Option<String>) {
        let item = |(sorted_by, place): (&str, &'static str)| Item {
            sorted_by: sorted_by.to_owned(),
            place: place.to_owned(),
            value: place,
        };
        let items = [("2", "a"), ("1", "b"), ("2", "c"), ("3", "d")].map(item).into();
        let wanted = Wanted { order: Some(order), token, limit };
        page(items, &wanted).unwrap()
    }

    #[test]
    fn pages_go_on_where_they_ended() {
        for (order, expected) in [("ASC", ["b", "a", "c", "d"]), ("DESC", ["d", "a", "c", "b"])] {
            let mut told = Vec::new();
            let mut token = None;
            loop {
                let (items, next) = listed(order, 1, token.as_deref());
                told.extend(items);
                token = next;
                if token.is_none() {
                    break;
                }
            }
            assert_eq!(told, expected);
        }
        let wanted = Wanted { order: None, token: Some("!"), limit: 1 };
        assert!(page(Vec::<Item<()>>::new(), &wanted).is_err());
    }
}
