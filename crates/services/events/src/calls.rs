//! Calls as events: each one that changes something, as it is in the activity record, once. (Amazon
//! EventBridge User Guide, "AWS service events delivered via AWS CloudTrail".)

use std::sync::Arc;

use bartizan_service::Platform;
use bartizan_service::store::{ActivityRow, Key, Record};
use bartizan_types::{AccountId, Fault, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::Exchange;
use crate::event::{Accepted, Parts};
use crate::exchange::LiveRule;
use crate::names::BusName;
use crate::records::State;

/// How many calls are read at a time.
const BATCH: usize = 500;
/// Who delivers events: its own calls make none, or each might make the next.
const OWN: &str = "events.amazonaws.com";

/// The call up to which the record was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Position {
    event_id: String,
}

impl Record for Position {
    const COLLECTION: &'static str = "events.position";
}

/// Reads what was recorded since the last time; what matched and how far was read are one transaction. As
/// long as no rule listens anywhere nothing is read; it then begins with the first rule.
///
/// # Errors
/// The store or the activity record cannot be read or written.
pub async fn follow_calls(platform: &Arc<Platform>, exchange: &Exchange) -> Result<(), Fault> {
    let key = Key::installation("activity");
    loop {
        let before = platform.store.read(|reader| reader.get::<Position>(&key))?;
        let (first, known) = (exchange.listening_since(), key.clone());
        let Some(first) = first else {
            if before.is_none() {
                return Ok(());
            }
            let done = platform.store.write(move |writer| {
                writer.delete::<Position>(&known)?;
                Ok::<_, Fault>(())
            });
            return done.await;
        };
        let (reading, rules, from) = (Arc::clone(platform), exchange.clone(), before.clone());
        let read = tokio::task::spawn_blocking(move || read(&reading, &rules, from, first)).await;
        let broken = |_| Fault::new("InternalException", "reading the record broke off", 500);
        let Some((next, accepted, is_last)) = read.map_err(broken)?? else { return Ok(()) };
        let done = platform.store.write(move |writer| {
            if writer.get::<Position>(&known)? != before {
                return Err(Fault::new("InternalException", "the record was read meanwhile", 500));
            }
            for event in &accepted {
                event.store(writer)?;
            }
            Ok::<_, Fault>(writer.put(&known, &next)?)
        });
        done.await?;
        if is_last {
            return Ok(());
        }
    }
}

/// How far was read, what matched, and whether that was all.
type Read = (Position, Vec<Accepted>, bool);

fn read(
    platform: &Platform,
    exchange: &Exchange,
    before: Option<Position>,
    first: Timestamp,
) -> Result<Option<Read>, Fault> {
    let from = match before {
        Some(position) => position.event_id,
        None => platform.activity().last_before(first.millis())?.unwrap_or_default(),
    };
    let rows = platform.activity().following(&from, BATCH)?;
    let Some(last) = rows.last() else { return Ok(None) };
    let next = Position { event_id: last.event_id.clone() };
    let mut accepted = Vec::new();
    for row in &rows {
        accepted.extend(accept(platform, exchange, row)?);
    }
    Ok(Some((next, accepted, rows.len() < BATCH)))
}

fn accept(
    platform: &Platform,
    exchange: &Exchange,
    row: &ActivityRow,
) -> Result<Option<Accepted>, Fault> {
    let Ok(account) = row.account.parse::<AccountId>() else { return Ok(None) };
    let bus = BusName::default_of(account, &row.region);
    if !exchange.listens(&bus) {
        return Ok(None);
    }
    let Ok(body) = serde_json::from_slice::<Json>(&row.body) else { return Ok(None) };
    let Some(told) = body.get("event") else { return Ok(None) };
    let text = |place: &str| told.pointer(place).and_then(Json::as_str).unwrap_or_default();
    let is_management = text("/eventCategory") == "Management";
    let is_own = text("/userIdentity/invokedBy") == OWN;
    let Some(service) = text("/eventSource").strip_suffix(".amazonaws.com") else {
        return Ok(None);
    };
    if !is_management || is_own {
        return Ok(None);
    }
    let is_read = told.get("readOnly").and_then(Json::as_bool).unwrap_or(false);
    let (id, now) = (platform.random.uuid_at(platform.now()), platform.now());
    let json = Parts {
        id: &id,
        detail_type: "AWS API Call via CloudTrail",
        source: &format!("aws.{service}"),
        account,
        time: Timestamp::from_millis(row.time_ms),
        region: &row.region,
        resources: &[],
        detail: &told.to_string(),
    }
    .json();
    let wants = |rule: &Arc<LiveRule>| {
        let wants_reads = rule.record.state == State::EnabledWithReads;
        rule.record.since.millis() <= row.time_ms && (!is_read || wants_reads)
    };
    let rules: Vec<_> = exchange.matching(&bus, &json).into_iter().filter(wants).collect();
    if rules.is_empty() {
        return Ok(None);
    }
    Accepted::new(&platform.vault, &bus, (&id, &json), rules, (now, false)).map(Some)
}
