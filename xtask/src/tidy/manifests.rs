//! Every package inherits the workspace's lints, and packages outside of it name their targets.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use super::{File, Finding};

/// The packages that may have unsafe code.
const UNSAFE: &str = "crates/sys/";

/// The manifests that do not inherit the workspace's lints. Packages that are a workspace of their
/// own (fuzz targets, peers that are measured) cannot. Those with unsafe code have lints of their
/// own, which ask for a proof of each block.
pub(crate) fn check(files: &[File]) -> Vec<Finding> {
    let packages =
        manifests(files).filter(|file| has_section(file, "[package]") && !stands_alone(file));
    packages
        .filter_map(|file| {
            let (fits, wanted) = if file.path.starts_with(UNSAFE) {
                let wanted = "add `undocumented_unsafe_blocks` to `[lints.clippy]`";
                (file.text.contains("undocumented_unsafe_blocks"), wanted)
            } else {
                (inherits_lints(&file.text), "add `[lints]` with `workspace = true`")
            };
            (!fits).then(|| file.finding(0, wanted))
        })
        .collect()
}

/// The source files that the packages outside of the workspace name, relative to the root.
pub(crate) fn outside_targets(files: &[File]) -> Vec<String> {
    static PATH: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"(?m)^path\s*=\s*"([^"]+\.rs)""#).ok());
    let Some(path) = PATH.as_ref() else { return Vec::new() };
    let outside = manifests(files).filter(|file| stands_alone(file));
    outside
        .flat_map(|file| {
            path.captures_iter(&file.text)
                .filter_map(|captures| captures.get(1))
                .map(|found| file.folder().join(found.as_str()).to_string_lossy().into_owned())
        })
        .collect()
}

fn manifests(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| Path::new(&file.path).ends_with("Cargo.toml"))
}

fn stands_alone(file: &File) -> bool {
    has_section(file, "[package]") && has_section(file, "[workspace]")
}

fn has_section(file: &File, section: &str) -> bool {
    file.text.lines().any(|line| line.trim() == section)
}

fn inherits_lints(manifest: &str) -> bool {
    let mut lines = manifest.lines().map(str::trim).skip_while(|line| *line != "[lints]").skip(1);
    lines.next() == Some("workspace = true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lints_are_inherited() {
        let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
        let files = [
            file("a/Cargo.toml", "[package]\n[lints]\nworkspace = true\n"),
            file("b/Cargo.toml", "[package]\n"),
            file(
                "b/fuzz/Cargo.toml",
                "[package]\n[workspace]\n[[bin]]\npath = \"fuzz_targets/x.rs\"\n",
            ),
            file("Cargo.toml", "[workspace]\n"),
            file("crates/sys/c/Cargo.toml", "[package]\n[lints.clippy]\n"),
            file(
                "crates/sys/d/Cargo.toml",
                "[package]\n[lints.clippy]\nundocumented_unsafe_blocks = \"warn\"\n",
            ),
        ];
        let found: Vec<String> = check(&files).into_iter().map(|finding| finding.path).collect();
        assert_eq!(found, ["b/Cargo.toml", "crates/sys/c/Cargo.toml"]);
        assert_eq!(outside_targets(&files), ["b/fuzz/fuzz_targets/x.rs"]);
    }
}
