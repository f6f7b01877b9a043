//! Filters of lists: of a list of filters one must match that asks for something, and none that excludes
//! it. (Amazon Inspector API Reference, `CisStringFilter` and what is like it.)

use std::collections::BTreeMap;

use bartizan_types::Timestamp;

use crate::error::InspectorError;
use crate::shapes::{CisDateFilter, CisNumberFilter, CisStringFilter, TagFilter};

/// Whether one of some texts is asked for, and none excluded.
pub(super) fn any_text(filters: Option<&Vec<CisStringFilter>>, found: &[&str]) -> bool {
    let Some(filters) = filters else { return true };
    let excludes = |filter: &&CisStringFilter| filter.comparison == "NOT_EQUALS";
    if filters.iter().filter(excludes).any(|filter| found.contains(&filter.value.as_str())) {
        return false;
    }
    let mut wanted = filters.iter().filter(|filter| !excludes(filter)).peekable();
    wanted.peek().is_none()
        || wanted.any(|filter| match filter.comparison.as_str() {
            "PREFIX" => found.iter().any(|text| text.starts_with(&filter.value)),
            _ => found.contains(&filter.value.as_str()),
        })
}

/// Whether a text is asked for, and not excluded.
pub(super) fn text(filters: Option<&Vec<CisStringFilter>>, found: &str) -> bool {
    any_text(filters, &[found])
}

/// Whether a word is one of those that are asked for, each by `EQUALS`.
pub(super) fn word<T>(
    filters: Option<&Vec<T>>,
    value: impl Fn(&T) -> &str,
    found: Option<&str>,
) -> bool {
    filters.is_none_or(|filters| filters.iter().any(|filter| Some(value(filter)) == found))
}

/// Whether a number is in one of the ranges.
pub(super) fn number(filters: Option<&Vec<CisNumberFilter>>, found: i32) -> bool {
    let is_in = |range: &CisNumberFilter| {
        range.lower_inclusive.is_none_or(|lower| found >= lower)
            && range.upper_inclusive.is_none_or(|upper| found <= upper)
    };
    filters.is_none_or(|ranges| ranges.iter().any(is_in))
}

/// Whether a moment is in one of the spans.
pub(super) fn moment(filters: Option<&Vec<CisDateFilter>>, found: Timestamp) -> bool {
    let is_in = |span: &CisDateFilter| {
        span.earliest_scan_start_time.is_none_or(|earliest| found >= earliest)
            && span.latest_scan_start_time.is_none_or(|latest| found <= latest)
    };
    filters.is_none_or(|spans| spans.iter().any(is_in))
}

/// Whether one of the tags is among those.
pub(super) fn tags(
    filters: Option<&Vec<TagFilter>>,
    found: &BTreeMap<String, Vec<String>>,
) -> bool {
    let has = |filter: &TagFilter| {
        found.get(&filter.key).is_some_and(|values| values.contains(&filter.value))
    };
    filters.is_none_or(|filters| filters.iter().any(has))
}

/// Refuses ranges that no number is in, or that say nothing.
pub(super) fn check_ranges(filters: Option<&Vec<CisNumberFilter>>) -> Result<(), InspectorError> {
    for range in filters.into_iter().flatten() {
        match (range.lower_inclusive, range.upper_inclusive) {
            (None, None) => return Err(invalid("A range has a bound.")),
            (Some(lower), Some(upper)) if lower > upper => {
                return Err(invalid("The lower bound of a range is not above its upper one."));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Refuses spans that no moment is in, or that say nothing.
pub(super) fn check_spans(filters: Option<&Vec<CisDateFilter>>) -> Result<(), InspectorError> {
    for span in filters.into_iter().flatten() {
        match (span.earliest_scan_start_time, span.latest_scan_start_time) {
            (None, None) => return Err(invalid("A span of time has an end.")),
            (Some(earliest), Some(latest)) if earliest > latest => {
                return Err(invalid("The earliest time of a span is not after its latest one."));
            }
            _ => {}
        }
    }
    Ok(())
}

fn invalid(why: &str) -> InspectorError {
    InspectorError::Invalid(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filters(all: &[(&str, &str)]) -> Vec<CisStringFilter> {
        let filter = |(comparison, value): &(&str, &str)| CisStringFilter {
            comparison: (*comparison).to_owned(),
            value: (*value).to_owned(),
        };
        all.iter().map(filter).collect()
    }

    #[test]
    fn texts_are_asked_for_and_excluded() {
        for (asked, matches) in [
            (&[][..], true),
            (&[("EQUALS", "web-1")], true),
            (&[("EQUALS", "web")], false),
            (&[("PREFIX", "web")], true),
            (&[("NOT_EQUALS", "web-1")], false),
            (&[("NOT_EQUALS", "web-2")], true),
            (&[("EQUALS", "web-2"), ("PREFIX", "w")], true),
            (&[("PREFIX", "w"), ("NOT_EQUALS", "web-1")], false),
        ] {
            assert_eq!(text(Some(&filters(asked)), "web-1"), matches, "{asked:?}");
        }
        assert!(text(None, "web-1"));
    }

    #[test]
    fn ranges_have_bounds() {
        let range =
            |lower_inclusive, upper_inclusive| CisNumberFilter { upper_inclusive, lower_inclusive };
        assert!(number(Some(&vec![range(Some(2), None)]), 2));
        assert!(!number(Some(&vec![range(Some(3), None), range(None, Some(1))]), 2));
        for wrong in [range(None, None), range(Some(2), Some(1))] {
            assert!(check_ranges(Some(&vec![wrong])).is_err());
        }
        assert!(check_ranges(Some(&vec![range(Some(1), Some(1))])).is_ok());
        let span = |earliest: Option<i64>, latest: Option<i64>| CisDateFilter {
            earliest_scan_start_time: earliest.map(Timestamp::from_seconds),
            latest_scan_start_time: latest.map(Timestamp::from_seconds),
        };
        for wrong in [span(None, None), span(Some(2), Some(1))] {
            assert!(check_spans(Some(&vec![wrong])).is_err());
        }
        assert!(moment(Some(&vec![span(Some(1), Some(3))]), Timestamp::from_seconds(2)));
        assert!(!moment(Some(&vec![span(Some(3), None)]), Timestamp::from_seconds(2)));
    }
}
