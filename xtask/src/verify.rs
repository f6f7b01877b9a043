//! `cargo xtask verify`: the full counts, whose outcome is kept in `docs/verify.md`, a row a step.

use std::fmt::Write as _;
use std::fs;

use crate::binary::Profile;
use crate::step::{Step, Steps};
use crate::tally::Tally;
use crate::workspace::{self, Workspace};
use crate::{Result, bench, clients, command, fuzz, supply, test};

const PAGE: &str = "docs/verify.md";
const FUZZ_SECONDS: u32 = 600;

/// A step: the word that chooses it, what the page says it is, what it does.
type Choice = (&'static str, &'static str, fn(&Workspace) -> Result<Tally>);

/// In the order in which all are run: measured first, while the machine is cool.
const STEPS: [Choice; 11] = [
    ("deny", "licences and advisories of dependencies", |workspace| {
        supply::check(workspace, supply::install(workspace)?).map(|()| Tally::default())
    }),
    ("bench", "benchmarks and peers", |workspace| bench::run(workspace).map(|()| Tally::default())),
    ("test", "cargo test", test::cargo_test),
    ("e2e", "end to end, release build", |workspace| {
        test::end_to_end(workspace, Profile::Release, &["tests"])
    }),
    ("attacks", "attacks of 30 s each, release build", |workspace| {
        let selection = ["tests/attacks", "--full-count", "attacks", "--numprocesses", "0"];
        test::end_to_end(workspace, Profile::Release, &selection)
    }),
    ("kills", "200 kills each, on each store, debug build", |workspace| {
        test::end_to_end(workspace, Profile::Dev, &["tests", "--full-count", "kills"])
    }),
    ("losses", "300 losses of power, debug build", |workspace| {
        let selection = ["tests/test_power_loss.py", "--full-count", "power_losses"];
        test::end_to_end(workspace, Profile::Dev, &selection)
    }),
    ("moto", "moto's tests", |workspace| clients::moto(workspace, Profile::Release, &[])),
    ("auditors", "auditors", |workspace| clients::auditors(workspace, Profile::Release)),
    ("sdk", "the SDK for Rust", |workspace| clients::sdk_for_rust(workspace, Profile::Release)),
    ("fuzz", "fuzzing, 600 s a target", |workspace| fuzz::targets(workspace, FUZZ_SECONDS, &[])),
];

/// Runs the chosen steps, all if none is, and writes their rows into the page, whatever the outcome.
pub(crate) fn run(workspace: &Workspace, chosen: &[&str]) -> Result {
    if let Some(unknown) = chosen.iter().find(|word| STEPS.iter().all(|(key, ..)| key != *word)) {
        let known: Vec<_> = STEPS.iter().map(|(key, ..)| *key).collect();
        return Err(format!("no step `{unknown}`: there are {}", known.join(", ")).into());
    }
    let provenance = provenance(workspace)?;
    let mut steps = Steps::default();
    for (key, name, step) in STEPS {
        if chosen.is_empty() || chosen.contains(&key) {
            steps.tests(name, || step(workspace));
        }
    }
    let path = workspace.root.join(PAGE);
    let before = fs::read_to_string(&path).unwrap_or_default();
    fs::write(path, page(&before, steps.done(), &provenance)?)?;
    println!("wrote {PAGE}");
    steps.finish(workspace::is_ci())
}

/// When, of which commit, and on what.
fn provenance(workspace: &Workspace) -> Result<String> {
    let say = |program: &str, words: &[&str]| {
        command::program(program, &workspace.root).args(words).stdout_text()
    };
    let date = say("date", &["--utc", "+%Y-%m-%d %H:%M"])?;
    let commit = say("git", &["rev-parse", "--short=12", "HEAD"])?;
    let changes = say("git", &["status", "--porcelain", "--untracked-files=no"])?;
    let state = if changes.is_empty() { "" } else { " with changes" };
    let cores = std::thread::available_parallelism()?;
    Ok(format!("{} | `{}`{state} | {cores}", date.trim(), commit.trim()))
}

/// The page with the rows of these steps, and as it was of the others.
fn page(before: &str, done: &[Step], provenance: &str) -> Result<String> {
    let mut page = String::from(
        "# What the last `cargo xtask verify` found\n\n\
         Written by the task itself, each step's row by its last run. The figures beside peers are in \
         [performance.md](performance.md).\n\n\
         | step | outcome | tests | seconds | begun (UTC) | commit | cores |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for (_, name, _) in STEPS {
        let row = format!("| {name} | ");
        let Some(step) = done.iter().find(|step| step.name == name) else {
            let kept = before.lines().find(|line| line.starts_with(&row));
            page.extend(kept.map(|line| format!("{line}\n")));
            continue;
        };
        let outcome = step.failure.as_deref().map_or("passed", |_| "**failed**");
        let seconds = step.duration.as_secs();
        writeln!(page, "{row}{outcome} | {} | {seconds} | {provenance} |", step.tally)?;
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn step(name: &str, failure: Option<&str>) -> Step {
        let failure = failure.map(str::to_owned);
        Step {
            name: name.to_owned(),
            duration: Duration::from_secs(7),
            tally: Tally::default(),
            failure,
        }
    }

    #[test]
    fn a_row_is_of_its_steps_last_run() {
        let first =
            page("", &[step("cargo test", Some("no")), step("auditors", None)], "then").unwrap();
        let second = page(&first, &[step("cargo test", None)], "now").unwrap();
        let rows: Vec<_> = second.lines().filter(|line| line.contains(" 7 ")).collect();
        let counts = Tally::default();
        assert_eq!(
            rows,
            [
                format!("| cargo test | passed | {counts} | 7 | now |"),
                format!("| auditors | passed | {counts} | 7 | then |"),
            ]
        );
    }
}
