//! `docs/coverage.md`: which operations are real, as the binary itself declares them.

use std::fs;

use crate::binary::{self, Profile};
use crate::workspace::Workspace;
use crate::{Result, command};

const PAGE: &str = "docs/coverage.md";

/// Writes the page.
pub(crate) fn write(workspace: &Workspace) -> Result {
    fs::write(workspace.root.join(PAGE), page(workspace)?)?;
    println!("wrote {PAGE}");
    Ok(())
}

/// Fails if the page is not what the binary declares.
pub(crate) fn check(workspace: &Workspace) -> Result {
    let checked_in = fs::read_to_string(workspace.root.join(PAGE)).unwrap_or_default();
    if checked_in == page(workspace)? {
        return Ok(());
    }
    Err(format!("{PAGE} is stale: run `cargo xtask coverage` and commit the result").into())
}

fn page(workspace: &Workspace) -> Result<String> {
    let binary = binary::build(workspace, Profile::Dev)?;
    command::program(binary, &workspace.root)
        .args(["coverage", "--format", "markdown"])
        .stdout_text()
}
