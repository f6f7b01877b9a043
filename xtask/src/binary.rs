//! Building the product's binary.

use std::path::PathBuf;

use crate::workspace::Workspace;
use crate::{Result, command};

/// How the binary is optimised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Dev,
    Release,
    Dist,
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
            Self::Dist => "dist",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
            Self::Dist => "dist",
        }
    }
}

/// Builds `bartizan` and answers where it is.
pub(crate) fn build(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    command::cargo(&workspace.root)
        .args(["build", "--locked", "--package", "bartizan", "--bin", "bartizan"])
        .args(["--profile", profile.name()])
        .run()?;
    Ok(workspace.target.join(profile.folder()).join("bartizan"))
}

/// Builds an example, optimised, and answers where it is.
pub(crate) fn example(workspace: &Workspace, package: &str, name: &str) -> Result<PathBuf> {
    command::cargo(&workspace.root)
        .args(["build", "--locked", "--release", "--package", package, "--example", name])
        .run()?;
    Ok(workspace.target.join("release/examples").join(name))
}
