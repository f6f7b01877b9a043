//! `cargo xtask waf-score`: what the managed rules detect and block, on recorded requests of others.

use std::path::PathBuf;

use crate::binary::{self, Profile};
use crate::workspace::Workspace;
use crate::{Result, bench, command, environment};

/// Where the managed rules are scored.
pub(crate) enum Place<'a> {
    /// In the engine alone.
    Engine,
    /// Through an edge that is made for it; its figures are published.
    Edge,
    /// At the address of an edge that has them.
    Address(&'a str),
}

/// Scores the managed rules.
pub(crate) fn run(workspace: &Workspace, place: &Place<'_>) -> Result {
    let cases = cases(workspace);
    if !cases.join("waf").is_dir() {
        println!(
            "SKIPPED waf-score: there are no cases in {}; see BARTIZAN_CASES",
            cases.display()
        );
        return Ok(());
    }
    let scorer = binary::example(workspace, "bartizan-inspect", "waf_score")?;
    let score = command::program(&scorer, &workspace.root).args([&cases]);
    match place {
        Place::Engine => score.run(),
        Place::Address(address) => score.args([address]).run(),
        Place::Edge => {
            let python = environment::python(workspace, bench::REQUIREMENTS)?;
            let binary = binary::build(workspace, Profile::Release)?;
            bench::script(workspace, &python, "tests/bench/waf_score.py")
                .env("BARTIZAN_BIN", binary)
                .args([std::ffi::OsStr::new("--scorer"), scorer.as_os_str()])
                .args([std::ffi::OsStr::new("--cases"), cases.as_os_str()])
                .run()
        }
    }
}

/// Where the recorded requests are, and what else comes from outside.
pub(crate) fn cases(workspace: &Workspace) -> PathBuf {
    std::env::var_os("BARTIZAN_CASES")
        .map_or_else(|| workspace.root.join("../shared/cases"), PathBuf::from)
}
