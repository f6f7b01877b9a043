//! Benchmarks: each engine against its own limit, and the whole beside peers in the same run.

use crate::binary::{self, Profile};
use crate::workspace::Workspace;
use crate::{Result, command, environment};

const REQUIREMENTS: &str = "tests/bench/requirements.txt";

/// Runs all benchmarks; the runs beside peers write the table of `docs/performance.md`.
pub(crate) fn run(workspace: &Workspace) -> Result {
    engines(workspace)?;
    peers(workspace)
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

fn peers(workspace: &Workspace) -> Result {
    let binary = binary::build(workspace, Profile::Release)?;
    let python = environment::python(workspace, REQUIREMENTS)?;
    command::program(python, &workspace.root)
        .env("BARTIZAN_BIN", binary)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .args(["tests/bench/peers.py", "--page", "docs/performance.md"])
        .run()
}
