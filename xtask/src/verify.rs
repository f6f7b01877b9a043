//! `cargo xtask verify`: the full counts, whose outcome is kept in `docs/verify.md`.

use std::fmt::Write as _;
use std::fs;

use crate::binary::Profile;
use crate::step::Steps;
use crate::workspace::{self, Workspace};
use crate::{Result, bench, clients, command, fuzz, supply, test};

const PAGE: &str = "docs/verify.md";
const FUZZ_SECONDS: u32 = 180;

/// Runs the full counts and writes the page, whatever the outcome.
pub(crate) fn run(workspace: &Workspace) -> Result {
    let mut steps = Steps::default();
    steps.check("cargo-deny", || supply::check(workspace, supply::install(workspace)?));
    steps.check("benchmarks and peers", || bench::run(workspace));
    steps.tests("cargo test", || test::cargo_test(workspace));
    steps.tests("end to end, release build, 200 kills on each store", || {
        test::end_to_end(workspace, Profile::Release, &["tests", "--full-counts"])
    });
    steps.tests("moto's tests", || clients::moto(workspace, Profile::Release, &[]));
    steps.tests("auditors", || clients::auditors(workspace, Profile::Release));
    steps.tests("the SDK for Rust", || clients::sdk_for_rust(workspace, Profile::Release));
    steps.tests(&format!("fuzzing, {FUZZ_SECONDS} s a target"), || {
        fuzz::targets(workspace, FUZZ_SECONDS)
    });
    fs::write(workspace.root.join(PAGE), page(workspace, &steps)?)?;
    println!("wrote {PAGE}");
    steps.finish(workspace::is_ci())
}

fn page(workspace: &Workspace, steps: &Steps) -> Result<String> {
    let say = |program: &str, words: &[&str]| {
        command::program(program, &workspace.root).args(words).stdout_text()
    };
    let commit = say("git", &["rev-parse", "HEAD"])?;
    let changes = say("git", &["status", "--porcelain", "--untracked-files=no"])?;
    let state = if changes.is_empty() { "" } else { ", with uncommitted changes" };
    let mut page = String::from(
        "# What the last `cargo xtask verify` found\n\n\
         Written by the task itself. The figures beside peers are in \
         [performance.md](performance.md).\n\n",
    );
    writeln!(page, "- date: {}", say("date", &["--utc", "+%Y-%m-%d %H:%M UTC"])?.trim())?;
    writeln!(page, "- commit: `{}`{state}", commit.trim())?;
    writeln!(page, "- machine: {} cores\n", std::thread::available_parallelism()?)?;
    page.push_str("| step | outcome | tests | seconds |\n|---|---|---|---|\n");
    for step in steps.done() {
        let outcome = step.failure.as_deref().map_or("passed", |_| "**failed**");
        let seconds = step.duration.as_secs();
        writeln!(page, "| {} | {outcome} | {} | {seconds} |", step.name, step.tally)?;
    }
    Ok(page)
}
