//! The detector of a resource: it learns what is usual, says when an attack begins and ends, by which
//! vectors and whom, and derives its signature.

use std::net::IpAddr;
use std::time::Duration;

use crate::attack::{Attack, Change, Vector, VectorCount};
use crate::composition::{Composition, Observed};
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
        if elapsed < self.settings.window {
            return None;
        }
        let seconds = elapsed.as_secs_f64();
        let rate = as_float(self.requests) / seconds;
        let vectors = self.vectors(now, rate, seconds);
        let change = if vectors.is_empty() {
            self.incidents.learn(seconds);
            self.calm(now, rate)
        } else {
            Some(self.attacked(now, rate, vectors))
        };
        self.window_began = now;
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

    /// The vectors of the window that is over.
    fn vectors(&self, now: Duration, rate: f64, seconds: f64) -> Vec<VectorCount> {
        let is_unusual = || self.volume.is_unusual(rate, self.settings.few_a_second);
        let is_flood = !self.is_learning(now) && is_unusual();
        let flood = is_flood.then_some(VectorCount {
            vector: Vector::RequestFlood,
            total: self.requests,
            most_a_second: rate,
        });
        let others = self.incidents.vectors(&self.settings, self.is_learning(now), seconds, rate);
        flood.into_iter().chain(others).collect()
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
mod tests {
    use super::*;
    use crate::samples::SAMPLES;
    use crate::{Dimension, Term};

    const SETTINGS: Settings = Settings {
        learning: Duration::from_secs(20),
        window: Duration::from_secs(5),
        cool_down: Duration::from_secs(10),
        few_a_second: 20.0,
        incidents_a_second: 2.0,
    };

    struct Play {
        detector: Detector,
        now: Duration,
        changes: Vec<&'static str>,
    }

    impl Play {
        fn new() -> Self {
            let detector = Detector::new(SETTINGS, Duration::ZERO);
            Self { detector, now: Duration::ZERO, changes: Vec::new() }
        }

        /// Plays windows, with normal traffic and so many requests of an attack in each.
        fn windows(&mut self, many: u32, attackers: u32) {
            for _ in 0..many {
                for index in 0..100_u32 {
                    let agent = format!("Browser/{}", index % 7);
                    let path = format!("/page/{}", index % 13);
                    self.request(0xc000_0200 + index, agent.as_bytes(), path.as_bytes());
                }
                for index in 0..attackers {
                    self.request(0xc633_6400 + index % 200, b"Browser/1", b"/page/3?x");
                }
                self.end();
            }
        }

        fn request(&mut self, address: u32, user_agent: &[u8], path: &[u8]) {
            let client = IpAddr::from(std::net::Ipv4Addr::from(address));
            let observed = Observed {
                client,
                asn: None,
                country: Some("DE"),
                user_agent,
                path,
                referrer: b"",
            };
            self.detector.observe(&observed);
        }

        fn end(&mut self) {
            self.now += SETTINGS.window;
            self.changes.push(match self.detector.tick(self.now) {
                None => "-",
                Some(Change::Began(_)) => "began",
                Some(Change::GoesOn(_)) => "goes on",
                Some(Change::Ended(_)) => "ended",
            });
        }
    }

    #[test]
    fn a_flood_is_found_described_and_over() {
        let mut play = Play::new();
        play.windows(6, 0);
        play.windows(2, 5000);
        let attack = play.detector.attack().cloned().unwrap();
        play.windows(4, 0);
        let (quiet, rest) = play.changes.split_at(6);
        assert!(quiet.iter().all(|change| *change == "-"));
        assert_eq!(rest, ["began", "goes on", "-", "ended", "-", "-"]);
        let [flood] = attack.vectors.try_into().unwrap();
        assert_eq!((flood.vector, flood.total), (Vector::RequestFlood, 10_200));
        let path = attack.contributors.iter().find(|one| one.dimension == Dimension::Path).unwrap();
        assert_eq!(path.value, b"/page/3?x");
        let signature = attack.signature.unwrap();
        assert!(play.detector.spares(&signature));
        let term = Term { dimension: Dimension::Path, values: vec![b"/page/3?x".to_vec()] };
        assert_eq!(signature.terms, [term]);
        let usual = Term { dimension: Dimension::Path, values: vec![b"/page/3".to_vec()] };
        assert!(!play.detector.spares(&Signature { terms: vec![usual] }));
    }

    #[test]
    fn an_attack_that_looks_like_the_rest_has_no_signature() {
        let mut play = Play::new();
        play.windows(6, 0);
        for index in 0..5000_u32 {
            let (agent, path) = (format!("Browser/{}", index % 7), format!("/page/{}", index % 13));
            play.request(0xc000_0200 + index % 100, agent.as_bytes(), path.as_bytes());
        }
        play.end();
        let attack = play.detector.attack().unwrap();
        assert_eq!(attack.signature, None);
    }

    #[test]
    fn nothing_is_said_of_volumes_while_it_learns() {
        let mut play = Play::new();
        play.windows(1, 0);
        play.windows(1, 5000);
        assert_eq!(play.changes, ["-", "-"]);
    }

    #[test]
    fn slow_clients_are_an_attack_from_the_first_window_on_and_others_have_no_part_in_it() {
        let mut play = Play::new();
        for _ in 0..50 {
            play.detector.incident(Vector::SlowHeaders, "198.51.100.7".parse().unwrap());
        }
        play.windows(1, 0);
        let attack = play.detector.attack().unwrap();
        assert_eq!(attack.vectors.first().unwrap().vector, Vector::SlowHeaders);
        let [source] = attack.contributors.as_slice() else { panic!("{attack:?}") };
        assert_eq!((source.value.as_slice(), source.count), (&b"198.51.100.7"[..], 50));
    }

    #[test]
    fn memory_is_bounded_whatever_comes() {
        let mut play = Play::new();
        for round in 0..20_000_u32 {
            let text = format!("/{round}");
            play.request(round.wrapping_mul(2_654_435_761), text.as_bytes(), text.as_bytes());
        }
        assert!(play.detector.window_samples.kept().len() <= SAMPLES);
        assert!(play.detector.window.top(usize::MAX, Default::default()).len() <= 6 * 64);
    }
}
