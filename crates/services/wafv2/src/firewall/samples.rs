//! Samples of requests by web ACL and metric, for three hours.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::atomic::{AtomicUsize, Ordering};
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

/// The memory for all samples, in bytes.
const BYTES_MAX: usize = 64 * 1024 * 1024;

const MINUTE_MILLIS: i64 = 60_000;

/// Samples of requests.
#[derive(Debug, Default)]
pub(super) struct Samples {
    shards: [Mutex<HashMap<u64, Metric>>; SHARDS],
    /// How many bytes all samples take.
    bytes: AtomicUsize,
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
                for sample in shard.drain().flat_map(|(_, gone)| gone.samples) {
                    self.free(&sample);
                }
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
                self.keep(&mut held.samples, sample());
            }
        });
    }

    /// Keeps a sample in place of the metric's oldest, where there is no room for both.
    fn keep(&self, samples: &mut VecDeque<SampledRequest>, sample: SampledRequest) {
        let size = size(&sample);
        let is_old = |one: &SampledRequest| {
            one.at.millis() < sample.at.millis().saturating_sub(MINUTES * MINUTE_MILLIS)
        };
        while samples.front().is_some_and(is_old)
            || samples.len() >= SAMPLES_MAX
            || self.bytes.load(Ordering::Relaxed).saturating_add(size) > BYTES_MAX
        {
            let Some(oldest) = samples.pop_front() else { return };
            self.free(&oldest);
        }
        self.bytes.fetch_add(size, Ordering::Relaxed);
        samples.push_back(sample);
    }

    fn free(&self, sample: &SampledRequest) {
        self.bytes.fetch_sub(size(sample), Ordering::Relaxed);
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

/// How much memory a sample takes.
fn size(sample: &SampledRequest) -> usize {
    let pairs = sample.headers.iter().chain(&sample.inserted_headers);
    let pairs: usize = pairs.map(|(name, value)| name.len() + value.len()).sum();
    let labels: usize = sample.labels.iter().map(String::len).sum();
    size_of::<SampledRequest>() + sample.method.len() + sample.uri.len() + pairs + labels
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    fn sample(at: Timestamp, uri: String) -> SampledRequest {
        SampledRequest {
            at,
            client: IpAddr::from([192, 0, 2, 1]),
            country: None,
            method: "GET".to_owned(),
            uri,
            http_version: "HTTP/1.1",
            headers: Vec::new(),
            action: "ALLOW",
            rule_in_group: None,
            response_code: None,
            inserted_headers: Vec::new(),
            labels: Vec::new(),
        }
    }

    #[test]
    fn samples_take_no_more_memory_than_there_is_for_them() {
        let samples = Samples::default();
        for metric in 0..80 {
            let at = Timestamp::from_millis(metric * MINUTE_MILLIS);
            let uri = "/".repeat(1024 * 1024);
            samples.note("acl", &metric.to_string(), true, at, || sample(at, uri));
        }
        assert!(samples.bytes.load(Ordering::Relaxed) <= BYTES_MAX);
        let (from, to) = (Timestamp::from_millis(0), Timestamp::from_millis(100 * MINUTE_MILLIS));
        assert_eq!(samples.between("acl", "0", from, to, 10).0.len(), 1);
        let (held, count) = samples.between("acl", "79", from, to, 10);
        assert_eq!((held.len(), count), (0, 1));
    }

    #[test]
    fn what_is_older_than_samples_go_back_makes_room() {
        let samples = Samples::default();
        let at = |minute: i64| Timestamp::from_millis(minute * MINUTE_MILLIS);
        for minute in [0, 1, MINUTES + 1] {
            samples.note("acl", "all", true, at(minute), || sample(at(minute), "/".to_owned()));
        }
        let (held, _) = samples.between("acl", "all", at(0), at(1000), 10);
        assert_eq!(held.iter().map(|one| one.at).collect::<Vec<_>>(), [at(MINUTES + 1), at(1)]);
    }
}
