//! Resources that are judged together, and what their groups make of each.

#![allow(clippy::unwrap_used, reason = "test code: a panic is its answer")]

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use bartizan_flood::{
    Aggregation, Change, Circumstances, Detector, Group, Health, Member, Observed, Settings,
    Together, Traffic,
};

const SETTINGS: Settings = Settings {
    learning: Duration::from_secs(20),
    window: Duration::from_secs(5),
    cool_down: Duration::from_secs(10),
    few_a_second: 20.0,
    incidents_a_second: 2.0,
};

/// A group and its members, by their windows.
struct Play {
    group: Group,
    names: Vec<String>,
    members: Vec<Traffic>,
    health: Health,
    now: Duration,
}

impl Play {
    fn new(aggregation: Aggregation, members: usize) -> Self {
        let names = (0..members).map(|index| index.to_string()).collect();
        let mut play = Self {
            group: Group::new(SETTINGS, aggregation, Duration::ZERO),
            names,
            members: vec![Traffic::default(); members],
            health: Health::Unknown,
            now: Duration::ZERO,
        };
        // What comes before the first look is no rate.
        play.window(&vec![1_000_000; members]);
        play
    }

    fn window(&mut self, requests: &[u64]) -> Together {
        for (member, more) in self.members.iter_mut().zip(requests) {
            member.requests += more;
        }
        self.now += SETTINGS.window;
        self.look()
    }

    fn look(&mut self) -> Together {
        let members: Vec<_> = self
            .names
            .iter()
            .zip(&self.members)
            .map(|(name, traffic)| Member { name, traffic: *traffic, health: self.health })
            .collect();
        self.group.look(self.now, &members)
    }

    fn windows(&mut self, many: u32, requests: &[u64]) -> Together {
        (0..many).map(|_| self.window(requests)).last().unwrap()
    }
}

#[test]
fn what_is_usual_is_usual_of_the_aggregate() {
    use Aggregation::{Max, Mean, Sum};
    use Together::{Unusual, Usual};
    let usual = [1000, 500, 500];
    for (aggregation, requests, wanted) in [
        (Sum, [1000, 500, 500], Usual),
        (Sum, [0, 2000, 500], Usual),
        (Sum, [1900, 1400, 1400], Unusual),
        (Mean, [1900, 1400, 1400], Unusual),
        (Mean, [0, 2000, 500], Usual),
        (Max, [500, 1900, 1900], Usual),
        (Max, [0, 2100, 0], Unusual),
    ] {
        let mut play = Play::new(aggregation, 3);
        assert_eq!(play.windows(2, &usual), Together::Unknown);
        assert_eq!(play.windows(5, &usual), Usual);
        assert_eq!(play.window(&requests), wanted, "{aggregation:?} {requests:?}");
    }
}

#[test]
fn members_come_and_go_and_what_is_usual_stays() {
    let mut play = Play::new(Aggregation::Sum, 2);
    play.windows(8, &[1000, 0]);
    // The one takes the place of the other, whose detector begins anew.
    play.members = vec![Traffic::default(); 2];
    assert_eq!(play.windows(3, &[0, 1000]), Together::Usual);
    play.names = vec!["1".to_owned(), "new".to_owned()];
    assert_eq!(play.windows(3, &[500, 500]), Together::Usual);
    assert_eq!(play.window(&[2000, 2000]), Together::Unusual);
    play.members.clear();
    assert_eq!(play.window(&[]), Together::Unknown);
}

#[test]
fn an_unhealthy_member_makes_the_group_watchful() {
    for (health, wanted) in [
        (Health::Unknown, Together::Usual),
        (Health::Healthy, Together::Usual),
        (Health::Unhealthy, Together::Unusual),
    ] {
        let mut play = Play::new(Aggregation::Sum, 2);
        play.windows(8, &[1000, 1000]);
        play.health = health;
        assert_eq!(play.window(&[1500, 1500]), wanted, "{health:?}");
    }
}

#[test]
fn a_level_that_holds_comes_to_be_usual_of_a_group() {
    let mut play = Play::new(Aggregation::Sum, 1);
    play.windows(8, &[1000]);
    assert_eq!(play.window(&[5000]), Together::Unusual);
    // An hour, in windows of five seconds.
    assert_eq!(play.windows(720, &[5000]), Together::Usual);
}

#[test]
fn a_group_begins_with_what_an_earlier_one_learnt() {
    let mut play = Play::new(Aggregation::Sum, 1);
    play.windows(8, &[1000]);
    let kept = play.group.baseline(play.now);
    let mut again = Play::new(Aggregation::Sum, 1);
    again.group.restore(&kept);
    assert_eq!(again.window(&[5000]), Together::Unusual);
}

/// A detector, fed with requests for few pages.
struct Resource {
    detector: Detector,
    now: Duration,
    asked: u32,
}

impl Resource {
    fn new() -> Self {
        let detector = Detector::new(SETTINGS, Duration::ZERO);
        let mut resource = Self { detector, now: Duration::ZERO, asked: 0 };
        for _ in 0..8 {
            resource.window(b"browser", 200);
        }
        resource
    }

    fn window(&mut self, user_agent: &[u8], requests: u32) -> Option<Change> {
        for _ in 0..requests {
            self.asked += 1;
            let path = format!("/page/{}", self.asked % 13);
            self.detector.observe(&Observed {
                client: IpAddr::V4(Ipv4Addr::from(self.asked % 100)),
                asn: None,
                country: None,
                user_agent,
                path: path.as_bytes(),
                referrer: b"",
            });
        }
        self.now += SETTINGS.window;
        self.detector.tick(self.now)
    }

    fn told(mut self, health: Health, together: Together) -> Self {
        self.detector.tell(Circumstances { health, together });
        self
    }
}

#[test]
fn a_member_of_a_flooded_group_is_attacked_where_it_is_busier_than_ever() {
    for (together, requests, wanted) in [
        (Together::Unknown, 350, false),
        (Together::Usual, 350, false),
        (Together::Unusual, 350, true),
        (Together::Unusual, 200, false),
    ] {
        let mut member = Resource::new().told(Health::Unknown, together);
        let change = member.window(b"flood/1", requests);
        assert_eq!(matches!(change, Some(Change::Began(_))), wanted, "{together:?} {requests}");
        if let Some(Change::Began(attack)) = change {
            assert_eq!(attack.signature, None, "what a group finds makes no rule");
            assert!(member.detector.traffic().is_told_apart);
        }
    }
}

#[test]
fn traffic_that_came_from_another_member_is_no_attack_unless_it_is_of_another_kind() {
    for (together, user_agent, wanted) in [
        (Together::Unknown, &b"browser"[..], true),
        (Together::Usual, b"browser", false),
        (Together::Usual, b"flood/1", true),
    ] {
        let mut member = Resource::new().told(Health::Unknown, together);
        let change = member.window(user_agent, 2000);
        assert_eq!(matches!(change, Some(Change::Began(_))), wanted, "{together:?}");
    }
}

#[test]
fn what_is_unhealthy_is_attacked_by_less_and_told_of_sooner() {
    for (health, requests, wanted) in [
        (Health::Unhealthy, 300, true),
        (Health::Unknown, 300, false),
        (Health::Unknown, 500, true),
        (Health::Healthy, 500, false),
        (Health::Healthy, 700, true),
    ] {
        let mut resource = Resource::new().told(health, Together::Unknown);
        let change = resource.window(b"flood/1", requests);
        assert_eq!(matches!(change, Some(Change::Began(_))), wanted, "{health:?} {requests}");
    }
    let half = SETTINGS.window / 2;
    for (health, wanted) in [(Health::Unknown, false), (Health::Unhealthy, true)] {
        let mut resource = Resource::new().told(health, Together::Unknown);
        for asked in 0..2000_u32 {
            resource.detector.observe(&Observed {
                client: IpAddr::V4(Ipv4Addr::from(asked)),
                asn: None,
                country: None,
                user_agent: b"flood/1",
                path: b"/",
                referrer: b"",
            });
        }
        let change = resource.detector.tick(resource.now + half);
        assert_eq!(change.is_some(), wanted, "{health:?}");
    }
}
