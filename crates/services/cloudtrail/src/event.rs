//! A recorded event as `LookupEvents` shows it.

use bartizan_service::store::ActivityRow;
use bartizan_types::Timestamp;
use serde_json::Value as Json;

use crate::insights;
use crate::shapes::{Event, Resource};

/// The record of a row, in CloudTrail's format; `None` where the row holds none.
pub(crate) fn record(row: &ActivityRow) -> Option<Json> {
    let mut body: Json = serde_json::from_slice(&row.body).ok()?;
    body.get_mut("event").map(Json::take)
}

/// Whether the event is on the control plane: the event history shows no others.
pub(crate) fn is_management(record: &Json) -> bool {
    !insights::is_insight(record)
        && record.get("managementEvent").and_then(Json::as_bool).unwrap_or(true)
}

/// A detail of an insight.
pub(crate) fn detail<'r>(record: &'r Json, name: &str) -> Option<&'r Json> {
    record.get("insightDetails")?.get(name)
}

/// The event.
pub(crate) fn shown(row: &ActivityRow, record: &Json) -> Event {
    let text = |name: &str| {
        let found = record.get(name).or_else(|| detail(record, name));
        found.and_then(Json::as_str).map(str::to_owned)
    };
    let key = |name: &str| {
        row.keys.iter().find(|(known, _)| known == name).map(|(_, value)| value.to_string())
    };
    Event {
        event_id: Some(row.event_id.clone()),
        event_name: text("eventName"),
        read_only: record.get("readOnly").and_then(Json::as_bool).map(|only| only.to_string()),
        access_key_id: key("AccessKeyId"),
        event_time: Some(Timestamp::from_millis(row.time_ms)),
        event_source: text("eventSource"),
        username: key("Username"),
        resources: Some(resources(record)),
        cloud_trail_event: Some(record.to_string()),
    }
}

fn resources(record: &Json) -> Vec<Resource> {
    let listed = record.get("resources").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    listed
        .iter()
        .map(|resource| Resource {
            resource_type: resource.get("type").and_then(Json::as_str).map(str::to_owned),
            resource_name: resource
                .get("ARN")
                .and_then(Json::as_str)
                .and_then(|arn| arn.rsplit(['/', ':']).next())
                .map(str::to_owned),
        })
        .collect()
}
