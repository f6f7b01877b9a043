//! What each detector of DNS queries tells, and what it does not.

#![allow(clippy::unwrap_used, reason = "test code: a panic is its answer")]

use bartizan_detect::lists::{AddressLists, DomainLists, Purpose};
use bartizan_detect::record::{Address, Query, Type, rcodes};
use bartizan_detect::{Damaged, DnsDetectors, DnsLimits, DnsSurroundings, Finding, Kind};

const TIME: i64 = 1_700_000_000;

struct Asked {
    name: String,
    kind: Type,
    rcode: u8,
    time: i64,
    answers: Vec<Address>,
}

fn asked(name: impl Into<String>, time: i64) -> Asked {
    Asked {
        name: name.into(),
        kind: Type::A,
        rcode: rcodes::NOERROR,
        time: TIME + time,
        answers: vec![],
    }
}

fn answered(name: &str, time: i64, answer: &str) -> Asked {
    Asked { answers: vec![Address::parse(answer.as_bytes()).unwrap()], ..asked(name, time) }
}

fn observe(
    detectors: &mut DnsDetectors,
    around: &DnsSurroundings,
    asked: &[Asked],
) -> Vec<Finding> {
    let mut found = Vec::new();
    for one in asked {
        let query = Query {
            client: Address::v4(0x0a00_0001),
            time: one.time,
            name: one.name.as_bytes(),
            kind: one.kind,
            rcode: one.rcode,
            answers: &one.answers,
            ..Query::default()
        };
        detectors.observe(&query, around, &mut found);
    }
    found
}

fn kinds_with(around: &DnsSurroundings, asked: impl IntoIterator<Item = Asked>) -> Vec<Kind> {
    let asked: Vec<Asked> = asked.into_iter().collect();
    let found = observe(&mut DnsDetectors::new(DnsLimits::default()), around, &asked);
    let mut kinds: Vec<Kind> = found.iter().map(|one| one.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn kinds(asked: impl IntoIterator<Item = Asked>) -> Vec<Kind> {
    kinds_with(&DnsSurroundings::default(), asked)
}

/// Data as a tunnel writes it: hexadecimal, different each time.
fn data(nth: i64) -> String {
    format!("{:016x}{:016x}", nth * 0x9e37_79b9, (nth + 7) * 0x0085_ebca_6b00)
}

#[test]
fn names_that_carry_data_are_a_tunnel() {
    let query = |nth: i64, pause: i64| asked(format!("{}.t.example.net", data(nth)), nth * pause);
    assert_eq!(kinds((0..30).map(|nth| query(nth, 2))), [Kind::DnsExfiltration]);
    assert_eq!(kinds((0..70).map(|nth| query(nth, 600))), [Kind::DnsExfiltration], "slow");
    assert_eq!(kinds((0..15).map(|nth| query(nth, 2))), []);
    assert_eq!(kinds((0..300).map(|nth| query(nth % 10, 2))), [], "the same names again");
    let each = |nth: i64| asked(format!("{}.site{nth}.example-{nth}.net", data(nth)), nth);
    assert_eq!(kinds((0..100).map(each)), [], "each below another domain");
    let reverse = |nth: i64| asked(format!("{nth}.113.0.203.in-addr.arpa"), nth);
    assert_eq!(kinds((0..200).map(reverse)), []);
    let senders = |nth: i64| Asked {
        kind: Type::TXT,
        ..asked(format!("{nth}.113.0.203.bl.example.net"), nth)
    };
    assert_eq!(kinds((0..200).map(senders)), [], "addresses of senders of mail");
}

#[test]
fn short_names_are_a_tunnel_where_answers_have_room() {
    let query = |kind: Type| {
        move |nth: i64| Asked {
            kind,
            ..asked(format!("p{:x}qz.t.example.net", nth * 7_919 + 65_536), nth * 5)
        }
    };
    assert_eq!(kinds((0..40).map(query(Type(10)))), [Kind::DnsExfiltration]);
    assert_eq!(kinds((0..40).map(query(Type::TXT))), [Kind::DnsExfiltration]);
    assert_eq!(kinds((0..40).map(query(Type::A))), []);
    // A tunnel to its server needs no domain that there is.
    let bare = |nth: i64| asked(format!("dnscat.{}.{}", data(nth), data(nth + 1)), nth);
    assert_eq!(kinds((0..40).map(bare)), [Kind::DnsExfiltration]);
    let encoded = "h4siaaaaaaaaa0vyb2nlzhvyzxmgyxjlig5vdcb0bhvzh+/aaa==.x.example.net";
    assert_eq!(kinds([asked(encoded, 0)]), [Kind::DnsExfiltration], "what no host's name may hold");
}

#[test]
fn names_that_do_not_exist_many_at_a_time_are_generated() {
    let missing = |name: String, time: i64| Asked { rcode: rcodes::NXDOMAIN, ..asked(name, time) };
    let vocabulary = ["garden", "silver", "window", "market", "yellow", "bridge"];
    let wordy = |nth: i64| {
        let word = |at: i64| vocabulary[usize::try_from(at).unwrap() % 6];
        missing(format!("{}{}.com", word(nth), word(nth / 6 + 1)), nth * 20)
    };
    assert_eq!(kinds((0..30).map(wordy)), [Kind::GeneratedDomain], "wordlists, by how they come");
    let random =
        ["xqkzjvwhtrpbnm", "kjhqwezxvbnmplk", "wqpzkvxjtrhgfd", "zxqvkjhwprtmnb", "qjxzvkwhtpbrmd"];
    let names = || {
        random
            .iter()
            .enumerate()
            .map(|(nth, name)| (i64::try_from(nth).unwrap(), format!("{name}.net")))
    };
    assert_eq!(kinds(names().map(|(nth, name)| missing(name, nth * 60))), [Kind::GeneratedDomain]);
    assert_eq!(kinds(names().map(|(nth, name)| missing(name, nth * 86_400))), [], "one a day");
    // The same name again, hosts inside, and a few that are mistyped.
    assert_eq!(kinds((0..90).map(|nth| missing("gone.example.com".into(), nth))), []);
    assert_eq!(kinds((0..90).map(|nth| missing(format!("printer{nth}.corp"), nth))), []);
    assert_eq!(kinds((0..9).map(wordy)), []);
    let services = |nth: i64| Asked { kind: Type(33), ..wordy(nth) };
    assert_eq!(kinds((0..30).map(services)), []);
}

#[test]
fn lists_tell_and_trusted_ones_win() {
    for (purpose, kind) in [
        (Purpose::CommandAndControl, Kind::CommandAndControlDomain),
        (Purpose::Mining, Kind::MiningDomain),
        (Purpose::Phishing, Kind::PhishingDomain),
        (Purpose::Threat, Kind::MaliciousDomain),
        (Purpose::BlackHole, Kind::BlackHoleDomain),
    ] {
        let (domains, _) = DomainLists::new([(purpose, "bad.example")]);
        let around = DnsSurroundings { domains, ..DnsSurroundings::default() };
        // What is inside a network is not looked at; this name is of a suffix that there is.
        assert_eq!(kinds_with(&around, [asked("a.bad.example", 0)]), []);
        let (domains, _) = DomainLists::new([(purpose, "bad.net")]);
        let around = DnsSurroundings { domains, ..DnsSurroundings::default() };
        assert_eq!(kinds_with(&around, [asked("A.Bad.net", 0)]), [kind]);
        let (domains, _) =
            DomainLists::new([(purpose, "bad.net"), (Purpose::Trusted, "a.bad.net")]);
        let around = DnsSurroundings { domains, ..DnsSurroundings::default() };
        assert_eq!(kinds_with(&around, [asked("a.bad.net", 0)]), []);
    }
    let (answers, _) = AddressLists::new([(Purpose::BlackHole, "198.41.0.0/24")]);
    let around = DnsSurroundings { answers, ..DnsSurroundings::default() };
    assert_eq!(kinds_with(&around, [answered("a.net", 0, "198.41.0.9")]), [Kind::BlackHoleDomain]);
    assert_eq!(kinds_with(&around, [answered("a.net", 0, "198.41.1.9")]), []);
}

#[test]
fn names_that_turn_inward_are_rebound() {
    let public = |time| answered("a.attacker.net", time, "198.41.0.4");
    let private = |time| answered("a.attacker.net", time, "10.0.0.9");
    assert_eq!(kinds([answered("a.attacker.net", 0, "169.254.169.254")]), [Kind::MetadataRebind]);
    assert_eq!(kinds([answered("instance-data.ec2.internal", 0, "169.254.169.254")]), []);
    assert_eq!(kinds([public(0), private(30)]), [Kind::Rebind]);
    assert_eq!(kinds([public(0), private(3_000)]), [], "much later");
    assert_eq!(kinds([private(0), private(30)]), [], "a name of one's own network");
    assert_eq!(kinds([public(0), answered("b.attacker.net", 30, "10.0.0.9")]), [], "another name");
}

#[test]
fn a_checkpoint_goes_on_where_it_was_and_refuses_damage() {
    let all: Vec<Asked> =
        (0..30).map(|nth| asked(format!("{}.t.example.net", data(nth)), nth)).collect();
    let around = DnsSurroundings::default();
    let whole = observe(&mut DnsDetectors::new(DnsLimits::default()), &around, &all);
    assert_eq!(whole.len(), 1);
    let mut first = DnsDetectors::new(DnsLimits::default());
    assert!(observe(&mut first, &around, &all[..15]).is_empty());
    let bytes = first.checkpoint();
    let mut second = DnsDetectors::restore(&bytes).unwrap();
    assert_eq!(observe(&mut second, &around, &all[15..]), whole);
    assert_eq!((second.records(), second.forgotten()), (30, 0));
    let mut changed = bytes.clone();
    changed[bytes.len() - 20] ^= 1;
    assert_eq!(DnsDetectors::restore(&changed).err(), Some(Damaged::Changed));
}

#[test]
fn memory_is_bounded() {
    let mut detectors = DnsDetectors::new(DnsLimits { clients: 4, domains: 16 });
    let around = DnsSurroundings::default();
    let mut sizes = Vec::new();
    for nth in 0..1_000 {
        observe(&mut detectors, &around, &[asked(format!("www.site{nth}.com"), nth)]);
        sizes.push(detectors.checkpoint().len());
    }
    // The last names of a client that look odd are kept, eight at most.
    let (most, least) = (sizes[100..].iter().max().unwrap(), sizes[100..].iter().min().unwrap());
    assert!(most - least < 8 * 30, "{least} to {most}");
    assert!(detectors.forgotten() > 0);
}
