//! Calls: techniques that were detonated, and what is harmless.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

use bartizan_detect::read::TrailLog;
use bartizan_detect::{ActivityDetectors, Finding, Kind, Surroundings};
use flate2::read::GzDecoder;
use serde_json::Value;

use crate::score::Score;

/// A labelled record.
struct Labelled {
    dataset: String,
    technique: String,
    time: String,
    event: String,
}

/// Types that tell a technique of a tactic, and whether GuardDuty documents types of that tactic.
const TACTICS: [(&str, &[Kind], bool); 9] = [
    ("credential-access", &[Kind::CredentialAccessCalls, Kind::InstanceCredentialsOutside], true),
    ("defense-evasion", &[Kind::DefenseEvasionCalls, Kind::TrailDisabled], true),
    ("discovery", &[Kind::DiscoveryCalls], true),
    ("execution", &[Kind::PersistenceCalls, Kind::PrivilegeEscalationCalls], false),
    ("exfiltration", &[Kind::ExfiltrationCalls, Kind::DefenseEvasionCalls], true),
    ("initial-access", &[Kind::InitialAccessCalls, Kind::LoginWithoutMfa], true),
    ("lateral-movement", &[Kind::InitialAccessCalls], false),
    ("persistence", &[Kind::PersistenceCalls], true),
    ("impact", &[Kind::ImpactCalls], true),
];

pub(crate) fn score(folder: &Path) {
    let attacks = read(&folder.join("activity_attacks.jsonl.gz"));
    let harmless = read(&folder.join("activity_benign.jsonl.gz"));
    let mut history: Vec<&Labelled> =
        harmless.iter().filter(|one| one.dataset == "invictus").collect();
    history.sort_by(|one, other| one.time.cmp(&other.time));
    let (past, present) = history.split_at(history.len() / 2);
    let learned = learn(past);
    techniques(&attacks, "stratus-detonation", &ActivityDetectors::new(4_096));
    techniques(&attacks, "invictus", &learned);
    let found = run(learned, present.iter().copied());
    let keys: BTreeSet<String> = found.iter().map(Finding::key).collect();
    for key in &keys {
        println!("  false: {key}");
    }
    println!("  falsely raised on {} harmless records: {}\n", present.len(), keys.len());
    alone(&attacks, &harmless);
}

fn read(path: &Path) -> Vec<Labelled> {
    let file = std::fs::File::open(path).expect("the labelled records can be opened");
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).expect("they are text in gzip");
    let field = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let one = |line: &str| {
        let value: Value = serde_json::from_str(line).expect("each line is JSON");
        let event = &value["event"];
        Labelled {
            dataset: field(&value, "dataset"),
            technique: field(&value, "technique"),
            time: field(event, "eventTime"),
            event: event.to_string(),
        }
    };
    text.lines().map(one).collect()
}

fn learn(records: &[&Labelled]) -> ActivityDetectors {
    let mut detectors = ActivityDetectors::new(4_096);
    for one in records {
        let around = Surroundings::default();
        TrailLog::default().read(one.event.as_bytes(), true, |call| detectors.learn(call, &around));
    }
    detectors
}

fn run<'a>(
    mut detectors: ActivityDetectors,
    records: impl Iterator<Item = &'a Labelled>,
) -> Vec<Finding> {
    let (around, mut found) = (Surroundings::default(), Vec::new());
    let mut log = TrailLog::default();
    for one in records {
        log.read(one.event.as_bytes(), true, |call| {
            detectors.observe(call, &around, &mut found);
        });
    }
    found
}

/// Each technique by itself, after what was learned.
fn techniques(attacks: &[Labelled], dataset: &str, learned: &ActivityDetectors) {
    let mut by_name: BTreeMap<&str, Vec<&Labelled>> = BTreeMap::new();
    for one in attacks.iter().filter(|one| one.dataset == dataset) {
        by_name.entry(&one.technique).or_default().push(one);
    }
    let mut table = Score::default();
    for (technique, mut records) in by_name {
        let tactic = technique.strip_prefix("aws.").and_then(|rest| rest.split('.').next());
        let Some((name, kinds, documented)) =
            TACTICS.iter().find(|(name, ..)| Some(*name) == tactic)
        else {
            continue;
        };
        records.sort_by(|one, other| one.time.cmp(&other.time));
        let found = run(learned.clone(), records.into_iter());
        let is_found = found.iter().any(|one| kinds.contains(&one.kind));
        if !is_found {
            let told: BTreeSet<&str> = found.iter().map(|one| one.kind.name()).collect();
            println!("  missed: {technique}, told: {told:?}");
        }
        let outside = if *documented { "" } else { " (outside GuardDuty's documented scope)" };
        table.add(&format!("{name}{outside}"), is_found);
    }
    table.print(&format!("calls, {dataset}: techniques of each tactic"));
}

/// Single records that were made for the rules of others: each alone, for a report.
fn alone(attacks: &[Labelled], harmless: &[Labelled]) {
    for dataset in ["panther-tests", "streamalert-tests"] {
        let told = |records: &[Labelled]| {
            let of = records.iter().filter(|one| one.dataset == dataset);
            let told = of
                .clone()
                .filter(|one| !run(ActivityDetectors::new(16), std::iter::once(*one)).is_empty());
            (told.count(), of.count())
        };
        let ((found, of_attacks), (raised, of_harmless)) = (told(attacks), told(harmless));
        println!(
            "{dataset}, not gated: {found} of {of_attacks} attacks, {raised} of {of_harmless} harmless"
        );
    }
}
