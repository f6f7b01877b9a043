//! Where things are: the checkout, its packages, cargo's target folder.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{Result, command};

/// The checkout and what `cargo metadata` says of it.
pub(crate) struct Workspace {
    /// The checkout.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, wherever `CARGO_TARGET_DIR` puts it.
    pub(crate) target: PathBuf,
    /// The workspace's packages.
    pub(crate) packages: Vec<Package>,
}

/// A package of the workspace.
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) targets: Vec<Target>,
}

/// A library, binary, test, example or benchmark of a package.
pub(crate) struct Target {
    pub(crate) kind: String,
    pub(crate) source: PathBuf,
}

impl Workspace {
    /// Reads the workspace that cargo runs this program for: the program itself may have been built
    /// for another checkout with the same target folder.
    pub(crate) fn open() -> Result<Self> {
        let here = std::env::var("CARGO_MANIFEST_DIR").map_err(|_| "run this as `cargo xtask`")?;
        let here = Path::new(&here);
        let root = here.parent().ok_or("xtask is not inside the workspace")?.to_path_buf();
        let metadata = command::cargo(&root)
            .args(["metadata", "--format-version", "1", "--no-deps", "--locked"])
            .stdout_text()?;
        let metadata: Value = serde_json::from_str(&metadata)?;
        let target = metadata.get("target_directory").and_then(Value::as_str);
        let target = PathBuf::from(target.ok_or("cargo metadata names no target directory")?);
        let packages = members(&metadata, "packages").iter().map(Package::read).collect();
        Ok(Self { root, target, packages })
    }

    /// The folder for what the tasks themselves keep: virtual environments, tools, logs.
    pub(crate) fn scratch(&self) -> Result<PathBuf> {
        let folder = self.target.join("xtask");
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// The files of the tree as git sees it, relative to the root: tracked, and new ones that are
    /// not ignored.
    pub(crate) fn files(&self) -> Result<Vec<PathBuf>> {
        let listing = command::program("git", &self.root)
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .stdout_text()?;
        let mut files: Vec<PathBuf> =
            listing.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from).collect();
        files.retain(|file| self.root.join(file).is_file());
        files.sort();
        files.dedup();
        Ok(files)
    }
}

impl Package {
    fn read(value: &Value) -> Self {
        Self {
            name: text(value, "name"),
            targets: members(value, "targets").iter().map(Target::read).collect(),
        }
    }
}

impl Target {
    fn read(value: &Value) -> Self {
        let kind = members(value, "kind").first().and_then(Value::as_str).unwrap_or_default();
        Self { kind: kind.to_owned(), source: PathBuf::from(text(value, "src_path")) }
    }
}

/// Whether CI runs this, where a skipped test is a failure.
pub(crate) fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty())
}

fn members<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}
