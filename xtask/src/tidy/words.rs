//! Words that the tree must not hold: unfinished work, paths of one machine, hosts of registries.

use super::{File, Finding};

/// Unfinished work, in code.
const UNFINISHED: [&str; 6] = ["todo!(", "unimplemented!(", "dbg!(", "TODO", "FIXME", "XXX:"];

/// Folders of one machine, and hosts that clients find by their own configuration, in any file.
const PLACES: [&str; 9] = [
    "/work/",
    "/root/",
    "/home/",
    "/tmp/target-",
    "static.crates.io",
    "index.crates.io",
    "files.pythonhosted.org",
    "deb.debian.org",
    "registry.npmjs.org",
];

/// These files hold the words themselves: this one, and the list of files that attackers ask for.
const HOLDERS: [&str; 2] =
    ["xtask/src/tidy/words.rs", "crates/engines/inspect/src/detect/files.rs"];

/// The words found in a file.
pub(crate) fn check(file: &File) -> Vec<Finding> {
    if HOLDERS.contains(&&*file.path) || file.path == "Cargo.lock" || file.is_generated() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        let unfinished = UNFINISHED.iter().filter(|word| file.is_code() && line.contains(**word));
        let places = PLACES.iter().filter(|place| names(line, place));
        for word in unfinished.chain(places) {
            findings.push(file.finding(index + 1, format!("`{word}` has no place here")));
        }
    }
    findings
}

/// Whether the line names the place itself: `bucket/home/x` is not `/home/x`.
fn names(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '*' | '}'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfinished_work_is_found_in_code_and_places_anywhere() {
        let findings = |path: &str, text: &str| {
            check(&File { path: path.to_owned(), text: text.to_owned() }).len()
        };
        assert_eq!(findings("a.rs", "fn f() { todo!() }\n// TODO later"), 2);
        assert_eq!(findings("a.md", "TODO"), 0);
        assert_eq!(findings("a.md", "see /root/x"), 1);
        assert_eq!(findings("a.rs", "arn:aws:s3:::bucket/home/x"), 0);
        assert_eq!(findings("Cargo.lock", "static.crates.io"), 0);
    }
}
