//! How a host is configured, beside what the CIS Debian Linux 12 Benchmark recommends.
//!
//! A [`Check`] has the number of a recommendation; its words and its judgement are our own. [`checks`]
//! lists all of them, and a [`Host`] runs them: on its [`Files`], which may be those of an image or of a
//! mounted disk, and where it runs on what its kernel tells too, by the port [`Live`]. Pure: no file is
//! opened here, and no program of the host is run.

mod check;
mod checks;
mod files;
mod host;
mod read;
mod unit;
mod walk;

pub use bartizan_benchmark::Outcome;
pub use check::{Check, Evidence, Verdict};
pub use checks::checks;
pub use files::{Entry, Files, Kind, Live};
pub use host::Host;

/// What checks of hosts say, in the order in which it is counted.
pub const OUTCOMES: [Outcome; 5] =
    [Outcome::Passed, Outcome::Failed, Outcome::NotApplicable, Outcome::Unknown, Outcome::Error];

/// The benchmark whose numbers the checks have.
pub const BENCHMARK: &str = "CIS Debian Linux 12 Benchmark v1.1.0";
