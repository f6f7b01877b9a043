//! What clients do beside their requests, by vector, and how much of it is usual.

use std::array;
use std::net::IpAddr;

use rustc_hash::FxHashMap;

use crate::attack::{Vector, VectorCount};
use crate::circumstances::Health;
use crate::detector::Settings;
use crate::volume::as_float;
use crate::{HeavyHitters, Source};

/// How much the most of the past fades in a window.
const FADING: f64 = 0.99;
/// How many sources are counted of each vector.
const SOURCES: usize = 1024;
/// Of how many requests one leaves a connection that nobody needed, at most: a browser opens some ahead
/// of need for each page, which is many requests.
const REQUESTS_A_CONNECTION: f64 = 10.0;

/// Counts incidents.
#[derive(Debug, Clone)]
pub(crate) struct Incidents {
    counts: [u64; Vector::ALL.len()],
    sources: [HeavyHitters<Source>; Vector::ALL.len()],
    /// The most of a past window, a second.
    most: [f64; Vector::ALL.len()],
}

impl Default for Incidents {
    fn default() -> Self {
        let sources = array::from_fn(|_| HeavyHitters::new(SOURCES));
        Self { counts: Default::default(), sources, most: Default::default() }
    }
}

impl Incidents {
    /// Counts one, and who did it.
    pub(crate) fn add_from(&mut self, vector: Vector, client: IpAddr) {
        self.add(vector, 1);
        let place = Vector::ALL.iter().position(|one| *one == vector);
        if let Some(sources) = place.and_then(|place| self.sources.get_mut(place)) {
            sources.add(&Source::of(client));
        }
    }

    /// Who did what these vectors count, and how much of it at least.
    pub(crate) fn sources(&self, vectors: &[VectorCount]) -> FxHashMap<Source, u64> {
        let mut all = FxHashMap::default();
        for (vector, sources) in Vector::ALL.iter().zip(&self.sources) {
            if vectors.iter().any(|one| one.vector == *vector) {
                for (source, count) in sources.top(SOURCES) {
                    *all.entry(*source).or_default() += count;
                }
            }
        }
        all
    }

    pub(crate) fn add(&mut self, vector: Vector, many: u64) {
        let place = Vector::ALL.iter().position(|one| *one == vector);
        if let Some(count) = place.and_then(|place| self.counts.get_mut(place)) {
            *count += many;
        }
    }

    /// The vectors of which there are too many, by what is usual where that is known. `requests` is how
    /// many came a second.
    pub(crate) fn vectors(
        &self,
        settings: &Settings,
        is_learning: bool,
        health: Health,
        seconds: f64,
        requests: f64,
    ) -> Vec<VectorCount> {
        let bounds = health.bounds();
        let counted = Vector::ALL.iter().zip(self.counts).zip(self.most);
        let found = counted.filter_map(|((vector, total), most)| {
            let rate = as_float(total) / seconds;
            let is_usual = !is_learning && rate <= most * bounds.incidents;
            let is_attack = rate >= least(settings, *vector, requests) * bounds.least && !is_usual;
            is_attack.then_some(VectorCount { vector: *vector, total, most_a_second: rate })
        });
        found.collect()
    }

    /// Learns a window that was none of an attack.
    pub(crate) fn learn(&mut self, seconds: f64) {
        for (most, count) in self.most.iter_mut().zip(self.counts) {
            *most = (*most * FADING).max(as_float(count) / seconds);
        }
    }

    /// Begins a window.
    pub(crate) fn clear(&mut self) {
        *self = Self { most: self.most, ..Self::default() };
    }
}

/// How many a second are the least that is an attack. Harmless clients leave connections, too.
fn least(settings: &Settings, vector: Vector, requests: f64) -> f64 {
    match vector {
        Vector::Connections => settings.few_a_second.max(requests / REQUESTS_A_CONNECTION),
        Vector::Syn => settings.few_a_second,
        _ => settings.incidents_a_second,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether so many within five seconds are an attack; if not, they are learnt.
    fn is_attack(incidents: &mut Incidents, vector: Vector, many: u64, is_learning: bool) -> bool {
        incidents.add(vector, many);
        let settings = Settings::default();
        let vectors = incidents.vectors(&settings, is_learning, Health::Unknown, 5.0, 1000.0);
        let is_attack = !vectors.is_empty();
        if !is_attack {
            incidents.learn(5.0);
        }
        incidents.clear();
        is_attack
    }

    #[test]
    fn what_a_resource_always_has_is_no_attack() {
        let mut incidents = Incidents::default();
        let mut came =
            |many, is_learning| is_attack(&mut incidents, Vector::SlowBody, many, is_learning);
        assert!(came(10, true));
        assert!(!came(9, true) && !came(15, false));
        assert!(!came(25, false));
        assert!(came(200, false));
    }

    #[test]
    fn of_an_unhealthy_resource_fewer_are_an_attack() {
        let mut incidents = Incidents::default();
        incidents.add(Vector::SlowBody, 5);
        for (health, wanted) in [(Health::Healthy, 0), (Health::Unknown, 0), (Health::Unhealthy, 1)]
        {
            let found = incidents.vectors(&Settings::default(), false, health, 5.0, 0.0);
            assert_eq!(found.len(), wanted, "{health:?}");
        }
    }

    #[test]
    fn some_connections_are_left_by_everybody() {
        let mut incidents = Incidents::default();
        for (many, wanted) in [(499, false), (0, false), (500, true)] {
            assert_eq!(is_attack(&mut incidents, Vector::Connections, many, true), wanted);
        }
    }

    #[test]
    fn who_did_what_an_attack_is_made_of_is_told() {
        let mut incidents = Incidents::default();
        let source = |number| IpAddr::from([192, 0, 2, number]);
        for number in 0..200 {
            incidents.add_from(Vector::Connections, source(number));
            incidents.add_from(Vector::Syn, source(number % 2));
        }
        incidents.add_from(Vector::SlowBody, source(250));
        let told = incidents.vectors(&Settings::default(), true, Health::Unknown, 5.0, 0.0);
        let sources = incidents.sources(&told);
        assert_eq!(sources.len(), 200);
        assert_eq!(sources.get(&Source::of(source(1))), Some(&101));
        assert_eq!(sources.get(&Source::of(source(199))), Some(&1));
        incidents.clear();
        assert!(incidents.sources(&told).is_empty());
    }
}
