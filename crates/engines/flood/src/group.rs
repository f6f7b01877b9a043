//! The traffic of several resources, judged together. (AWS WAF Developer Guide, "Detection logic for
//! multiple resources in an application".)

use std::collections::BTreeMap;
use std::time::Duration;

use crate::circumstances::{Health, Together};
use crate::detector::Settings;
use crate::level::Level;
use crate::samples::Samples;
use crate::volume::{Baseline, Volume, as_float};

/// How the rates of members become the one that is judged. (AWS Shield Advanced API Reference,
/// `ProtectionGroup`.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregation {
    /// All of them.
    Sum,
    /// Their average.
    Mean,
    /// The highest of them.
    Max,
}

/// A member, as it is when a group is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    /// By what it is known.
    pub name: &'a str,
    /// What came to it.
    pub traffic: Traffic,
    /// Its health.
    pub health: Health,
}

/// What came to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traffic {
    /// How many requests, since its detector began.
    pub requests: u64,
    /// Whether those of its last window were a flood that can be told from normal ones.
    pub is_told_apart: bool,
}

/// The volumes of a group.
#[derive(Debug, Clone)]
pub struct Group {
    settings: Settings,
    aggregation: Aggregation,
    began: Duration,
    learnt_before: Duration,
    window_began: Duration,
    /// What had come to each member when the window began.
    counted: BTreeMap<String, u64>,
    volume: Volume,
    /// The level that came with a flood, and when its last window ended.
    level: Option<(Level, Duration)>,
    found: Together,
}

impl Group {
    /// A group that begins to learn now.
    pub fn new(settings: Settings, aggregation: Aggregation, now: Duration) -> Self {
        Self {
            settings,
            aggregation,
            began: now,
            learnt_before: Duration::ZERO,
            window_began: now,
            counted: BTreeMap::new(),
            volume: Volume::default(),
            level: None,
            found: Together::Unknown,
        }
    }

    /// How rates are put together.
    pub const fn aggregation(&self) -> Aggregation {
        self.aggregation
    }

    /// What it has learnt of volumes, for the next one.
    pub fn baseline(&self, now: Duration) -> Baseline {
        self.volume.baseline(self.learnt(now))
    }

    /// Begins with what an earlier one has learnt.
    pub fn restore(&mut self, baseline: &Baseline) {
        if let Some(volume) = Volume::restored(baseline) {
            self.volume = volume;
            self.learnt_before = baseline.learnt;
        }
    }

    /// What is found of the members: it changes when a window is over. To be called every now and then.
    /// Members come and go: what is usual of the group stays.
    pub fn look(&mut self, now: Duration, members: &[Member<'_>]) -> Together {
        let health = members.iter().fold(Health::Unknown, |all, one| all.with(one.health));
        let is_first = self.counted.is_empty();
        for one in members {
            // What came to a new member before is no rate.
            if !self.counted.contains_key(one.name) {
                self.counted.insert(one.name.to_owned(), one.traffic.requests);
            }
        }
        if is_first {
            self.window_began = now;
        }
        let elapsed = now.saturating_sub(self.window_began);
        if elapsed < self.settings.window / health.bounds().parts {
            return self.found;
        }
        let rates = self.rates(members, elapsed.as_secs_f64());
        self.found = match self.aggregate(&rates) {
            Some(rate) => self.judge(now, rate, health, members),
            None => Together::Unknown,
        };
        let counted = members.iter().map(|one| (one.name.to_owned(), one.traffic.requests));
        self.counted = counted.collect();
        self.window_began = now;
        self.found
    }

    fn judge(
        &mut self,
        now: Duration,
        rate: f64,
        health: Health,
        members: &[Member<'_>],
    ) -> Together {
        let is_learning = self.learnt(now) < self.settings.learning;
        let few = self.settings.few_a_second;
        if is_learning || !self.volume.is_unusual(rate, few, health) {
            self.calm(now, rate, is_learning);
            return if is_learning { Together::Unknown } else { Together::Usual };
        }
        let is_told_apart = members.iter().any(|one| one.traffic.is_told_apart);
        self.rise(now, rate, Some(is_told_apart));
        Together::Unusual
    }

    /// The rates of the members.
    fn rates(&self, members: &[Member<'_>], seconds: f64) -> Vec<f64> {
        let came = |one: &Member<'_>| {
            let (before, now) = (*self.counted.get(one.name)?, one.traffic.requests);
            // A detector that began anew counts from zero.
            Some(if now < before { now } else { now - before })
        };
        members.iter().filter_map(came).map(|count| as_float(count) / seconds).collect()
    }

    fn aggregate(&self, rates: &[f64]) -> Option<f64> {
        let sum: f64 = rates.iter().sum();
        let most = rates.iter().copied().reduce(f64::max)?;
        Some(match self.aggregation {
            Aggregation::Sum => sum,
            Aggregation::Mean => sum / as_float(rates.len() as u64),
            Aggregation::Max => most,
        })
    }

    fn learnt(&self, now: Duration) -> Duration {
        now.saturating_sub(self.began).saturating_add(self.learnt_before)
    }

    fn calm(&mut self, now: Duration, rate: f64, is_learning: bool) {
        match &self.level {
            None => self.volume.learn(rate, self.settings.few_a_second, is_learning),
            Some((_, until)) if now.saturating_sub(*until) < self.settings.cool_down => {
                self.rise(now, rate, None);
            }
            Some(_) => self.level = None,
        }
    }

    /// Notes a window while there is a flood: its level is usual once it has held for long enough.
    fn rise(&mut self, now: Duration, rate: f64, is_told_apart: Option<bool>) {
        let began = self.window_began;
        let (level, until) = self.level.get_or_insert_with(|| (Level::new(began), now));
        if is_told_apart.is_some() {
            *until = now;
        }
        level.add(rate, &Samples::default(), (began, now), is_told_apart);
        if let Some((volume, _)) = level.settled(now) {
            self.volume = volume;
            self.level = None;
        }
    }
}
