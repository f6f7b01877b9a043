//! `cargo deny`: licences, advisories and sources of the dependencies.

use std::path::PathBuf;

use crate::workspace::Workspace;
use crate::{Result, command};

/// The checks that need no database from outside.
const CHECKS: [&str; 3] = ["licenses", "bans", "sources"];

/// `cargo-deny`, if this machine has it.
pub(crate) fn installed(workspace: &Workspace) -> Result<Option<PathBuf>> {
    let own = tool(workspace)?;
    Ok(command::find("cargo-deny").or_else(|| own.is_file().then_some(own)))
}

/// Installs `cargo-deny` beside the build's files unless it is there: minutes of compiling.
pub(crate) fn install(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(tool) = installed(workspace)? {
        return Ok(tool);
    }
    command::cargo(&workspace.root)
        .args(["install", "cargo-deny", "--locked", "--quiet", "--root"])
        .args([workspace.scratch()?.join("tools")])
        .run()?;
    tool(workspace)
}

/// Checks the dependencies against `deny.toml`.
pub(crate) fn check(workspace: &Workspace, tool: PathBuf) -> Result {
    command::program(tool, &workspace.root)
        .args(["--all-features", "--locked", "--log-level", "error", "check"])
        .args(CHECKS)
        .run()
}

fn tool(workspace: &Workspace) -> Result<PathBuf> {
    Ok(workspace.scratch()?.join("tools/bin/cargo-deny"))
}
