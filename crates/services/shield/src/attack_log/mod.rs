//! Keeps the attacks that the edge tells of, and answers those on protected resources. Whoever tells
//! does not wait: what is new of an attack takes the place of what was new before, and is stored with
//! that of other attacks at once.

mod entry;
mod lapsed;
mod measure;
mod news;
mod rule;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bartizan_flood::{Change, Signature};
use bartizan_service::Platform;
use bartizan_service::projection::each;
use bartizan_service::store::{Reader, Writer};
use bartizan_types::{Fault, Timestamp};
use tokio::sync::Notify;
use tokio::time::MissedTickBehavior;

use crate::records::AttackRecord;
use entry::Means;
use news::News;

/// Of how many attacks news are held that are not stored yet.
const NEWS_MAX: usize = 10_000;
/// How often it is looked for attacks that nothing is heard of any more.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(1);
/// How often it is looked for subscriptions that have ended.
const LAPSES_EVERY: Duration = Duration::from_hours(1);
/// How long a failed write is waited after.
const PAUSE: Duration = Duration::from_secs(1);

/// An attack, by the ARN of its resource and its begin.
type Attack = (String, Duration);
/// The begin of those that an earlier process saw begin.
const BEFORE: Duration = Duration::MAX;

/// Knows what is normal for resources.
pub trait Normal: Send + Sync {
    /// Whether the signature of an attack hits next to nothing of a resource's past normal traffic.
    fn is_spared(&self, resource: &str, signature: &Signature) -> bool;
}

/// Is told of attacks by the edge.
#[derive(Debug, Default)]
pub struct AttackLog {
    news: Mutex<BTreeMap<Attack, News>>,
    is_new: Notify,
}

impl AttackLog {
    /// Something has changed for a resource. Never blocks.
    pub fn changed(&self, resource: &str, change: &Change, now: Timestamp) {
        let (Change::Began(attack) | Change::GoesOn(attack) | Change::Ended(attack)) = change;
        let key = (resource.to_owned(), attack.began);
        let mut held = self.held();
        if held.len() >= NEWS_MAX && !held.contains_key(&key) {
            tracing::warn!(resource, "too many attacks at once: one is not recorded");
            return;
        }
        held.entry(key).or_default().add(change, now);
        drop(held);
        self.is_new.notify_one();
    }

    /// Stores what is told, until the process ends. An attack that nothing is heard of for as long as
    /// `silence` is over; those that an earlier process has left go on until then, with their rules.
    pub async fn keep(&self, platform: &Platform, normal: &Arc<dyn Normal>, silence: Duration) {
        let mut ongoing = Ongoing { attacks: HashMap::new(), silence };
        let resources = loop {
            match platform.store.read(left) {
                Ok(resources) => break resources,
                Err(error) => tracing::warn!(%error, "attacks of before cannot be read"),
            }
            tokio::time::sleep(PAUSE).await;
        };
        ongoing.await_end(resources, platform.now());
        let mut ticks = tokio::time::interval(LOOKED_AT_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut lapses = tokio::time::interval(LAPSES_EVERY);
        loop {
            tokio::select! {
                () = self.is_new.notified() => {}
                _ = ticks.tick() => {}
                _ = lapses.tick() => lapsed::release_all(platform).await,
            }
            let mut news = std::mem::take(&mut *self.held());
            ongoing.hear(&mut news, platform.now());
            if news.is_empty() {
                continue;
            }
            let news: Vec<(String, News)> =
                news.into_iter().map(|((resource, _), news)| (resource, news)).collect();
            let mut stored = store(platform, normal, news.clone()).await;
            while let Err(error) = stored {
                tracing::warn!(%error, "attacks cannot be recorded: tried again");
                tokio::time::sleep(PAUSE).await;
                stored = store(platform, normal, news.clone()).await;
            }
        }
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<Attack, News>> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The attacks under way, and when something was heard of each.
struct Ongoing {
    attacks: HashMap<String, (Duration, Timestamp)>,
    silence: Duration,
}

impl Ongoing {
    /// Adds the attacks of an earlier process, as if they were heard of now.
    fn await_end(&mut self, resources: Vec<String>, now: Timestamp) {
        self.attacks.extend(resources.into_iter().map(|resource| (resource, (BEFORE, now))));
    }

    /// Notes what there is news of, and adds the end of what there is none of.
    fn hear(&mut self, news: &mut BTreeMap<Attack, News>, now: Timestamp) {
        for ((resource, began), one) in &*news {
            if one.is_over() {
                self.attacks.remove(resource);
            } else {
                self.attacks.insert(resource.clone(), (*began, now));
            }
        }
        let silence = self.silence;
        self.attacks.retain(|resource, (began, heard)| {
            let is_silent = now.since(*heard) > silence;
            if is_silent {
                news.entry((resource.clone(), *began)).or_default().end();
            }
            !is_silent
        });
    }
}

async fn store(
    platform: &Platform,
    normal: &Arc<dyn Normal>,
    news: Vec<(String, News)>,
) -> Result<(), Fault> {
    let means = Means::of(platform, normal);
    let write = move |writer: &mut Writer<'_>| {
        for (resource, one) in &news {
            means.enter(writer, resource, one)?;
        }
        Ok::<_, Fault>(())
    };
    platform.store.write(write).await
}

/// The resources of all attacks that an earlier process saw begin, and not end.
fn left(reader: &Reader<'_>) -> Result<Vec<String>, Fault> {
    let mut found = Vec::new();
    each::<AttackRecord>(reader, |_, record| {
        if !record.is_over {
            found.push(record.resource);
        }
        Ok(())
    })
    .map_err(|reason| Fault::new("InternalErrorException", reason, 500))?;
    Ok(found)
}
