//! The installation's own record of calls, read by the detectors of the accounts that have one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bartizan_service::Platform;
use bartizan_service::store::{ActivityRow, Key, Record};
use bartizan_types::{AccountId, Fault};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use tokio::sync::OwnedMutexGuard;

use super::reading;
use super::state::{Due, State};
use crate::GuardDuty;
use crate::detector::{DetectorRecord, Place};
use crate::error::GuardDutyError;
use crate::finding::publish::Publisher;

/// How many events are read in one transaction.
const EVENTS_AT_ONCE: usize = 500;
/// Services whose events the detectors of all regions read. (Amazon GuardDuty User Guide, "AWS CloudTrail
/// management events".)
const GLOBAL: [&str; 6] = ["iam", "organizations", "account", "cloudfront", "route53", "shield"];

/// The event up to which the record was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Position {
    event_id: String,
}

impl Record for Position {
    const COLLECTION: &'static str = "guardduty.position";
}

/// The calls of each place, in their order.
type Calls = BTreeMap<(AccountId, String), Vec<u8>>;

/// A place whose turn it is, with what its detectors knew, and the calls that they look at.
struct Turn {
    place: Place,
    seat: OwnedMutexGuard<Option<Box<State>>>,
    held: Option<Box<State>>,
    calls: Vec<u8>,
}

/// A place whose detectors have looked, and what is to be stored of it.
struct Looked {
    turn: Turn,
    due: Due,
}

/// Reads what was recorded since the last time. What is found, what detectors then know and how far was
/// read are one transaction, whatever is killed. What was recorded before the first time is not read.
///
/// # Errors
/// The store or the activity record cannot be read or written.
pub async fn follow_activity(service: &GuardDuty, platform: &Arc<Platform>) -> Result<(), Fault> {
    loop {
        let reading = Arc::clone(platform);
        let read = tokio::task::spawn_blocking(move || read(&reading)).await;
        let read = read.map_err(|_| broken_off())??;
        let Some(Batch { before, next, calls, is_last }) = read else { return Ok(()) };
        let mut turns = Vec::new();
        // In one order, as others wait for one alone.
        for ((account, region), calls) in calls {
            let place = Place { account, region };
            let mut seat = service.watch.enter(&place).await;
            let held = seat.take();
            turns.push(Turn { place, seat, held, calls });
        }
        let looking = Arc::clone(platform);
        let looked = tokio::task::spawn_blocking(move || look(&looking, turns)).await;
        let looked = looked.map_err(|_| broken_off())?.map_err(Fault::from)?;
        store(platform, before, next, looked).await?;
        if is_last {
            return Ok(());
        }
    }
}

/// What is read next.
struct Batch {
    before: Option<Position>,
    next: Position,
    calls: Calls,
    is_last: bool,
}

fn read(platform: &Platform) -> Result<Option<Batch>, Fault> {
    let key = Key::installation("activity");
    let before = platform.store.read(|reader| reader.get::<Position>(&key))?;
    let Some(position) = &before else {
        let last = platform.activity().last_before(platform.now().millis())?;
        let next = Position { event_id: last.unwrap_or_default() };
        return Ok(Some(Batch { before, next, calls: Calls::new(), is_last: true }));
    };
    let events = platform.activity().following(&position.event_id, EVENTS_AT_ONCE)?;
    let Some(last) = events.last() else { return Ok(None) };
    let (next, is_last) =
        (Position { event_id: last.event_id.clone() }, events.len() < EVENTS_AT_ONCE);
    let detectors =
        platform.store.read(|reader| reader.scan_all::<DetectorRecord>(None, usize::MAX))?;
    let watched = detectors.into_iter().filter(|(_, detector)| detector.is_enabled);
    let watched: BTreeSet<(String, String)> =
        watched.map(|(key, _)| (key.account, key.region)).collect();
    let mut calls = Calls::new();
    for event in &events {
        share_out(event, &watched, &mut calls);
    }
    Ok(Some(Batch { before, next, calls, is_last }))
}

/// Gives an event to the places that read it.
fn share_out(event: &ActivityRow, watched: &BTreeSet<(String, String)>, calls: &mut Calls) {
    let Ok(account) = event.account.parse::<AccountId>() else { return };
    let from = (event.account.clone(), String::new());
    let of_account = watched.range(from..).take_while(|(owner, _)| *owner == event.account);
    let mut regions = of_account.map(|(_, region)| region).peekable();
    if regions.peek().is_none() {
        return;
    }
    let Ok(body) = serde_json::from_slice::<Json>(&event.body) else { return };
    let Some(told) = body.get("event") else { return };
    let source = told.get("eventSource").and_then(Json::as_str).unwrap_or_default();
    let is_global = GLOBAL.contains(&source.split('.').next().unwrap_or_default());
    for region in regions.filter(|region| is_global || **region == event.region) {
        let text = calls.entry((account, region.clone())).or_default();
        text.extend(told.to_string().into_bytes());
        text.push(b'\n');
    }
}

/// Has the detectors of each place look at its calls.
fn look(platform: &Platform, turns: Vec<Turn>) -> Result<Vec<Looked>, GuardDutyError> {
    let mut looked = Vec::with_capacity(turns.len());
    for mut turn in turns {
        let opened = State::open(&platform.store, &turn.place, turn.held.take());
        let mut state = match opened {
            Ok(state) => state,
            // It was turned off meanwhile.
            Err(GuardDutyError::NoDetector) => continue,
            Err(error) => return Err(error),
        };
        reading::live(&mut state, &turn.calls);
        let due = state.take(platform.now())?;
        turn.held = Some(state);
        looked.push(Looked { turn, due });
    }
    Ok(looked)
}

async fn store(
    platform: &Platform,
    before: Option<Position>,
    next: Position,
    looked: Vec<Looked>,
) -> Result<(), Fault> {
    let (mut kept, mut dues) = (Vec::new(), Vec::new());
    for Looked { turn, due } in looked {
        kept.push((turn.seat, turn.held));
        dues.push((turn.place, due));
    }
    let (now, publisher) = (platform.now(), Publisher::of(platform));
    let done = platform.store.write(move |writer| {
        let key = Key::installation("activity");
        if writer.get::<Position>(&key)? != before {
            return Err(Fault::from(GuardDutyError::invalid("the record was read meanwhile.")));
        }
        for (place, due) in dues {
            due.store(writer, &place, &publisher, now).map_err(Fault::from)?;
        }
        Ok::<_, Fault>(writer.put(&key, &next)?)
    });
    done.await?;
    for (mut seat, state) in kept {
        *seat = state;
    }
    Ok(())
}

fn broken_off() -> Fault {
    Fault::new("InternalServerErrorException", "reading the record of calls broke off", 500)
}
