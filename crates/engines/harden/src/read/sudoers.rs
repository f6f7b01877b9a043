//! Who may act as others: sudoers(5).

use super::joined;
use crate::host::{Host, INCLUDED_MAX, join};

const SUDOERS: &str = "etc/sudoers";
/// How deep files may include each other (as sudo has it).
const INCLUDES_MAX: usize = 128;
/// The most lines of all files together.
const LINES_MAX: usize = 200_000;

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) path: String,
    pub(crate) number: usize,
    pub(crate) text: String,
}

/// An option that `Defaults` sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    pub(crate) path: String,
    pub(crate) line: usize,
    /// Whether it is for everybody, everywhere.
    pub(crate) is_for_all: bool,
    pub(crate) is_off: bool,
    pub(crate) name: String,
    pub(crate) value: String,
}

impl Setting {
    pub(crate) fn place(&self) -> (&str, usize) {
        (&self.path, self.line)
    }

    pub(crate) fn told(&self) -> String {
        let (off, equals) =
            (if self.is_off { "!" } else { "" }, if self.value.is_empty() { "" } else { "=" });
        format!("Defaults {off}{}{equals}{}", self.name, self.value)
    }
}

/// A line without its comment. `#include` is none, nor is `#` before a number, which is a user's.
fn without_comment(line: &str) -> &str {
    let is_comment = |at: &usize| {
        let after = line.get(at + 1..).unwrap_or_default();
        let is_number = after.starts_with(|c: char| c.is_ascii_digit());
        let is_include = *at == 0 && after.starts_with("include");
        !is_number && !is_include && !line.get(..*at).is_some_and(|before| before.ends_with('\\'))
    };
    let at = line.match_indices('#').map(|(at, _)| at).find(is_comment);
    line.get(..at.unwrap_or(line.len())).unwrap_or_default().trim()
}

impl Host<'_> {
    /// All lines of all files, in order.
    pub(crate) fn sudoers(&self) -> Vec<Line> {
        let mut found = Vec::new();
        self.add_sudoers(SUDOERS, 0, &mut found, &mut 0);
        found
    }

    fn add_sudoers(&self, path: &str, depth: usize, found: &mut Vec<Line>, files: &mut usize) {
        let Some(text) = self.text(path) else { return };
        *files += 1;
        if depth > INCLUDES_MAX || *files > INCLUDED_MAX || found.len() > LINES_MAX {
            return self.problem(path, "too much is included".to_owned());
        }
        for (line, content) in joined(&text) {
            let content = without_comment(content.trim());
            let mut words = content.split_whitespace();
            let rest = |word: &str| {
                content.get(word.len()..).unwrap_or_default().trim().trim_matches('"').to_owned()
            };
            match words.next() {
                None => {}
                Some(word @ ("@include" | "#include")) => {
                    self.add_sudoers(&beside(path, &rest(word)), depth + 1, found, files);
                }
                Some(word @ ("@includedir" | "#includedir")) => {
                    let folder = beside(path, &rest(word));
                    for (name, _) in self.folder(&folder).iter() {
                        // Files of packages and editors are passed over.
                        if !name.contains('.') && !name.ends_with('~') {
                            self.add_sudoers(&join(&folder, name), depth + 1, found, files);
                        }
                    }
                }
                Some(_) => {
                    found.push(Line {
                        path: path.to_owned(),
                        number: line,
                        text: content.to_owned(),
                    });
                }
            }
        }
    }

    /// What `Defaults` sets, in order.
    pub(crate) fn sudo_options(&self) -> Vec<Setting> {
        self.sudoers().iter().flat_map(options).collect()
    }
}

/// A file that another one names.
fn beside(path: &str, named: &str) -> String {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    if named.starts_with('/') {
        named.trim_start_matches('/').to_owned()
    } else {
        join(folder, named)
    }
}

/// The options of a line of `Defaults`.
pub(crate) fn options(line: &Line) -> Vec<Setting> {
    let Some(rest) = line.text.strip_prefix("Defaults") else { return Vec::new() };
    let is_for_all = rest.starts_with(char::is_whitespace);
    let rest = if is_for_all {
        rest
    } else {
        rest.split_once(char::is_whitespace).map_or("", |(_, rest)| rest)
    };
    let read = |part: String| {
        let part = part.trim();
        let (part, is_off) =
            part.strip_prefix('!').map_or((part, false), |part| (part.trim_start(), true));
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let name = name.trim_end_matches(['+', '-']).trim().to_owned();
        let value = value.trim().trim_matches('"').to_owned();
        Setting { path: line.path.clone(), line: line.number, is_for_all, is_off, name, value }
    };
    parts(rest).into_iter().map(read).filter(|option| !option.name.is_empty()).collect()
}

/// What commas part that do not stand in quotes.
fn parts(text: &str) -> Vec<String> {
    let (mut found, mut is_quoted) = (vec![String::new()], false);
    for letter in text.chars() {
        match letter {
            ',' if !is_quoted => found.push(String::new()),
            _ => {
                is_quoted ^= letter == '"';
                found.last_mut().into_iter().for_each(|part| part.push(letter));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_parted_outside_of_quotes() {
        let line = |text: &str| Line { path: "f".to_owned(), number: 1, text: text.to_owned() };
        let told =
            |text| options(&line(text)).iter().map(Setting::told).collect::<Vec<_>>().join("; ");
        assert_eq!(
            told("Defaults use_pty, !lecture, a=\"b,c\""),
            "Defaults use_pty; Defaults !lecture; Defaults a=b,c"
        );
        assert!(!options(&line("Defaults:joe use_pty"))[0].is_for_all);
        assert_eq!(told("root ALL=(ALL) ALL"), "");
    }

    #[test]
    fn comments_are_no_users() {
        for (text, expected) in [
            ("a # b", "a"),
            ("#1000 ALL=ALL", "#1000 ALL=ALL"),
            ("#include x", "#include x"),
            ("# include", ""),
        ] {
            assert_eq!(without_comment(text), expected);
        }
    }
}
