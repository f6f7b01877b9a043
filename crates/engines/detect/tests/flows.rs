//! What each detector of flows tells, and what it does not.

#![allow(clippy::unwrap_used, reason = "test code: a panic is its answer")]

use bartizan_detect::lists::{AddressLists, AddressSet, Purpose};
use bartizan_detect::record::{Address, Flow, Label};
use bartizan_detect::{
    Damaged, Finding, FlowDetectors, Kind, Limits, Role, Severity, Surroundings,
};
use proptest::prelude::*;

const OURS: &str = "10.0.0.5";
const REMOTE: &str = "198.41.0.4";
const TIME: i64 = 1_700_000_000;

fn address(text: &str) -> Address {
    Address::parse(text.as_bytes()).unwrap()
}

/// What a host of ours sends: packets and bytes over TCP.
fn sent(remote: &str, ports: (u16, u16), size: (u64, u64), time: i64) -> Flow {
    Flow {
        account: Label::new(b"123456789012").unwrap(),
        interface: Label::new(b"eni-0123456789abcdef0").unwrap(),
        source: address(OURS),
        destination: address(remote),
        source_port: ports.0,
        destination_port: ports.1,
        protocol: 6,
        accepted: true,
        packets: size.0,
        bytes: size.1,
        start: time,
        end: time,
        ..Flow::default()
    }
}

/// The other way round.
fn back(flow: Flow) -> Flow {
    Flow {
        source: flow.destination,
        destination: flow.source,
        source_port: flow.destination_port,
        destination_port: flow.source_port,
        ..flow
    }
}

fn lists(lists: &[(Purpose, &str)]) -> Surroundings {
    let (lists, bad) = AddressLists::new(lists.iter().copied());
    assert!(bad.is_empty());
    Surroundings { lists, ..Surroundings::default() }
}

fn found_with(around: &Surroundings, flows: impl IntoIterator<Item = Flow>) -> Vec<Finding> {
    let mut detectors = FlowDetectors::new(Limits::default());
    let mut found = Vec::new();
    flows.into_iter().for_each(|flow| detectors.observe(&flow, around, &mut found));
    detectors.settle(&mut found);
    found
}

/// The types that are found, each once.
fn kinds(flows: impl IntoIterator<Item = Flow>) -> Vec<Kind> {
    let mut kinds: Vec<Kind> =
        found_with(&Surroundings::default(), flows).iter().map(|one| one.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

#[test]
fn many_ports_of_one_host_are_a_scan() {
    let knock = |port: u16| sent(REMOTE, (50_000, port), (1, 44), TIME + i64::from(port / 10));
    assert_eq!(kinds((20..30).map(knock)), [Kind::Portscan]);
    assert_eq!(
        kinds((20..30).map(|port| Flow { accepted: false, ..knock(port) })),
        [Kind::Portscan]
    );
    // Three ports, ports that are talked to, and a server that answers a client's many ports.
    assert_eq!(kinds((20..23).map(knock)), []);
    assert_eq!(kinds((20..30).map(|port| Flow { packets: 8, bytes: 2_000, ..knock(port) })), []);
    assert_eq!(kinds((40_000..40_040).map(|port| sent(REMOTE, (443, port), (3, 180), TIME))), []);
    // Short packets of UDP: to many ports, and along the way to a host.
    let short = |port: u16| Flow { protocol: 17, ..knock(port) };
    assert_eq!(kinds((100..150).map(short)), [Kind::Portscan]);
    assert_eq!(kinds((100..115).map(short)), []);
    assert_eq!(kinds((33_434..33_500).map(|port| Flow { source_port: 60_000, ..short(port) })), []);
    // One port in ten minutes.
    assert_eq!(
        kinds((20..60).map(|port| Flow { start: TIME + i64::from(port) * 600, ..knock(port) })),
        []
    );
}

#[test]
fn one_port_of_many_public_addresses_is_a_sweep() {
    let knock = |network: &str, last: u32, port: u16| {
        sent(&format!("{network}.{last}"), (50_000, port), (1, 40), TIME + i64::from(last))
    };
    assert_eq!(kinds((0..60).map(|last| knock("198.41.1", last, 23))), [Kind::PortSweep]);
    assert_eq!(kinds((0..60).map(|last| knock("10.1.1", last, 23))), [], "these are private");
    assert_eq!(
        kinds((0..60).map(|last| knock("198.41.1", last, 443))),
        [],
        "a way out that is lost"
    );
    assert_eq!(kinds((0..200).map(|last| knock("198.41.1", last, 443))), [Kind::PortSweep]);
    let noise =
        (0..400).map(|last| knock("198.41.2", last % 200, 1_000 + u16::try_from(last).unwrap()));
    let swept = (0..400).map(|last| knock("198.41.1", last % 200, 2_323));
    assert_eq!(kinds(noise.zip(swept).flat_map(|(one, other)| [one, other])), [Kind::PortSweep]);
}

#[test]
fn only_known_scanners_probe_and_never_the_web() {
    let around = lists(&[(Purpose::Scanner, "198.41.0.0/24")]);
    let probe = |port: u16| back(sent(REMOTE, (port, 50_000), (1, 44), TIME));
    let told = |flow: Flow| found_with(&around, [flow]).first().map(|one| (one.kind, one.severity));
    assert_eq!(told(probe(22)), Some((Kind::PortProbe, Severity::Low)));
    assert_eq!(told(probe(9_200)), Some((Kind::PortProbe, Severity::High)));
    assert_eq!((told(probe(80)), told(probe(443))), (None, None));
    assert_eq!(told(Flow { accepted: false, ..probe(22) }), None);
    assert_eq!(kinds([probe(22)]), [], "nobody is known to scan");
}

#[test]
fn tried_passwords_are_low_for_the_target_and_high_for_the_actor() {
    let tries = |port: u16, flow: fn(Flow) -> Flow| {
        let around = Surroundings::default();
        let login = move |nth: u16| {
            flow(sent(REMOTE, (40_000 + nth, port), (14, 2_500), TIME + i64::from(nth) * 5))
        };
        let found = found_with(&around, (0..40).map(login));
        found.first().map(|one| (one.kind, one.role, one.severity))
    };
    let as_client = |flow: Flow| flow;
    let as_server =
        |flow: Flow| Flow { source: flow.destination, destination: flow.source, ..flow };
    assert_eq!(tries(22, as_client), Some((Kind::SshBruteForce, Role::Actor, Severity::High)));
    assert_eq!(tries(22, as_server), Some((Kind::SshBruteForce, Role::Target, Severity::Low)));
    assert_eq!(tries(3_389, as_server), Some((Kind::RdpBruteForce, Role::Target, Severity::Low)));
    assert_eq!(tries(2_222, as_server), None, "port 22 alone");
    assert_eq!(tries(22, |flow| Flow { packets: 90, bytes: 90_000, ..flow }), None, "work");
    assert_eq!(tries(22, |flow| Flow { accepted: false, ..flow }), None);
}

#[test]
fn floods_are_what_nothing_answers() {
    let flood = |protocol: u8, port: u16| Flow {
        protocol,
        end: TIME + 20,
        ..sent(REMOTE, (50_000, port), (20_000, 20_000 * 60), TIME)
    };
    for (flow, kind) in [
        (flood(6, 80), Kind::DenialOfServiceTcp),
        (flood(17, 5_376), Kind::DenialOfServiceUdp),
        (flood(17, 53), Kind::DenialOfServiceDns),
        (flood(17, 80), Kind::DenialOfServiceUdpOnTcpPorts),
        (flood(2, 0), Kind::DenialOfServiceUnusualProtocol),
    ] {
        assert_eq!(kinds([flow]), [kind]);
        assert_eq!(kinds([Flow { destination: address("10.1.1.1"), ..flow }]), [], "not outbound");
        assert_eq!(kinds([Flow { end: TIME + 3_600, ..flow }]), [], "a few packets a second");
        let answer = Flow { packets: 9_000, bytes: 9_000 * 1_400, ..back(flow) };
        assert_eq!(kinds([flow, answer]), [], "a download, and a call");
        assert_eq!(kinds([answer, flow]), [], "in any order");
    }
    let upload = Flow { bytes: 20_000 * 1_400, ..flood(6, 443) };
    assert_eq!(kinds([upload]), [], "its answers may be in another file");
}

#[test]
fn regular_reports_are_command_and_control() {
    let visit = |nth: i64, gap: i64, jitter: i64| {
        let port = 40_000 + u16::try_from(nth).unwrap();
        sent(
            REMOTE,
            (port, 4_443),
            (6, 600),
            TIME + nth * gap + (nth * nth * 7_919) % (2 * jitter + 1) - jitter,
        )
    };
    assert_eq!(kinds((0..60).map(|nth| visit(nth, 60, 3))), [Kind::CommandAndControl]);
    assert_eq!(kinds((0..60).map(|nth| visit(nth, 60, 29))), [], "not regular");
    assert_eq!(kinds((0..20).map(|nth| visit(nth, 60, 3))), [], "not for long");
    let web = |nth: i64| Flow { destination_port: 443, ..visit(nth, 60, 3) };
    assert_eq!(kinds((0..60).map(web)), [], "a program that asks for news");
    // What three hosts of ours ask for is a service.
    let hosts = |nth: i64| {
        ["10.0.0.1", "10.0.0.2", "10.0.0.3"]
            .map(|ours| Flow { source: address(ours), ..visit(nth, 60, 3) })
    };
    assert_eq!(kinds((0..30).flat_map(hosts)), []);
}

#[test]
fn miners_are_told_by_long_talk_of_few_words() {
    let talk = |port: u16, minutes: i64, size: (u64, u64)| {
        (0..minutes).flat_map(move |minute| {
            let job = sent(REMOTE, (50_000, port), size, TIME + minute * 60);
            [Flow { end: job.start + 50, ..job }, Flow { end: job.start + 50, ..back(job) }]
        })
    };
    assert_eq!(kinds(talk(3_333, 6, (5, 900))), [Kind::Mining]);
    assert_eq!(kinds(talk(9_050, 20, (5, 900))), [Kind::Mining], "by its behaviour alone");
    assert_eq!(kinds(talk(9_050, 6, (5, 900))), []);
    assert_eq!(kinds(talk(5_222, 20, (5, 900))), [], "messages");
    assert_eq!(kinds(talk(3_333, 20, (900, 900_000))), [], "files");
    let node = |last: u16| sent(&format!("198.41.0.{last}"), (50_000, 8_333), (9, 2_000), TIME);
    assert_eq!(kinds((1..5).map(node)), [Kind::Mining], "a node of a network");
}

#[test]
fn lists_tell_and_trusted_ones_win() {
    let flow = sent(REMOTE, (50_000, 9_001), (9, 2_000), TIME);
    let told = |all: &[(Purpose, &str)], flow: Flow| {
        found_with(&lists(all), [flow]).first().map(|one| (one.kind, one.role))
    };
    for (purpose, kind) in [
        (Purpose::CommandAndControl, Kind::CommandAndControl),
        (Purpose::Mining, Kind::Mining),
        (Purpose::Tor, Kind::TorClient),
        (Purpose::Threat, Kind::MaliciousAddress),
    ] {
        assert_eq!(told(&[(purpose, REMOTE)], flow), Some((kind, Role::Actor)));
        assert_eq!(told(&[(purpose, REMOTE), (Purpose::Trusted, "198.41.0.0/16")], flow), None);
        assert_eq!(told(&[(purpose, "198.41.0.5")], flow), None);
    }
    let visitor = back(sent(REMOTE, (80, 50_000), (9, 2_000), TIME));
    assert_eq!(
        told(&[(Purpose::CommandAndControl, REMOTE)], visitor),
        None,
        "ours did not ask for it"
    );
    assert_eq!(told(&[(Purpose::Threat, REMOTE)], visitor), None);
}

#[test]
fn a_relay_is_connected_to_by_relays() {
    let around = lists(&[(Purpose::Tor, "198.41.0.0/24")]);
    let out = sent(REMOTE, (50_000, 9_001), (9, 2_000), TIME);
    let visit =
        |last: u16| back(sent(&format!("198.41.0.{last}"), (9_001, 50_000), (9, 2_000), TIME));
    let found = found_with(&around, std::iter::once(out).chain((10..14).map(visit)));
    let kinds: Vec<_> = found.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [Kind::TorClient, Kind::TorRelay]);
}

/// A month of one host: a download each hour.
fn month() -> impl Iterator<Item = Flow> {
    (0..24 * 30).map(|hour| sent(REMOTE, (50_000, 443), (90, 90_000), TIME + hour * 3_600))
}

#[test]
fn what_is_new_after_a_month_is_unusual() {
    let later = TIME + 30 * 86_400;
    let much = sent("198.41.7.7", (50_000, 443), (900_000, 1_200_000_000), later);
    let port = sent("198.41.7.7", (50_000, 6_379), (90, 9_000), later);
    let other = sent("198.41.7.7", (50_001, 80), (90, 9_000), TIME + 60);
    let mail = |last: u16| sent(&format!("198.41.6.{last}"), (50_000, 25), (20, 9_000), later);
    assert_eq!(kinds(month().chain([much])), [Kind::TrafficVolume]);
    assert_eq!(kinds(std::iter::once(other).chain(month()).chain([port])), [Kind::NetworkPort]);
    assert_eq!(kinds([other, much, port]), [], "nothing is usual yet");
    assert!(kinds(month().chain((0..20).map(mail))).contains(&Kind::Spambot));
    let start = |nth: u16| TIME + i64::from(nth);
    let always = (0..20).map(|nth| Flow { start: start(nth), end: start(nth), ..mail(nth) });
    assert_eq!(kinds(always.clone()), [Kind::Spambot]);
    let server =
        found_with(&Surroundings::default(), always.chain(month()).chain((0..20).map(mail)));
    assert!(server.iter().all(|one| one.evidence.last < later), "a mail server is one");
}

#[test]
fn who_is_ours_comes_from_the_networks_or_the_votes() {
    let (local, bad) = AddressSet::parse("198.18.0.0/15\nx");
    assert_eq!(bad, [2]);
    let around = Surroundings { local, lists: lists(&[(Purpose::Threat, REMOTE)]).lists };
    let flow = Flow { source: address("198.18.0.1"), ..sent(REMOTE, (50_000, 25), (9, 900), TIME) };
    assert_eq!(found_with(&around, [flow])[0].resource.address, address("198.18.0.1"));
    let both =
        Flow { destination: address("10.0.0.9"), ..sent(REMOTE, (50_000, 22), (9, 900), TIME) };
    let around = lists(&[(Purpose::Threat, "10.0.0.9")]);
    assert_eq!(found_with(&around, [both])[0].resource.address, address(OURS));
}

#[test]
fn a_repeat_has_the_same_key_and_is_told_after_a_pause() {
    let knock = |nth: i64| {
        let port = 20 + u16::try_from(nth % 40).unwrap();
        sent(REMOTE, (50_000, port), (1, 44), TIME + nth * 10)
    };
    let found = found_with(&Surroundings::default(), (0..400).map(knock));
    assert!((3..=6).contains(&found.len()), "{}", found.len());
    assert!(found.iter().all(|one| one.key() == found[0].key()));
    let evidence = &found[0].evidence;
    assert!(evidence.first >= TIME && evidence.first <= evidence.last && evidence.flow.is_some());
}

#[test]
fn a_checkpoint_goes_on_where_it_was_and_refuses_damage() {
    let around = Surroundings::default();
    let knocks: Vec<Flow> =
        (20..40).map(|port| sent(REMOTE, (50_000, port), (1, 44), TIME)).chain(month()).collect();
    let whole = found_with(&around, knocks.clone());
    for cut in [0, 3, 5, 19, 300] {
        let (mut first, mut found) = (FlowDetectors::new(Limits::default()), Vec::new());
        knocks[..cut].iter().for_each(|flow| first.observe(flow, &around, &mut found));
        let bytes = first.checkpoint();
        let mut second = FlowDetectors::restore(&bytes).unwrap();
        knocks[cut..].iter().for_each(|flow| second.observe(flow, &around, &mut found));
        second.settle(&mut found);
        assert_eq!(found, whole, "cut at {cut}");
        let mut changed = bytes.clone();
        changed[bytes.len() / 2] ^= 1;
        assert_eq!(FlowDetectors::restore(&changed).err(), Some(Damaged::Changed));
        assert!(FlowDetectors::restore(&bytes[..bytes.len() / 2]).is_err());
    }
}

#[test]
fn memory_is_bounded() {
    let limits = Limits { hosts: 10, pairs: 20, channels: 30, ..Limits::default() };
    let mut detectors = FlowDetectors::new(limits);
    let around = Surroundings::default();
    let mut found = Vec::new();
    let mut sizes = Vec::new();
    for nth in 0..3_000_u32 {
        let flow = sent(REMOTE, (50_000, 9_000), (9, 9_000), TIME + i64::from(nth));
        let flow = Flow {
            destination: Address::v4(0xc629_0000 + nth),
            source: Address::v4(0x0a00_0000 + nth % 500),
            ..flow
        };
        detectors.observe(&flow, &around, &mut found);
        sizes.push(detectors.checkpoint().len());
    }
    assert_eq!(sizes[1_000..].iter().max(), sizes[1_000..].iter().min());
    assert!(detectors.forgotten() > 0 && detectors.records() == 3_000);
}

proptest! {
    #[test]
    fn any_flows_are_taken(
        seeds in prop::collection::vec((any::<[i64; 2]>(), any::<[u64; 2]>(), any::<[u16; 2]>(), any::<[u8; 4]>()), 0..200),
    ) {
        let around = lists(&[(Purpose::Tor, "198.41.0.0/24"), (Purpose::Scanner, "198.41.0.0/25")]);
        let mut detectors = FlowDetectors::new(Limits { learning_seconds: 0, ..Limits::default() });
        let mut found = Vec::new();
        for (times, sizes, ports, [host, protocol, flags, bits]) in seeds {
            let flow = sent(REMOTE, (ports[0], ports[1]), (sizes[0], sizes[1]), times[0]);
            let flow = Flow {
                destination: Address::v4(0xc629_0000 + u32::from(host)),
                protocol: [6, 17, 1, protocol][usize::from(bits % 4)],
                tcp_flags: (bits & 4 == 0).then_some(flags),
                accepted: bits & 8 == 0,
                end: times[1],
                ..flow
            };
            detectors.observe(&if bits & 16 == 0 { flow } else { back(flow) }, &around, &mut found);
        }
        detectors.settle(&mut found);
        prop_assert!(FlowDetectors::restore(&detectors.checkpoint()).is_ok());
    }
}
