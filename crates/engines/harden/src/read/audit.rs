//! Rules of the kernel's audit: audit.rules(7), auditctl(8), and what an `augenrules` makes of `rules.d`.

use crate::host::Host;

/// The most rules that are judged.
const RULES_MAX: usize = 10_000;

/// A rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) path: String,
    pub(crate) line: usize,
    /// Whether what it fits is recorded, and not passed over.
    pub(crate) is_always: bool,
    pub(crate) list: String,
    pub(crate) calls: Vec<String>,
    /// Fields with what they are compared by, as `arch=b64`, `auid!=unset`.
    pub(crate) fields: Vec<String>,
}

impl Rule {
    /// A field as it is compared.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|one| one == field)
    }

    pub(crate) fn value(&self, key: &str) -> Option<&str> {
        self.fields.iter().find_map(|field| field.strip_prefix(key)?.strip_prefix('='))
    }

    /// Whether it watches a file or folder for all these kinds of access, on its own.
    pub(crate) fn watches(&self, path: &str, kinds: &str) -> bool {
        let watched = self.value("path").or_else(|| self.value("dir")).unwrap_or_default();
        let watched = watched.trim_matches('/');
        // A file is watched where its folder is.
        let is_there = watched == path
            || (self.value("dir").is_some()
                && path.strip_prefix(watched).is_some_and(|rest| rest.starts_with('/')));
        let told = self.value("perm").unwrap_or("rwxa");
        self.is_always && is_there && kinds.chars().all(|kind| told.contains(kind))
    }
}

/// All rules, and whether they are locked until the host starts anew.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    pub(crate) rules: Vec<Rule>,
    /// The last `-e`.
    pub(crate) enabled: Option<(String, usize, String)>,
}

impl Rules {
    pub(crate) fn add(&mut self, path: &str, text: &str) {
        for (line, content) in super::lines(text, &['#']) {
            let words = words(content);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            match words.as_slice() {
                ["-D", ..] => self.rules.clear(),
                ["-e", value, ..] => {
                    self.enabled = Some((path.to_owned(), line, (*value).to_owned()));
                }
                ["-w" | "-a" | "-A", ..] => self.rules.extend(rule(path, line, &words)),
                _ => {}
            }
        }
    }
}

/// The words of a line; those in quotes are one.
fn words(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = line.trim();
    while let Some(first) = rest.chars().next() {
        let (word, after) = if let Some(inner) = rest.strip_prefix(['"', '\'']) {
            inner.split_once(first).unwrap_or((inner, ""))
        } else {
            rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()))
        };
        found.push(word.to_owned());
        rest = after.trim_start();
    }
    found
}

fn rule(path: &str, line: usize, words: &[&str]) -> Option<Rule> {
    let mut rule = Rule { path: path.to_owned(), line, ..Rule::default() };
    let mut words = words.iter().copied();
    while let Some(option) = words.next() {
        let value = words.next()?;
        match option {
            "-a" | "-A" => {
                rule.is_always = value.split(',').any(|part| part == "always");
                let list = value.split(',').find(|part| !matches!(*part, "always" | "never"));
                list.unwrap_or_default().clone_into(&mut rule.list);
            }
            "-w" => {
                rule.is_always = true;
                "exit".clone_into(&mut rule.list);
                // It is not told whether it is a file; `watches` takes it for either.
                rule.fields.extend([format!("path={value}"), format!("dir={value}")]);
            }
            "-p" => rule.fields.push(format!("perm={value}")),
            "-S" => rule.calls.extend(value.split(',').map(str::to_owned)),
            "-F" | "-C" => rule.fields.push(normal(value)),
            "-k" => {}
            _ => return None,
        }
    }
    Some(rule)
}

/// A field as others may write it: what is not set is `unset`, `-1` or the largest number.
fn normal(field: &str) -> String {
    match field.split_once("!=") {
        Some((key, "-1" | "4294967295" | "unset")) => format!("{key}!=unset"),
        _ => field.to_owned(),
    }
}

impl Host<'_> {
    /// The rules that are loaded when the host starts: those of `rules.d` in the order of their names.
    pub(crate) fn audit_rules(&self) -> Rules {
        let mut rules = Rules::default();
        for path in self.overlaid(&["etc/audit/rules.d"], ".rules") {
            rules.add(&path, &self.text(&path).unwrap_or_default());
            if rules.rules.len() > RULES_MAX {
                self.problem(&path, format!("there are more than {RULES_MAX} rules"));
                break;
            }
        }
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn watches_are_written_in_two_ways() {
        let mut rules = Rules::default();
        rules.add(
            "f",
            "-a always,exit -F path=/gone\n-D\n-w /etc/sudoers -p wa -k scope\n\
             -a always,exit -F arch=b64 -S open,openat -F auid!=4294967295 -F dir=/etc/d -F perm=wa\n\
             -a never,exit -F path=/x\n-e 2\n-bad",
        );
        let found = |path, kinds| rules.rules.iter().any(|rule| rule.watches(path, kinds));
        assert!(found("etc/sudoers", "wa") && !found("etc/sudoers", "r") && !found("gone", "w"));
        assert!(found("etc/d/a", "w") && !found("x", "w"));
        assert!(rules.rules[1].has("auid!=unset") && rules.rules[1].calls == ["open", "openat"]);
        assert_eq!(rules.enabled, Some(("f".to_owned(), 6, "2".to_owned())));
    }
}
