//! An insight as an event. (CloudTrail User Guide, "CloudTrail record contents for Insights events
//! for trails".)

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_rates::{Insight, State};
use bartizan_service::store::ActivityRow;
use serde_json::{Value as Json, json};

use super::attributions::Attributions;
use super::{Category, Subject};
use crate::event;
use crate::records::Trail;

/// The event's version, as of all events.
const VERSION: &str = "1.11";
/// The attribute that the activity record is searched by for insights.
pub(super) const INDEX: (&str, &str) = ("EventCategory", "Insight");

/// Whether a record is an insight.
pub(crate) fn is_insight(record: &Json) -> bool {
    record.get("eventCategory").and_then(Json::as_str) == Some("Insight")
}

/// Whether it is one about management events.
pub(crate) fn is_of_management(record: &Json) -> bool {
    let category = event::detail(record, "sourceEventCategory");
    category.and_then(Json::as_str) == Some(Category::Management.name())
}

/// Whether an insight was made for this trail.
pub(crate) fn is_of(trail: &Trail, row: &ActivityRow) -> bool {
    let body: Option<Json> = serde_json::from_slice(&row.body).ok();
    body.and_then(|body| Some(body.get("trail")?.as_str()? == trail.id)).unwrap_or(false)
}

/// The event of an insight. The same insight has the same ids each time.
pub(super) fn row(
    trail: &Trail,
    insight: &Insight<Subject>,
    attributions: &Attributions,
) -> ActivityRow {
    let subject = &insight.kind;
    let (state, time) = match insight.state {
        State::Start => ("Start", insight.start),
        State::End => ("End", insight.end),
    };
    let told = json!([trail.id, subject, insight.start]).to_string();
    let id = id(&format!("{told}{state}"));
    let mut details = json!({
        "state": state,
        "eventSource": subject.source,
        "eventName": subject.name,
        "insightType": subject.kind.name(),
        "sourceEventCategory": subject.category.name(),
        "insightContext": {
            "statistics": {
                "baseline": { "average": insight.baseline.average() },
                "insight": { "average": insight.average() },
                "insightDuration": insight.minutes(),
                "baselineDuration": insight.baseline.minutes(),
            },
            "attributions": attributions.shown(subject),
        },
    });
    if let (Some(error), Some(details)) = (&subject.error, details.as_object_mut()) {
        details.insert("errorCode".to_owned(), json!(error));
    }
    let record = json!({
        "eventVersion": VERSION,
        "eventTime": time.iso8601(),
        "awsRegion": subject.region,
        "eventID": id,
        "eventType": "AwsCloudTrailInsight",
        "recipientAccountId": trail.account.to_string(),
        "sharedEventID": self::id(&told),
        "insightDetails": details,
        "eventCategory": "Insight",
    });
    let body = json!({ "event": record, "decisions": [], "trail": trail.id });
    let key = |name: &str, value: &str| (name.to_owned().into(), value.to_owned().into());
    ActivityRow {
        time_ms: time.millis(),
        request_id: id.clone(),
        event_id: id,
        account: trail.account.to_string(),
        region: subject.region.clone(),
        body: body.to_string().into_bytes(),
        keys: vec![
            key(INDEX.0, INDEX.1),
            key("EventName", &subject.name),
            key("EventSource", &subject.source),
        ],
    }
}

/// An id in the form of a UUID of version 8 (RFC 9562, section 5.8), by what is told of.
fn id(told: &str) -> String {
    let hash = digest(&SHA256, told.as_bytes());
    let hex = hex::encode(hash.as_ref());
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("{}-{}-8{}-a{}-{}", part(0, 8), part(8, 12), part(12, 15), part(15, 18), part(18, 30))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uuid_of_what_it_tells() {
        let one = id("one");
        assert_eq!((one.len(), one.as_bytes()[14], one.as_bytes()[19]), (36, b'8', b'a'));
        assert_eq!(one, id("one"));
        assert_ne!(one, id("two"));
    }
}
