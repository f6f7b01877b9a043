//! The values that patterns ask of one field, looked up all at once.

mod affixes;

use rustc_hash::FxHashMap;

use affixes::Affixes;

use crate::number::millionths;
use crate::pattern::{Atom, Glob, Network, address, caseless};

/// What a value of an event is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value<'v> {
    Text(&'v str),
    /// A number, `true`, `false` or `null`, as written.
    Plain(&'v str),
}

/// What it leads to that a value is found: that a list holds, or that an `anything-but` does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Finding {
    List(u32),
    Excluded(u32),
}

/// An index over all lists of a field.
#[derive(Debug, Default)]
pub(super) struct Values {
    texts: FxHashMap<Box<str>, Vec<Finding>>,
    plain: FxHashMap<Box<str>, Vec<Finding>>,
    numbers: FxHashMap<i64, Vec<Finding>>,
    ranges: Vec<(i64, i64, Finding)>,
    networks: FxHashMap<Network, Vec<Finding>>,
    /// The lengths of networks there are.
    lengths: Vec<(bool, u8)>,
    caseless: FxHashMap<Box<str>, Vec<Finding>>,
    prefixes: Affixes<Finding>,
    suffixes: Affixes<Finding>,
    caseless_prefixes: Affixes<Finding>,
    caseless_suffixes: Affixes<Finding>,
    /// By what they begin with, and those that do not by what they end with.
    globs_by_first: Affixes<(Glob, Finding)>,
    globs_by_last: Affixes<(Glob, Finding)>,
    exists: Vec<u32>,
    /// The list that each `anything-but` is of.
    buts: Vec<u32>,
    pub(super) is_absence_asked: bool,
}

impl Values {
    /// Adds a list.
    pub(super) fn add(&mut self, atoms: &[Atom], list: u32) {
        for atom in atoms {
            match atom {
                Atom::Exists => self.exists.push(list),
                Atom::Absent => self.is_absence_asked = true,
                Atom::But(atoms) => {
                    let but = u32::try_from(self.buts.len()).unwrap_or(u32::MAX);
                    self.buts.push(list);
                    for atom in atoms {
                        self.add_atom(atom, Finding::Excluded(but));
                    }
                }
                atom => self.add_atom(atom, Finding::List(list)),
            }
        }
    }

    fn add_atom(&mut self, atom: &Atom, finding: Finding) {
        match atom {
            Atom::Text(text) => self.texts.entry(text.clone()).or_default().push(finding),
            Atom::Plain(text) => self.plain.entry(text.clone()).or_default().push(finding),
            Atom::Number(number) => self.numbers.entry(*number).or_default().push(finding),
            Atom::Numbers(low, high) => self.ranges.push((*low, *high, finding)),
            Atom::Within(network) => {
                self.networks.entry(*network).or_default().push(finding);
                self.lengths.push((network.is_v6, network.length));
            }
            Atom::Prefix(text) => self.prefixes.add(text, finding),
            Atom::Suffix(text) => self.suffixes.add(text, finding),
            Atom::Caseless(text) => self.caseless.entry(text.clone()).or_default().push(finding),
            Atom::CaselessPrefix(text) => self.caseless_prefixes.add(text, finding),
            Atom::CaselessSuffix(text) => self.caseless_suffixes.add(text, finding),
            Atom::Wildcard(glob) if glob.first().is_empty() => {
                self.globs_by_last.add(glob.last(), (glob.clone(), finding));
            }
            Atom::Wildcard(glob) => {
                self.globs_by_first.add(glob.first(), (glob.clone(), finding));
            }
            Atom::Exists | Atom::Absent | Atom::But(_) => {}
        }
    }

    /// To be called once all lists are added.
    pub(super) fn finish(&mut self) {
        self.lengths.sort_unstable();
        self.lengths.dedup();
    }

    /// Calls `holds` with each list that a value is of; with some more than once.
    pub(super) fn find(&self, value: Value<'_>, mut holds: impl FnMut(u32)) {
        self.exists.iter().for_each(|list| holds(*list));
        let mut excluded = Vec::new();
        let mut found = |finding: &Finding| match finding {
            Finding::List(list) => holds(*list),
            Finding::Excluded(but) => excluded.push(*but),
        };
        match value {
            Value::Text(text) => self.find_text(text, &mut found),
            Value::Plain(text) => self.find_plain(text, &mut found),
        }
        if self.buts.is_empty() {
            return;
        }
        excluded.sort_unstable();
        let mut excluded = excluded.into_iter().peekable();
        for (but, list) in self.buts.iter().enumerate() {
            let is = |excluded: &u32| usize::try_from(*excluded) == Ok(but);
            if excluded.peek().is_some_and(is) {
                while excluded.next_if(is).is_some() {}
            } else {
                holds(*list);
            }
        }
    }

    fn find_plain(&self, text: &str, found: &mut impl FnMut(&Finding)) {
        self.plain.get(text).into_iter().flatten().for_each(&mut *found);
        if self.numbers.is_empty() && self.ranges.is_empty() {
            return;
        }
        if !text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return;
        }
        let Some(number) = millionths(text) else { return };
        if number.is_exact {
            self.numbers.get(&number.value).into_iter().flatten().for_each(&mut *found);
        }
        let halves = 2 * number.value + i64::from(!number.is_exact);
        let within = |(low, high, _): &&(i64, i64, Finding)| (*low..=*high).contains(&halves);
        self.ranges.iter().filter(within).for_each(|(_, _, finding)| found(finding));
    }

    fn find_text(&self, text: &str, found: &mut impl FnMut(&Finding)) {
        self.texts.get(text).into_iter().flatten().for_each(&mut *found);
        self.prefixes.of_beginning(text, &mut *found);
        self.suffixes.of_end(text, &mut *found);
        let mut glob = |(glob, finding): &(Glob, Finding)| {
            if glob.matches(text) {
                found(finding);
            }
        };
        self.globs_by_first.of_beginning(text, &mut glob);
        self.globs_by_last.of_end(text, &mut glob);
        if !self.lengths.is_empty()
            && let Some(address) = address(text)
        {
            for (is_v6, length) in &self.lengths {
                if *is_v6 == address.is_ipv6() {
                    let network = Network::of(address, *length);
                    self.networks.get(&network).into_iter().flatten().for_each(&mut *found);
                }
            }
        }
        let is_case_ignored = !self.caseless.is_empty()
            || !self.caseless_prefixes.is_empty()
            || !self.caseless_suffixes.is_empty();
        if is_case_ignored {
            let text = caseless(text);
            self.caseless.get(&text).into_iter().flatten().for_each(&mut *found);
            self.caseless_prefixes.of_beginning(&text, &mut *found);
            self.caseless_suffixes.of_end(&text, &mut *found);
        }
    }
}
