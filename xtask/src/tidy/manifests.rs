//! Every package inherits the workspace's lints, and packages outside of it name their targets.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use super::{File, Finding};

/// Where packages may hold `unsafe`, which the workspace's lints forbid.
const SYSTEM: &str = "crates/sys/";
/// What such a package's own lints say instead: each `unsafe` has its proof beside it.
const PROVEN: &str = "undocumented_unsafe_blocks = \"deny\"";

/// The manifests that do not inherit the workspace's lints. Packages that are a workspace of their
/// own (fuzz targets, peers that are measured) cannot.
pub(crate) fn check(files: &[File]) -> Vec<Finding> {
    let packages =
        manifests(files).filter(|file| has_section(file, "[package]") && !stands_alone(file));
    packages
        .filter(|file| !inherits_lints(&file.text))
        .filter_map(|file| {
            if !file.path.starts_with(SYSTEM) {
                return Some(file.finding(0, "add `[lints]` with `workspace = true`"));
            }
            let is_proven = has_section(file, PROVEN);
            (!is_proven).then(|| file.finding(0, "add `undocumented_unsafe_blocks = \"deny\"`"))
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
            file("crates/sys/a/Cargo.toml", &format!("[package]\n{PROVEN}\n")),
            file("crates/sys/b/Cargo.toml", "[package]\n"),
            file("Cargo.toml", "[workspace]\n"),
        ];
        let found: Vec<String> = check(&files).into_iter().map(|finding| finding.path).collect();
        assert_eq!(found, ["b/Cargo.toml", "crates/sys/b/Cargo.toml"]);
        assert_eq!(outside_targets(&files), ["b/fuzz/fuzz_targets/x.rs"]);
    }
}
