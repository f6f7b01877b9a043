//! Delivery: each event goes to each target at least once, is tried again by the target's retry policy, and
//! then goes to the dead letters. (Amazon EventBridge User Guide, "Retrying event delivery" and "Using
//! dead-letter queues".)

use std::sync::Arc;
use std::time::Duration;

use bartizan_events::Rule as RuleOfInput;
use bartizan_service::store::Key;
use bartizan_service::{Platform, Road};
use bartizan_types::Fault;
use tokio::task::JoinSet;

use crate::Exchange;
use crate::event;
use crate::exchange::LiveRule;
use crate::failure::Failure;
use crate::lanes::Due;
use crate::names::RuleName;
use crate::records::{self, Dead, Delivery, Event, Target};
use crate::send::{self, Sending};

/// What retry policies are where targets have none. (Amazon EventBridge API Reference, `RetryPolicy`.)
const RETRIES_MAX: u32 = 185;
const AGE_SECONDS_MAX: u32 = 86_400;
/// The pause before the first retry, and the longest one, in milliseconds.
const PAUSE: u64 = 1_000;
const PAUSE_MAX: u64 = 480_000;
/// How long one try may take.
const TRY_MAX: Duration = Duration::from_mins(1);
/// How long it is waited at most before it is looked again what is due.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How long it is waited after the store failed.
const AFTER_FAULT: i64 = 1_000;

/// Delivers what is due, as soon as it is stored, for as long as this is polled.
pub async fn deliver(road: Arc<Road>, exchange: Exchange) {
    loop {
        begin(&road, &exchange, |task| drop(tokio::spawn(task)));
        let now = road.platform().now().millis();
        let pause = exchange.lanes().next_due().map_or(LOOK_EVERY, |due| {
            let millis = u64::try_from(due.saturating_sub(now).max(1)).unwrap_or(1);
            Duration::from_millis(millis).min(LOOK_EVERY)
        });
        // Time alone decides which of both it was.
        let _ = tokio::time::timeout(pause, exchange.lanes().news.notified()).await;
    }
}

/// Delivers what is due now, and all that follows from that at once.
pub async fn deliver_due(road: &Arc<Road>, exchange: &Exchange) {
    let mut tasks = JoinSet::new();
    loop {
        begin(road, exchange, |task| drop(tasks.spawn(task)));
        if tasks.join_next().await.is_none() {
            return;
        }
    }
}

fn begin(
    road: &Arc<Road>,
    exchange: &Exchange,
    mut spawn: impl FnMut(std::pin::Pin<Box<dyn Future<Output = ()> + Send>>),
) {
    while let Some(due) = exchange.lanes().next(road.platform().now()) {
        let (road, exchange) = (Arc::clone(road), exchange.clone());
        let running = Running { exchange, due };
        spawn(Box::pin(async move {
            let Running { exchange, due } = &running;
            if let Err(fault) = try_once(&road, exchange, &due.key).await {
                tracing::warn!(%fault, "an event could not be delivered: it is tried again");
                let later = road.platform().now().millis().saturating_add(AFTER_FAULT);
                if let Ok(Some(delivery)) = found::<Delivery>(road.platform(), &due.key) {
                    exchange.lanes().put(&due.key, &Delivery { due: Some(later), ..delivery });
                }
            }
        }));
    }
}

/// A delivery under way, which ends whatever becomes of it.
struct Running {
    exchange: Exchange,
    due: Due,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.exchange.lanes().end(&self.due);
    }
}

fn found<T: bartizan_service::store::Record>(
    platform: &Platform,
    key: &Key,
) -> Result<Option<T>, Fault> {
    platform.store.read(|reader| reader.get::<T>(key).map_err(Fault::from))
}

async fn try_once(road: &Road, exchange: &Exchange, key: &Key) -> Result<(), Fault> {
    let platform = road.platform();
    let Some(delivery) = found::<Delivery>(platform, key)? else { return Ok(()) };
    let event_key = records::event_key(key);
    let name = RuleName::of_key(&Key { id: delivery.rule.clone(), ..key.clone() });
    let rule = name.and_then(|name| exchange.rule(&name));
    let target = rule.as_ref().and_then(|rule| rule.record.targets.get(&delivery.target));
    let event = found::<Event>(platform, &event_key)?;
    let (Some(rule), Some(target), Some(event)) = (&rule, target, event) else {
        // Whoever deleted the rule or took the target away wants it no more.
        return end(platform, key).await;
    };
    let json = event::open(platform, &event_key, &event)?;
    let sending = Sending { road, exchange, rule, target, event: &json, held: &event, key };
    let dead = match &delivery.dead {
        Some(dead) => dead.clone(),
        None => match deliver_to(&sending, &delivery).await {
            Ok(()) => return end(platform, key).await,
            Err(failure) => match next_try(&sending, &delivery, failure) {
                Next::Later(due) => {
                    let retries = delivery.retries.saturating_add(1);
                    return put(platform, key, Delivery { due: Some(due), retries, ..delivery })
                        .await;
                }
                Next::Dead(dead) => dead,
            },
        },
    };
    bury(&sending, delivery, dead).await
}

async fn deliver_to(sending: &Sending<'_>, delivery: &Delivery) -> Result<(), Failure> {
    let Sending { rule, held, .. } = sending;
    let input = rule.input(&delivery.target).ok_or_else(|| Failure::invalid("no such input"))?;
    let of_rule = RuleOfInput { arn: &rule.arn, name: &rule.name.name };
    let given = input.of(sending.event, of_rule, held.ingested);
    let given = given.map_err(|error| Failure::invalid(&error.to_string()))?;
    let given = given.ok_or_else(|| Failure::invalid("the event has no part at the InputPath"))?;
    let sent = tokio::time::timeout(TRY_MAX, send::to_target(sending, &given));
    sent.await.unwrap_or_else(|_| Err(Failure::timeout()))
}

/// What becomes of an event that was not delivered.
enum Next {
    Later(i64),
    Dead(Dead),
}

fn next_try(sending: &Sending<'_>, delivery: &Delivery, failure: Failure) -> Next {
    let (target, platform) = (sending.target, sending.road.platform());
    let now = platform.now();
    let dead = |failure: Failure, exhausted: Option<&str>| {
        Next::Dead(Dead {
            code: failure.code.to_owned(),
            message: failure.message,
            exhausted: exhausted.map(str::to_owned),
            retries: delivery.retries,
            since: now,
        })
    };
    if !failure.is_passing {
        return dead(failure, None);
    }
    if delivery.retries >= target.retries_max.unwrap_or(RETRIES_MAX) {
        return dead(failure, Some("MaximumRetryAttempts"));
    }
    let due = later(platform, delivery.retries);
    let age = i64::from(target.age_seconds_max.unwrap_or(AGE_SECONDS_MAX)) * 1000;
    if due > sending.held.ingested.millis().saturating_add(age) {
        return dead(failure, Some("MaximumEventAgeInSeconds"));
    }
    Next::Later(due)
}

/// When it is tried again: later each time, and not all at once.
fn later(platform: &Platform, retries: u32) -> i64 {
    let pause = PAUSE.saturating_mul(1 << retries.min(10)).min(PAUSE_MAX);
    let mut drawn = [0; 2];
    platform.random.fill(&mut drawn);
    let half = pause / 2;
    let spread = half * u64::from(u16::from_be_bytes(drawn)) / u64::from(u16::MAX);
    let pause = i64::try_from(half + spread).unwrap_or(i64::MAX);
    platform.now().millis().saturating_add(pause)
}

/// Sends an event to the dead letters of its target. Without any it is dropped, as when they are refused.
async fn bury(sending: &Sending<'_>, delivery: Delivery, dead: Dead) -> Result<(), Fault> {
    let (platform, key) = (sending.road.platform(), sending.key);
    let Target { dead_letters, .. } = sending.target;
    let of_rule = &sending.rule.arn;
    let Some(queue) = dead_letters else {
        tracing::warn!(rule = of_rule, code = dead.code, "an event was not delivered, and dropped");
        return end(platform, key).await;
    };
    match send::to_dead_letters(sending, queue, &delivery.target, &dead).await {
        Ok(()) => end(platform, key).await,
        Err(failure) => {
            let age = platform.now().since(dead.since).as_secs();
            if !failure.is_passing || age > u64::from(AGE_SECONDS_MAX) {
                let code = failure.code;
                tracing::warn!(
                    rule = of_rule,
                    code,
                    "an event was refused by the dead letters, and dropped"
                );
                return end(platform, key).await;
            }
            let retries = delivery.retries.saturating_add(1);
            let due = Some(later(platform, retries));
            put(platform, key, Delivery { due, retries, dead: Some(dead), ..delivery }).await
        }
    }
}

async fn end(platform: &Platform, key: &Key) -> Result<(), Fault> {
    let key = key.clone();
    platform.store.write(move |writer| event::finish(writer, &key)).await
}

async fn put(platform: &Platform, key: &Key, delivery: Delivery) -> Result<(), Fault> {
    let key = key.clone();
    let done = platform.store.write(move |writer| Ok::<_, Fault>(writer.put(&key, &delivery)?));
    done.await
}

/// The rule as others are told of it.
impl LiveRule {
    pub(crate) fn source(&self) -> bartizan_types::Arn {
        self.name.arn()
    }
}
