//! What comes to be usual, and what stays an attack: levels that hold, restarts, and signatures that
//! know too little.

#![allow(clippy::unwrap_used, reason = "test code: a panic is its answer")]

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use bartizan_flood::{Change, Detector, Observed, Settings, Vector};

/// A window, for tests of many hours.
const LONG: Duration = Duration::from_mins(5);

struct Play {
    detector: Detector,
    settings: Settings,
    now: Duration,
    asked: u32,
}

impl Play {
    fn new(settings: Settings) -> Self {
        let detector = Detector::new(settings, Duration::ZERO);
        Self { detector, settings, now: Duration::ZERO, asked: 0 }
    }

    fn ask(&mut self, user_agent: &[u8], many: u32) {
        for _ in 0..many {
            self.asked = self.asked.wrapping_add(1);
            let path = format!("/page/{}", self.asked % 13);
            self.detector.observe(&Observed {
                client: IpAddr::V4(Ipv4Addr::from(self.asked.wrapping_mul(2_654_435_761))),
                asn: None,
                country: Some("DE"),
                user_agent,
                path: path.as_bytes(),
                referrer: b"",
            });
        }
    }

    fn end(&mut self) -> Option<Change> {
        self.now += self.settings.window;
        self.detector.tick(self.now)
    }

    /// Windows of one kind of request; what the last one changed.
    fn windows(&mut self, many: u32, user_agent: &[u8], requests: u32) -> Vec<Option<Change>> {
        let window = |play: &mut Self| {
            play.ask(user_agent, requests);
            play.end()
        };
        (0..many).map(|_| window(self)).collect()
    }
}

fn ended(changes: &[Option<Change>]) -> usize {
    changes.iter().position(|change| matches!(change, Some(Change::Ended(_)))).unwrap()
}

#[test]
fn traffic_that_rises_for_ever_is_an_attack_for_some_time_only() {
    let mut play = Play::new(Settings::default());
    play.windows(360, b"browser", 10);
    let changes = play.windows(240, b"browser", 300);
    assert!(
        matches!(changes.first(), Some(Some(Change::Began(attack))) if attack.signature.is_none())
    );
    let end = ended(&changes);
    // Half an hour of windows of ten seconds, and the time to cool down.
    assert!((180..=215).contains(&end), "{end}");
    assert!(play.windows(60, b"browser", 300).iter().all(Option::is_none));
    let changes = play.windows(1, b"browser", 3000);
    assert!(matches!(changes.as_slice(), [Some(Change::Began(_))]));
}

#[test]
fn a_level_that_can_be_told_from_normal_traffic_is_an_attack_for_a_day() {
    let settings = Settings { window: LONG, few_a_second: 0.1, ..Settings::default() };
    let mut play = Play::new(settings);
    play.windows(24, b"browser", 50);
    let changes = play.windows(320, b"flood/1", 1500);
    let end = ended(&changes);
    assert!((288..=295).contains(&end), "{end}");
    let Some(Some(Change::GoesOn(attack))) = changes.get(280) else { unreachable!() };
    assert!(attack.signature.is_some());
}

#[test]
fn slow_clients_do_not_keep_it_from_learning() {
    let settings = Settings { learning: Duration::from_mins(1), ..Settings::default() };
    let mut play = Play::new(settings);
    for _ in 0..20 {
        for _ in 0..40 {
            play.detector.incident(Vector::SlowHeaders, IpAddr::from([198, 51, 100, 7]));
        }
        play.ask(b"browser", 300);
        play.end();
    }
    let attack = play.detector.attack().unwrap();
    assert!(attack.vectors.iter().all(|count| count.vector == Vector::SlowHeaders));
}

#[test]
fn the_last_window_is_told_beside_the_whole() {
    let mut play = Play::new(Settings::default());
    play.windows(361, b"browser", 100);
    play.windows(1, b"flood/1", 9000);
    play.windows(1, b"flood/1", 5000);
    let attack = play.detector.attack().unwrap();
    let ([whole], [latest]) = (attack.vectors.as_slice(), attack.latest.as_slice()) else {
        unreachable!()
    };
    assert_eq!((whole.total, latest.total), (14_000, 5000));
    assert!(whole.most_a_second > 800.0 && latest.most_a_second < 600.0);
    for _ in 0..50 {
        play.detector.incident(Vector::SlowHeaders, IpAddr::from([198, 51, 100, 7]));
    }
    play.end();
    let attack = play.detector.attack().unwrap();
    assert_eq!(attack.vectors.len(), 2);
    let latest: Vec<_> = attack.latest.iter().map(|count| count.vector).collect();
    assert_eq!(latest, [Vector::SlowHeaders]);
}

#[test]
fn a_flood_under_way_at_a_restart_is_found_in_the_first_window() {
    let mut before = Play::new(Settings::default());
    before.windows(400, b"browser", 100);
    let kept = before.detector.baseline(before.now);
    assert!(kept.learnt >= Settings::default().learning);
    let mut after = Play::new(Settings::default());
    after.detector.restore(&kept);
    let changes = after.windows(1, b"flood/1", 1500);
    assert!(matches!(changes.as_slice(), [Some(Change::Began(_))]));
    // Nobody knows what is normal: nothing is to be blocked, and an hour makes none of it usual.
    let changes = after.windows(360, b"flood/1", 1500);
    let is_told = |change: &Option<Change>| matches!(change, Some(Change::GoesOn(attack)) if attack.signature.is_none());
    assert!(changes.iter().all(is_told));
    assert_eq!(
        after.detector.baseline(after.now).mean.total_cmp(&kept.mean),
        std::cmp::Ordering::Equal
    );
}

#[test]
fn what_was_learnt_in_part_is_learnt_on() {
    let mut before = Play::new(Settings::default());
    before.windows(180, b"browser", 100);
    let mut after = Play::new(Settings::default());
    after.detector.restore(&before.detector.baseline(before.now));
    assert!(after.windows(178, b"browser", 100).iter().all(Option::is_none));
    assert_eq!(after.windows(1, b"browser", 9000), [None]);
    let mut after = Play::new(Settings::default());
    after.detector.restore(&before.detector.baseline(before.now));
    after.windows(181, b"browser", 100);
    assert!(matches!(after.windows(1, b"flood/1", 9000).as_slice(), [Some(Change::Began(_))]));
}

#[test]
fn few_samples_or_a_short_time_make_no_signature() {
    let settings = Settings { learning: Duration::from_mins(1), ..Settings::default() };
    for (windows, requests, is_known) in [(7, 5, false), (7, 50, true)] {
        let mut play = Play::new(settings);
        play.windows(windows, b"browser", requests);
        play.windows(1, b"flood/1", 9000);
        let attack = play.detector.attack().unwrap();
        assert_eq!(attack.signature.is_some(), is_known, "{requests}");
    }
    let mut play = Play::new(settings);
    play.windows(5, b"browser", 0);
    play.windows(2, b"browser", 150);
    play.windows(1, b"flood/1", 9000);
    assert_eq!(play.detector.attack().unwrap().signature, None);
}

#[test]
fn a_signature_that_nothing_confirms_is_given_up() {
    let mut play = Play::new(Settings::default());
    play.windows(361, b"browser", 100);
    play.windows(3, b"flood/1", 9000);
    play.windows(58, b"browser", 2000);
    assert!(play.detector.attack().unwrap().signature.is_some());
    play.windows(4, b"browser", 2000);
    assert_eq!(play.detector.attack().unwrap().signature, None);
}
