//! Proactive engagement: the emergency contacts of an account are told, by way of the operator's webhook,
//! of an attack on a resource whose health check is unhealthy. (AWS WAF Developer Guide, "Configuring
//! proactive engagement".) What is to be told is stored with the attack, so that a restart loses none of
//! it; nothing that looks for attacks waits for the webhook.

mod message;

use std::time::Duration;

use bartizan_flood::Health;
use bartizan_service::projection::each;
use bartizan_service::store::{Key, Reader, Writer};
use bartizan_service::{Egress, Platform, Post};
use bartizan_types::{AccountId, Fault, Timestamp};
use bytes::Bytes;
use tokio::time::MissedTickBehavior;

use crate::records::{AttackRecord, EngagementRecord, SubscriptionRecord, key};
use crate::subscription;

/// How often it is looked for what is to be told.
const EVERY: Duration = Duration::from_secs(1);
/// How often it is tried to tell, and how long it is waited after the first failure and at most.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_secs(5);
const PAUSE_MAX: Duration = Duration::from_mins(5);
/// How long an answer may take, and how long it may be.
const PATIENCE: Duration = Duration::from_secs(10);
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// Lets the contacts be told of an attack, once, where the account wants that and the resource is unhealthy.
pub(crate) fn engage(
    writer: &mut Writer<'_>,
    account: AccountId,
    (record, health): (&mut AttackRecord, Health),
    now: Timestamp,
) -> Result<(), Fault> {
    let is_due = health == Health::Unhealthy && !record.is_over && record.engaged.is_none();
    if !is_due || !is_wanted(writer, account, now) {
        return Ok(());
    }
    record.engaged = Some(now);
    let waiting = EngagementRecord { attack: record.id.clone(), since: now, due: now, tried: 0 };
    Ok(writer.put(&key(account, &waiting.attack), &waiting)?)
}

fn is_wanted(reader: &Reader<'_>, account: AccountId, now: Timestamp) -> bool {
    subscription::of(reader, account, now).is_ok_and(|held| held.is_engaged == Some(true))
}

/// Tells what is to be told, until the process ends.
pub async fn keep_engaging(platform: &Platform, egress: &dyn Egress, webhook: Option<&str>) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = engage_due(platform, egress, webhook).await {
            tracing::warn!(%error, "emergency contacts cannot be told: tried again");
        }
    }
}

/// Tells what is to be told by now.
///
/// # Errors
/// It cannot be read or stored.
pub async fn engage_due(
    platform: &Platform,
    egress: &dyn Egress,
    webhook: Option<&str>,
) -> Result<(), Fault> {
    let due = platform.store.read(|reader| due(reader, platform.now()))?;
    tell_all(platform, egress, webhook, due).await
}

/// What is to be told by now.
fn due(reader: &Reader<'_>, now: Timestamp) -> Result<Vec<(Key, EngagementRecord)>, Fault> {
    let mut found = Vec::new();
    each::<EngagementRecord>(reader, |key, record| {
        if record.due <= now {
            found.push((key.clone(), record));
        }
        Ok(())
    })
    .map_err(|reason| Fault::new("InternalErrorException", reason, 500))?;
    Ok(found)
}

async fn tell_all(
    platform: &Platform,
    egress: &dyn Egress,
    webhook: Option<&str>,
    due: Vec<(Key, EngagementRecord)>,
) -> Result<(), Fault> {
    for (key, record) in due {
        let message = platform.store.read(|reader| message(reader, platform, &key, &record))?;
        let Some(message) = message else {
            forget(platform, key).await?;
            continue;
        };
        let Some(url) = webhook else {
            let attack = &record.attack;
            tracing::warn!(
                attack,
                account = key.account,
                "proactive engagement is enabled, and no --engagement-webhook is named: nobody is told"
            );
            forget(platform, key).await?;
            continue;
        };
        match post(egress, url, &record.attack, message).await {
            Ok(()) => forget(platform, key).await?,
            Err(reason) => put_off(platform, key, record, &reason).await?,
        }
    }
    Ok(())
}

/// What is told; nothing where the attack is gone, or the account wants it no more.
fn message(
    reader: &Reader<'_>,
    platform: &Platform,
    key: &Key,
    record: &EngagementRecord,
) -> Result<Option<Bytes>, Fault> {
    let Ok(account) = key.account.parse::<AccountId>() else { return Ok(None) };
    let held: Option<SubscriptionRecord> = reader.get(&SubscriptionRecord::key_of(account))?;
    let attack: Option<AttackRecord> = reader.get(key)?;
    if !is_wanted(reader, account, platform.now()) {
        return Ok(None);
    }
    let checks = platform.ports.health_checks.as_deref();
    let made = held.zip(attack).map(|(held, attack)| {
        message::of(reader, checks, (account, &held.contacts), (&attack, record.since))
    });
    Ok(made)
}

async fn post(egress: &dyn Egress, url: &str, attack: &str, body: Bytes) -> Result<(), String> {
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("x-bartizan-attack-id", attack.to_owned()),
    ];
    let post = Post {
        url,
        headers: &headers,
        body: &body,
        bytes_max: ANSWER_BYTES_MAX,
        patience: PATIENCE,
    };
    match egress.post(post).await {
        Ok(posted) if (200..300).contains(&posted.status) => Ok(()),
        Ok(posted) => Err(format!("it answered with status {}", posted.status)),
        Err(error) => Err(error.to_string()),
    }
}

async fn forget(platform: &Platform, key: Key) -> Result<(), Fault> {
    let write =
        move |writer: &mut Writer<'_>| Ok::<_, Fault>(writer.delete::<EngagementRecord>(&key)?);
    platform.store.write(write).await.map(drop)
}

/// It is told later, or no more once it was tried often enough.
async fn put_off(
    platform: &Platform,
    key: Key,
    record: EngagementRecord,
    reason: &str,
) -> Result<(), Fault> {
    let (attack, tried) = (&record.attack, record.tried + 1);
    if tried >= TRIES {
        tracing::error!(attack, reason, "the engagement webhook fails: given up");
        return forget(platform, key).await;
    }
    tracing::warn!(attack, reason, "the engagement webhook fails: tried again");
    let pause = PAUSE.saturating_mul(1 << record.tried.min(16)).min(PAUSE_MAX);
    let next = EngagementRecord { due: platform.now().plus(pause), tried, ..record };
    let write = move |writer: &mut Writer<'_>| Ok::<_, Fault>(writer.put(&key, &next)?);
    platform.store.write(write).await
}
