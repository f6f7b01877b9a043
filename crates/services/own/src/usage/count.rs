//! The counters, and what counts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bartizan_service::Platform;
use bartizan_service::store::{ActivityRow, Key, Reader, Record, StoreError, Writer};
use bartizan_types::{AccountId, Region, Timestamp};
use serde::{Deserialize, Serialize};

/// How many events are counted in one transaction.
const EVENTS_AT_ONCE: usize = 1000;
/// How long an event may take to be stored, in milliseconds.
const STORED_WITHIN_MS: i64 = 60_000;
/// What regions are counted as that AWS does not have: whoever invents names makes no new counters.
const OTHER_REGION: &str = "other";

/// How often an account called an operation in a region in a month.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counter {
    /// All calls, those that were refused among them.
    pub(super) calls: u64,
    /// Those that were refused, or failed.
    pub(super) failed: u64,
}

impl Record for Counter {
    const COLLECTION: &'static str = "bartizan.usage";
}

/// The event up to which all calls are counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    event_id: String,
    time_ms: i64,
}

impl Record for Place {
    const COLLECTION: &'static str = "bartizan.usage_place";
}

impl Place {
    fn key() -> Key {
        Key::installation("usage")
    }
}

/// Counts the calls that were recorded since the last time. The counters and the place up to which
/// they count are one transaction, which holds only where nobody else counted meanwhile: each call is
/// counted once, whatever is killed.
///
/// # Errors
/// The store or the activity record cannot be read or written.
pub fn count_usage(platform: &Platform) -> Result<(), StoreError> {
    loop {
        let place = platform.store.read(|reader| reader.get::<Place>(&Place::key()))?;
        let after = place.as_ref().map_or("", |place| place.event_id.as_str());
        let events = platform.activity().following(after, EVENTS_AT_ONCE)?;
        let Some(last) = events.last() else { return Ok(()) };
        let next = Place { event_id: last.event_id.clone(), time_ms: last.time_ms };
        let is_last = events.len() < EVENTS_AT_ONCE;
        let counters = counters(&events);
        let is_counted = platform.store.write_blocking(move |writer| {
            if writer.get::<Place>(&Place::key())? != place {
                return Ok::<_, StoreError>(false);
            }
            add(writer, &counters)?;
            writer.put(&Place::key(), &next)?;
            Ok(true)
        })?;
        if is_counted && is_last {
            return Ok(());
        }
    }
}

/// Forgets events that are older than this, in milliseconds since 1970, and are counted. The one up to
/// which all is counted stays, so that none is counted again; how many went.
///
/// # Errors
/// As [`count_usage`].
pub fn forget_events(platform: &Platform, before_ms: i64) -> Result<u64, StoreError> {
    count_usage(platform)?;
    let place = platform.store.read(|reader| reader.get::<Place>(&Place::key()))?;
    let known = place.map_or(before_ms, |place| place.time_ms.saturating_sub(STORED_WITHIN_MS));
    platform.activity().prune(before_ms.min(known))
}

/// When the last event that is counted happened.
pub(super) fn counted_until(reader: &Reader<'_>) -> Result<Option<Timestamp>, StoreError> {
    let place = reader.get::<Place>(&Place::key())?;
    Ok(place.map(|place| Timestamp::from_millis(place.time_ms)))
}

/// The month of a time, as `2026-11`, in UTC.
pub(super) fn month(time: Timestamp) -> String {
    time.iso8601().chars().take(7).collect()
}

fn add(writer: &mut Writer<'_>, counters: &BTreeMap<Key, Counter>) -> Result<(), StoreError> {
    for (key, more) in counters {
        let known = writer.get::<Counter>(key)?.unwrap_or_default();
        let sum = Counter {
            calls: known.calls.saturating_add(more.calls),
            failed: known.failed.saturating_add(more.failed),
        };
        writer.put(key, &sum)?;
    }
    Ok(())
}

/// What an event holds, as far as it matters.
#[derive(Deserialize)]
struct Body<'e> {
    #[serde(borrow)]
    event: Told<'e>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told<'e> {
    #[serde(borrow)]
    event_type: Cow<'e, str>,
    #[serde(borrow)]
    event_source: Cow<'e, str>,
    #[serde(borrow)]
    event_name: Cow<'e, str>,
    #[serde(borrow)]
    aws_region: Cow<'e, str>,
    #[serde(borrow)]
    error_code: Option<Cow<'e, str>>,
    #[serde(borrow)]
    user_identity: Option<Identity<'e>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Identity<'e> {
    #[serde(borrow)]
    account_id: Option<Cow<'e, str>>,
}

fn counters(events: &[ActivityRow]) -> BTreeMap<Key, Counter> {
    let mut counters: BTreeMap<Key, Counter> = BTreeMap::new();
    for (key, failed) in events.iter().filter_map(call) {
        let counter = counters.entry(key).or_default();
        counter.calls += 1;
        counter.failed += u64::from(failed);
    }
    counters
}

/// What an event counts as, and whether the call failed; the copy that the owner of a resource gets of
/// another account's call is no call of its own.
fn call(row: &ActivityRow) -> Option<(Key, bool)> {
    let Body { event } = serde_json::from_slice(&row.body).ok()?;
    let account: AccountId = row.account.parse().ok()?;
    let caller = event.user_identity.and_then(|identity| identity.account_id);
    if event.event_type != "AwsApiCall" || caller.is_some_and(|caller| caller != row.account) {
        return None;
    }
    let service = event.event_source.split('.').next().unwrap_or_default();
    let month = month(Timestamp::from_millis(row.time_ms));
    let region =
        if Region::is_known(&event.aws_region) { &*event.aws_region } else { OTHER_REGION };
    let id = format!("{month}/{service}/{}/{region}", event.event_name);
    Some((Key::global(account, id), event.error_code.is_some()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(account: &str, caller: Option<&str>, kind: &str, error: Option<&str>) -> ActivityRow {
        let event = json!({
            "eventType": kind, "eventSource": "s3.amazonaws.com", "eventName": "GetObject",
            "awsRegion": "eu-west-1", "errorCode": error,
            "userIdentity": { "accountId": caller },
        });
        ActivityRow {
            time_ms: 1_795_510_800_000,
            event_id: "e".to_owned(),
            request_id: "r".to_owned(),
            account: account.to_owned(),
            region: "eu-west-1".to_owned(),
            body: json!({ "event": event }).to_string().into_bytes(),
            keys: Vec::new(),
        }
    }

    #[test]
    fn calls_count_for_who_makes_them() {
        let (own, other) = ("111122223333", "444455556666");
        let events = [
            row(own, Some(own), "AwsApiCall", None),
            row(own, Some(own), "AwsApiCall", Some("AccessDenied")),
            row(own, None, "AwsApiCall", None),
            row(own, Some(other), "AwsApiCall", None),
            row(own, Some(own), "AwsServiceEvent", None),
            row("", Some(own), "AwsApiCall", None),
            ActivityRow { body: b"{".to_vec(), ..row(own, None, "AwsApiCall", None) },
        ];
        let found = counters(&events);
        let (key, counter) = found.first_key_value().unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(key.id, "2026-11/s3/GetObject/eu-west-1");
        assert_eq!(*counter, Counter { calls: 3, failed: 1 });
    }

    #[test]
    fn regions_that_are_invented_are_counted_as_one() {
        let own = "111122223333";
        let events = ["moon-1", "moon-2", "", "a/b", "eu-west-1"].map(|region| {
            let row = row(own, None, "AwsApiCall", None);
            let body = String::from_utf8(row.body).unwrap().replace("eu-west-1", region);
            ActivityRow { body: body.into_bytes(), ..row }
        });
        let found: Vec<(String, u64)> =
            counters(&events).into_iter().map(|(key, counter)| (key.id, counter.calls)).collect();
        let expected = [("2026-11/s3/GetObject/eu-west-1", 1), ("2026-11/s3/GetObject/other", 4)];
        assert_eq!(found, expected.map(|(id, calls)| (id.to_owned(), calls)));
    }
}
