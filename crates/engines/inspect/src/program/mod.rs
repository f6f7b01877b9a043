//! What rules compile to, and how it runs.

mod compile;
mod decision;
mod evaluate;
mod explain;
mod forwarded;
mod interpolate;
mod labels;
mod literals;
mod rate;

pub use compile::CompileError;
pub(crate) use compile::regex;
pub use decision::{Answer, Decision, Matched, RateFacts, RuleRef};
pub use evaluate::{Circumstances, Geography, Scratch, Token};
pub use explain::{Evidence, Explanation, RuleExplanation, StatementExplanation};

use std::net::IpAddr;
use std::sync::Arc;

use regex::bytes::Regex;

use crate::addresses::AddressSet;
use crate::detect::{DetectorKind, Match, Place, Sensitivity};
use crate::language::{Action, AddressSource, Comparison, Position};
use crate::rates::RateTable;
use crate::view::{Source, ViewId};
use labels::LabelTest;
use literals::Literals;

/// A policy, compiled. It does not change, and may be shared.
#[derive(Debug)]
pub struct Program {
    id: String,
    entries: Vec<CompiledEntry>,
    default: Action,
    captcha_immunity_seconds: u32,
    challenge_immunity_seconds: u32,
    views: Vec<Source>,
    /// The literals of each view, if it has any.
    literals: Vec<Option<Literals>>,
    literal_count: usize,
    recognitions: Vec<(ViewId, Recogniser)>,
    labels: Vec<String>,
}

/// A rule, or the rules of a group.
#[derive(Debug)]
enum CompiledEntry {
    Rule(CompiledRule),
    Group {
        name: String,
        id: String,
        scope: Option<Node>,
        rules: Vec<CompiledRule>,
        is_counted: bool,
    },
}

#[derive(Debug)]
struct CompiledRule {
    name: String,
    node: Node,
    action: Action,
    labels: Vec<usize>,
}

/// A condition, compiled.
#[derive(Debug)]
enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Literal { view: ViewId, literal: usize },
    Bytes { view: ViewId, bytes: Vec<u8>, position: Position },
    Regex { view: ViewId, regexes: Vec<Regex> },
    Size { view: ViewId, comparison: Comparison, size: u64 },
    Recognise { view: ViewId, recognition: usize },
    Attack { place: Place, kind: DetectorKind },
    Country { codes: Vec<String>, source: AddressSource },
    Asn { numbers: Vec<u32>, source: AddressSource },
    Address { set: Arc<AddressSet>, source: AddressSource },
    Label { test: LabelTest, labels: Vec<usize> },
    Rate(Box<CompiledRate>),
}

/// What is recognised in a text by reading it as an interpreter would.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Recogniser {
    Sqli(Sensitivity),
    Xss,
}

impl Recogniser {
    fn find(self, text: &[u8]) -> Option<Match> {
        match self {
            Self::Sqli(sensitivity) => crate::sqli::detect(text, sensitivity),
            Self::Xss => crate::xss::detect(text),
        }
    }
}

/// A limit on rates, compiled.
#[derive(Debug)]
struct CompiledRate {
    /// Tells the policy from every other.
    policy: u64,
    /// Tells this rule with these settings from every other.
    identity: u64,
    limit: u64,
    window_seconds: u32,
    keys: Vec<CompiledKey>,
    scope: Option<Node>,
}

#[derive(Debug)]
enum CompiledKey {
    Address(AddressSource),
    Asn(AddressSource),
    Text(ViewId),
    Labels(LabelTest),
}

/// Whether a condition holds. It may be neither: where a header that names an address is missing,
/// a rule does not apply. (The API's page on `ForwardedIPConfig`.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Truth {
    Yes,
    No,
    Inapplicable,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Inapplicable => self,
        }
    }
}

impl Program {
    /// The name of the policy that it was compiled from.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The labels that its rules may add, by their full names.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The addresses that a rule limits now: one of the policy, or one of the group that it uses.
    /// None if there is no such rule, or it counts by more than an address.
    pub fn limited_addresses(
        &self,
        rule: &str,
        in_group: Option<&str>,
        rates: &RateTable,
        now_seconds: u64,
    ) -> Option<Vec<IpAddr>> {
        let rule = self.entries.iter().find_map(|entry| match (entry, in_group) {
            (CompiledEntry::Rule(held), None) => (held.name == rule).then_some(held),
            (CompiledEntry::Group { name, rules, .. }, Some(inner)) if name == rule => {
                rules.iter().find(|held| held.name == inner)
            }
            _ => None,
        })?;
        match &rule.node {
            Node::Rate(rate) if matches!(&*rate.keys, [CompiledKey::Address(_)]) => {
                Some(rates.limited(rate.identity, now_seconds))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
