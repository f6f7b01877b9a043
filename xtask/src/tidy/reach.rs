//! Every Rust file is part of a build: cargo names it, or a `mod` or `include!` of one that is.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

use super::source::code_only;
use super::{File, Finding, normal};

/// The Rust files that no root leads to.
pub(crate) fn check(files: &[File], roots: &[String]) -> Vec<Finding> {
    let sources: HashMap<&str, &File> = files
        .iter()
        .filter(|file| file.has_extension("rs"))
        .map(|file| (file.path.as_str(), file))
        .collect();
    let mut reached: HashSet<String> = HashSet::new();
    let mut open: Vec<(String, bool)> = roots.iter().map(|root| (root.clone(), true)).collect();
    while let Some((path, is_root)) = open.pop() {
        let Some(file) = sources.get(path.as_str()) else { continue };
        if reached.insert(path) {
            open.extend(leads_to(file, is_root).into_iter().map(|next| (next, false)));
        }
    }
    let mut unused: Vec<&File> =
        sources.values().filter(|file| !reached.contains(&file.path)).copied().collect();
    unused.sort_by(|a, b| a.path.cmp(&b.path));
    unused.into_iter().map(|file| file.finding(0, "no build uses this file: remove it")).collect()
}

/// The files that this one may lead to; those that do not exist do no harm.
fn leads_to(file: &File, is_root: bool) -> Vec<String> {
    let folder = file.folder();
    let stem = Path::new(&file.path).file_stem().unwrap_or_default();
    let modules = if is_root || stem == "mod" { folder.clone() } else { folder.join(stem) };
    let mut next: Vec<PathBuf> = Vec::new();
    for name in names(&MODULE, &code_only(&file.text)) {
        next.push(modules.join(format!("{name}.rs")));
        next.push(modules.join(name).join("mod.rs"));
    }
    next.extend(names(&PATH, &file.text).into_iter().map(|path| folder.join(path)));
    next.extend(names(&INCLUDE, &file.text).into_iter().map(|path| folder.join(path)));
    next.into_iter().map(|path| normal(&path).to_string_lossy().into_owned()).collect()
}

static MODULE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\bmod\s+(?:r#)?(\w+)\s*;").ok());
static PATH: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"#\[path\s*=\s*"([^"]+)"\]"#).ok());
static INCLUDE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"include(?:_str|_bytes)?!\(\s*"([^"]+\.rs)""#).ok());

fn names(pattern: &LazyLock<Option<Regex>>, text: &str) -> Vec<String> {
    let found = pattern.as_ref().into_iter().flat_map(|pattern| pattern.captures_iter(text));
    found.filter_map(|captures| Some(captures.get(1)?.as_str().to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_nothing_names_is_found() {
        let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
        let files = [
            file("c/src/lib.rs", "mod a;\npub(crate) mod b;\n// mod lost;\n"),
            file("c/src/a.rs", "mod deep;\ninclude!(\"../data/table.rs\");"),
            file("c/src/a/deep.rs", ""),
            file("c/src/b/mod.rs", "mod inner;"),
            file("c/src/b/inner.rs", ""),
            file("c/data/table.rs", ""),
            file("c/src/lost.rs", ""),
        ];
        let found = check(&files, &["c/src/lib.rs".to_owned()]);
        let paths: Vec<&str> = found.iter().map(|finding| finding.path.as_str()).collect();
        assert_eq!(paths, ["c/src/lost.rs"]);
    }
}
