//! The server's configuration of OpenSSH: `sshd_config(5)`.

use crate::host::{Host, INCLUDED_MAX};

const SSHD_CONFIG: &str = "etc/ssh/sshd_config";
/// How deep files may include each other (as OpenSSH has it).
const INCLUDES_MAX: usize = 16;
/// The most settings of all files together.
const SETTINGS_MAX: usize = 100_000;

/// A keyword with what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    pub(crate) path: String,
    pub(crate) line: usize,
    /// In small letters.
    pub(crate) keyword: String,
    pub(crate) arguments: Vec<String>,
}

impl Setting {
    pub(crate) fn place(&self) -> (&str, usize) {
        (&self.path, self.line)
    }

    pub(crate) fn value(&self) -> String {
        self.arguments.join(" ")
    }
}

/// All that is set: for every connection, and for those that a `Match` names.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    global: Vec<Setting>,
    matched: Vec<Setting>,
    /// Set by `Match all`, which overrides what is set for every connection.
    all: Vec<Setting>,
    files_count: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Block {
    Global,
    All,
    Some,
}

/// The keyword and the arguments of a line (`argv_split` of OpenSSH).
pub(crate) fn words(line: &str) -> Option<(String, Vec<String>)> {
    let line = line.trim();
    let end = line.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(line.len());
    let (keyword, rest) = line.split_at(end);
    if keyword.is_empty() || keyword.starts_with('#') {
        return None;
    }
    let rest = rest.trim_start();
    let mut rest = rest.strip_prefix('=').unwrap_or(rest).trim_start();
    let mut arguments = Vec::new();
    while let Some(first) = rest.chars().next() {
        if first == '#' {
            break;
        }
        let (argument, after) = if let Some(inner) = rest.strip_prefix(['"', '\'']) {
            inner.split_once(first).unwrap_or((inner, ""))
        } else {
            rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()))
        };
        arguments.push(argument.to_owned());
        rest = after.trim_start();
    }
    Some((keyword.to_ascii_lowercase(), arguments))
}

impl Settings {
    fn read(&mut self, host: &Host<'_>, path: &str, mut block: Block, depth: usize) {
        let Some(text) = host.text(path) else { return };
        let count = self.global.len() + self.matched.len() + self.all.len();
        self.files_count += 1;
        if depth > INCLUDES_MAX || self.files_count > INCLUDED_MAX || count > SETTINGS_MAX {
            return host.problem(path, "too much is included".to_owned());
        }
        let outer = block;
        for (at, line) in text.lines().enumerate() {
            let Some((keyword, arguments)) = words(line) else { continue };
            match keyword.as_str() {
                "include" => {
                    for pattern in &arguments {
                        let pattern = if pattern.starts_with('/') {
                            pattern.clone()
                        } else {
                            format!("etc/ssh/{pattern}")
                        };
                        for file in host.matching(&pattern) {
                            self.read(host, &file, block, depth + 1);
                        }
                    }
                }
                // Within what some connections include, no block is of all.
                "match" if outer == Block::Some => {}
                "match" => {
                    let is_all =
                        matches!(arguments.as_slice(), [one] if one.eq_ignore_ascii_case("all"));
                    block = if is_all { Block::All } else { Block::Some };
                }
                _ => {
                    let path = path.to_owned();
                    let setting = Setting { path, line: at + 1, keyword, arguments };
                    match block {
                        Block::Global => self.global.push(setting),
                        Block::All => self.all.push(setting),
                        Block::Some => self.matched.push(setting),
                    }
                }
            }
        }
    }

    /// What counts for every connection that no `Match` names: of a keyword the first value.
    pub(crate) fn first(&self, keyword: &str) -> Option<&Setting> {
        self.all.iter().chain(&self.global).find(|setting| setting.keyword == keyword)
    }

    /// All values for some connections.
    pub(crate) fn of_some(&self, keyword: &str) -> impl Iterator<Item = &Setting> {
        self.matched.iter().filter(move |setting| setting.keyword == keyword)
    }
}

impl Host<'_> {
    pub(crate) fn sshd(&self) -> Settings {
        let mut settings = Settings::default();
        settings.read(self, SSHD_CONFIG, Block::Global, 0);
        settings
    }
}

/// A span of time in seconds, as `1h30m` (`sshd_config(5)`, TIME FORMATS); no span is `none`.
pub(crate) fn seconds(text: &str) -> Option<u64> {
    let mut total = 0_u64;
    let mut number = String::new();
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            number.push(letter);
            continue;
        }
        let unit = match letter.to_ascii_lowercase() {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            'w' => 604_800,
            _ => return None,
        };
        total = total.checked_add(number.parse::<u64>().ok()?.checked_mul(unit)?)?;
        number.clear();
    }
    if number.is_empty() {
        (!text.is_empty()).then_some(total)
    } else {
        total.checked_add(number.parse().ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_split_as_openssh_does() {
        for (line, expected) in [
            ("  Port 22", Some("port|22")),
            ("PermitRootLogin=no", Some("permitrootlogin|no")),
            ("Banner = \"/etc/a b\" # c", Some("banner|/etc/a b")),
            ("AllowUsers a b", Some("allowusers|a|b")),
            ("# x", None),
            ("", None),
        ] {
            let told = words(line).map(|(keyword, rest)| [vec![keyword], rest].concat().join("|"));
            assert_eq!(told.as_deref(), expected);
        }
    }

    #[test]
    fn spans_have_units() {
        for (text, expected) in
            [("60", Some(60)), ("1h30m", Some(5400)), ("2m", Some(120)), ("x", None), ("", None)]
        {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }
}
