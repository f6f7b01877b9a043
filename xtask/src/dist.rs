//! The binary as it is given away, with its checksum.

use std::fs;

use crate::binary::{self, Profile};
use crate::workspace::Workspace;
use crate::{Result, command};

/// Builds profile `dist` and puts the binary and its SHA-256 into `<target>/xtask/dist`.
pub(crate) fn run(workspace: &Workspace) -> Result {
    let built = binary::build(workspace, Profile::Dist)?;
    let folder = workspace.scratch()?.join("dist");
    fs::create_dir_all(&folder)?;
    let binary = folder.join("bartizan");
    let bytes = fs::copy(built, &binary)?;
    let checksum = command::program("sha256sum", &folder).args(["bartizan"]).stdout_text()?;
    fs::write(folder.join("bartizan.sha256"), &checksum)?;
    println!("{}: {bytes} bytes\n{}", binary.display(), checksum.trim_end());
    Ok(())
}
