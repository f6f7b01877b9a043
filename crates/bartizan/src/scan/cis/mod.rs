//! `bartizan scan --cis`: how a host is configured, beside the recommendations of the CIS benchmark.

mod disk;
pub(crate) mod judged;
mod report;

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use bartizan_harden::{Check, Host, Live, Outcome, Verdict, checks};
use bartizan_types::{Clock, SystemClock};
use clap::Args;

use self::disk::{Disk, Kernel};
use super::ScanFormat;
use crate::checks::chosen;
use crate::error::CliError;
use crate::output;

/// Which checks are run.
#[derive(Debug, Args)]
pub(super) struct CisOptions {
    /// Check how a Debian 12 host is configured instead, by the CIS benchmark: this one with --host, else one whose
    /// root the folder is. Advisories are not asked.
    #[arg(long, conflicts_with_all = ["trust", "os", "arch", "vex"])]
    pub(super) cis: bool,
    /// The level of the benchmark's profile for servers; 2 includes 1.
    #[arg(long, requires = "cis", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=2), value_name = "LEVEL")]
    cis_level: u8,
    /// Only the recommendation of this number, of either level, as 5.1.20; may be given again.
    #[arg(long = "cis-check", requires = "cis", value_name = "NUMBER")]
    cis_checks: Vec<String>,
}

/// A check with what it says.
type Told = (&'static Check, Verdict);

/// Runs the checks, and prints what they say. The exit code is 1 where one is failed and failures count.
///
/// # Errors
/// The root cannot be read, is no Debian 12, or there is no such check.
pub(super) fn run(
    options: &CisOptions,
    root: &Path,
    is_this_host: bool,
    format: ScanFormat,
    counts: bool,
) -> Result<ExitCode, CliError> {
    let wanted = chosen(checks(), options.cis_level, &options.cis_checks)?;
    let disk = Disk::open(root).map_err(CliError::file(root))?;
    let live: Option<&dyn Live> = if is_this_host { Some(&Kernel) } else { None };
    let host = Host::new(&disk, live, SystemClock::default().now().seconds().div_euclid(86_400));
    let system = System::of(&host);
    if !system.is_supported() {
        let problem = format!("the checks are for Debian 12, and there is {system}");
        return Err(CliError::Failed(format!("{}: {problem}", root.display())));
    }
    let told: Vec<Told> = wanted.into_iter().map(|check| (check, host.run(check))).collect();
    match format {
        ScanFormat::Table => output::print(&report::text(&told)),
        ScanFormat::Json => output::line(&format!("{:#}", report::json(&told))),
        ScanFormat::Sarif => output::line(&format!("{:#}", report::sarif(&told))),
        ScanFormat::Cyclonedx | ScanFormat::Spdx => {
            return Err(CliError::Usage(
                "a check is no package: --format is table, json or sarif".to_owned(),
            ));
        }
    }
    let is_failed = told.iter().any(|(_, verdict)| verdict.outcome == Outcome::Failed);
    Ok(ExitCode::from(u8::from(is_failed && counts)))
}

/// The distribution of a host and its release, if it has one.
struct System(Option<(String, String)>);

impl System {
    fn of(host: &Host<'_>) -> Self {
        Self(host.release())
    }

    /// Whether there are checks for it.
    fn is_supported(&self) -> bool {
        self.0.as_ref().is_some_and(|(id, release)| id == "debian" && release == "12")
    }
}

impl fmt::Display for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some((id, release)) => write!(f, "{id} {release}"),
            None => f.write_str("no distribution"),
        }
    }
}
