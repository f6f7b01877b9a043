//! Files of nft(8): tables, chains and rules, in blocks and as commands, with what they include.

use crate::host::{Host, INCLUDED_MAX};

/// How deep files may include each other.
const INCLUDES_MAX: usize = 16;
/// The most words of all files together.
const WORDS_MAX: usize = 1_000_000;

/// A chain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Chain {
    /// Its table's family and name.
    pub(crate) table: String,
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) line: usize,
    /// Where in the kernel it is called; empty if only other chains do.
    pub(crate) hook: String,
    pub(crate) kind: String,
    pub(crate) policy: String,
    /// Its rules, as their words.
    pub(crate) rules: Vec<(usize, Vec<String>)>,
}

impl Chain {
    /// The line of the first rule that has all these words.
    pub(crate) fn rule(&self, words: &[&str]) -> Option<usize> {
        let has = |rule: &[String], word: &&str| rule.iter().any(|one| one == word);
        let fits = |rule: &[String]| words.iter().all(|word| has(rule, word));
        self.rules.iter().find(|(_, rule)| fits(rule)).map(|(line, _)| *line)
    }
}

/// What files define.
#[derive(Debug, Default)]
pub(crate) struct Ruleset {
    pub(crate) tables: Vec<(String, String, usize)>,
    pub(crate) chains: Vec<Chain>,
    /// What is included and is not there.
    pub(crate) missing: Vec<(String, usize, String)>,
    words_count: usize,
    files_count: usize,
}

/// A word with its line; statements end with `;`.
type Word = (usize, String);

/// The words of a text: what stands in quotes is one, braces and ends of statements are words.
fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    for (line, content) in super::joined(text) {
        let mut rest = content.trim_start();
        while let Some(first) = rest.chars().next() {
            let end = match first {
                '#' => break,
                '"' => {
                    rest.get(1..).and_then(|inner| inner.find('"')).map_or(rest.len(), |at| at + 2)
                }
                '{' | '}' | ';' | ',' => 1,
                _ => rest
                    .find(|c: char| c.is_whitespace() || "{};,\"#".contains(c))
                    .unwrap_or(rest.len()),
            };
            let (word, after) = rest.split_at(end);
            found.push((line, word.trim_matches('"').to_owned()));
            rest = after.trim_start();
        }
        found.push((line, ";".to_owned()));
    }
    found
}

impl Ruleset {
    fn read(&mut self, host: &Host<'_>, path: &str, depth: usize) {
        let Some(text) = host.text(path) else { return };
        let words = words(&text);
        self.words_count += words.len();
        self.files_count += 1;
        if depth > INCLUDES_MAX || self.files_count > INCLUDED_MAX || self.words_count > WORDS_MAX {
            return host.problem(path, "too much is included".to_owned());
        }
        self.statements(host, path, &words, depth);
    }

    fn statements(&mut self, host: &Host<'_>, path: &str, words: &[Word], depth: usize) {
        let mut at = 0;
        // The table and the chain whose blocks are open.
        let (mut table, mut chain): (Option<String>, Option<usize>) = (None, None);
        while let Some((line, first)) = words.get(at) {
            let (head, end) = statement(words, at);
            let opens = words.get(end).is_some_and(|(_, word)| word == "{");
            let head: Vec<&str> = head.iter().map(|(_, word)| word.as_str()).collect();
            at = end + 1;
            match head.as_slice() {
                [] if first == "}" && chain.is_some() => chain = None,
                [] if first == "}" => table = None,
                [] => {}
                ["flush", "ruleset"] => {
                    self.tables.clear();
                    self.chains.clear();
                }
                ["include", pattern] => self.include(host, path, *line, pattern, depth),
                ["table", rest @ ..] | ["add" | "create", "table", rest @ ..]
                    if table.is_none() =>
                {
                    let name = table_name(rest);
                    self.tables.push((name.clone(), path.to_owned(), *line));
                    table = opens.then_some(name);
                }
                ["chain", name] if table.is_some() => {
                    let of = table.clone().unwrap_or_default();
                    let index = self.chain(of, name, path, *line);
                    chain = opens.then_some(index);
                }
                ["chain", rest @ .., name] | ["add" | "create", "chain", rest @ .., name] => {
                    let index = self.chain(table_name(rest), name, path, *line);
                    chain = opens.then_some(index);
                }
                ["add" | "insert", "rule", rest @ ..] => self.rule_of(rest, *line),
                rule => match chain.and_then(|index| self.chains.get_mut(index)) {
                    // Sets in braces are parts of rules: what they hold belongs to the same statement.
                    Some(chain) => chain.statement(*line, rule),
                    None if opens => at = past_block(words, end),
                    None => {}
                },
            }
        }
    }

    fn chain(&mut self, table: String, name: &str, path: &str, line: usize) -> usize {
        let known = self.chains.iter().position(|chain| chain.table == table && chain.name == name);
        known.unwrap_or_else(|| {
            let (name, path) = (name.to_owned(), path.to_owned());
            self.chains.push(Chain { table, name, path, line, ..Chain::default() });
            self.chains.len() - 1
        })
    }

    fn rule_of(&mut self, words: &[&str], line: usize) {
        let is_family = words.first().is_some_and(|word| FAMILIES.contains(word));
        let (of, rest) = words.split_at(words.len().min(if is_family { 2 } else { 1 }));
        if let Some((name, rule)) = rest.split_first() {
            let table = table_name(of);
            let chain =
                self.chains.iter_mut().find(|chain| chain.table == table && chain.name == *name);
            if let Some(chain) = chain {
                chain.statement(line, rule);
            }
        }
    }

    fn include(&mut self, host: &Host<'_>, path: &str, line: usize, pattern: &str, depth: usize) {
        let pattern =
            if pattern.starts_with('/') { pattern.to_owned() } else { format!("etc/{pattern}") };
        let found = host.matching(&pattern);
        if found.is_empty() && !pattern.contains(['*', '?', '[']) {
            self.missing.push((path.to_owned(), line, pattern));
        }
        for file in found {
            self.read(host, &file, depth + 1);
        }
    }
}

const FAMILIES: [&str; 6] = ["ip", "ip6", "inet", "arp", "bridge", "netdev"];

/// A table's family and name; the family is `ip` where none is told.
fn table_name(words: &[&str]) -> String {
    match words {
        [family, name, ..] if FAMILIES.contains(family) => format!("{family} {name}"),
        [name, ..] => format!("ip {name}"),
        [] => String::new(),
    }
}

/// The words of the statement at a place, and where it ends: at `;`, at the brace that opens a block, or at one that
/// closes a block. Braces behind the words of a rule hold sets, which are of the statement.
fn statement(words: &[Word], start: usize) -> (Vec<Word>, usize) {
    let mut found: Vec<Word> = Vec::new();
    let (mut at, mut depth) = (start, 0_usize);
    let is_block = |found: &[Word]| {
        let named = |word: &Word| {
            ["table", "chain", "set", "map", "counter", "quota", "flowtable", "limit"]
                .contains(&word.1.as_str())
        };
        let verb = |word: &Word| word.1 == "add" || word.1 == "create";
        found
            .first()
            .is_none_or(|word| named(word) || (verb(word) && found.get(1).is_some_and(named)))
    };
    while let Some((_, word)) = words.get(at) {
        match word.as_str() {
            "{" if depth == 0 && is_block(&found) => break,
            "{" => depth += 1,
            "}" | ";" if depth == 0 => break,
            "}" => depth -= 1,
            "," | ";" => {}
            _ => found.extend(words.get(at).cloned()),
        }
        at += 1;
    }
    // A brace that closes ends the statement before it, and is one of its own.
    let closes = words.get(at).is_some_and(|(_, word)| word == "}");
    (found, if closes && at > start { at - 1 } else { at })
}

/// Where the block ends that opens at a place.
fn past_block(words: &[Word], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, (_, word)) in words.iter().enumerate().skip(open) {
        match word.as_str() {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth == 0 {
            return at + 1;
        }
    }
    words.len()
}

impl Chain {
    fn statement(&mut self, line: usize, words: &[&str]) {
        let after = |key: &str| {
            let at = words.iter().position(|word| *word == key)?;
            words.get(at + 1).map(|word| (*word).to_owned())
        };
        match words.first() {
            Some(&"type") => {
                self.kind = after("type").unwrap_or_default();
                self.hook = after("hook").unwrap_or_default();
                if self.policy.is_empty() {
                    "accept".clone_into(&mut self.policy);
                }
            }
            Some(&"policy") => self.policy = after("policy").unwrap_or_default(),
            Some(_) => {
                self.rules.push((line, words.iter().map(|word| (*word).to_owned()).collect()));
            }
            None => {}
        }
    }
}

impl Host<'_> {
    /// What `nftables.service` loads.
    pub(crate) fn ruleset(&self) -> Ruleset {
        let mut ruleset = Ruleset::default();
        ruleset.read(self, "etc/nftables.conf", 0);
        ruleset
    }
}
