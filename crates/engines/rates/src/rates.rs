//! Many kinds of calls.

use std::collections::BTreeMap;

use bartizan_types::Timestamp;
use serde::{Deserialize, Serialize};

use crate::baseline::float;
use crate::series::{Series, Since, Turn};
use crate::{Baseline, MINUTE_SECONDS};

/// How many kinds are watched. One that comes when there are so many waits until another was not
/// seen for a week: who invents kinds can neither use up memory nor make known ones be forgotten.
const KINDS_MAX: usize = 1000;

/// The rates of many kinds of calls, told apart by `K`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(serialize = "K: Serialize", deserialize = "K: Ord + Deserialize<'de>"))]
pub struct Rates<K> {
    /// The minute since which calls are watched, and the first one that is not judged yet.
    since: i64,
    judged: i64,
    #[serde(with = "pairs")]
    series: BTreeMap<K, Series>,
}

/// That calls of a kind became unusually many, or usual again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insight<K> {
    /// The kind.
    pub kind: K,
    /// Which of both.
    pub state: State,
    /// The first minute that was unusual.
    pub start: Timestamp,
    /// The end of the last one so far.
    pub end: Timestamp,
    /// What was usual before.
    pub baseline: Baseline,
    /// The calls from start to end.
    pub calls: u64,
}

/// The two ends of unusual activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It begins.
    Start,
    /// It is over.
    End,
}

impl<K: Ord + Clone> Rates<K> {
    /// Nothing is known from before `since`.
    pub fn new(since: Timestamp) -> Self {
        let since = minute(since);
        Self { since, judged: since, series: BTreeMap::new() }
    }

    /// Counts a call of a kind; whether there was room for it. One of a time that was judged already
    /// counts as usual.
    pub fn observe(&mut self, at: Timestamp, kind: &K) -> bool {
        let minute = minute(at);
        if minute < self.since {
            return true;
        }
        if !self.series.contains_key(kind) {
            if self.series.len() >= KINDS_MAX {
                return false;
            }
            self.series.insert(kind.clone(), Series::default());
        }
        if let Some(series) = self.series.get_mut(kind) {
            if minute < self.judged {
                series.learn(minute, 1);
            } else {
                series.count(minute);
            }
        }
        true
    }

    /// Judges the whole minutes before `until`. What was unusual before `told_from` is learned as
    /// usual.
    pub fn judge(&mut self, until: Timestamp, told_from: Timestamp) -> Vec<Insight<K>> {
        let until = minute(until);
        if until <= self.judged {
            return Vec::new();
        }
        let since = Since { watched: self.since, told: minute(told_from) };
        let mut insights = Vec::new();
        for (kind, series) in &mut self.series {
            let turns = series.judge(until, since);
            insights.extend(turns.into_iter().map(|turn| Insight::of(kind, turn)));
        }
        self.series.retain(|_, series| !series.is_forgotten(until));
        self.judged = until;
        insights
    }

    /// How many kinds are watched.
    pub fn len(&self) -> usize {
        self.series.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.series.is_empty()
    }
}

impl<K: Clone> Insight<K> {
    fn of(kind: &K, turn: Turn) -> Self {
        let at = |minute: i64| Timestamp::from_seconds(minute.saturating_mul(MINUTE_SECONDS));
        Self {
            kind: kind.clone(),
            state: if turn.is_start { State::Start } else { State::End },
            start: at(turn.start),
            end: at(turn.end),
            baseline: turn.baseline,
            calls: turn.calls,
        }
    }
}

impl<K> Insight<K> {
    /// The minutes from start to end.
    pub fn minutes(&self) -> u64 {
        (self.end.since(self.start).as_secs() / 60).max(1)
    }

    /// The calls of a minute in that time, on average.
    pub fn average(&self) -> f64 {
        float(self.calls) / float(self.minutes())
    }
}

const fn minute(at: Timestamp) -> i64 {
    at.seconds().div_euclid(MINUTE_SECONDS)
}

/// A map as a list of pairs: the keys of JSON's maps are texts.
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        out.collect_seq(map)
    }

    pub(super) fn deserialize<'de, K, V, D>(input: D) -> Result<BTreeMap<K, V>, D::Error>
    where
        K: Ord + Deserialize<'de>,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        Ok(Vec::<(K, V)>::deserialize(input)?.into_iter().collect())
    }
}
