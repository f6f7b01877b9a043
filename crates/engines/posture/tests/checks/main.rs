//! Each check on facts that pass it, and on facts that fail it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "a test may end by a panic, also in its helpers"
)]

mod account;
mod hostile;
mod identity;
mod network;
mod storage;
mod trails;

use std::collections::BTreeSet;

use bartizan_posture::{
    Answer, Check, Facts, Outcome, Topic, Unassessed, Unknown, Verdict, checks,
};
use bartizan_types::Timestamp;
use serde_json::Value as Json;

const ACCOUNT: &str = "123456789012";
const NOW: &str = "2026-11-27T00:00:00Z";

/// A check, and what there is of the topics it looks at: first what passes, then what fails.
pub(crate) struct Case {
    id: &'static str,
    passes: Vec<(Topic, Vec<Json>)>,
    fails: Vec<(Topic, Vec<Json>)>,
}

pub(crate) fn case<const P: usize, const F: usize>(
    id: &'static str,
    passes: [(Topic, Vec<Json>); P],
    fails: [(Topic, Vec<Json>); F],
) -> Case {
    Case { id, passes: passes.into(), fails: fails.into() }
}

pub(crate) fn check(id: &str) -> &'static Check {
    checks().iter().find(|check| check.id == id).unwrap_or_else(|| panic!("no check {id}"))
}

/// Facts of these topics; those that the check looks at beside them have nothing.
pub(crate) fn facts(check: &Check, known: &[(Topic, Vec<Json>)]) -> Facts {
    let mut facts = Facts::new(ACCOUNT, Timestamp::parse_iso8601(NOW).unwrap());
    for topic in check.needs {
        facts.add(*topic, []);
    }
    for (topic, values) in known {
        facts.add(*topic, values.iter().map(|value| answer(*topic, value)));
    }
    facts
}

fn answer(topic: Topic, value: &Json) -> Answer {
    let region = if topic.is_regional() { "eu-central-1" } else { "" };
    let resource = value.get("Bucket").or_else(|| value.get("Name")).and_then(Json::as_str);
    let resource =
        resource.map_or_else(|| "resource".to_owned(), |name| format!("arn:aws:s3:::{name}"));
    let got = value.get("Value").cloned().unwrap_or_else(|| value.clone());
    Answer { region: region.to_owned(), resource, got: Ok(got) }
}

pub(crate) fn verdict(id: &str, known: &[(Topic, Vec<Json>)]) -> Verdict {
    let check = check(id);
    check.run(&facts(check, known))
}

fn cases() -> Vec<Case> {
    [account::cases(), identity::cases(), storage::cases(), trails::cases(), network::cases()]
        .into_iter()
        .flatten()
        .collect()
}

#[test]
fn each_check_passes_and_fails() {
    let mut wrong = Vec::new();
    for Case { id, passes, fails } in cases() {
        let passed = verdict(id, &passes);
        // Whether contact details are current is not for a program to tell.
        let best = if id == "2.1" { Outcome::NotAssessed } else { Outcome::Passed };
        if passed.outcome != best {
            wrong.push(format!("{id} does not pass {passes:?}: {passed:?}"));
        }
        let failed = verdict(id, &fails);
        let told = failed.evidence.first().filter(|one| {
            one.is_right == Ok(false) && !one.found.is_empty() && !one.wanted.is_empty()
        });
        // How to leave off working as the root user no command says.
        let has_command = told.is_some_and(|one| !one.command.is_empty() || id == "2.6");
        if failed.outcome != Outcome::Failed || !has_command {
            wrong.push(format!("{id} does not fail {fails:?}: {failed:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_check_that_judges_has_cases() {
    let tested: BTreeSet<&str> = cases().iter().map(|case| case.id).collect();
    let judging: BTreeSet<&str> =
        checks().iter().filter(|check| !check.needs.is_empty()).map(|check| check.id).collect();
    assert_eq!(tested, judging);
}

#[test]
fn what_is_not_there_or_for_a_person_is_not_assessed() {
    let told: Vec<(&str, Unassessed)> = checks()
        .iter()
        .filter(|check| check.needs.is_empty())
        .map(|check| {
            let verdict = check.run(&facts(check, &[]));
            assert_eq!(verdict.outcome, Outcome::NotAssessed);
            (check.id, verdict.evidence[0].is_right.unwrap_err())
        })
        .collect();
    assert_eq!(told.iter().filter(|(_, why)| *why == Unassessed::NotServed).count(), 24);
    let by_person: Vec<_> = told.iter().filter(|(_, why)| *why == Unassessed::Person).collect();
    assert_eq!(by_person, [&("2.20", Unassessed::Person)]);
}

#[test]
fn what_is_not_known_is_never_passed() {
    let unknown = [
        (Unknown::Denied("no".to_owned()), Unassessed::Denied),
        (Unknown::NotServed("no".to_owned()), Unassessed::NotServed),
        (Unknown::Failed("no".to_owned()), Unassessed::NotAnswered),
    ];
    for Case { id, passes, .. } in cases() {
        let check = check(id);
        let nothing = check.run(&Facts::new(ACCOUNT, Timestamp::from_seconds(0)));
        assert_eq!(nothing.outcome, Outcome::NotAssessed, "{id}");
        // An alternative that is whole needs nothing beside it: of all topics each is denied in its turn.
        for (got, why) in &unknown {
            let mut all = Facts::new(ACCOUNT, Timestamp::from_seconds(0));
            for topic in check.needs {
                let (region, resource) = (String::new(), "r".to_owned());
                all.add(*topic, [Answer { region, resource, got: Err(got.clone()) }]);
            }
            let verdict = check.run(&all);
            assert_eq!(verdict.outcome, Outcome::NotAssessed, "{id}: {verdict:?}");
            assert_eq!(verdict.evidence[0].is_right, Err(*why), "{id}");
        }
        let mut half = facts(check, &passes);
        for topic in check.needs {
            let got = Err(Unknown::Denied("no".to_owned()));
            half.add(*topic, [Answer { region: String::new(), resource: "r".to_owned(), got }]);
        }
        let outcome = check.run(&half).outcome;
        let is_settled = ["2.16", "3.1.4", "4.1", "4.4", "4.8", "4.9"].contains(&id);
        assert!(outcome == Outcome::NotAssessed || is_settled, "{id}: {outcome:?}");
    }
}

#[test]
fn numbers_are_the_benchmarks_and_in_order() {
    let ids: Vec<&str> = checks().iter().map(|check| check.id).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    assert_eq!(ids[..3], ["2.1", "2.2", "2.3"]);
    assert_eq!(ids[9], "2.10");
    assert_eq!(ids[ids.len() - 3..], ["B.1", "B.2", "B.3"]);
    // All of the benchmark's 63, and three of ours.
    assert_eq!(ids.len(), 66);
    for check in checks() {
        assert!(
            (1..=2).contains(&check.level)
                && !check.title.is_empty()
                && !check.rationale.is_empty()
        );
    }
}
