//! A task's steps: each is announced, timed and counted, and one that fails does not hide the rest.

use std::time::{Duration, Instant};

use crate::Result;
use crate::tally::Tally;

/// The steps of one run.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<Step>,
    tally: Tally,
}

/// A step that has run.
pub(crate) struct Step {
    pub(crate) name: String,
    pub(crate) duration: Duration,
    /// The tests it counted; all zero for a check.
    pub(crate) tally: Tally,
    /// Why it failed, if it did.
    pub(crate) failure: Option<String>,
}

impl Steps {
    /// Runs a check, which holds or fails as a whole; only a failure is counted.
    pub(crate) fn check(&mut self, name: &str, check: impl FnOnce() -> Result) {
        self.tests(name, || {
            check()?;
            Ok(Tally::default())
        });
    }

    /// Runs a step that counts its tests.
    pub(crate) fn tests(&mut self, name: &str, tests: impl FnOnce() -> Result<Tally>) {
        println!("\n── {name}");
        let start = Instant::now();
        let (tally, failure) = match tests() {
            Ok(tally) if tally.failed > 0 => (tally, Some(format!("{} failed", tally.failed))),
            Ok(tally) => (tally, None),
            Err(error) => (Tally { failed: 1, ..Tally::default() }, Some(error.to_string())),
        };
        self.tally += tally;
        if let Some(why) = &failure {
            eprintln!("{name} failed: {why}");
        }
        let duration = start.elapsed();
        println!("── {name}: {:.1} s", duration.as_secs_f64());
        self.done.push(Step { name: name.to_owned(), duration, tally, failure });
    }

    /// The steps that have run.
    pub(crate) fn done(&self) -> &[Step] {
        &self.done
    }

    /// Prints the steps and, last, the plain count; an error if anything failed, or was skipped
    /// where `skips_fail`.
    pub(crate) fn finish(mut self, skips_fail: bool) -> Result {
        println!();
        for step in &self.done {
            let mark = if step.failure.is_none() { "ok    " } else { "FAILED" };
            println!("{mark} {:>7.1} s  {}", step.duration.as_secs_f64(), step.name);
        }
        let failed_on_skips = skips_fail && self.tally.skipped > 0;
        if failed_on_skips {
            println!("a skipped test is a failure where CI is set");
            self.tally.failed += self.tally.skipped;
            self.tally.skipped = 0;
        }
        let first = self.done.iter().find_map(|step| step.failure.as_ref().map(|_| &step.name));
        println!("{}", self.tally);
        match first {
            Some(name) => Err(format!("failed, first in: {name}").into()),
            None if failed_on_skips => Err("tests were skipped".into()),
            None => Ok(()),
        }
    }
}
