//! `cargo xtask waf-score`: what the managed rules detect and block, on recorded requests of others.

use std::path::PathBuf;

use crate::workspace::Workspace;
use crate::{Result, binary, command};

/// Scores the managed rules, in the engine or at the address of an edge that has them.
pub(crate) fn run(workspace: &Workspace, address: Option<&str>) -> Result {
    let cases = cases(workspace);
    if !cases.join("waf").is_dir() {
        println!(
            "SKIPPED waf-score: there are no cases in {}; see BARTIZAN_CASES",
            cases.display()
        );
        return Ok(());
    }
    let scorer = binary::example(workspace, "bartizan-inspect", "waf_score")?;
    command::program(&scorer, &workspace.root).args([&cases]).args(address).run()
}

/// Where the recorded requests are.
fn cases(workspace: &Workspace) -> PathBuf {
    std::env::var_os("BARTIZAN_CASES")
        .map_or_else(|| workspace.root.join("../shared/cases"), PathBuf::from)
}
