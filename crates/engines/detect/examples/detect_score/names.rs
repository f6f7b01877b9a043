//! Names: by how they look, in captures, in streams of clients that are made here, and by lists.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bartizan_detect::lists::{DomainLists, Purpose};
use bartizan_detect::record::{Address, Query, Type, rcodes};
use bartizan_detect::{DnsDetectors, DnsLimits, DnsSurroundings, Finding, Kind, Look, look};

use crate::csv::Csv;
use crate::score::Score;
use crate::streams;

/// A row of the file.
pub(crate) struct Row<'a> {
    pub(crate) time: Option<f64>,
    pub(crate) client: &'a str,
    pub(crate) name: &'a str,
    pub(crate) kind: Type,
    pub(crate) rcode: u8,
    pub(crate) label: &'a str,
    pub(crate) family: &'a str,
    pub(crate) dataset: &'a str,
}

pub(crate) fn score(path: &Path) {
    let csv = Csv::read(path);
    let rows = rows(&csv);
    looks(&rows);
    captures(&rows);
    streams::score(&rows);
    listed(&rows);
}

fn rows(csv: &Csv) -> Vec<Row<'_>> {
    let columns = ["ts", "client", "qname", "qtype", "rcode", "label", "family", "dataset"];
    csv.rows(columns)
        .map(|[time, client, name, kind, rcode, label, family, dataset]| Row {
            time: time.parse().ok(),
            client,
            name,
            kind: Type::parse(kind.as_bytes()).unwrap_or(Type::A),
            rcode: rcodes::parse(rcode.as_bytes()).unwrap_or(rcodes::NOERROR),
            label,
            family,
            dataset,
        })
        .collect()
}

/// Families whose names are made of words, syllables or patterns; those of the others look random.
const SPOKEN: [&str; 7] =
    ["bazarbackdoor", "gozi", "ngioweb", "nymaim2", "pitou", "pushdo", "vawtrak"];

/// By the name alone: of each family, and of harmless lists.
fn looks(rows: &[Row<'_>]) {
    println!("names, by how they look; no family was in the training");
    println!("  {:<34} {:>6} {:>11} {:>8}", "list", "names", "generated", "odd");
    let mut lists: BTreeMap<(&str, &str), [u32; 3]> = BTreeMap::new();
    let listed = |row: &&Row<'_>| row.time.is_none() && matches!(row.label, "benign" | "dga");
    for row in rows.iter().filter(listed) {
        let place = match look(row.name.as_bytes()) {
            Look::Usual => 0,
            Look::Odd => 1,
            Look::Generated => 2,
        };
        if let Some(count) = lists.entry((row.label, row.family)).or_default().get_mut(place) {
            *count += 1;
        }
    }
    let mut random = [0, 0];
    for ((label, family), [usual, odd, generated]) in &lists {
        let counted = [*generated, usual + odd + generated];
        let all = f64::from(counted[1]);
        let share = |count: u32| 100.0 * f64::from(count) / all;
        let (generated, odd) = (share(*generated), share(generated + odd));
        println!("  {:<34} {all:>6} {generated:>9.2} % {odd:>6.2} %", format!("{label} {family}"));
        if *label == "dga" && !SPOKEN.contains(family) {
            random = [random[0] + counted[0], random[1] + counted[1]];
        }
    }
    let share = 100.0 * f64::from(random[0]) / f64::from(random[1].max(1));
    println!("  random-looking families: {share:.1} % of {} names look generated", random[1]);
    println!();
}

/// Runs rows with times, client by client as they come.
pub(crate) fn run<'a>(
    rows: impl IntoIterator<Item = &'a Row<'a>>,
    around: &DnsSurroundings,
) -> Vec<Finding> {
    let mut detectors = DnsDetectors::new(DnsLimits::default());
    let mut found = Vec::new();
    for row in rows {
        #[expect(clippy::cast_possible_truncation, reason = "seconds")]
        let time = row.time.unwrap_or_default() as i64;
        let query = Query {
            client: Address::parse(row.client.as_bytes()).unwrap_or_default(),
            time,
            name: row.name.as_bytes(),
            kind: row.kind,
            rcode: row.rcode,
            ..Query::default()
        };
        detectors.observe(&query, around, &mut found);
    }
    found
}

/// Tunnels, each a client and what it tunnels by, among what is harmless.
fn captures(rows: &[Row<'_>]) {
    let is_of_capture = |row: &&Row<'_>| row.time.is_some() || row.label == "tunnel";
    let captured =
        rows.iter().filter(is_of_capture).filter(|row| matches!(row.label, "benign" | "tunnel"));
    let found = run(captured.clone(), &DnsSurroundings::default());
    let address = |client: &str| Address::parse(client.as_bytes()).unwrap_or_default();
    let tunnels: BTreeSet<_> = captured
        .clone()
        .filter(|row| row.label == "tunnel")
        .map(|row| (row.family, row.client))
        .collect();
    let mut table = Score::default();
    for (family, client) in &tunnels {
        let told = |one: &Finding| {
            one.kind == Kind::DnsExfiltration && one.resource.address == address(client)
        };
        table.add(&format!("tunnel {family} {client}"), found.iter().any(told));
    }
    table.print("captures of DNS: tunnels, by client");
    let harmful: BTreeSet<_> = tunnels.iter().map(|(_, client)| address(client)).collect();
    let wrong = found.iter().filter(|one| !harmful.contains(&one.resource.address));
    let wrong: BTreeSet<_> = wrong.map(|one| format!("{} {:?}", one.key(), one.evidence)).collect();
    let clients: BTreeSet<_> =
        captured.filter(|row| row.label == "benign").map(|row| row.client).collect();
    for one in &wrong {
        println!("  false: {one}");
    }
    println!("  falsely raised: {} of {} harmless clients\n", wrong.len(), clients.len());
}

/// Each list of names, given to the detectors as such, beside what is harmless.
fn listed(rows: &[Row<'_>]) {
    let mut table = Score::default();
    for (label, purpose, kind) in [
        ("mining", Purpose::Mining, Kind::MiningDomain),
        ("c2", Purpose::CommandAndControl, Kind::CommandAndControlDomain),
    ] {
        let names: BTreeSet<&str> =
            rows.iter().filter(|row| row.label == label).map(|row| row.name).collect();
        let text: Vec<&str> = names.iter().copied().collect();
        let (domains, bad) = DomainLists::new([(purpose, text.join("\n").as_str())]);
        println!("list of {label}: {} domains, {} lines that are none", names.len(), bad.len());
        let around = DnsSurroundings { domains, ..DnsSurroundings::default() };
        for family in rows
            .iter()
            .filter(|row| row.label == label)
            .map(|row| row.family)
            .collect::<BTreeSet<_>>()
        {
            for row in rows.iter().filter(|row| row.family == family && row.label == label) {
                let found = run([row], &around);
                table.add(
                    &format!("{} {family}", kind.name()),
                    found.iter().any(|one| one.kind == kind),
                );
            }
        }
        let harmless = rows.iter().filter(|row| row.label == "benign");
        let wrong = run(harmless, &around).iter().filter(|one| one.kind == kind).count();
        println!("  falsely raised on harmless names: {wrong}");
    }
    table.print("names, by lists that are made of the labels");
}

/// What a dataset's rows are counted under.
pub(crate) fn is_list(row: &Row<'_>, dataset: &str) -> bool {
    row.time.is_none() && row.dataset == dataset
}
