//! Which covered resources a filter is about. All of its fields have to match; of a field, one of the
//! values that it asks for, and none that it excludes. (Amazon Inspector API Reference,
//! `CoverageFilterCriteria`.)

use bartizan_wire::{IntoValue as _, Value};

use super::{Covered, RESOURCE_TYPE};
use crate::error::InspectorError;
use crate::shapes::CoverageFilterCriteria;

/// Criteria: members, each with its filters.
pub(super) struct Criteria(Vec<(&'static str, Vec<Value>)>);

impl Criteria {
    /// Those of a request.
    pub(super) fn read(criteria: Option<CoverageFilterCriteria>) -> Result<Self, InspectorError> {
        let Value::Struct(members) = criteria.unwrap_or_default().into_value() else {
            return Ok(Self(Vec::new()));
        };
        let mut read = Vec::new();
        for (name, value) in members {
            let Value::List(filters) = value else { continue };
            if let Some((start, end)) = filters.iter().find_map(backward) {
                let why = format!("A date filter begins at {start}, after its end at {end}.");
                return Err(InspectorError::Invalid(why));
            }
            read.push((name, filters));
        }
        Ok(Self(read))
    }

    /// Whether something is one of those.
    pub(super) fn matches(&self, one: &Covered) -> bool {
        self.0.iter().all(|(name, filters)| is_met(name, filters, one))
    }
}

/// The bounds of a date filter whose start is after its end.
fn backward(filter: &Value) -> Option<(String, String)> {
    let time = |name| filter.field(name).and_then(Value::time);
    let (start, end) = (time("startInclusive")?, time("endInclusive")?);
    (start > end).then(|| (start.iso8601(), end.iso8601()))
}

fn is_met(name: &str, filters: &[Value], one: &Covered) -> bool {
    let (code, reason) = one.status();
    let account = one.account.to_string();
    match name {
        "scanStatusCode" => is_text(filters, Some(code)),
        "scanStatusReason" => is_text(filters, Some(reason)),
        "accountId" => is_text(filters, Some(&account)),
        "resourceId" => is_text(filters, Some(&one.record.instance)),
        "resourceType" => is_text(filters, Some(RESOURCE_TYPE)),
        "scanType" => is_text(filters, Some(one.scan)),
        "scanMode" => is_text(filters, one.mode()),
        "ec2InstanceTags" => filters.iter().any(|filter| {
            let text = |name| filter.field(name).and_then(Value::text);
            let found = text("key").and_then(|key| one.record.tags.get(key));
            found.is_some_and(|found| text("value").is_none_or(|value| value == found))
        }),
        "lastScannedAt" => filters.iter().any(|filter| {
            let time = |name| filter.field(name).and_then(Value::time);
            one.scanned().is_some_and(|found| {
                time("startInclusive").is_none_or(|start| found >= start)
                    && time("endInclusive").is_none_or(|end| found <= end)
            })
        }),
        // What no instance has: it is not what is asked for, and it is what is not excluded.
        _ => is_text(filters, None),
    }
}

fn is_text(filters: &[Value], found: Option<&str>) -> bool {
    let part = |filter: &Value, name| filter.field(name).and_then(Value::text).map(str::to_owned);
    let is_excluding =
        |filter: &&Value| part(filter, "comparison").as_deref() == Some("NOT_EQUALS");
    let names = |filter: &&Value| found.is_some() && part(filter, "value").as_deref() == found;
    let (excluding, asking): (Vec<&Value>, Vec<&Value>) = filters.iter().partition(is_excluding);
    !excluding.iter().any(names) && (asking.is_empty() || asking.iter().any(names))
}
