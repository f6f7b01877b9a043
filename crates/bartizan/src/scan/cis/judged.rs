//! What the checks say of a host, as Inspector is told it.

use std::path::Path;

use bartizan_harden::{Host, Live, checks};

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
pub(crate) struct Judged {
    pub(crate) id: &'static str,
    /// The name of a rule's status.
    pub(crate) status: &'static str,
    /// What was found.
    pub(crate) reason: String,
}

/// Why no check was run.
pub(crate) enum Unjudged {
    /// There are no checks for what it runs.
    Unsupported(String),
    /// Its root cannot be opened.
    Unreadable(String),
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
    let disk = Disk::open(root).map_err(|error| Unjudged::Unreadable(error.to_string()))?;
    let live: Option<&dyn Live> = if is_this_host { Some(&Kernel) } else { None };
    let host = Host::new(&disk, live, today);
    let system = System::of(&host);
    if !system.is_supported() {
        return Err(Unjudged::Unsupported(system.to_string()));
    }
    let wanted = checks().iter().filter(|check| check.level <= level);
    let judged = wanted.map(|check| {
        let verdict = host.run(check);
        let lines = verdict.evidence.iter().take(EVIDENCE_MAX).map(report::line);
        let reason = cut(lines.collect::<Vec<_>>().join("; "));
        Judged { id: check.id, status: verdict.outcome.name(), reason }
    });
    Ok(judged.collect())
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
