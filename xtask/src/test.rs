//! `cargo xtask test`: what CI runs. Everything is checked, with bounded iterations.

use std::path::Path;
use std::{fs, io::Write};

use crate::binary::{self, Profile};
use crate::command::Invocation;
use crate::step::Steps;
use crate::tally::{self, CargoOutput, Tally};
use crate::workspace::{self, Workspace};
use crate::{
    Result, bench, clients, codegen, command, coverage, environment, exceptions_page, supply, tidy,
};

/// The packages of the end-to-end tests, each pinned.
pub(crate) const REQUIREMENTS: &str = "tests/requirements.txt";

/// Runs all of it and prints, last, the plain count.
pub(crate) fn run(workspace: &Workspace) -> Result {
    let mut steps = Steps::default();
    steps.check("environment", || {
        environment::postgresql(workspace)?;
        environment::softhsm(workspace)?;
        environment::dig(workspace)?;
        environment::networking(workspace)?;
        environment::browser(workspace)?;
        environment::functions(workspace)?;
        environment::python(workspace, REQUIREMENTS).map(drop)
    });
    steps.check("format", || {
        command::cargo(&workspace.root).args(["fmt", "--all", "--check"]).run()
    });
    steps.check("python", || python_lints(workspace));
    steps.check("tidy", || tidy::run(workspace));
    steps.check("dependencies", || dependencies(workspace));
    steps.check("clippy", || clippy(workspace));
    steps.check("generated files", || codegen::run(true));
    steps.check("coverage page", || coverage::check(workspace));
    steps.check("failing tests of moto", || exceptions_page::check(workspace));
    steps.tests("cargo test", || cargo_test(workspace));
    steps.tests("end to end", || end_to_end(workspace, Profile::Dev, &["tests"]));
    steps.finish(workspace::is_ci())
}

fn clippy(workspace: &Workspace) -> Result {
    command::cargo(&workspace.root)
        .args(["clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"])
        .run()
}

fn python_lints(workspace: &Workspace) -> Result {
    let python = environment::python(workspace, REQUIREMENTS)?;
    for task in [&["check"][..], &["format", "--check"]] {
        command::program(&python, &workspace.root)
            .args(["-m", "ruff"])
            .args(task)
            .args(["--quiet", "--no-cache", "tests"])
            .run()?;
    }
    Ok(())
}

/// `cargo deny` where it is installed; elsewhere the lock file is checked against the manifests and
/// `verify` does the rest.
fn dependencies(workspace: &Workspace) -> Result {
    if let Some(tool) = supply::installed(workspace)? {
        return supply::check(workspace, tool);
    }
    println!("cargo-deny is not installed: `cargo xtask verify` installs and runs it");
    command::cargo(&workspace.root).args(["tree", "--locked", "--quiet"]).stdout_text().map(drop)
}

/// Runs every Rust test, shows results, skips and failures, and keeps the whole output in a file.
pub(crate) fn cargo_test(workspace: &Workspace) -> Result<Tally> {
    let log_path = workspace.scratch()?.join("cargo-test.log");
    let mut log = fs::File::create(&log_path)?;
    let mut output = CargoOutput::default();
    let succeeded = command::cargo(&workspace.root)
        .args(["test", "--workspace", "--locked", "--no-fail-fast", "--", "--show-output"])
        .each_line(|line| {
            writeln!(log, "{line}")?;
            if output.take(line) {
                println!("{line}");
            }
            Ok(())
        })?;
    if !succeeded && output.tally.failed == 0 {
        return Err("cargo test did not run to its end".into());
    }
    println!("whole output: {}", log_path.display());
    Ok(output.tally)
}

/// Builds the binary and runs the end-to-end tests that `selection` names against it.
pub(crate) fn end_to_end(
    workspace: &Workspace,
    profile: Profile,
    selection: &[&str],
) -> Result<Tally> {
    let binary = binary::build(workspace, profile)?;
    let python = environment::python(workspace, REQUIREMENTS)?;
    pytest(workspace, &python, &binary, selection)
}

fn pytest(
    workspace: &Workspace,
    python: &Path,
    binary: &Path,
    selection: &[&str],
) -> Result<Tally> {
    let mut run = command::program(python, &workspace.root)
        .env("BARTIZAN_BIN", binary)
        .env("BARTIZAN_ENCRYPTION_CLIENTS", clients::of_encryption(workspace)?)
        .env("BARTIZAN_ATTACKS_PAGE", workspace.root.join(bench::PAGE))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .args(["-m", "pytest", "--numprocesses", "2", "--color", "no", "-p", "no:cacheprovider"])
        .args(["--quiet", "-rfEs", "--durations", "5"])
        .args(selection);
    if let Some(packages) = clients::sdk_for_javascript(workspace)? {
        run = run.env("BARTIZAN_SDK_JS", packages);
    }
    counted(run)
}

/// Runs something whose last line counts as pytest's does.
pub(crate) fn counted(run: Invocation) -> Result<Tally> {
    let mut found = None;
    let succeeded = run.each_line(|line| {
        println!("{line}");
        found = tally::pytest(line).or(found);
        Ok(())
    })?;
    match found {
        Some(tally) if succeeded || tally.failed > 0 => Ok(tally),
        _ => Err("the tests did not run to their end".into()),
    }
}
