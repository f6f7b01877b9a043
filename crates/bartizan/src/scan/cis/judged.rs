//! What the checks say of a host, as Inspector is told it.

use std::borrow::Cow;
use std::path::Path;

use bartizan_harden::{Check, Host, Live, Outcome, checks};
use serde::{Deserialize, Serialize};

use super::disk::{Disk, Kernel};
use super::{System, report};

/// What there are checks for: product and version, as Inspector names them.
pub(crate) const PLATFORM: [&str; 2] = ["DEBIAN", "12"];
/// The version of the [benchmark](bartizan_harden::BENCHMARK).
pub(crate) const BENCHMARK_VERSION: &str = "1.1.0";

/// The profile of the benchmark that a level is.
pub(crate) fn profile(level: u8) -> String {
    format!("Level {level} - Server")
}

/// The longest reason, in bytes. (Amazon Inspector API Reference, `CisSessionMessage`.)
const REASON_BYTES_MAX: usize = 1000;
/// How many pieces of evidence are told of a check.
const EVIDENCE_MAX: usize = 5;

/// What one check says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Judged {
    pub(crate) id: Cow<'static, str>,
    /// The name of a rule's status.
    pub(crate) status: Cow<'static, str>,
    /// What was found.
    pub(crate) reason: String,
}

impl Judged {
    /// Runs a check.
    pub(crate) fn of(host: &Host<'_>, check: &Check) -> Self {
        let verdict = host.run(check);
        let lines = verdict.evidence.iter().take(EVIDENCE_MAX).map(report::line);
        Self::told(check, verdict.outcome, lines.collect::<Vec<_>>().join("; "))
    }

    /// What a check said.
    pub(crate) fn told(check: &Check, outcome: Outcome, reason: String) -> Self {
        Self { id: check.id.into(), status: outcome.name().into(), reason: cut(reason) }
    }
}

/// Why no check was run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Unjudged {
    /// There are no checks for what it runs.
    Unsupported(String),
    /// It cannot be read.
    Unreadable(String),
}

/// The checks of a level and below it.
pub(crate) fn of_level(level: u8) -> impl Iterator<Item = &'static Check> {
    checks().iter().filter(move |check| check.level <= level)
}

/// Runs the checks of a level and below it on the host of this root.
///
/// # Errors
/// None can be run.
pub(crate) fn judge(
    root: &Path,
    is_this_host: bool,
    level: u8,
    today: i64,
) -> Result<Vec<Judged>, Unjudged> {
    let all = |host: &Host<'_>| of_level(level).map(|check| Judged::of(host, check)).collect();
    on_host(root, is_this_host, today, all)
}

/// Works on the host of this root.
///
/// # Errors
/// No check can be run on it.
pub(crate) fn on_host<T>(
    root: &Path,
    is_this_host: bool,
    today: i64,
    work: impl FnOnce(&Host<'_>) -> T,
) -> Result<T, Unjudged> {
    let disk = Disk::open(root).map_err(|error| Unjudged::Unreadable(error.to_string()))?;
    let live: Option<&dyn Live> = if is_this_host { Some(&Kernel) } else { None };
    let host = Host::new(&disk, live, today);
    let system = System::of(&host);
    if !system.is_supported() {
        return Err(Unjudged::Unsupported(system.to_string()));
    }
    Ok(work(&host))
}

fn cut(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(REASON_BYTES_MAX));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(release: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("etc")).unwrap();
        std::fs::write(folder.path().join("etc/os-release"), release).unwrap();
        folder
    }

    #[test]
    fn a_folder_is_judged_by_its_level() {
        let folder = root("ID=debian\nVERSION_ID=\"12\"\n");
        let count = |level| judge(folder.path(), false, level, 20_000).ok().unwrap().len();
        assert!(count(1) > 100 && count(1) < count(2), "{} {}", count(1), count(2));
    }

    #[test]
    fn other_systems_and_absent_roots_are_not_judged() {
        let folder = root("ID=alpine\nVERSION_ID=3.20.1\n");
        let told = judge(folder.path(), false, 1, 20_000);
        assert!(matches!(told, Err(Unjudged::Unsupported(what)) if what == "alpine 3.20.1"));
        let absent = folder.path().join("absent");
        assert!(matches!(judge(&absent, false, 1, 0), Err(Unjudged::Unreadable(_))));
    }

    #[test]
    fn the_version_is_that_of_the_benchmark() {
        assert!(bartizan_harden::BENCHMARK.ends_with(&format!(" v{BENCHMARK_VERSION}")));
    }

    #[test]
    fn reasons_are_cut_between_letters() {
        assert_eq!(cut("é".repeat(600)).len(), REASON_BYTES_MAX);
        assert_eq!(cut(format!("a{}", "é".repeat(600))).len(), REASON_BYTES_MAX - 1);
        assert_eq!(cut("short".to_owned()), "short");
    }
}
