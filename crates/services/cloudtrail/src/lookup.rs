//! `LookupEvents`: the event history.

use std::time::Duration;

use bartizan_service::store::{ActivityPage, ActivityQuery, ActivityRow, StoreError};
use bartizan_service::{Authorized, Call};
use bartizan_types::{Fault, Timestamp};
use serde_json::Value as Json;

use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::shapes::{Event, LookupAttribute, LookupEventsRequest, LookupEventsResponse};
use crate::{event, insights};

/// The most events of one page, and their number where the request names none.
const RESULTS_MAX: usize = 50;
/// How many events one call looks at. A page may be short of events and still have a next one.
const EXAMINED_MAX: usize = 5000;
const DAY: Duration = Duration::from_hours(24);

/// Shows events, newest first.
pub(crate) async fn events(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<LookupEventsRequest>,
) -> Result<LookupEventsResponse, CloudTrailError> {
    let filter = Filter::of(request.lookup_attributes.as_deref().unwrap_or_default())?;
    let query = ActivityQuery {
        attribute: filter.indexed(),
        page: request.next_token.clone(),
        ..query(call, request.start_time, request.end_time, request.max_results)?
    };
    if query.page.is_none() {
        // What happened until now is to be found.
        call.platform.activity().flushed().await.map_err(Fault::from)?;
    }
    let found = match request.event_category.as_deref() {
        None => {
            let wanted =
                |row: &_, record: &_| event::is_management(record) && filter.admits(row, record);
            search(call, query, wanted)
        }
        Some("insight") => {
            let filter = filter.for_insights()?;
            let wanted = |row: &_, record: &_| {
                insights::is_of_management(record) && filter.admits(row, record)
            };
            search(call, insights::only(query), wanted)
        }
        Some(other) => Err(CloudTrailError::InvalidEventCategory(other.to_owned())),
    };
    let (events, next_token) = found?;
    Ok(LookupEventsResponse { events: Some(events), next_token })
}

/// A query for events of the caller's account in the call's region, of a time and with so many of
/// them on a page.
pub(crate) fn query(
    call: &Call,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    max: Option<i32>,
) -> Result<ActivityQuery, CloudTrailError> {
    let query = ActivityQuery {
        account: call.account()?.to_string(),
        region: call.region.as_str().to_owned(),
        from_ms: earliest(call, start).millis(),
        to_ms: end.unwrap_or(call.now).millis(),
        attribute: None,
        page: None,
        limit: max_results(max)?,
    };
    if query.from_ms > query.to_ms {
        return Err(CloudTrailError::InvalidTimeRange());
    }
    Ok(query)
}

/// A page of those events that are wanted, and the token of the next one.
pub(crate) fn search(
    call: &Call,
    mut query: ActivityQuery,
    is_wanted: impl Fn(&ActivityRow, &Json) -> bool,
) -> Result<(Vec<Event>, Option<String>), CloudTrailError> {
    let wanted = query.limit;
    let mut events = Vec::new();
    let mut examined = 0;
    loop {
        query.limit = wanted - events.len();
        let page = page(call, &query)?;
        examined += page.rows.len();
        for row in &page.rows {
            if let Some(record) = event::record(row)
                && is_wanted(row, &record)
            {
                events.push(event::shown(row, &record));
            }
        }
        query.page = page.next;
        if query.page.is_none() || events.len() >= wanted || examined >= EXAMINED_MAX {
            return Ok((events, query.page));
        }
    }
}

/// A page of the activity record.
pub(crate) fn page(call: &Call, query: &ActivityQuery) -> Result<ActivityPage, CloudTrailError> {
    call.platform.activity().query(query).map_err(|error| match error {
        StoreError::InvalidPage => CloudTrailError::InvalidNextToken(),
        other => CloudTrailError::Platform(Fault::from(other)),
    })
}

fn max_results(asked: Option<i32>) -> Result<usize, CloudTrailError> {
    let Some(asked) = asked else { return Ok(RESULTS_MAX) };
    usize::try_from(asked)
        .ok()
        .filter(|results| (1..=RESULTS_MAX).contains(results))
        .ok_or(CloudTrailError::InvalidMaxResults(RESULTS_MAX))
}

/// The event history reaches back a bounded number of days.
fn earliest(call: &Call, asked: Option<Timestamp>) -> Timestamp {
    let reach = DAY.saturating_mul(call.platform.settings.activity_days);
    let reach_ms = i64::try_from(reach.as_millis()).unwrap_or(i64::MAX);
    let oldest = Timestamp::from_millis(call.now.millis().saturating_sub(reach_ms));
    asked.map_or(oldest, |asked| asked.max(oldest))
}

/// Which events are asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Filter {
    All,
    ReadOnly(bool),
    EventId(String),
    Indexed(String, String),
    /// A detail of an insight.
    Detail(&'static str, String),
}

/// The attributes that the activity record is indexed by.
const INDEXED: &[&str] =
    &["EventName", "EventSource", "Username", "AccessKeyId", "ResourceType", "ResourceName"];

impl Filter {
    /// By the attributes of a request.
    pub(crate) fn of(attributes: &[LookupAttribute]) -> Result<Self, CloudTrailError> {
        let invalid = |text: String| Err(CloudTrailError::InvalidLookupAttributes(text));
        let attribute = match attributes {
            [] => return Ok(Self::All),
            [attribute] => attribute,
            _ => return invalid("You can specify one lookup attribute only.".to_owned()),
        };
        let (key, value) = (attribute.attribute_key.as_str(), &attribute.attribute_value);
        if value.is_empty() || value.len() > 2000 {
            return invalid(format!("The value of {key} must have 1 to 2000 characters."));
        }
        match key {
            "ReadOnly" => match value.as_str() {
                "true" => Ok(Self::ReadOnly(true)),
                "false" => Ok(Self::ReadOnly(false)),
                _ => invalid("ReadOnly is true or false.".to_owned()),
            },
            "EventId" => Ok(Self::EventId(value.clone())),
            _ if INDEXED.contains(&key) => Ok(Self::Indexed(key.to_owned(), value.clone())),
            _ => invalid(format!("{key} is not a lookup attribute.")),
        }
    }

    fn indexed(&self) -> Option<(String, String)> {
        match self {
            Self::Indexed(name, value) => Some((name.clone(), value.clone())),
            Self::All | Self::ReadOnly(_) | Self::EventId(_) | Self::Detail(..) => None,
        }
    }

    /// The same for insights, which know fewer attributes and are not indexed by them alone.
    pub(crate) fn for_insights(self) -> Result<Self, CloudTrailError> {
        let detail = match self {
            Self::All | Self::EventId(_) => return Ok(self),
            Self::Indexed(name, value) if name == "EventName" => ("eventName", value),
            Self::Indexed(name, value) if name == "EventSource" => ("eventSource", value),
            Self::ReadOnly(_) | Self::Indexed(..) | Self::Detail(..) => {
                return Err(CloudTrailError::InvalidLookupAttributes(
                    "Insights are looked up by EventId, EventName or EventSource.".to_owned(),
                ));
            }
        };
        Ok(Self::Detail(detail.0, detail.1))
    }

    /// Whether it lets this event through.
    pub(crate) fn admits(&self, row: &ActivityRow, record: &Json) -> bool {
        match self {
            Self::All | Self::Indexed(..) => true,
            Self::Detail(name, value) => {
                event::detail(record, name).and_then(Json::as_str) == Some(value)
            }
            Self::ReadOnly(wanted) => {
                record.get("readOnly").and_then(Json::as_bool) == Some(*wanted)
            }
            Self::EventId(id) => row.event_id == *id,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(key: &str, value: &str) -> LookupAttribute {
        LookupAttribute { attribute_key: key.to_owned(), attribute_value: value.to_owned() }
    }

    #[test]
    fn attributes_become_filters() {
        assert_eq!(Filter::of(&[]).unwrap(), Filter::All);
        assert_eq!(Filter::of(&[attribute("ReadOnly", "true")]).unwrap(), Filter::ReadOnly(true));
        assert_eq!(
            Filter::of(&[attribute("EventName", "CreateUser")]).unwrap().indexed(),
            Some(("EventName".to_owned(), "CreateUser".to_owned()))
        );
        for wrong in [
            vec![attribute("ReadOnly", "maybe")],
            vec![attribute("Colour", "red")],
            vec![attribute("EventName", "")],
            vec![attribute("EventName", "a"), attribute("Username", "b")],
        ] {
            assert!(Filter::of(&wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn insights_are_looked_up_by_three_attributes() {
        let of = |key: &str, value: &str| {
            Filter::of(&[attribute(key, value)]).and_then(Filter::for_insights)
        };
        assert_eq!(of("EventName", "A").unwrap(), Filter::Detail("eventName", "A".to_owned()));
        assert_eq!(of("EventSource", "b").unwrap(), Filter::Detail("eventSource", "b".to_owned()));
        assert!(of("EventId", "1").is_ok());
        for wrong in ["Username", "AccessKeyId", "ResourceName"] {
            assert!(of(wrong, "x").is_err(), "{wrong}");
        }
        assert!(of("ReadOnly", "true").is_err());
    }

    #[test]
    fn a_page_has_one_to_fifty_events() {
        assert_eq!(max_results(None).unwrap(), 50);
        assert_eq!(max_results(Some(1)).unwrap(), 1);
        for wrong in [-1, 0, 51] {
            assert!(max_results(Some(wrong)).is_err(), "{wrong}");
        }
    }
}
