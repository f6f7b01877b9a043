//! What was decided about a request, and why.

use super::evaluate::Scratch;
use super::interpolate::interpolated;
use super::{CompiledEntry, CompiledKey, CompiledRule, Node, Program};
use crate::language::{ActionKind, AddressSource, Header};

/// A rule of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleRef {
    pub(super) entry: usize,
    pub(super) inner: Option<usize>,
}

impl RuleRef {
    /// The place among the policy's rules: of a rule in a group, of the one that uses the group.
    pub fn entry(self) -> usize {
        self.entry
    }
}

/// What a rate-based rule limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateFacts {
    /// By what requests are counted, as logs name it: `IP`, `FORWARDEDIP`, `CUSTOMKEYS`, `CONSTANT`.
    pub key: &'static str,
    /// The most requests.
    pub limit: u64,
    /// In so many seconds.
    pub window_seconds: u32,
}

/// A rule that matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matched {
    /// Which.
    pub rule: RuleRef,
    /// Its action.
    pub action: ActionKind,
    /// Whether that ended the inspection, or the group where the rule is.
    pub ends: bool,
}

/// What was decided about a request. Its parts borrow from the program and the scratch.
#[derive(Clone, Copy)]
pub struct Decision<'s> {
    pub(super) program: &'s Program,
    pub(super) scratch: &'s Scratch,
    pub(super) action: ActionKind,
    pub(super) by: Option<RuleRef>,
}

/// What a blocked request is answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, a content type among them where there is a body.
    pub headers: Vec<Header>,
    /// The body; none is empty.
    pub body: String,
}

impl<'s> Decision<'s> {
    /// What is done with the request.
    pub fn action(&self) -> ActionKind {
        self.action
    }

    /// The rule that decided; none is the default action.
    pub fn decided_by(&self) -> Option<RuleRef> {
        self.by
    }

    /// The name of a rule of the policy: the one that uses a group, if the rule is in one.
    pub fn rule_name(&self, rule: RuleRef) -> &'s str {
        self.program.name_of(rule)
    }

    /// The group of a rule, and its name in there.
    pub fn in_group(&self, rule: RuleRef) -> Option<(&'s str, &'s str)> {
        self.program.in_group(rule)
    }

    /// The groups that were asked, by their places among the policy's rules, and their ids.
    pub fn groups(&self) -> impl Iterator<Item = (usize, &'s str)> + use<'s> {
        let asked = self.by.map_or(usize::MAX, |rule| rule.entry.saturating_add(1));
        let entries = self.program.entries.iter().enumerate().take(asked);
        entries.filter_map(|(at, entry)| match entry {
            CompiledEntry::Group { id, .. } => Some((at, id.as_str())),
            CompiledEntry::Rule(_) => None,
        })
    }

    /// What a rule limits, if it is a rate-based one.
    pub fn rate_of(&self, rule: RuleRef) -> Option<RateFacts> {
        let Node::Rate(rate) = &self.program.rule(rule)?.node else { return None };
        let key = match &*rate.keys {
            [] => "CONSTANT",
            [CompiledKey::Address(AddressSource::Client)] => "IP",
            [CompiledKey::Address(_)] => "FORWARDEDIP",
            _ => "CUSTOMKEYS",
        };
        Some(RateFacts { key, limit: rate.limit, window_seconds: rate.window_seconds })
    }

    /// The rules that matched, in the order they were asked.
    pub fn matched(&self) -> &'s [Matched] {
        &self.scratch.matched
    }

    /// The labels that the request has got, by their full names.
    pub fn labels(&self) -> impl Iterator<Item = &'s str> + use<'s> {
        self.scratch.labels.iter(&self.program.labels)
    }

    /// Headers that the request gets, if it goes on.
    pub fn insert_headers(&self) -> Vec<Header> {
        if self.action != ActionKind::Allow {
            return Vec::new();
        }
        let goes_on = |matched: &&Matched| !matched.ends || Some(matched.rule) == self.by;
        let matched = self.matched().iter().filter(goes_on);
        let actions = matched.filter_map(|matched| Some(&self.program.rule(matched.rule)?.action));
        let default = self.by.is_none().then_some(&self.program.default);
        let headers = actions.chain(default).flat_map(|action| &action.insert_headers);
        headers.map(|header| self.header(header)).collect()
    }

    /// What a blocked request is answered with.
    pub fn answer(&self) -> Answer {
        let action = match self.by {
            Some(rule) => self.program.rule(rule).map(|rule| &rule.action),
            None => Some(&self.program.default),
        };
        let Some(page) = action.and_then(|action| action.response.as_ref()) else {
            return Answer { status: 403, headers: Vec::new(), body: String::new() };
        };
        let mut headers: Vec<Header> =
            page.headers.iter().map(|header| self.header(header)).collect();
        let mut text = String::new();
        if let Some((kind, body)) = &page.body {
            let value = kind.content_type().to_owned();
            headers.push(Header { name: "Content-Type".to_owned(), value });
            text = interpolated(body, || self.labels());
        }
        Answer { status: page.status, headers, body: text }
    }

    fn header(&self, header: &Header) -> Header {
        // A label has only letters, digits, colons, dashes and underscores: no value breaks out.
        Header { name: header.name.clone(), value: interpolated(&header.value, || self.labels()) }
    }
}

impl Program {
    pub(super) fn rule(&self, rule: RuleRef) -> Option<&CompiledRule> {
        match (self.entries.get(rule.entry)?, rule.inner) {
            (CompiledEntry::Rule(held), None) => Some(held),
            (CompiledEntry::Group { rules, .. }, Some(inner)) => rules.get(inner),
            _ => None,
        }
    }

    pub(super) fn name_of(&self, rule: RuleRef) -> &str {
        match self.entries.get(rule.entry) {
            Some(CompiledEntry::Rule(held)) => &held.name,
            Some(CompiledEntry::Group { name, .. }) => name,
            None => "",
        }
    }

    pub(super) fn in_group(&self, rule: RuleRef) -> Option<(&str, &str)> {
        match self.entries.get(rule.entry)? {
            CompiledEntry::Rule(_) => None,
            CompiledEntry::Group { id, .. } => Some((id, &self.rule(rule)?.name)),
        }
    }
}
