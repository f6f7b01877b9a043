//! Answers to queries, as bytes.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "test code: a panic is its answer"
)]

use bartizan_types::{AccountId, Timestamp};
use bartizan_zones::{
    Asker, Choice, Content, Health, Kind, Name, Set, Transport, Watched, Zone, Zones, answer, data,
};
use proptest::prelude::*;

#[path = "answer/delegated.rs"]
mod delegated;

const UDP: Asker = Asker { transport: Transport::Udp, random: 0, is_cut: false };
const TCP: Asker = Asker { transport: Transport::Tcp, ..UDP };

fn wire(text: &str) -> Vec<u8> {
    Name::parse(text).unwrap().wire()
}

/// `name type [weight=…|primary|secondary|several] value`, a line each.
fn zone(id: &str, name: &str, lines: &[&str]) -> Zone {
    let account = AccountId::from_number(1).unwrap();
    let created = Timestamp::from_millis(1);
    let mut zone = Zone::new((id.to_owned(), account), (wire(name), created), Vec::new(), true);
    for line in lines {
        let mut words = line.splitn(4, ' ');
        let (at, kind) = (words.next().unwrap(), words.next().unwrap());
        let (how, value) = (words.next().unwrap(), words.next().unwrap());
        let kind = Kind::of_name(kind).unwrap();
        let choice = match how {
            "-" | "alias" => Choice::Only,
            "primary" => Choice::Primary,
            "secondary" => Choice::Secondary,
            "several" => Choice::Several,
            weight => Choice::Weight(weight.parse().unwrap()),
        };
        let content = if how == "alias" {
            Content::Alias(wire(value))
        } else {
            Content::Records(value.split('|').map(|value| data(kind, value).unwrap()).collect())
        };
        zone.add(&wire(at), Set { kind, ttl: 300, choice, content, watched: Watched::default() });
    }
    zone
}

fn zones() -> Zones {
    let addresses = vec!["192.0.2.80".parse().unwrap(), "2001:db8::80".parse().unwrap()];
    let mut zones = Zones::new(addresses);
    zones.reserve(vec![wire("elb.test")]);
    zones.put(zone(
        "one",
        "shop.test",
        &[
            "shop.test SOA - ns.test. host.test. 1 7200 900 1209600 60",
            "shop.test NS - ns.test",
            "shop.test A alias web.elb.test",
            "www.shop.test CNAME - Shop.Test",
            "out.shop.test CNAME - www.other.test",
            "elb.shop.test CNAME - web.elb.test",
            "away.shop.test CNAME - www.example.com",
            "loop.shop.test CNAME - pool.shop.test",
            "pool.shop.test CNAME - loop.shop.test",
            "*.any.shop.test A - 192.0.2.7",
            "a.b.deep.shop.test A - 192.0.2.8",
            "sub.shop.test NS - ns.sub.shop.test",
            "two.shop.test A 1 192.0.2.1",
            "two.shop.test A 3 192.0.2.3",
            "zero.shop.test A 0 192.0.2.4",
            "fail.shop.test A secondary 192.0.2.6",
            "fail.shop.test A primary 192.0.2.5",
            "many.shop.test A several 192.0.2.11",
            "many.shop.test A several 192.0.2.12",
            "self.shop.test A alias self.shop.test",
            "same.shop.test A alias a.b.deep.shop.test",
            "gone.shop.test A alias gone.elb.test",
            "mx.shop.test CNAME - web.elb.test",
            "left.shop.test CNAME - gone.elb.test",
        ],
    ));
    zones.put(zone(
        "two",
        "other.test",
        &["other.test SOA - ns.test. host.test. 1 2 3 4 5", "www.other.test A - 192.0.2.9"],
    ));
    let texts: Vec<String> = (0..20).map(|index| format!("\"{index:0200}\"")).collect();
    let big = format!("big.test TXT - {}", texts.join("|"));
    zones.put(zone("three", "big.test", &[&big]));
    zones.give([wire("web.elb.test")].into());
    zones
}

fn query(name: &[u8], kind: u16, extension: Option<(u16, u8)>) -> Vec<u8> {
    let additional = u8::from(extension.is_some());
    let mut query = vec![0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, additional];
    query.extend_from_slice(name);
    query.extend(kind.to_be_bytes());
    query.extend([0, 1]);
    if let Some((bytes, version)) = extension {
        query.extend([0, 0, 41]);
        query.extend(bytes.to_be_bytes());
        query.extend([0, version, 0, 0, 0, 0]);
    }
    query
}

/// An answer read by a second reader: the flags, and the records as `section name type ttl data`.
struct Read {
    flags: u16,
    records: Vec<Record>,
}

type Record = (usize, Vec<u8>, u16, u32, Vec<u8>);

/// A name, a type, the code, whether it is of authority, answers by their last bytes, and how many
/// records of authority.
type Told = (&'static str, &'static str, u16, bool, &'static [u8], usize);

fn read(message: &[u8]) -> Read {
    let number = |at: usize| u16::from_be_bytes([message[at], message[at + 1]]);
    let name = |mut at: usize| {
        let (mut name, mut end) = (Vec::new(), None);
        loop {
            let length = usize::from(message[at]);
            if length >= 0xc0 {
                end.get_or_insert(at + 2);
                let to = usize::from(number(at) & 0x3fff);
                assert!(to < at, "a pointer leads back");
                at = to;
            } else {
                name.extend_from_slice(&message[at..=at + length]);
                at += length + 1;
                if length == 0 {
                    return (name, end.unwrap_or(at));
                }
            }
        }
    };
    let mut at = 12;
    for _ in 0..number(4) {
        at = name(at).1 + 4;
    }
    let mut records = Vec::new();
    for section in 0..3 {
        for _ in 0..number(6 + section * 2) {
            let (owner, end) = name(at);
            let ttl = u32::from(number(end + 4)) << 16 | u32::from(number(end + 6));
            let length = usize::from(number(end + 8));
            let data = message[end + 10..end + 10 + length].to_vec();
            records.push((section, owner, number(end), ttl, data));
            at = end + 10 + length;
        }
    }
    assert_eq!(at, message.len(), "nothing follows");
    Read { flags: number(2), records }
}

fn ask(name: &str, kind: &str, asker: Asker) -> Read {
    let kind = Kind::of_name(kind).map_or(255, |kind| kind.0);
    let mut out = Vec::new();
    answer(
        &zones(),
        &Health::default(),
        &query(&wire(name), kind, Some((1232, 0))),
        asker,
        &mut out,
    )
    .unwrap();
    assert_eq!(out[..2], [0x12, 0x34]);
    read(&out)
}

/// The code, whether it is of authority, and the last byte of each answer, or the count of its names.
fn told(name: &str, kind: &str) -> (u16, bool, Vec<u8>, usize) {
    let Read { flags, records } = ask(name, kind, UDP);
    let answers = records.iter().filter(|record| record.0 == 0);
    let last = answers.map(|record| *record.4.last().unwrap()).collect();
    (flags & 0xf, flags & 0x400 != 0, last, records.iter().filter(|record| record.0 == 1).count())
}

#[test]
fn a_question_has_its_answer() {
    let cases: &[Told] = &[
        ("shop.test", "A", 0, true, &[80], 0),
        ("SHOP.test", "AAAA", 0, true, &[], 1),
        ("shop.test", "MX", 0, true, &[], 1),
        ("www.shop.test", "A", 0, true, &[0, 80], 0),
        ("www.shop.test", "CNAME", 0, true, &[0], 0),
        ("out.shop.test", "A", 0, true, &[0, 9], 0),
        ("elb.shop.test", "A", 0, true, &[0, 80], 0),
        ("away.shop.test", "A", 0, true, &[0], 0),
        ("x.any.shop.test", "A", 0, true, &[7], 0),
        ("x.y.any.shop.test", "A", 0, true, &[7], 0),
        ("x.any.shop.test", "MX", 0, true, &[], 1),
        ("any.shop.test", "A", 0, true, &[], 1),
        ("b.deep.shop.test", "A", 0, true, &[], 1),
        ("none.shop.test", "A", 3, true, &[], 1),
        ("x.b.deep.shop.test", "A", 3, true, &[], 1),
        ("sub.shop.test", "A", 0, false, &[], 1),
        ("x.sub.shop.test", "A", 0, false, &[], 1),
        ("sub.shop.test", "DS", 0, true, &[], 1),
        ("fail.shop.test", "A", 0, true, &[5], 0),
        ("zero.shop.test", "A", 0, true, &[4], 0),
        ("self.shop.test", "A", 0, true, &[], 1),
        ("same.shop.test", "A", 0, true, &[8], 0),
        ("gone.shop.test", "A", 0, true, &[], 1),
        ("web.elb.test", "A", 0, true, &[80], 0),
        ("web.elb.test", "AAAA", 0, true, &[0x80], 0),
        ("web.elb.test", "MX", 0, true, &[], 1),
        ("gone.elb.test", "A", 3, true, &[], 1),
        ("elb.test", "MX", 0, true, &[], 1),
        ("elb.test", "SOA", 0, true, &[60], 0),
        ("mx.shop.test", "MX", 0, true, &[0], 1),
        ("left.shop.test", "A", 3, true, &[0], 1),
        ("www.example.com", "A", 5, false, &[], 0),
        ("test", "A", 5, false, &[], 0),
        ("shop.test", "ANY", 0, true, &[0], 0),
    ];
    for (name, kind, code, is_authoritative, answers, authorities) in cases {
        let wanted = (*code, *is_authoritative, answers.to_vec(), *authorities);
        assert_eq!(told(name, kind), wanted, "{name} {kind}");
    }
}

#[test]
fn names_that_lead_in_a_circle_are_told_once() {
    let read = ask("loop.shop.test", "A", UDP);
    let told: Vec<_> = read.records.iter().filter(|record| record.0 == 0).collect();
    assert_eq!(told.len(), 2);
    assert_eq!((&told[0].4, &told[1].4), (&wire("pool.shop.test"), &wire("loop.shop.test")));
}

#[test]
fn what_is_not_there_may_be_remembered_as_long_as_the_zone_says() {
    let read = ask("none.shop.test", "A", UDP);
    let (section, owner, kind, ttl, _) = &read.records[0];
    assert_eq!((*section, owner, *kind, *ttl), (1, &wire("shop.test"), Kind::SOA.0, 60));
}

#[test]
fn shares_are_kept() {
    let ones = (0..2000).filter(|random| {
        let read = ask("two.shop.test", "A", Asker { random: *random, ..UDP });
        read.records[0].4 == [192, 0, 2, 1]
    });
    assert!((450..550).contains(&ones.count()));
}

#[test]
fn what_is_too_long_comes_over_tcp() {
    let cut = |asker, extension| {
        let mut out = Vec::new();
        let query = query(&wire("big.test"), 16, extension);
        answer(&zones(), &Health::default(), &query, asker, &mut out).unwrap();
        let read = read(&out);
        let limit = extension.map_or(512, |(bytes, _): (u16, u8)| bytes.clamp(512, 1232));
        assert!(asker.transport == Transport::Tcp || out.len() <= limit.into());
        (read.flags & 0x200 != 0, read.records.iter().filter(|record| record.0 == 0).count())
    };
    assert_eq!(cut(UDP, None), (true, 0));
    assert_eq!(cut(UDP, Some((65535, 0))), (true, 0));
    assert_eq!(cut(TCP, None), (false, 20));
    assert_eq!(cut(Asker { is_cut: true, ..UDP }, Some((1232, 0))), (true, 0));
}

#[test]
fn messages_that_lie_are_malformed() {
    let good = query(&wire("shop.test"), 1, Some((1232, 0)));
    let with = |at: usize, bytes: &[u8]| {
        let mut message = good.clone();
        message.splice(at..at + bytes.len(), bytes.iter().copied());
        message
    };
    let code = |message: &[u8]| {
        let mut out = Vec::new();
        answer(&zones(), &Health::default(), message, UDP, &mut out).map(|_| read(&out).flags & 0xf)
    };
    assert_eq!(code(&good), Some(0));
    for length in 0..good.len() {
        let wanted = if length < 12 { None } else { Some(1) };
        assert_eq!(code(&good[..length]), wanted, "cut at {length}");
    }
    // An answer is never answered: two servers would never end.
    assert_eq!(code(&with(2, &[0x81])), None);
    let name = 12;
    for (what, message, wanted) in [
        ("another operation", with(2, &[0x28]), 4),
        ("two questions", with(4, &[0, 2]), 1),
        ("no question", with(4, &[0, 0]), 1),
        ("an answer in it", with(6, &[0, 1]), 1),
        ("records that are not there", with(10, &[0xff, 0xff]), 1),
        ("a pointer to itself", with(name, &[0xc0, 12]), 1),
        ("a label of 64", with(name, &[64]), 1),
        ("a label beyond the end", with(name, &[63]), 1),
        ("another class", with(good.len() - 12, &[3]), 5),
        ("a later EDNS", query(&wire("shop.test"), 1, Some((1232, 1))), 0),
        ("options that lie", [&good[..good.len() - 1], &[4, 0, 10, 0, 9]].concat(), 1),
    ] {
        assert_eq!(code(&message), Some(wanted), "{what}");
    }
    let mut long = [1, b'a'].repeat(127);
    long.push(0);
    assert_eq!(code(&query(&long, 1, None)), Some(5), "255 bytes are a name");
    long.splice(0..0, [1, b'a']);
    assert_eq!(code(&query(&long, 1, None)), Some(1), "257 are none");
}

#[test]
fn a_later_edns_is_told_which_one_is_spoken() {
    let mut out = Vec::new();
    answer(
        &zones(),
        &Health::default(),
        &query(&wire("shop.test"), 1, Some((1232, 1))),
        UDP,
        &mut out,
    )
    .unwrap();
    let read = read(&out);
    let (section, _, kind, ttl, _) = &read.records[0];
    // The upper bits of the code BADVERS stand in the pseudo-record.
    assert_eq!((*section, *kind, *ttl >> 24), (2, 41, 1));
}

proptest! {
    #[test]
    fn no_bytes_are_too_much(message in prop::collection::vec(any::<u8>(), 0..600)) {
        let mut out = Vec::new();
        if answer(&zones(), &Health::default(), &message, UDP, &mut out).is_some() {
            read(&out);
            prop_assert!(out.len() <= 1232);
        }
    }

    #[test]
    fn no_damage_is_too_much(at in 0_usize..40, byte in any::<u8>(), kind in 0_u16..300) {
        let mut message = query(&wire("x.any.shop.test"), kind, Some((1232, 0)));
        if let Some(place) = message.get_mut(at) {
            *place = byte;
        }
        let mut out = Vec::new();
        if answer(&zones(), &Health::default(), &message, UDP, &mut out).is_some() {
            read(&out);
        }
    }
}
