//! The links of the pages resolve: files that are there, headings that are there.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use super::{File, Finding, normal};

/// The links of the Markdown files that lead nowhere. Links to other sites are not followed.
pub(crate) fn check(files: &[File], root: &Path) -> Vec<Finding> {
    let pages = files.iter().filter(|file| file.has_extension("md"));
    pages.flat_map(|page| broken(page, root)).collect()
}

fn broken(page: &File, root: &Path) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, target) in links(&page.text) {
        if target.contains("://") || target.starts_with("mailto:") {
            continue;
        }
        let (path, heading) = target.split_once('#').unwrap_or((&target, ""));
        let file = match path {
            "" => root.join(&page.path),
            _ => root.join(normal(&page.folder().join(path))),
        };
        if !file.exists() {
            findings.push(page.finding(line, format!("link to `{target}`, which is not there")));
        } else if !heading.is_empty() && file.is_file() {
            let text = fs::read_to_string(file).unwrap_or_default();
            if !headings(&text).iter().any(|found| found == heading) {
                findings.push(page.finding(line, format!("no heading `#{heading}` in `{path}`")));
            }
        }
    }
    findings
}

/// The targets of the links outside code blocks, each with its line.
fn links(text: &str) -> Vec<(usize, String)> {
    static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\]\(([^()\s]+)\)").ok());
    let Some(link) = LINK.as_ref() else { return Vec::new() };
    let lines = prose(text);
    let found = lines.flat_map(|(number, line)| {
        link.captures_iter(line)
            .filter_map(|captures| captures.get(1))
            .map(move |target| (number, target.as_str().to_owned()))
    });
    found.collect()
}

/// The anchors of a page's headings, as forges make them.
fn headings(text: &str) -> Vec<String> {
    let lines = prose(text).filter(|(_, line)| line.starts_with('#'));
    lines
        .map(|(_, line)| {
            let words = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
            words.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
        })
        .collect()
}

/// The lines outside fenced blocks, counted from 1.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    text.lines().enumerate().filter_map(move |(index, line)| {
        let is_fence = line.trim_start().starts_with("```");
        fenced ^= is_fence;
        (!fenced && !is_fence).then_some((index + 1, line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_headings_are_read_outside_of_code() {
        let text = "# The Wire, `now`\n[a](b.md) [c](#d-e)\n```\n# no\n[x](y)\n```\n## D E\n";
        assert_eq!(links(text), [(2, "b.md".to_owned()), (2, "#d-e".to_owned())]);
        assert_eq!(headings(text), ["the-wire-now", "d-e"]);
    }

    #[test]
    fn a_link_that_leads_nowhere_is_found() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("docs")).unwrap();
        fs::write(folder.path().join("docs/a.md"), "# One\n").unwrap();
        let page = |text: &str| File { path: "docs/b.md".to_owned(), text: text.to_owned() };
        for (text, findings) in [
            ("[a](a.md) [a](a.md#one) [root](../docs) [out](https://example.com/x)", 0),
            ("[a](c.md)", 1),
            ("[a](a.md#two)", 1),
        ] {
            assert_eq!(check(&[page(text)], folder.path()).len(), findings, "{text}");
        }
    }
}
