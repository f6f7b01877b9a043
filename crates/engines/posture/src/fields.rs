//! Members of answers. What is absent, or of another kind, is empty.

use bartizan_types::Timestamp;
use serde_json::Value as Json;

pub(crate) fn text<'j>(json: &'j Json, name: &str) -> &'j str {
    json.get(name).and_then(Json::as_str).unwrap_or_default()
}

pub(crate) fn items<'j>(json: &'j Json, name: &str) -> &'j [Json] {
    json.get(name).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// Whether the member is there and true.
pub(crate) fn is(json: &Json, name: &str) -> bool {
    json.get(name).and_then(Json::as_bool) == Some(true)
}

pub(crate) fn number(json: &Json, name: &str) -> Option<i64> {
    json.get(name).and_then(Json::as_i64)
}

pub(crate) fn time(json: &Json, name: &str) -> Option<Timestamp> {
    instant(text(json, name))
}

/// An instant in ISO 8601; none for what is none, as `N/A`.
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    Timestamp::parse_iso8601(text).ok()
}

/// Whole days from then to now; 0 for what is yet to come.
pub(crate) fn days(then: Timestamp, now: Timestamp) -> u64 {
    now.since(then).as_secs() / 86_400
}
