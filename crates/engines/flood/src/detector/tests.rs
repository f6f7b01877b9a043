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
        let observed =
            Observed { client, asn: None, country: Some("DE"), user_agent, path, referrer: b"" };
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
