//! Answers by what is well.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use bartizan_types::{AccountId, Timestamp};
use bartizan_zones::{
    Asker, Choice, Content, Health, Kind, Name, Set, Transport, Watched, Zone, Zones, answer, data,
};

fn wire(text: &str) -> Vec<u8> {
    Name::parse(text).unwrap().wire()
}

/// `name choice check value`, a line each; the value is an address, or the name that an alias follows.
const LINES: [&str; 16] = [
    "fail primary one 192.0.2.1",
    "fail secondary two 192.0.2.2",
    "some several one 192.0.2.3",
    "some several two 192.0.2.4",
    "some several - 192.0.2.5",
    "site primary - web.elb.test",
    "site secondary - 192.0.2.6",
    "nest primary - fail.shop.test",
    "nest secondary - 192.0.2.7",
    "both primary three fail.shop.test",
    "both secondary - 192.0.2.8",
    "only only one 192.0.2.9",
    "loop primary - loop.shop.test",
    "loop secondary - 192.0.2.10",
    "gone primary - none.shop.test",
    "gone secondary - 192.0.2.11",
];

fn zones() -> Zones {
    let account = AccountId::from_number(1).unwrap();
    let created = Timestamp::from_millis(1);
    let named = ("one".to_owned(), account);
    let mut zone = Zone::new(named, (wire("shop.test"), created), Vec::new(), true);
    for line in LINES {
        let words: Vec<&str> = line.split(' ').collect();
        let choice = match words[1] {
            "primary" => Choice::Primary,
            "secondary" => Choice::Secondary,
            "several" => Choice::Several,
            _ => Choice::Only,
        };
        let check = (words[2] != "-").then(|| words[2].to_owned());
        let address = data(Kind::A, words[3]).ok();
        let watched = Watched { check, evaluates_target: address.is_none() };
        let content = match address {
            Some(data) => Content::Records(vec![data]),
            None => Content::Alias(wire(words[3])),
        };
        let set = Set { kind: Kind::A, ttl: 60, choice, content, watched };
        zone.add(&wire(&format!("{}.shop.test", words[0])), set);
    }
    let mut zones = Zones::new(vec!["192.0.2.80".parse().unwrap()]);
    zones.put(zone);
    zones.give([wire("web.elb.test")].into());
    zones
}

/// The last bytes of the addresses that a name has while these are not well, in order.
fn told(label: &str, unwell: &[&str]) -> Vec<u8> {
    let unwell_checks = unwell.iter().map(|&one| one.to_owned()).collect();
    let unwell_names =
        unwell.iter().filter(|one| one.contains('.')).map(|name| wire(name)).collect();
    let health = Health { unwell_checks, unwell_names };
    let mut query = vec![0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    query.extend(wire(&format!("{label}.shop.test")));
    query.extend([0, 1, 0, 1]);
    let length = query.len();
    let mut out = Vec::new();
    let asker = Asker { transport: Transport::Udp, random: 0, is_cut: false };
    answer(&zones(), &health, &query, asker, &mut out).unwrap();
    // Each record has sixteen bytes: the name is said by two.
    let count = usize::from(out[7]);
    let mut last: Vec<u8> = (1..=count).map(|place| out[length + place * 16 - 1]).collect();
    last.sort_unstable();
    last
}

#[test]
fn what_is_not_well_is_answered_only_where_nothing_else_is() {
    for (label, unwell, wanted) in [
        ("fail", &[][..], &[1][..]),
        ("fail", &["one"], &[2]),
        ("fail", &["one", "two"], &[1]),
        ("some", &[], &[3, 4, 5]),
        ("some", &["one"], &[4, 5]),
        ("some", &["one", "two"], &[5]),
        ("site", &[], &[80]),
        ("site", &["web.elb.test"], &[6]),
        ("nest", &["one"], &[2]),
        ("nest", &["one", "two"], &[7]),
        ("both", &[], &[1]),
        ("both", &["three"], &[8]),
        ("both", &["one", "two"], &[8]),
        ("only", &["one"], &[9]),
        ("gone", &[], &[]),
    ] {
        assert_eq!(told(label, unwell), wanted, "{label} {unwell:?}");
    }
}

#[test]
fn aliases_in_a_circle_end() {
    assert!(told("loop", &[]).len() <= 1);
}
