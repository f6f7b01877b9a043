//! Lists of resources: by their ids, by filters, in pages. (Amazon EC2 API Reference, "Query requests",
//! on pagination.)

use bartizan_service::paging::{self, Page};

use crate::error::Ec2Error;
use crate::filter::{self, Filtered};
use crate::kind::Kind;
use crate::shapes::Filter;

/// How many items an answer has at most where the request does not say.
const DEFAULT_RESULTS: usize = 1000;

/// What can be listed.
pub(crate) trait Listed: Filtered {
    /// Its kind.
    const KIND: Kind;

    /// Its id.
    fn id(&self) -> &str;
}

/// What a request asks to be listed.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) ids: Option<Vec<String>>,
    pub(crate) filters: Option<Vec<Filter>>,
    pub(crate) max_results: Option<i32>,
    pub(crate) next_token: Option<String>,
}

/// The page of `items` that is wanted.
pub(crate) fn page<T: Listed>(items: Vec<T>, wanted: &Wanted) -> Result<Page<T>, Ec2Error> {
    let mut items = items;
    let ids = wanted.ids.as_deref().unwrap_or_default();
    if !ids.is_empty() && wanted.max_results.is_some() {
        return Err(Ec2Error::combination(
            "The parameter MaxResults cannot be used with the ids of resources in the same call",
        ));
    }
    if let Some(unknown) = ids.iter().find(|id| !items.iter().any(|item| item.id() == **id)) {
        return Err(T::KIND.not_found(unknown));
    }
    if !ids.is_empty() {
        items.retain(|item| ids.iter().any(|id| id == item.id()));
    }
    filter::retain(&mut items, wanted.filters.as_deref().unwrap_or_default())?;
    cut(items, wanted.max_results, wanted.next_token.as_deref(), |item| item.id().to_owned())
}

/// A page of at most so many items, in the order of `key`.
pub(crate) fn cut<T>(
    items: Vec<T>,
    max_results: Option<i32>,
    next_token: Option<&str>,
    key: impl Fn(&T) -> String,
) -> Result<Page<T>, Ec2Error> {
    let limit = max_results.and_then(|max| usize::try_from(max).ok()).unwrap_or(DEFAULT_RESULTS);
    paging::page(items, next_token.filter(|token| !token.is_empty()), limit.max(1), key)
        .map_err(|_| Ec2Error::invalid("Unable to parse pagination token"))
}
