//! `cargo xtask detect-score`: what the detectors find in labelled records.

use crate::workspace::Workspace;
use crate::{Result, binary, command, waf_score};

/// Scores the detectors.
pub(crate) fn run(workspace: &Workspace) -> Result {
    let cases = waf_score::cases(workspace);
    if !cases.join("detect").is_dir() {
        println!(
            "SKIPPED detect-score: there are no cases in {}; see BARTIZAN_CASES",
            cases.display()
        );
        return Ok(());
    }
    let scorer = binary::example(workspace, "bartizan-detect", "detect_score")?;
    command::program(&scorer, &workspace.root).args([&cases]).run()
}
