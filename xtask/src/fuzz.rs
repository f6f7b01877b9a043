//! Fuzz targets: found beside their crates, run for a bounded time.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::step::Steps;
use crate::tally::Tally;
use crate::workspace::Workspace;
use crate::{Result, command};

/// How long each target runs unless told otherwise.
pub(crate) const DEFAULT_SECONDS: u32 = 20;

/// How the fuzzer's statistics begin the line that counts inputs.
const EXECUTED: &str = "stat::number_of_executed_units:";

/// Runs each target for `seconds`, or those of these names.
pub(crate) fn run(workspace: &Workspace, seconds: u32, names: &[&str]) -> Result {
    let mut steps = Steps::default();
    steps.tests("fuzz", || targets(workspace, seconds, names));
    steps.finish(false)
}

/// Runs each target for `seconds`, or those of these names, one on each core, and counts targets; without
/// a nightly compiler all are skipped.
pub(crate) fn targets(workspace: &Workspace, seconds: u32, names: &[&str]) -> Result<Tally> {
    let mut found = find(workspace)?;
    if let Some(unknown) = names.iter().find(|name| found.iter().all(|one| one.name != **name)) {
        let known: Vec<_> = found.iter().map(|one| one.name.as_str()).collect();
        return Err(format!("no fuzz target `{unknown}`: there are {}", known.join(", ")).into());
    }
    found.retain(|one| names.is_empty() || names.contains(&one.name.as_str()));
    let mut tally = Tally::default();
    if let Err(error) = nightly(workspace) {
        println!("SKIPPED fuzzing: it needs a nightly compiler: {error}");
        tally.skipped = found.len();
        return Ok(tally);
    }
    let tool = cargo_fuzz(workspace)?;
    let cores = std::thread::available_parallelism()?.get();
    let next = AtomicUsize::new(0);
    let outcomes = std::thread::scope(|scope| {
        let worker = || {
            let mut outcomes = Vec::new();
            while let Some(target) = found.get(next.fetch_add(1, Ordering::Relaxed)) {
                let outcome = target.run(workspace, &tool, seconds);
                outcomes.push((target, outcome.map_err(|error| error.to_string())));
            }
            outcomes
        };
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect::<Vec<_>>()
    });
    for (target, outcome) in &outcomes {
        match outcome {
            Ok(inputs) => {
                println!("{}: {inputs} inputs in {seconds} s", target.name);
                tally.passed += 1;
            }
            Err(error) => {
                eprintln!("{}: {error}", target.name);
                tally.failed += 1;
            }
        }
    }
    tally.failed += found.len() - outcomes.len();
    Ok(tally)
}

/// One file of a `fuzz_targets` folder.
struct Target {
    /// The folder of the fuzz package.
    folder: PathBuf,
    name: String,
}

impl Target {
    /// Runs it; how many inputs it tried.
    fn run(&self, workspace: &Workspace, tool: &Path, seconds: u32) -> Result<String> {
        let said = command::program(tool, &self.folder)
            .env("RUSTUP_TOOLCHAIN", "nightly")
            .without_env("CARGO")
            .args(["fuzz", "run", &self.name, "--fuzz-dir", ".", "--target-dir"])
            .args([workspace.target.join("fuzz")])
            .args(["--", &format!("-max_total_time={seconds}"), "-timeout=5"])
            .args(["-rss_limit_mb=1024", "-print_final_stats=1", "-verbosity=0"])
            .stderr_text()?;
        let inputs = said.lines().find_map(|line| line.strip_prefix(EXECUTED)).unwrap_or("no");
        Ok(inputs.trim().to_owned())
    }
}

fn find(workspace: &Workspace) -> Result<Vec<Target>> {
    let targets = workspace.files()?.into_iter().filter_map(|file| {
        let name = file.file_stem()?.to_str()?.to_owned();
        let targets = file.parent()?;
        let folder = targets.parent()?;
        let is_target = targets.ends_with("fuzz/fuzz_targets") && file.extension()? == "rs";
        is_target.then(|| Target { folder: workspace.root.join(folder), name })
    });
    Ok(targets.collect())
}

fn nightly(workspace: &Workspace) -> Result {
    command::program("rustc", &workspace.root)
        .env("RUSTUP_TOOLCHAIN", "nightly")
        .args(["--version"])
        .stdout_text()
        .map(drop)
}

/// `cargo-fuzz`, installed beside the build's files when it is missing.
fn cargo_fuzz(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(tool) = command::find("cargo-fuzz") {
        return Ok(tool);
    }
    let root = workspace.scratch()?.join("tools");
    let tool = root.join("bin/cargo-fuzz");
    if !tool.is_file() {
        command::cargo(&workspace.root)
            .args(["install", "cargo-fuzz", "--locked", "--quiet", "--root"])
            .args([&root])
            .run()?;
    }
    Ok(tool)
}
