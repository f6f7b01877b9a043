//! Floods of queries noticed: each zone has its detector.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bartizan_flood::{
    Attack, Baseline, Change, Circumstances, Detector, Observed, Settings, Traffic, Vector,
};
use tokio::time::Instant;

/// The detector of a zone.
pub(crate) struct Flood(Mutex<Detector>);

impl Flood {
    pub(crate) fn new(settings: Settings) -> Self {
        Self(Mutex::new(Detector::new(settings, now())))
    }

    /// Counts a query for a name.
    pub(crate) fn observe(&self, client: IpAddr, name: &[u8]) {
        let (asn, country) = (None, None);
        let (user_agent, referrer) = (&b""[..], &b""[..]);
        let observed = Observed { client, asn, country, user_agent, path: name, referrer };
        self.detector().observe(&observed);
    }

    /// What is learnt of volumes.
    pub(crate) fn baseline(&self) -> Baseline {
        self.detector().baseline(now())
    }

    /// Begins with what was learnt before.
    pub(crate) fn restore(&self, baseline: &Baseline) {
        self.detector().restore(baseline);
    }

    /// What came so far.
    pub(crate) fn traffic(&self) -> Traffic {
        self.detector().traffic()
    }

    /// Learns what is known of the zone beside its traffic.
    pub(crate) fn tell(&self, circumstances: Circumstances) {
        self.detector().tell(circumstances);
    }

    /// Looks at what came.
    pub(crate) fn tick(&self) -> Option<Change> {
        self.detector().tick(now()).map(|change| match change {
            Change::Began(attack) => Change::Began(of_queries(attack)),
            Change::GoesOn(attack) => Change::GoesOn(of_queries(attack)),
            Change::Ended(attack) => Change::Ended(of_queries(attack)),
        })
    }

    fn detector(&self) -> std::sync::MutexGuard<'_, Detector> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The requests that a zone's detector counts are queries. No rule can be made of what tells them from
/// others.
fn of_queries(mut attack: Attack) -> Attack {
    for count in attack.vectors.iter_mut().chain(&mut attack.latest) {
        if count.vector == Vector::RequestFlood {
            count.vector = Vector::DnsQueryFlood;
        }
    }
    Attack { signature: None, ..attack }
}

/// The time since the first time that anybody asked.
pub(crate) fn now() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn more_queries_than_usual_are_a_flood_of_queries() {
        let settings = Settings {
            learning: Duration::from_secs(20),
            window: Duration::from_secs(5),
            cool_down: Duration::from_secs(10),
            ..Settings::default()
        };
        let flood = Flood::new(settings);
        let mut told = Vec::new();
        for queries in [100, 100, 100, 100, 100, 100, 20_000, 100, 100, 100] {
            for _ in 0..queries {
                flood.observe(IpAddr::from([192, 0, 2, 1]), b"\x01a\x04test\0");
            }
            tokio::time::advance(settings.window).await;
            told.push(match flood.tick() {
                Some(Change::Began(attack)) => {
                    assert_eq!(attack.signature, None);
                    assert_eq!(attack.vectors, attack.latest);
                    attack.vectors.first().map(|count| count.vector)
                }
                _ => None,
            });
        }
        let found: Vec<_> = told.iter().flatten().collect();
        assert_eq!(found, [&Vector::DnsQueryFlood]);
        assert!(told.get(6).is_some_and(Option::is_some), "in the window of the flood");
    }
}
