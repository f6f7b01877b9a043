//! Records of a place, read in pieces, and pages of lists.

use std::ops::ControlFlow;

use bartizan_service::paging::{self, Page};
use bartizan_service::store::{Reader, Record, StoreError};

use crate::detector::Place;
use crate::error::GuardDutyError;

/// How many records are read at a time.
pub(crate) const PAGE: usize = 500;
/// How many items a page has at most, and unless the request says. (Amazon GuardDuty API Reference,
/// `ListFindings`.)
const ITEMS: usize = 50;

/// Tells of the records of a place with their ids, in the order of these.
pub(crate) fn each<T: Record>(
    reader: &Reader<'_>,
    place: &Place,
    prefix: &str,
    mut tell: impl FnMut(String, T) -> Result<ControlFlow<()>, GuardDutyError>,
) -> Result<(), GuardDutyError> {
    let account = place.account.to_string();
    let mut after = None::<String>;
    loop {
        let page = reader.scan::<T>(&account, &place.region, prefix, after.as_deref(), PAGE)?;
        let is_last = page.len() < PAGE;
        after = page.last().map(|(key, _)| key.id.clone());
        for (key, record) in page {
            if tell(key.id, record)?.is_break() {
                return Ok(());
            }
        }
        if is_last {
            return Ok(());
        }
    }
}

/// All records of a place, of which there are few.
pub(crate) fn all<T: Record>(
    reader: &Reader<'_>,
    place: &Place,
    prefix: &str,
) -> Result<Vec<(String, T)>, StoreError> {
    let found =
        reader.scan::<T>(&place.account.to_string(), &place.region, prefix, None, usize::MAX);
    Ok(found?.into_iter().map(|(key, record)| (key.id, record)).collect())
}

/// A page of a list.
pub(crate) fn page<T>(
    items: Vec<T>,
    token: Option<&str>,
    max: Option<i32>,
    key: impl Fn(&T) -> String,
) -> Result<Page<T>, GuardDutyError> {
    let limit = limit(max);
    let token = token.filter(|token| !token.is_empty());
    paging::page(items, token, limit, key).map_err(|_| unknown_token())
}

/// How many items a page has.
pub(crate) fn limit(max: Option<i32>) -> usize {
    max.and_then(|max| usize::try_from(max).ok()).filter(|max| *max > 0).unwrap_or(ITEMS)
}

/// No answer gave the token.
pub(crate) fn unknown_token() -> GuardDutyError {
    GuardDutyError::invalid("nextToken is not one that an earlier answer gave.")
}
