//! Samples of requests by web ACL and metric, for three hours.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bartizan_service::SampledRequest;
use bartizan_types::Timestamp;

use super::shared::Shared;

/// Samples are kept for so many minutes. (AWS WAF API Reference, `GetSampledRequests`.)
const MINUTES: i64 = 180;
/// The most samples of a metric in a minute.
const MINUTE_SAMPLES_MAX: u64 = 20;
/// The most metrics of all web ACLs: whoever has most loses the one that was counted longest ago.
const METRICS_MAX: usize = 32_768;
/// The memory for all samples, in bytes.
const BYTES_MAX: usize = 64 * 1024 * 1024;

const MINUTE_MILLIS: i64 = 60_000;

/// Samples of requests.
#[derive(Debug)]
pub(super) struct Samples(Mutex<Held>);

#[derive(Debug)]
struct Held {
    shared: Shared<Metrics, (Box<str>, SampledRequest)>,
    /// How many metrics there are.
    metrics: usize,
}

/// How many requests each metric of a web ACL had in each minute, the newest last.
#[derive(Debug, Default)]
struct Metrics(HashMap<Box<str>, VecDeque<(i64, u64)>>);

impl Default for Samples {
    fn default() -> Self {
        Self(Mutex::new(Held { shared: Shared::new(BYTES_MAX), metrics: 0 }))
    }
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
        let mut held = self.held();
        let count = held.count(web_acl, metric, now.millis() / MINUTE_MILLIS);
        if is_sampled && count <= MINUTE_SAMPLES_MAX {
            let sample = sample();
            let oldest = now.millis().saturating_sub(MINUTES * MINUTE_MILLIS);
            held.shared.age(web_acl, |(_, held)| held.at.millis() < oldest);
            held.shared.keep(web_acl, size(&sample), (metric.into(), sample));
        }
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
        let held = self.held();
        let Some(owned) = held.shared.of(web_acl) else { return Default::default() };
        let is_meant = |(of, sample): &&(Box<str>, SampledRequest)| {
            **of == *metric && from <= sample.at && sample.at <= to
        };
        let samples = owned.newest().filter(is_meant).take(most);
        let minutes = from.millis() / MINUTE_MILLIS..=to.millis() / MINUTE_MILLIS;
        let counted = owned.state.0.get(metric).into_iter().flatten();
        let counted = counted.filter(|(at, _)| minutes.contains(at)).map(|(_, count)| count);
        (samples.map(|(_, sample)| sample.clone()).collect(), counted.sum())
    }

    /// Forgets a web ACL.
    pub(super) fn forget(&self, web_acl: &str) {
        let mut held = self.held();
        let gone = held.shared.of(web_acl).map_or(0, |owned| owned.state.0.len());
        held.metrics = held.metrics.saturating_sub(gone);
        held.shared.forget(web_acl);
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// Counts a request; how many there were in its minute, with it.
    fn count(&mut self, web_acl: &str, metric: &str, minute: i64) -> u64 {
        let state = self.shared.state(web_acl, minute * MINUTE_MILLIS);
        if !state.0.contains_key(metric) {
            state.0.insert(metric.into(), VecDeque::new());
            self.metrics += 1;
            if self.metrics > METRICS_MAX {
                self.drop_metric();
            }
        }
        let state = self.shared.state(web_acl, minute * MINUTE_MILLIS);
        let Some(minutes) = state.0.get_mut(metric) else { return u64::MAX };
        match minutes.back_mut() {
            Some((newest, count)) if *newest >= minute => *count += 1,
            _ => minutes.push_back((minute, 1)),
        }
        while minutes.front().is_some_and(|(at, _)| *at <= minute - MINUTES) {
            minutes.pop_front();
        }
        minutes.back().map_or(0, |(_, count)| *count)
    }

    fn drop_metric(&mut self) {
        let Some(most) = self.shared.states().max_by_key(|state| state.0.len()) else { return };
        // One that has just come has no minute yet, and stays.
        let newest =
            |minutes: &VecDeque<(i64, u64)>| minutes.back().map_or(i64::MAX, |(at, _)| *at);
        let stalest = most.0.iter().min_by_key(|(_, minutes)| newest(minutes));
        if let Some(stalest) = stalest.map(|(metric, _)| metric.clone()) {
            most.0.remove(&stalest);
        }
        // Those of web ACLs that made place are not there any more.
        self.metrics = self.shared.owners().map(|(_, owned)| owned.state.0.len()).sum();
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
    fn one_web_acl_takes_no_memory_from_another() {
        let samples = Samples::default();
        let start = Timestamp::from_millis(0);
        samples.note("quiet", "all", true, start, || sample(start, "/quiet".to_owned()));
        for minute in 0..80 {
            let at = Timestamp::from_millis(minute * MINUTE_MILLIS);
            let uri = "/".repeat(1024 * 1024);
            samples.note("busy", &minute.to_string(), true, at, || sample(at, uri));
        }
        let end = Timestamp::from_millis(100 * MINUTE_MILLIS);
        assert_eq!(samples.between("quiet", "all", start, end, 10).0.len(), 1);
        let (gone, counted) = samples.between("busy", "0", start, end, 10);
        assert_eq!((gone.len(), counted), (0, 1));
        assert_eq!(samples.between("busy", "79", start, end, 10).0.len(), 1);
        samples.forget("busy");
        assert_eq!(samples.between("busy", "79", start, end, 10), (vec![], 0));
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
