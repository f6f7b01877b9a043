//! Benchmarks: each engine against its own limit, and the whole beside peers in the same run. They
//! write the tables of `docs/performance.md`.

use std::path::{Path, PathBuf};

use crate::binary::{self, Profile};
use crate::workspace::Workspace;
use crate::{Result, command, environment, waf_score};

/// The packages of the benchmarks, each pinned.
pub(crate) const REQUIREMENTS: &str = "tests/bench/requirements.txt";
/// The page of their tables.
pub(crate) const PAGE: &str = "docs/performance.md";
const IAM_RS: &str = "tests/bench/decision/iam-rs/Cargo.toml";
const IAM_SIMULATE: &str = "tests/bench/decision/iam-simulate/package.json";

/// Runs all benchmarks.
pub(crate) fn run(workspace: &Workspace) -> Result {
    engines(workspace)?;
    let python = environment::python(workspace, REQUIREMENTS)?;
    limits(workspace, &python)?;
    decisions(workspace, &python)?;
    served(workspace, &python, "tests/bench/peers.py")?.run()?;
    served(workspace, &python, "tests/bench/authorize.py")?.run()?;
    let bare = binary::example(workspace, "bartizan-keys", "bare")?;
    served(workspace, &python, "tests/bench/keys.py")?.args(["--bare"]).args([bare]).run()?;
    edge(workspace, &python)?;
    scans(workspace, &python)?;
    detection(workspace, &python)?;
    let binary = binary::build(workspace, Profile::Release)?;
    script(workspace, &python, "tests/bench/agent.py").env("BARTIZAN_BIN", binary).run()?;
    let worst = binary::example(workspace, "bartizan-inspect", "worst")?;
    script(workspace, &python, "tests/bench/worst.py").args(["--example"]).args([worst]).run()
}

/// The edge beside other proxies, with firewalls and without.
fn edge(workspace: &Workspace, python: &Path) -> Result {
    environment::proxies(workspace)?;
    let binary = binary::build(workspace, Profile::Release)?;
    let paced = binary::example(workspace, "bartizan-edge", "paced")?;
    let run = script(workspace, python, "tests/bench/edge.py").env("BARTIZAN_BIN", binary);
    run.args(["--paced"]).args([paced]).run()
}

/// Scans of the same trees by other scanners, by the advisories beside the cases.
fn scans(workspace: &Workspace, python: &Path) -> Result {
    let advisories = waf_score::cases(workspace).join("../data/advisories");
    let tools = ["apt-get", "dpkg-deb", "debootstrap"];
    if let Some(missing) = tools.iter().find(|tool| command::find(tool).is_none()) {
        println!("SKIPPED scans beside others: this machine has no `{missing}`");
        return Ok(());
    }
    if !advisories.is_dir() {
        println!("SKIPPED scans beside others: there are no advisories; see BARTIZAN_CASES");
        return Ok(());
    }
    let binary = binary::build(workspace, Profile::Release)?;
    let run = script(workspace, python, "tests/bench/scan.py").env("BARTIZAN_BIN", binary);
    let run = run.args(["--advisories"]).args([advisories]);
    run.args(["--folder"]).args([workspace.scratch()?.join("scanned")]).run()
}

/// Records from gzip files to findings, beside another engine that reads them.
fn detection(workspace: &Workspace, python: &Path) -> Result {
    let binary = binary::build(workspace, Profile::Release)?;
    let stages = binary::example(workspace, "bartizan-detect", "stages")?;
    let run = script(workspace, python, "tests/bench/detect.py").env("BARTIZAN_BIN", binary);
    run.args(["--stages"]).args([stages]).run()
}

fn engines(workspace: &Workspace) -> Result {
    for package in &workspace.packages {
        if package.targets.iter().any(|target| target.kind == "bench") {
            command::cargo(&workspace.root)
                .args(["bench", "--locked", "--package", &package.name, "--benches"])
                .run()?;
        }
    }
    Ok(())
}

fn limits(workspace: &Workspace, python: &Path) -> Result {
    script(workspace, python, "tests/bench/limits.py")
        .args(["--criterion"])
        .args([workspace.target.join("criterion")])
        .run()
}

/// The same decisions by other engines.
fn decisions(workspace: &Workspace, python: &Path) -> Result {
    let ours = binary::example(workspace, "bartizan-policy", "decide_workload")?;
    let mut run = script(workspace, python, "tests/bench/decisions.py")
        .args(["--bartizan"])
        .args([ours])
        .args(["--iam-rs"])
        .args([iam_rs(workspace)?]);
    if let Some(folder) = iam_simulate(workspace)? {
        run = run.args(["--iam-simulate"]).args([folder]);
    }
    run.run()
}

fn iam_rs(workspace: &Workspace) -> Result<PathBuf> {
    let target = workspace.scratch()?.join("iam-rs");
    command::cargo(&workspace.root)
        .args(["build", "--release", "--locked", "--manifest-path", IAM_RS, "--target-dir"])
        .args([&target])
        .run()?;
    Ok(target.join("release/decide-with-iam-rs"))
}

/// Where npm installed `iam-simulate`; `None`, with the reason told, where there is no npm.
fn iam_simulate(workspace: &Workspace) -> Result<Option<PathBuf>> {
    for program in ["node", "npm"] {
        if command::find(program).is_none() {
            println!("SKIPPED iam-simulate: this machine has no `{program}`");
            return Ok(None);
        }
    }
    environment::node(workspace, IAM_SIMULATE).map(Some)
}

/// Requests a second of a served Bartizan, by the load generator.
fn served(workspace: &Workspace, python: &Path, file: &str) -> Result<command::Invocation> {
    let binary = binary::build(workspace, Profile::Release)?;
    let load = binary::example(workspace, "bartizan-gateway", "load")?;
    Ok(script(workspace, python, file).env("BARTIZAN_BIN", binary).args(["--load"]).args([load]))
}

/// A script that writes its table into the page.
pub(crate) fn script(workspace: &Workspace, python: &Path, file: &str) -> command::Invocation {
    command::program(python, &workspace.root)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .args([file, "--page", PAGE])
}
