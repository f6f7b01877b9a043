//! Events put on buses, and patterns tried. (Amazon EventBridge API Reference, `PutEvents` and
//! `TestEventPattern`.)

use bartizan_events::{Matcher, Pattern};
use bartizan_service::{Authorized, Call};
use bartizan_types::AccountId;
use serde_json::Value as Json;

use crate::EventBridge;
use crate::error::EventsError;
use crate::event::{Accepted, Parts};
use crate::names::BusName;
use crate::records;
use crate::shapes::{
    PutEventsRequest, PutEventsRequestEntry, PutEventsResponse, PutEventsResultEntry,
    TestEventPatternRequest, TestEventPatternResponse,
};

/// How many bytes the entries of a request have at most. (Amazon EventBridge API Reference, `PutEvents`.)
const BYTES_MAX: usize = 262_144;
/// How many bytes a time counts for. (Amazon EventBridge User Guide, "Calculating `PutEvents` event entry
/// size".)
const TIME_BYTES: usize = 14;
const DETAIL_TYPE_CHARS_MAX: usize = 128;
/// What the sources of AWS's own events begin with.
const RESERVED: &str = "aws.";

/// Why an entry is not accepted: its code, and a message.
type Refusal = (&'static str, String);

/// Puts events on buses; an entry that is refused keeps no other one back.
pub(crate) async fn put(
    service: &EventBridge,
    call: &Call,
    request: Authorized<PutEventsRequest>,
) -> Result<PutEventsResponse, EventsError> {
    let request = request.into_inner();
    if request.endpoint_id.is_some() {
        return Err(EventsError::not_implemented("EndpointId of PutEvents"));
    }
    let passed_on = service.exchange.take_passed(&call.request_id);
    let account = match &passed_on {
        Some(_) => None,
        None => Some(call.account()?),
    };
    check(&request.entries)?;
    let (mut results, mut accepted) = (Vec::new(), Vec::new());
    for entry in &request.entries {
        let bus = BusName::named(call, entry.event_bus_name.as_deref())?;
        if passed_on.is_some() {
            // Who passes it on is told that the bus is gone.
            call.read(|reader| records::bus(reader, &bus))?;
        }
        let draft = match (&passed_on, account) {
            (Some(event), _) => Ok((id_of(&event.json), event.json.clone())),
            (None, Some(account)) => draft(call, account, &bus, entry),
            (None, None) => Err(("InternalFailure", "the event is of no account".to_owned())),
        };
        results.push(match draft {
            Err((code, message)) => refused(code, message),
            Ok((id, json)) => {
                let rules = service.exchange.matching(&bus, &json);
                if !rules.is_empty() {
                    let stored = call.platform.random.uuid_at(call.now);
                    let how = (call.now, passed_on.is_some());
                    let platform = &call.platform;
                    platform.vault.prepare(&platform.store, bus.account).await?;
                    accepted.push(Accepted::new(
                        &platform.vault,
                        &bus,
                        (&stored, &json),
                        rules,
                        how,
                    )?);
                }
                PutEventsResultEntry { event_id: Some(id), ..PutEventsResultEntry::default() }
            }
        });
    }
    let failed = results.iter().filter(|result| result.error_code.is_some()).count();
    let answer = PutEventsResponse {
        failed_entry_count: i32::try_from(failed).ok(),
        entries: Some(results),
    };
    if accepted.is_empty() {
        return Ok(answer);
    }
    let done = call.commit(move |writer| {
        for event in &accepted {
            event.store(writer)?;
        }
        Ok::<_, EventsError>(answer)
    });
    Ok(done.await?)
}

/// That the entries are not too much together, and that there is something to be put.
fn check(entries: &[PutEventsRequestEntry]) -> Result<(), EventsError> {
    if entries.iter().map(size).sum::<usize>() > BYTES_MAX {
        return Err(EventsError::Invalid(
            "Total size of the entries in the request is over the limit.".to_owned(),
        ));
    }
    // Where each entry lacks something, there is nothing that could be put.
    match entries.iter().map(missing).min().flatten() {
        Some((_, message)) => Err(EventsError::Invalid(message)),
        None => Ok(()),
    }
}

fn size(entry: &PutEventsRequestEntry) -> usize {
    let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let resources: usize = entry.resources.iter().flatten().map(String::len).sum();
    let time = if entry.time.is_some() { TIME_BYTES } else { 0 };
    time + text(&entry.source) + text(&entry.detail_type) + text(&entry.detail) + resources
}

/// What an entry lacks.
fn missing(entry: &PutEventsRequestEntry) -> Option<Refusal> {
    let members =
        [("Source", &entry.source), ("DetailType", &entry.detail_type), ("Detail", &entry.detail)];
    let lacks = |text: &Option<String>| text.as_deref().is_none_or(str::is_empty);
    let (name, _) = members.into_iter().find(|(_, text)| lacks(text))?;
    let message = format!("Parameter {name} is not valid. Reason: {name} is a required argument.");
    Some(("InvalidArgument", message))
}

fn draft(
    call: &Call,
    account: AccountId,
    bus: &BusName,
    entry: &PutEventsRequestEntry,
) -> Result<(String, String), Refusal> {
    if let Some(refusal) = missing(entry) {
        return Err(refusal);
    }
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (source, detail_type, detail) =
        (text(&entry.source), text(&entry.detail_type), text(&entry.detail));
    if source.starts_with(RESERVED) {
        let message = "Not authorized for the source.".to_owned();
        return Err(("NotAuthorizedForSourceException", message));
    }
    if detail_type.chars().count() > DETAIL_TYPE_CHARS_MAX {
        let message = format!(
            "Parameter DetailType is not valid. Reason: it is longer than {DETAIL_TYPE_CHARS_MAX} characters."
        );
        return Err(("InvalidArgument", message));
    }
    if Matcher::default().matches(&detail).is_err() {
        return Err(("MalformedDetail", "Detail is malformed.".to_owned()));
    }
    let id = call.platform.random.uuid();
    let json = Parts {
        id: &id,
        detail_type: &detail_type,
        source: &source,
        account,
        time: entry.time.unwrap_or(call.now),
        region: &bus.region,
        resources: entry.resources.as_deref().unwrap_or_default(),
        detail: &detail,
    }
    .json();
    Ok((id, json))
}

fn id_of(json: &str) -> String {
    let read: Json = serde_json::from_str(json).unwrap_or_default();
    read.get("id").and_then(Json::as_str).unwrap_or_default().to_owned()
}

fn refused(code: &'static str, message: String) -> PutEventsResultEntry {
    PutEventsResultEntry {
        event_id: None,
        error_code: Some(code.to_owned()),
        error_message: Some(message),
    }
}

/// What an event must have to be tried: all but its detail. (Amazon EventBridge API Reference,
/// `TestEventPattern`.)
const REQUIRED: [&str; 7] =
    ["id", "account", "source", "time", "region", "resources", "detail-type"];

/// Whether an event matches a pattern.
pub(crate) async fn test_pattern(
    _service: &EventBridge,
    _call: &Call,
    request: Authorized<TestEventPatternRequest>,
) -> Result<TestEventPatternResponse, EventsError> {
    let pattern = Pattern::parse(&request.event_pattern)?;
    let invalid = |reason: &str| EventsError::parameter("Event", reason);
    let event: Json =
        serde_json::from_str(&request.event).map_err(|_| invalid("Event is not valid JSON."))?;
    if let Some(name) = REQUIRED.iter().find(|name| event.get(name).is_none()) {
        return Err(invalid(&format!("{name} is a required member.")));
    }
    let result = pattern.matches(&request.event);
    let result = result.map_err(|error| invalid(&error.to_string()))?;
    Ok(TestEventPatternResponse { result: Some(result) })
}
