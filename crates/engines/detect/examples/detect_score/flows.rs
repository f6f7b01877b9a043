//! Flows: by behaviour alone, and with lists that are made of the labels.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bartizan_detect::lists::{AddressLists, Purpose};
use bartizan_detect::read::FlowLog;
use bartizan_detect::record::Address;
use bartizan_detect::{Finding, FlowDetectors, Kind, Limits, Surroundings};

use crate::csv::Csv;
use crate::score::Score;

/// The fields of version 2, and how the file names them.
const FIELDS: [&str; 14] = [
    "version",
    "account_id",
    "interface_id",
    "srcaddr",
    "dstaddr",
    "srcport",
    "dstport",
    "protocol",
    "packets",
    "bytes",
    "start",
    "end",
    "action",
    "log_status",
];

/// Labels that behaviour tells, and the types that tell them. Rows that the Mirai capture labels as a
/// horizontal scan send thousands of empty packets a second to one address: a flood, by what they do.
const BEHAVIOURS: [(&str, &[Kind]); 8] = [
    ("DDoS", &[Kind::DenialOfServiceTcp, Kind::DenialOfServiceUdp]),
    ("PartOfAHorizontalPortScan", &[Kind::PortSweep, Kind::DenialOfServiceTcp]),
    ("C&C", &[Kind::CommandAndControl]),
    ("port-scan", &[Kind::Portscan]),
    ("mining-stratum", &[Kind::Mining]),
    ("mining-bitcoin", &[Kind::Mining]),
    ("mining-ethereum", &[Kind::Mining]),
    ("mining-monero", &[Kind::Mining]),
];

/// Labels that lists tell.
const LISTED: [(&str, Purpose, Kind); 6] = [
    ("C&C", Purpose::CommandAndControl, Kind::CommandAndControl),
    ("tor-client", Purpose::Tor, Kind::TorClient),
    ("mining-stratum", Purpose::Mining, Kind::Mining),
    ("mining-bitcoin", Purpose::Mining, Kind::Mining),
    ("mining-ethereum", Purpose::Mining, Kind::Mining),
    ("mining-monero", Purpose::Mining, Kind::Mining),
];

/// What the labels say of the records of one interface.
#[derive(Default)]
struct Truth<'a> {
    attacks: BTreeMap<&'a str, BTreeSet<&'a str>>,
    dataset: &'a str,
}

pub(crate) fn score(path: &Path) {
    let csv = Csv::read(path);
    let mut truth: BTreeMap<&str, Truth<'_>> = BTreeMap::new();
    let columns = ["interface_id", "attack", "dataset", "srcaddr", "dstaddr"];
    for [interface, attack, dataset, source, destination] in csv.rows(columns) {
        let held = truth.entry(interface).or_default();
        held.dataset = dataset;
        if !attack.is_empty() {
            held.attacks.entry(attack).or_default().extend([source, destination]);
        }
    }
    let found = run(&csv, &Surroundings::default());
    let mut table = Score::default();
    for (interface, truth) in &truth {
        for (attack, kinds) in BEHAVIOURS.iter().filter(|(a, _)| truth.attacks.contains_key(a)) {
            let is_found = found.iter().any(|one| {
                one.resource.interface.as_str() == *interface && kinds.contains(&one.kind)
            });
            table.add(&format!("{attack} ({})", truth.dataset), is_found);
        }
    }
    table.print("flows, by behaviour: sources of each");
    print_false(&found, &truth);
    listed(&csv, &truth);
}

/// Runs the rows in their order, as a log of version 2.
fn run(csv: &Csv, around: &Surroundings) -> Vec<Finding> {
    let mut detectors = FlowDetectors::new(Limits::default());
    let mut log = FlowLog::default();
    let mut found = Vec::new();
    let text: String = csv.rows(FIELDS).map(|row| row.join(" ") + "\n").collect();
    log.read(text.as_bytes(), true, |flow| detectors.observe(flow, around, &mut found));
    detectors.settle(&mut found);
    assert_eq!(log.tally().bad_rows(), 0, "each row can be read");
    found
}

/// Findings of types that no label of the interface explains.
fn print_false(found: &[Finding], truth: &BTreeMap<&str, Truth<'_>>) {
    let mut seen = BTreeSet::new();
    for finding in found {
        let Some(truth) = truth.get(finding.resource.interface.as_str()) else { continue };
        let explains = |(attack, kinds): &(&str, &[Kind])| {
            truth.attacks.contains_key(attack) && kinds.contains(&finding.kind)
        };
        if !BEHAVIOURS.iter().any(explains) && seen.insert(finding.key()) {
            println!("  false: {} {:?}", finding.key(), finding.evidence.facts);
        }
    }
    println!("  falsely raised: {}\n", seen.len());
}

/// Gives the detectors lists of the addresses that the labels name, but for those of hosts of ours.
fn listed(csv: &Csv, truth: &BTreeMap<&str, Truth<'_>>) {
    let mut table = Score::default();
    let ours: BTreeSet<Address> = own(csv);
    for (attack, purpose, kind) in LISTED {
        let concerned = truth.iter().filter(|(_, truth)| truth.attacks.contains_key(attack));
        let addresses: BTreeSet<&str> = concerned
            .clone()
            .flat_map(|(_, t)| t.attacks.get(attack).into_iter().flatten())
            .copied()
            .collect();
        let is_remote = |text: &&&str| {
            let address = Address::parse(text.as_bytes()).unwrap_or_default();
            address.is_public() && !ours.contains(&address)
        };
        let list: Vec<&str> = addresses.iter().filter(is_remote).copied().collect();
        let (lists, bad) = AddressLists::new([(purpose, list.join("\n").as_str())]);
        assert!(bad.is_empty(), "the lists can be read");
        let found = run(csv, &Surroundings { lists, ..Surroundings::default() });
        // Some files that are labelled as a whole hold hosts that talk to nobody outside.
        let talks = |truth: &Truth<'_>| {
            truth.attacks.get(attack).into_iter().flatten().any(|one| list.contains(one))
        };
        for (interface, truth) in concerned.filter(|(_, truth)| talks(truth)) {
            let told =
                |one: &Finding| one.resource.interface.as_str() == *interface && one.kind == kind;
            table.add(
                &format!("{} for {attack} ({})", kind.name(), truth.dataset),
                found.iter().any(told),
            );
        }
    }
    table.print("flows, by lists that are made of the labels");
    println!();
}

/// The hosts that opened what was captured where both sides have public addresses: the first of each
/// interface.
fn own(csv: &Csv) -> BTreeSet<Address> {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    for [interface, source] in csv.rows(["interface_id", "srcaddr"]) {
        first.entry(interface).or_insert(source);
    }
    first.values().filter_map(|source| Address::parse(source.as_bytes())).collect()
}
