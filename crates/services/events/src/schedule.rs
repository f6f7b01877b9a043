//! Rules that run by the clock. (Amazon EventBridge User Guide, "Creating a scheduled rule (legacy)".)

use bartizan_events::Schedule;
use bartizan_service::Platform;
use bartizan_service::store::Key;
use bartizan_types::{Fault, Timestamp};

use crate::Exchange;
use crate::event::{Accepted, Parts};
use crate::names::RuleName;
use crate::records::{Rule, Turn};

/// How many turns are read at a time.
const BATCH: usize = 500;

/// Lets each rule whose time has come send its event. One whose time came while nothing ran sends one event,
/// and goes on as its schedule says.
///
/// # Errors
/// The store fails: what is due is sent the next time.
pub async fn run_due(platform: &Platform, exchange: &Exchange) -> Result<(), Fault> {
    let now = platform.now();
    let mut after: Option<Key> = None;
    loop {
        let turns = platform
            .store
            .read(|reader| reader.scan_all::<Turn>(after.as_ref(), BATCH).map_err(Fault::from))?;
        let Some((last, _)) = turns.last() else { return Ok(()) };
        after = Some(last.clone());
        for (key, turn) in turns.into_iter().filter(|(_, turn)| turn.next <= now) {
            run(platform, exchange, key, turn, now).await?;
        }
    }
}

async fn run(
    platform: &Platform,
    exchange: &Exchange,
    key: Key,
    turn: Turn,
    now: Timestamp,
) -> Result<(), Fault> {
    let Some(name) = RuleName::of_key(&key) else { return Ok(()) };
    let Some(live) = exchange.rule(&name) else { return Ok(()) };
    platform.vault.prepare(&platform.store, name.bus.account).await?;
    let (id, vault) = (platform.random.uuid_at(now), platform.vault.clone());
    let done = platform.store.write(move |writer| {
        let Some(rule) = writer.get::<Rule>(&key)? else { return Ok(()) };
        if writer.get::<Turn>(&key)?.as_ref() != Some(&turn) {
            return Ok(());
        }
        let schedule = rule.schedule.as_deref().and_then(|text| Schedule::parse(text).ok());
        match schedule.and_then(|schedule| schedule.next(rule.since, now)) {
            Some(next) => writer.put(&key, &Turn { next })?,
            None => drop(writer.delete::<Turn>(&key)?),
        }
        if live.record.targets.is_empty() {
            return Ok(());
        }
        let json = Parts {
            id: &id,
            detail_type: "Scheduled Event",
            source: "aws.events",
            account: name.bus.account,
            time: turn.next,
            region: &name.bus.region,
            resources: std::slice::from_ref(&live.arn),
            detail: "{}",
        }
        .json();
        let accepted = Accepted::new(&vault, &name.bus, (&id, &json), vec![live], (now, false))?;
        accepted.store(writer)
    });
    done.await
}
