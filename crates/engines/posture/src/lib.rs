//! How an account is configured, beside what the CIS Amazon Web Services Foundations Benchmark recommends.
//!
//! A [`Check`] has the number of a recommendation, or one of our own that begins with `B`; its words and its
//! judgement are ours. [`checks`] lists all of them. [`Facts`] are what AWS's APIs answered of an account, by
//! [`Topic`]; a check names the topics that it looks at, and is run on facts. What was not answered is told as not
//! assessed, and never as passed. Pure: who asks, and how, is the caller's.

mod check;
mod checks;
mod facts;
mod fields;
mod policy;
mod report;
mod shell;

pub use bartizan_benchmark::Outcome;
pub use check::{Check, Evidence, Unassessed, Verdict};
pub use checks::checks;
pub use facts::{Answer, Facts, Topic, Unknown};

/// What checks of accounts say, in the order in which it is counted.
pub const OUTCOMES: [Outcome; 4] =
    [Outcome::Failed, Outcome::Passed, Outcome::NotApplicable, Outcome::NotAssessed];

/// The benchmark whose numbers the checks have.
pub const BENCHMARK: &str = "CIS Amazon Web Services Foundations Benchmark v6.0.0";
