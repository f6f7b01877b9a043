//! Samples of requests by web ACL and metric, for three hours.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, PoisonError};

use bartizan_service::SampledRequest;
use bartizan_types::Timestamp;

/// Samples are kept for so many minutes. (AWS WAF API Reference, `GetSampledRequests`.)
const MINUTES: i64 = 180;
/// The most samples of a metric in a minute, and in all.
const MINUTE_SAMPLES_MAX: usize = 20;
const SAMPLES_MAX: usize = 500;
/// Metrics are spread over so many locks.
const SHARDS: usize = 16;
/// The most metrics of a shard: web ACLs that are gone leave theirs until others need the room.
const METRICS_MAX: usize = 2_048;

const MINUTE_MILLIS: i64 = 60_000;

/// Samples of requests.
#[derive(Debug, Default)]
pub(super) struct Samples {
    shards: [Mutex<HashMap<u64, Metric>>; SHARDS],
}

/// What is kept of a metric.
#[derive(Debug, Default)]
struct Metric {
    /// How many requests there were in each minute, the newest last.
    minutes: VecDeque<(i64, u64)>,
    samples: VecDeque<SampledRequest>,
}

impl Samples {
    /// Counts a request, and keeps it as a sample if there is room in its minute.
    pub(super) fn note(
        &self,
        web_acl: &str,
        metric: &str,
        is_sampled: bool,
        now: Timestamp,
        sample: impl FnOnce() -> SampledRequest,
    ) {
        self.with(web_acl, metric, |shard, key| {
            if shard.len() >= METRICS_MAX && !shard.contains_key(&key) {
                shard.clear();
            }
            let held = shard.entry(key).or_default();
            let minute = now.millis() / MINUTE_MILLIS;
            match held.minutes.back_mut() {
                Some((newest, count)) if *newest >= minute => *count += 1,
                _ => held.minutes.push_back((minute, 1)),
            }
            while held.minutes.front().is_some_and(|(at, _)| *at <= minute - MINUTES) {
                held.minutes.pop_front();
            }
            let count = held.minutes.back().map_or(0, |(_, count)| *count);
            if is_sampled && usize::try_from(count).is_ok_and(|count| count <= MINUTE_SAMPLES_MAX) {
                if held.samples.len() >= SAMPLES_MAX {
                    held.samples.pop_front();
                }
                held.samples.push_back(sample());
            }
        });
    }

    /// Samples between two instants, the newest first, and how many requests there were.
    pub(super) fn between(
        &self,
        web_acl: &str,
        metric: &str,
        from: Timestamp,
        to: Timestamp,
        most: usize,
    ) -> (Vec<SampledRequest>, u64) {
        self.with(web_acl, metric, |shard, key| {
            let Some(held) = shard.get(&key) else { return Default::default() };
            let is_within = |sample: &&SampledRequest| from <= sample.at && sample.at <= to;
            let samples = held.samples.iter().rev().filter(is_within).take(most);
            let minutes = from.millis() / MINUTE_MILLIS..=to.millis() / MINUTE_MILLIS;
            let counted = held.minutes.iter().filter(|(at, _)| minutes.contains(at));
            (samples.cloned().collect(), counted.map(|(_, count)| count).sum())
        })
    }

    fn with<R>(
        &self,
        web_acl: &str,
        metric: &str,
        run: impl FnOnce(&mut HashMap<u64, Metric>, u64) -> R,
    ) -> R {
        let mut hasher = DefaultHasher::new();
        (web_acl, metric).hash(&mut hasher);
        let key = hasher.finish();
        let at = usize::try_from(key % SHARDS as u64).unwrap_or(0);
        let [first, ..] = &self.shards;
        let shard = self.shards.get(at).unwrap_or(first);
        run(&mut shard.lock().unwrap_or_else(PoisonError::into_inner), key)
    }
}
