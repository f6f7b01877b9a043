//! Each check on a host that passes it, and on one that a change makes fail it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may end by a panic, also in its helpers"
)]

mod base;
mod cases;
mod cases_access;
mod cases_logs;
mod cases_network;
mod hostile;
mod semantics;
mod tree;

use std::collections::BTreeSet;

use bartizan_harden::{Check, Host, Outcome, Verdict, checks};

use crate::base::{TODAY, base};
use crate::tree::{Change, Tree};

/// A check, what a host needs beside the base so that it applies, and what makes it fail.
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) needs: Vec<Change>,
    pub(crate) fails: Vec<Change>,
}

pub(crate) fn case(id: &str, needs: &[Change], fails: &[Change]) -> Case {
    Case { id: id.to_owned(), needs: needs.to_vec(), fails: fails.to_vec() }
}

fn cases() -> Vec<Case> {
    let all = [cases::cases(), cases_network::cases(), cases_access::cases(), cases_logs::cases()];
    all.into_iter().flatten().collect()
}

pub(crate) fn check(id: &str) -> &'static Check {
    checks().iter().find(|check| check.id == id).unwrap_or_else(|| panic!("no check {id}"))
}

pub(crate) fn verdict(tree: &Tree, id: &str) -> Verdict {
    Host::new(tree, tree.live(), TODAY).run(check(id))
}

#[test]
fn each_check_passes_and_fails() {
    let mut wrong = Vec::new();
    for Case { id, needs, fails } in cases() {
        let good = base().with(&needs);
        let passed = verdict(&good, &id);
        if passed.outcome != Outcome::Passed {
            wrong.push(format!("{id} does not pass: {passed:?}"));
        }
        let failed = verdict(&good.with(&fails), &id);
        if failed.outcome != Outcome::Failed || failed.evidence.is_empty() {
            wrong.push(format!("{id} does not fail: {failed:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_check_has_a_case() {
    let told: BTreeSet<String> = cases().into_iter().map(|case| case.id).collect();
    let missing: Vec<&str> =
        checks().iter().map(|check| check.id).filter(|id| !told.contains(*id)).collect();
    assert!(missing.is_empty(), "no case: {missing:?}");
}

#[test]
fn the_base_fails_nothing() {
    let tree = base();
    let host = Host::new(&tree, None, TODAY);
    let failed: Vec<&str> = checks()
        .iter()
        .filter(|check| matches!(host.run(check).outcome, Outcome::Failed | Outcome::Error))
        .map(|check| check.id)
        .collect();
    assert_eq!(failed, [""; 0]);
}

#[test]
fn checks_have_words_of_their_own_and_unique_numbers() {
    let mut seen = BTreeSet::new();
    for check in checks() {
        assert!(seen.insert(check.id), "{} is there twice", check.id);
        assert!([1, 2].contains(&check.level), "{}", check.id);
        for text in [&check.title, &check.rationale, &check.remediation] {
            assert!(text.len() > 5 && !text.contains("Ensure "), "{}: {text}", check.id);
        }
        assert!(check.id.split('.').all(|part| part.parse::<u32>().is_ok()), "{}", check.id);
    }
}
