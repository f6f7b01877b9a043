//! What subscription filters match, handed to functions. What is to be shown is a record until a function
//! has taken it, or for a day.

use std::io::Write as _;

use bartizan_log_filter::Filter;
use bartizan_service::store::Key;
use bartizan_service::{Platform, Road, ServiceCall};
use bartizan_types::{Arn, Fault, Region};
use bartizan_wire::{Bytes, Value};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value as Json, json};

use crate::error::LogsError;
use crate::names;
use crate::position::Position;
use crate::records::{Delivery, Group, Segment, Subscription};
use crate::segment::{self, Event};

const PRINCIPAL: &str = "logs.amazonaws.com";
/// How many deliveries are read at once.
const PAGE: usize = 100;
/// How many bytes of messages a function is handed at once, which may be of one event alone.
const HANDED_MAX: usize = 150_000;
/// How long a delivery is tried, and how long it waits before it is tried again at the most, in
/// milliseconds. (Amazon CloudWatch Logs User Guide, "Subscription filters": for up to 24 hours.)
const TRIED_FOR: i64 = 86_400_000;
const WAIT_MAX: i64 = 60_000;
const WAIT_FIRST: i64 = 1000;

/// Hands functions what subscription filters match of the events that were put; whether there was any.
///
/// # Errors
/// The store fails: what is left is handed over the next time.
pub async fn deliver(road: &Road) -> Result<bool, Fault> {
    let platform = road.platform();
    let (mut after, mut has_any): (Option<Key>, bool) = (None, false);
    loop {
        let found =
            platform.store.read(|reader| reader.scan_all::<Delivery>(after.as_ref(), PAGE))?;
        let Some((last, _)) = found.last() else { return Ok(has_any) };
        after = Some(last.clone());
        let now = platform.now().millis();
        for (key, delivery) in found.into_iter().filter(|(_, delivery)| delivery.next <= now) {
            has_any = true;
            let outcome = show(road, &key, &delivery).await;
            settle(platform, key, delivery, outcome).await?;
        }
    }
}

/// Whether a function would be invoked.
pub(crate) async fn try_out(
    road: &Road,
    group: &Arn,
    subscription: &Subscription,
) -> Result<(), Fault> {
    invoke(road, group, subscription, "DryRun", Bytes::new()).await
}

async fn show(road: &Road, key: &Key, delivery: &Delivery) -> Result<(), Fault> {
    let platform = road.platform();
    let segment_key = Key { id: delivery.segment.clone(), ..key.clone() };
    let (group, segment) = platform.store.read(|reader| {
        let group = names::find(reader, &delivery.group).ok();
        Ok::<_, Fault>((group, reader.get::<Segment>(&segment_key)?))
    })?;
    let subscription = &delivery.subscription;
    let is_subscribed = |group: &Group| group.subscriptions.contains(subscription);
    let (Some(group), Some(segment)) = (group.filter(is_subscribed), segment) else {
        return Ok(());
    };
    let account = group.arn.account_id().ok_or(LogsError::NoSuchGroup)?;
    let events = segment::open(&platform.vault, account, &segment)?;
    let filter = Filter::parse(&subscription.pattern)
        .map_err(|_| LogsError::internal("the pattern of a subscription filter cannot be read"))?;
    let matching = events.iter().enumerate();
    let matching = matching.filter(|(_, event)| filter.matches(&event.message));
    let matching: Vec<(usize, &Event)> = matching.collect();
    let mut rest = matching.as_slice();
    while !rest.is_empty() {
        let (handed, behind) = rest.split_at_checked(fitting(rest)).unwrap_or((rest, &[]));
        rest = behind;
        let data = data(&group, delivery, &segment, handed);
        let packed = STANDARD.encode(compress(&data)?);
        let payload = json!({ "awslogs": { "data": packed } }).to_string();
        invoke(road, &group.arn, subscription, "Event", payload.into()).await?;
    }
    Ok(())
}

/// How many events are handed over at once: at least one.
fn fitting(events: &[(usize, &Event)]) -> usize {
    let sizes = events.iter().scan(0, |bytes, (_, event)| {
        *bytes += event.message.len();
        Some(*bytes)
    });
    sizes.take_while(|bytes| *bytes <= HANDED_MAX).count().max(1)
}

fn data(group: &Group, delivery: &Delivery, segment: &Segment, events: &[(usize, &Event)]) -> Json {
    let shown = events.iter().map(|(index, event)| {
        let (at, id) = (event.at, delivery.segment.clone());
        let position = Position { at, ingested: segment.ingested, segment: id, index: *index };
        json!({ "id": position.event_id(), "timestamp": at, "message": event.message })
    });
    json!({
        "messageType": "DATA_MESSAGE",
        "owner": group.arn.account(),
        "logGroup": group.name(),
        "logStream": delivery.stream,
        "subscriptionFilters": [delivery.subscription.name],
        "logEvents": shown.collect::<Vec<_>>(),
    })
}

fn compress(data: &Json) -> Result<Vec<u8>, LogsError> {
    let failed = |_| LogsError::internal("events cannot be compressed");
    let mut into = GzEncoder::new(Vec::new(), Compression::fast());
    into.write_all(data.to_string().as_bytes()).map_err(failed)?;
    into.finish().map_err(failed)
}

async fn invoke(
    road: &Road,
    group: &Arn,
    subscription: &Subscription,
    invocation: &str,
    payload: Bytes,
) -> Result<(), Fault> {
    let source = format!("{}:*", group.resource());
    let source = Arn::new("logs", group.region(), group.account_id(), &source);
    let input = Value::Struct(vec![
        ("FunctionName", Value::of_text(subscription.destination.as_str())),
        ("InvocationType", Value::of_text(invocation)),
        ("Payload", Value::Blob(payload)),
    ]);
    let call = ServiceCall {
        principal: PRINCIPAL,
        on_behalf_of: &source,
        operation: ("lambda", "Invoke"),
        region: Region::new(group.region()),
        input,
        body: None,
    };
    road.travel_for_service(call).await.map(|_| ())
}

/// Forgets a delivery that was made, or that was tried for a day; another is tried again.
async fn settle(
    platform: &Platform,
    key: Key,
    delivery: Delivery,
    outcome: Result<(), Fault>,
) -> Result<(), Fault> {
    let now = platform.now().millis();
    let again = outcome.err().and_then(|fault| {
        let is_over = now.saturating_sub(delivery.since) >= TRIED_FOR;
        if is_over {
            let (group, error) = (&delivery.group, fault.code);
            tracing::warn!(%group, %error, "events were not taken by a function for a day: dropped");
        }
        (!is_over).then(|| {
            let wait = WAIT_FIRST.saturating_mul(1 << delivery.tries.min(10)).min(WAIT_MAX);
            Delivery { next: now + wait, tries: delivery.tries.saturating_add(1), ..delivery }
        })
    });
    let done = platform.store.write(move |writer| {
        match again {
            Some(delivery) => writer.put(&key, &delivery)?,
            None => drop(writer.delete::<Delivery>(&key)?),
        }
        Ok::<_, Fault>(())
    });
    done.await
}
