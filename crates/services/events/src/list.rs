//! What all lists have alike.

/// The most items of a page, and how many there are where the request does not say. (Amazon EventBridge API
/// Reference, `LimitMax100`.)
const PAGE_MAX: usize = 100;

/// How many items a page has.
pub(crate) fn limit(wanted: Option<i32>) -> usize {
    wanted
        .and_then(|wanted| usize::try_from(wanted).ok())
        .map_or(PAGE_MAX, |wanted| wanted.min(PAGE_MAX))
}
