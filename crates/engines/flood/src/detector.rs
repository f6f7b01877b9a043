//! The detector of a resource: it learns what is usual, says when an attack begins and ends, by which
//! vectors and whom, and derives its signature.

use std::net::IpAddr;
use std::time::Duration;

use crate::attack::{Attack, Change, Vector, VectorCount};
use crate::circumstances::{Circumstances, Health, Together};
use crate::composition::{Composition, Observed};
use crate::group::Traffic;
use crate::incidents::Incidents;
use crate::level::Level;
use crate::reservoir::Reservoir;
use crate::samples::Samples;
use crate::signature::Signature;
use crate::volume::{Baseline, Volume, as_float};

/// How many contributors of a kind are told.
const TOP: usize = 5;
/// How long a signature is held that no window confirms.
const CONFIRMED: Duration = Duration::from_mins(10);

/// The times and bounds of a detector.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// How long it learns before it says anything of volumes.
    pub learning: Duration,
    /// How long a window is.
    pub window: Duration,
    /// How long it must be calm until an attack is over.
    pub cool_down: Duration,
    /// How many requests a second are never an attack.
    pub few_a_second: f64,
    /// How many incidents a second of another vector are an attack, where they are unusual.
    pub incidents_a_second: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            learning: Duration::from_hours(1),
            window: Duration::from_secs(10),
            cool_down: Duration::from_mins(5),
            few_a_second: 20.0,
            incidents_a_second: 2.0,
        }
    }
}

/// The detector of a resource.
#[derive(Debug, Clone)]
pub struct Detector {
    settings: Settings,
    began: Duration,
    /// How long an earlier one of the resource has learnt.
    learnt_before: Duration,
    window_began: Duration,
    requests: u64,
    /// Those of the windows that are over.
    requests_before: u64,
    /// Whether the requests of the last window were a flood that can be told from normal ones.
    is_told_apart: bool,
    circumstances: Circumstances,
    incidents: Incidents,
    volume: Volume,
    normal: Reservoir,
    window: Composition,
    window_samples: Samples,
    attack: Option<Attack>,
    /// When a window last told that the signature of the attack is right.
    confirmed: Duration,
    /// The level that came with a flood of requests.
    level: Option<Level>,
}

impl Detector {
    /// A detector that begins to learn now.
    pub fn new(settings: Settings, now: Duration) -> Self {
        Self {
            settings,
            began: now,
            learnt_before: Duration::ZERO,
            window_began: now,
            requests: 0,
            requests_before: 0,
            is_told_apart: false,
            circumstances: Circumstances::default(),
            incidents: Incidents::default(),
            volume: Volume::default(),
            normal: Reservoir::default(),
            window: Composition::new(),
            window_samples: Samples::default(),
            attack: None,
            confirmed: now,
            level: None,
        }
    }

    /// Counts a request.
    pub fn observe(&mut self, observed: &Observed<'_>) {
        self.requests += 1;
        self.window.add(observed);
        self.window_samples.offer(|| observed.sample());
    }

    /// Counts something else that a client did.
    pub fn incident(&mut self, vector: Vector, client: IpAddr) {
        self.incidents.add_from(vector, client);
    }

    /// Counts what was done by nobody knows whom.
    pub fn incidents(&mut self, vector: Vector, many: u64) {
        self.incidents.add(vector, many);
    }

    /// What came so far.
    pub const fn traffic(&self) -> Traffic {
        Traffic {
            requests: self.requests_before.saturating_add(self.requests),
            is_told_apart: self.is_told_apart,
        }
    }

    /// Learns what is known of the resource beside its traffic, until it is told otherwise.
    pub const fn tell(&mut self, circumstances: Circumstances) {
        self.circumstances = circumstances;
    }

    /// The attack that is under way.
    pub fn attack(&self) -> Option<&Attack> {
        self.attack.as_ref()
    }

    /// Whether a signature, perhaps of an attack on another resource, hits next to nothing of what is
    /// normal here.
    pub fn spares(&self, signature: &Signature) -> bool {
        signature.spares(self.normal.kept())
    }

    /// What it has learnt of volumes, for the next detector of the resource.
    pub fn baseline(&self, now: Duration) -> Baseline {
        let learnt = now.saturating_sub(self.began).saturating_add(self.learnt_before);
        self.volume.baseline(learnt)
    }

    /// Begins with what an earlier detector of the resource has learnt.
    pub fn restore(&mut self, baseline: &Baseline) {
        if let Some(volume) = Volume::restored(baseline) {
            self.volume = volume;
            self.learnt_before = baseline.learnt;
        }
    }

    /// Looks at what came, once a window is over. To be called every now and then, also where nothing
    /// comes.
    pub fn tick(&mut self, now: Duration) -> Option<Change> {
        let elapsed = now.saturating_sub(self.window_began);
        if elapsed < self.settings.window / self.health().bounds().parts {
            return None;
        }
        let seconds = elapsed.as_secs_f64();
        let rate = as_float(self.requests) / seconds;
        let vectors = self.vectors(now, rate, seconds);
        self.is_told_apart = false;
        let change = if vectors.is_empty() {
            self.incidents.learn(seconds);
            self.calm(now, rate)
        } else {
            Some(self.attacked(now, rate, vectors))
        };
        self.window_began = now;
        self.requests_before = self.requests_before.saturating_add(self.requests);
        self.requests = 0;
        self.incidents.clear();
        self.window = Composition::new();
        self.window_samples = Samples::default();
        change
    }

    fn is_learning(&self, now: Duration) -> bool {
        let learnt = now.saturating_sub(self.began).saturating_add(self.learnt_before);
        learnt < self.settings.learning
    }

    const fn health(&self) -> Health {
        self.circumstances.health
    }

    /// The vectors of the window that is over.
    fn vectors(&self, now: Duration, rate: f64, seconds: f64) -> Vec<VectorCount> {
        let flood = self.is_flood(now, rate).then_some(VectorCount {
            vector: Vector::RequestFlood,
            total: self.requests,
            most_a_second: rate,
        });
        let is_learning = self.is_learning(now);
        let others =
            self.incidents.vectors(&self.settings, is_learning, self.health(), seconds, rate);
        flood.into_iter().chain(others).collect()
    }

    /// Whether the window is a flood. What is unusual here and usual for the group has come from another
    /// member, unless its requests are others than normal ones; where the group is flooded, who is busier
    /// than ever takes part.
    fn is_flood(&self, now: Duration, rate: f64) -> bool {
        match self.circumstances.together {
            Together::Unknown => self.is_unusual(now, rate),
            Together::Usual => self.is_unusual(now, rate) && self.derive().is_some(),
            Together::Unusual => {
                self.is_unusual(now, rate) || self.volume.is_above_busiest(rate, 1.0)
            }
        }
    }

    /// Whether the volume is unusual by itself.
    fn is_unusual(&self, now: Duration, rate: f64) -> bool {
        let is_unusual = || self.volume.is_unusual(rate, self.settings.few_a_second, self.health());
        !self.is_learning(now) && is_unusual()
    }

    fn attacked(&mut self, now: Duration, rate: f64, vectors: Vec<VectorCount>) -> Change {
        let is_flood = vectors.iter().any(|one| one.vector == Vector::RequestFlood);
        let derived = if is_flood { self.derive() } else { None };
        // Those whose requests are no flood have no part in it.
        let requests = if is_flood { &self.window } else { &Composition::new() };
        let contributors = requests.top(TOP, self.incidents.sources(&vectors));
        let attack = match self.attack.take() {
            None => Attack::new((self.window_began, now), vectors, contributors),
            Some(mut attack) => {
                attack.go_on(now, vectors, contributors);
                attack
            }
        };
        let is_new = attack.began == self.window_began;
        let is_told_apart = derived.is_some() || !self.knows_normal();
        self.is_told_apart = is_flood && is_told_apart;
        // What a group finds makes no rule. (AWS WAF Developer Guide, "AWS Shield Advanced protection
        // groups".)
        let derived = derived.filter(|_| self.is_unusual(now, rate));
        let signature = self.signature(now, attack.signature, derived, is_flood);
        self.rise(now, rate, is_flood.then_some(is_told_apart));
        let attack = self.attack.insert(Attack { signature, ..attack }).clone();
        if is_new { Change::Began(attack) } else { Change::GoesOn(attack) }
    }

    /// What tells the requests of the window from normal ones, where enough is known of those.
    fn derive(&self) -> Option<Signature> {
        let derive = || Signature::derive(self.window_samples.kept(), self.normal.kept());
        if self.knows_normal() { derive() } else { None }
    }

    fn knows_normal(&self) -> bool {
        self.normal.tells(self.settings.learning / 2)
    }

    /// The signature from now on: a new one, or the one held while what comes confirms it.
    fn signature(
        &mut self,
        now: Duration,
        held: Option<Signature>,
        derived: Option<Signature>,
        is_flood: bool,
    ) -> Option<Signature> {
        let still = |held: &Signature| is_flood && held.is_of_most(self.window_samples.kept());
        if derived.is_some() || held.as_ref().is_some_and(still) {
            self.confirmed = now;
        }
        let is_recent = now.saturating_sub(self.confirmed) <= CONFIRMED;
        derived.or(held.filter(|_| is_recent))
    }

    fn calm(&mut self, now: Duration, rate: f64) -> Option<Change> {
        match &self.attack {
            None => {
                self.learn(now, rate);
                self.normal.take(&self.window_samples, self.window_began, now);
                None
            }
            Some(attack) if now.saturating_sub(attack.lasted_until) < self.settings.cool_down => {
                self.rise(now, rate, None);
                None
            }
            Some(_) => {
                self.level = None;
                self.attack.take().map(Change::Ended)
            }
        }
    }

    fn learn(&mut self, now: Duration, rate: f64) {
        let is_learning = self.is_learning(now);
        self.volume.learn(rate, self.settings.few_a_second, is_learning);
    }

    /// Notes a window while there is an attack: its level, which is usual once it has held for long
    /// enough. Of a flood it says whether its requests can be told from normal ones.
    fn rise(&mut self, now: Duration, rate: f64, is_told_apart: Option<bool>) {
        if self.level.is_none() {
            if is_told_apart.is_none() {
                // No flood, but perhaps one that is usual by now: slow clients do not stop learning.
                self.learn(now, rate);
                return;
            }
            self.level = Some(Level::new(self.window_began));
        }
        let Some(level) = &mut self.level else { return };
        level.add(rate, &self.window_samples, (self.window_began, now), is_told_apart);
        if let Some((volume, normal)) = level.settled(now) {
            self.volume = volume;
            self.normal.join(normal);
            self.level = None;
        }
    }
}

#[cfg(test)]
mod tests;
