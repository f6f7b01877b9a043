//! Events handled by functions that nobody waits for: tried again where they fail, and told of in the end. (AWS Lambda
//! Developer Guide, "How Lambda handles errors and retries with asynchronous invocation".)

use std::sync::Arc;
use std::time::Duration;

use bartizan_functions::{Invocation, Kind, Outcome};
use bartizan_service::Road;
use bartizan_service::store::{Key, Record};
use bartizan_types::{Fault, FaultKind};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::sync::Semaphore;
use tokio::time::sleep;

mod told;

use crate::engine::Engine;
use crate::error::LambdaError;
use crate::event_config::{self, AGE, RETRIES};
use crate::invoke::{error_name, invoked, run};
use crate::names::Named;
use crate::records::{self, Ended, Event, EventConfig, Function, Version, function_key};

/// How many events are worked on at once.
const AT_ONCE: usize = 512;
/// How long nothing is looked for where nothing is due and nothing is heard.
const LOOKED_EVERY: Duration = Duration::from_mins(1);
/// How long an event waits at most whose function could not be run. (There.)
const PAUSE_MAX: Duration = Duration::from_mins(5);
/// How long an event is left alone that the store failed for.
const STORE_PAUSE: Duration = Duration::from_secs(1);

/// Works on events as they become due; it does not end.
pub async fn work_on_events(engine: Engine, road: Road) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let key = next(&engine, &road).await;
        let (engine, road) = (engine.clone(), road.clone());
        tokio::spawn(async move {
            // However this ends, the event is let go of.
            let working = Working { engine: &engine, key: &key };
            let worked = Box::pin(work(&engine, &road, &key)).await;
            if let Err(fault) = &worked {
                tracing::warn!(%fault, event = key.id, "an event could not be worked on: tried again");
                sleep(STORE_PAUSE).await;
            }
            drop(working);
            drop(place);
        });
    }
}

/// An event that is worked on.
struct Working<'w> {
    engine: &'w Engine,
    key: &'w Key,
}

impl Drop for Working<'_> {
    fn drop(&mut self) {
        self.engine.waiting().done(self.key);
    }
}

/// The next event that is due, which is claimed.
async fn next(engine: &Engine, road: &Road) -> Key {
    loop {
        let now = road.platform().now().millis();
        let pause = match engine.waiting().claim(now) {
            Ok(key) => return key,
            Err(Some(due)) => Duration::from_millis(u64::try_from(due - now).unwrap_or_default()),
            Err(None) => LOOKED_EVERY,
        };
        tokio::select! {
            () = engine.waiting().news() => {}
            () = sleep(pause.min(LOOKED_EVERY)) => {}
        }
    }
}

/// An event with all that is known of its function.
pub(crate) struct Case {
    pub(crate) key: Key,
    pub(crate) event: Event,
    pub(crate) function: Function,
    pub(crate) version: Option<Version>,
    pub(crate) config: Option<EventConfig>,
    pub(crate) payload: Vec<u8>,
}

async fn work(engine: &Engine, road: &Road, key: &Key) -> Result<(), Fault> {
    let Some(case) = read(road, key)? else {
        return remove(road, key).await;
    };
    let Some(ended) = case.event.ended.clone() else {
        return attempt(engine, road, case).await;
    };
    told::tell(engine, road, &case, ended).await
}

/// The event; none where it or its function is gone.
fn read(road: &Road, key: &Key) -> Result<Option<Case>, Fault> {
    let platform = road.platform();
    let found = platform.store.read(|reader| {
        let Some(event) = reader.get::<Event>(key)? else { return Ok(None) };
        let function = reader.get::<Function>(&function_key(&event.function)?)?;
        let Some(function) = function.filter(|function| function.id == event.of) else {
            return Ok(None);
        };
        let qualifier = event.qualifier.as_deref();
        let throw = f64::from(u8::try_from(event.received % 100).unwrap_or_default()) / 100.0;
        let version = match records::version(reader, &function, qualifier, throw) {
            Err(LambdaError::NotFound(_)) => None,
            found => Some(found?),
        };
        let named = Named { arn: function.arn.clone(), qualifier: event.qualifier.clone() };
        let config = reader.get::<EventConfig>(&event_config::key_of(&named)?)?;
        Ok::<_, LambdaError>(Some((event, function, version, config)))
    });
    let Some((event, function, version, config)) = found.map_err(Fault::from)? else {
        return Ok(None);
    };
    let account = function.arn.account_id().ok_or_else(|| lost("its account"))?;
    let sealed = STANDARD.decode(&event.payload).map_err(|_| lost("its payload"))?;
    let payload = platform.vault.open(account, Event::COLLECTION, &key.id, &sealed)?.to_vec();
    Ok(Some(Case { key: key.clone(), event, function, version, config, payload }))
}

fn lost(what: &str) -> Fault {
    Fault::new("ServiceException", format!("an event cannot be read: {what}"), 500)
}

/// Has the function handle the event once.
async fn attempt(engine: &Engine, road: &Road, mut case: Case) -> Result<(), Fault> {
    let now = road.platform().now().millis();
    let age = case.config.as_ref().and_then(|config| config.age).unwrap_or(AGE);
    let latest = case.event.received + i64::from(age) * 1000;
    if now > latest && case.event.failures + case.event.throttled > 0 {
        let ended = ended("EventAgeExceeded", &case, None, Some("The event is too old."));
        return told::end(engine, road, case, ended).await;
    }
    let Some(version) = case.version.clone() else {
        let why = "The version or the alias is gone.";
        let ended = ended("RetriesExhausted", &case, None, Some(why));
        return told::end(engine, road, case, ended).await;
    };
    let invocation = Invocation {
        request_id: case.key.id.clone(),
        payload: case.payload.clone().into(),
        kind: Kind::Event,
        arn: invoked(&case.event).to_string(),
        client_context: case.event.client_context.clone(),
        trace: None,
    };
    match run(engine, road, &case.function, &version, &invocation).await {
        Ok(outcome) if outcome.error.is_none() => {
            let ended = answered(road, "Success", &case, &version, &outcome)?;
            told::end(engine, road, case, ended).await
        }
        Ok(outcome) => {
            case.event.failures += 1;
            let most = case.config.as_ref().and_then(|config| config.retries).unwrap_or(RETRIES);
            if case.event.failures > most {
                let ended = answered(road, "RetriesExhausted", &case, &version, &outcome)?;
                return told::end(engine, road, case, ended).await;
            }
            let base = engine.installed().map_or(Duration::from_mins(1), |found| found.retry);
            let pause = base.saturating_mul(1 << (case.event.failures - 1));
            put_off(road, case, pause, Some(latest)).await
        }
        Err(error) => {
            tracing::debug!(%error, function = %case.function.arn, "an event could not be handled");
            case.event.throttled += 1;
            let pause = Duration::from_secs(1 << case.event.throttled.min(16)).min(PAUSE_MAX);
            put_off(road, case, pause, Some(latest)).await
        }
    }
}

fn ended(condition: &str, case: &Case, answer: Option<String>, message: Option<&str>) -> Ended {
    Ended {
        condition: condition.to_owned(),
        version: case.version.as_ref().map(|version| version.version.clone()),
        answer,
        error: None,
        message: message.map(str::to_owned),
        failures: 0,
    }
}

fn answered(
    road: &Road,
    condition: &str,
    case: &Case,
    version: &Version,
    outcome: &Outcome,
) -> Result<Ended, Fault> {
    let account = case.function.arn.account_id().ok_or_else(|| lost("its account"))?;
    let vault = &road.platform().vault;
    let row = told::answer_row(&case.key);
    let sealed = vault.seal(account, Event::COLLECTION, &row, &outcome.payload)?;
    Ok(Ended {
        version: Some(version.version.clone()),
        error: outcome.error.map(|error| error_name(error).to_owned()),
        ..ended(condition, case, Some(STANDARD.encode(sealed)), None)
    })
}

/// Lets an event wait, but not beyond a time.
pub(crate) async fn put_off(
    road: &Road,
    mut case: Case,
    pause: Duration,
    latest: Option<i64>,
) -> Result<(), Fault> {
    let due = road.platform().now().plus(pause).millis();
    case.event.due = latest.map_or(due, |latest| due.min(latest + 1));
    put(road, case).await
}

/// Stores what has changed of an event that is still there.
pub(crate) async fn put(road: &Road, case: Case) -> Result<(), Fault> {
    let Case { key, event, .. } = case;
    let stored = road.platform().store.write(move |writer| {
        if writer.get::<Event>(&key)?.is_some() {
            writer.put(&key, &event)?;
        }
        Ok::<_, Fault>(())
    });
    stored.await
}

/// Forgets an event.
pub(crate) async fn remove(road: &Road, key: &Key) -> Result<(), Fault> {
    let key = key.clone();
    let removed = road.platform().store.write(move |writer| {
        writer.delete::<Event>(&key)?;
        Ok::<_, Fault>(())
    });
    removed.await
}

/// Whether a call that failed may succeed later.
pub(crate) fn passes(fault: &Fault) -> bool {
    fault.kind() == FaultKind::Server && fault.code != "NotImplemented"
}
