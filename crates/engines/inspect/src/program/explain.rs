//! Why a request was decided as it was: every statement of every rule, whether it was asked or not.

use super::decision::RuleRef;
use super::evaluate::{Circumstances, Run, Scratch, stands};
use super::rate::Rated;
use super::{CompiledEntry, CompiledRule, Node, Program, Truth};
use crate::detect::{DetectorKind, Place};
use crate::language::{ActionKind, Field, Position};
use crate::rates::Note;
use crate::request::WebRequest;
use crate::scan::between;
use crate::transform::Transformation;
use crate::view::{Ready, Source, ViewId};

/// So many bytes of a text are shown around what was found.
const EXCERPT_BYTES_MAX: usize = 160;

/// Why a request was decided as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What is done with the request.
    pub action: ActionKind,
    /// Every rule, in the order they are asked.
    pub rules: Vec<RuleExplanation>,
    /// The labels that the request has got.
    pub labels: Vec<String>,
}

/// What a rule said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleExplanation {
    /// Its name; if it is in a group, of the rule that uses that.
    pub name: String,
    /// The group, and its name in there.
    pub in_group: Option<(String, String)>,
    /// Its action.
    pub action: ActionKind,
    /// Whether it was asked, as no rule before it had decided.
    pub is_asked: bool,
    /// Whether it decided.
    pub decides: bool,
    /// Its statements, each before its parts.
    pub statements: Vec<StatementExplanation>,
}

/// What a statement said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementExplanation {
    /// How deep it is in the rule's statement.
    pub depth: usize,
    /// What it asks.
    pub statement: String,
    /// Whether it holds; none if it does not apply.
    pub holds: Option<bool>,
    /// By what it holds, if that is a text.
    pub evidence: Option<Evidence>,
}

/// What was found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The part of the request.
    pub field: String,
    /// How it was transformed.
    pub chain: Vec<Transformation>,
    /// The transformed text around what was found, with escapes for bytes that cannot be shown.
    pub text: String,
    /// The part of it that was found, alike; empty where a length is what counts.
    pub matched: String,
    /// Where in the transformed text that begins.
    pub offset: usize,
    /// How long it is.
    pub length: usize,
    /// What a detector says that it is.
    pub what: Option<&'static str>,
}

impl Program {
    /// Explains how a request is decided. It is not counted by rate-based rules.
    pub fn explain(
        &self,
        request: &WebRequest<'_>,
        circumstances: &Circumstances<'_>,
        scratch: &mut Scratch,
    ) -> Explanation {
        let run = Run::begin(self, request, circumstances, scratch, Note::Ask);
        let mut explainer = Explainer { run, rules: Vec::new(), decided: None };
        for (at, entry) in self.entries.iter().enumerate() {
            explainer.entry(at, entry);
        }
        let Explainer { run, rules, decided } = explainer;
        Explanation {
            action: decided.unwrap_or(self.default.kind),
            rules,
            labels: run.scratch.labels.iter(&self.labels).map(str::to_owned).collect(),
        }
    }

    /// The part of the request that a view begins with, and how it is transformed.
    fn origin(&self, mut view: ViewId) -> (String, Vec<Transformation>) {
        let mut chain = Vec::new();
        while let Some(Source::Derived(from, by)) = self.views.get(view) {
            chain.push(*by);
            view = *from;
        }
        chain.reverse();
        let field = match self.views.get(view) {
            Some(Source::Field(field, _)) => name_of(field),
            _ => String::new(),
        };
        (field, chain)
    }
}

struct Explainer<'r> {
    run: Run<'r>,
    rules: Vec<RuleExplanation>,
    decided: Option<ActionKind>,
}

impl<'r> Explainer<'r> {
    fn entry(&mut self, at: usize, entry: &'r CompiledEntry) {
        let (scope, rules, is_counted) = match entry {
            CompiledEntry::Rule(rule) => {
                self.rule(rule, RuleRef { entry: at, inner: None }, true, false, &[]);
                return;
            }
            CompiledEntry::Group { scope, rules, is_counted, .. } => (scope, rules, *is_counted),
        };
        let mut scoped = Vec::new();
        let in_scope =
            scope.as_ref().is_none_or(|scope| self.node(scope, 0, &mut scoped) == Truth::Yes);
        let mut is_open = in_scope;
        for (inner, rule) in rules.iter().enumerate() {
            let reference = RuleRef { entry: at, inner: Some(inner) };
            let ends = self.rule(rule, reference, is_open, is_counted, &scoped);
            is_open &= !ends;
        }
    }

    /// Explains a rule; answers whether it ends the inspection or its group.
    fn rule(
        &mut self,
        rule: &'r CompiledRule,
        reference: RuleRef,
        is_open: bool,
        is_counted: bool,
        scoped: &[StatementExplanation],
    ) -> bool {
        let is_asked = is_open && self.decided.is_none();
        let mut statements = scoped.to_vec();
        let holds = self.node(&rule.node, 0, &mut statements) == Truth::Yes;
        let ends = is_asked && holds && self.run.matches(rule, reference).ends;
        let decides = ends && !is_counted;
        if decides {
            self.decided = Some(rule.action.kind);
        }
        let program = self.run.program;
        let in_group = program.in_group(reference);
        self.rules.push(RuleExplanation {
            name: program.name_of(reference).to_owned(),
            in_group: in_group.map(|(group, name)| (group.to_owned(), name.to_owned())),
            action: rule.action.kind,
            is_asked,
            decides,
            statements,
        });
        ends
    }

    fn node(&mut self, node: &Node, depth: usize, out: &mut Vec<StatementExplanation>) -> Truth {
        let truth = self.run.truth(node);
        let holds = match truth {
            Truth::Yes => Some(true),
            Truth::No => Some(false),
            Truth::Inapplicable => None,
        };
        let evidence = if truth == Truth::Yes { self.evidence(node) } else { None };
        let statement = self.statement(node);
        out.push(StatementExplanation { depth, statement, holds, evidence });
        match node {
            Node::All(parts) | Node::Any(parts) => {
                for part in parts {
                    self.node(part, depth + 1, out);
                }
            }
            Node::Not(part) => {
                self.node(part, depth + 1, out);
            }
            Node::Rate(rate) => {
                if let Some(scope) = &rate.scope {
                    self.node(scope, depth + 1, out);
                }
            }
            _ => {}
        }
        truth
    }

    fn statement(&mut self, node: &Node) -> String {
        match node {
            Node::All(_) => "and".to_owned(),
            Node::Any(_) => "or".to_owned(),
            Node::Not(_) => "not".to_owned(),
            Node::Literal { view, literal } => {
                let literals = self.run.program.literals.get(*view).and_then(Option::as_ref);
                let named = literals.and_then(|literals| literals.name_of(*literal));
                let (bytes, how) = named.unwrap_or_default();
                self.text(*view, &format!("contains{how} `{}`", bytes.escape_ascii()))
            }
            Node::Bytes { view, bytes, position } => {
                let how = match position {
                    Position::Start => "starts with",
                    Position::End => "ends with",
                    _ => "is",
                };
                self.text(*view, &format!("{how} `{}`", bytes.escape_ascii()))
            }
            Node::Regex { view, regexes } => {
                let patterns: Vec<&str> = regexes.iter().map(regex::bytes::Regex::as_str).collect();
                self.text(*view, &format!("matches `{}`", patterns.join("`, `")))
            }
            Node::Size { view, comparison, size } => {
                self.text(*view, &format!("has a length {comparison:?} {size}"))
            }
            Node::Recognise { view, recognition } => {
                let recogniser = self.run.program.recognitions.get(*recognition);
                let name = recogniser.map(|(_, recogniser)| format!("has {recogniser:?}"));
                self.text(*view, &name.unwrap_or_default())
            }
            Node::Attack { place, kind } => format!("{place:?} has {kind:?}"),
            Node::Country { codes, .. } => format!("country in {}", codes.join(", ")),
            Node::Asn { numbers, .. } => format!("autonomous system in {numbers:?}"),
            Node::Address { .. } => "address in a set".to_owned(),
            Node::Label { test, .. } => format!("label {}", test.key()),
            Node::Rate(rate) => {
                let count = match self.run.rate(rate) {
                    Rated::Count(count) => count,
                    Rated::Said(_) => 0,
                };
                format!("{count} requests, more than {} in {} s", rate.limit, rate.window_seconds)
            }
        }
    }

    fn text(&self, view: ViewId, test: &str) -> String {
        let (field, chain) = self.run.program.origin(view);
        let steps = chain.iter().map(|step| format!("{step:?}"));
        let parts: Vec<String> = std::iter::once(field).chain(steps).collect();
        format!("{} {test}", parts.join(" > "))
    }

    /// What a statement about a text found, in the first text where it holds.
    fn evidence(&mut self, node: &Node) -> Option<Evidence> {
        let program = self.run.program;
        let view = match node {
            Node::Literal { view, .. }
            | Node::Bytes { view, .. }
            | Node::Regex { view, .. }
            | Node::Size { view, .. }
            | Node::Recognise { view, .. } => *view,
            Node::Attack { place, kind } => return self.attack(*place, *kind),
            _ => return None,
        };
        let views = &mut self.run.scratch.views;
        if views.ready(&program.views, view, self.run.request) != Ready::Inspect {
            return None;
        }
        let mut texts = views.texts(view, self.run.request);
        let (text, found) = texts.find_map(|text| Some((text, found(program, node, text)?)))?;
        let (field, chain) = program.origin(view);
        Some(Evidence {
            field,
            chain,
            text: excerpt(text, &found),
            matched: if matches!(node, Node::Size { .. }) {
                String::new()
            } else {
                matched(text, found.offset, found.length)
            },
            offset: found.offset,
            length: found.length,
            what: found.what,
        })
    }

    /// What the detectors found in a place.
    fn attack(&self, place: Place, kind: DetectorKind) -> Option<Evidence> {
        let finding = self.run.scratch.findings.find(place, kind)?;
        let name = finding.name.escape_ascii();
        Some(Evidence {
            field: format!("{place:?} {name}").trim_end().to_owned(),
            chain: Vec::new(),
            text: finding.excerpt.escape_ascii().to_string(),
            matched: matched(&finding.excerpt, finding.offset_in_excerpt(), finding.found.length),
            offset: finding.found.offset,
            length: finding.found.length,
            what: Some(finding.found.what),
        })
    }
}

/// What a test found in a text.
fn found(program: &Program, node: &Node, text: &[u8]) -> Option<Found> {
    match node {
        Node::Literal { view, literal } => {
            let literals = program.literals.get(*view)?.as_ref()?;
            let length = literals.name_of(*literal)?.0.len();
            let mut first = None;
            literals.find(text, |id, start| {
                if id == *literal {
                    first.get_or_insert(start);
                }
            });
            first.map(|offset| Found { offset, length, what: None })
        }
        Node::Bytes { bytes, position, .. } => {
            let at_end = text.len().saturating_sub(bytes.len());
            let offset = if *position == Position::End { at_end } else { 0 };
            let found = Found { offset, length: bytes.len(), what: None };
            stands(text, bytes, *position).then_some(found)
        }
        Node::Regex { regexes, .. } => {
            let found = regexes.iter().find_map(|regex| regex.find(text))?;
            Some(Found { offset: found.start(), length: found.len(), what: None })
        }
        Node::Size { comparison, size, .. } => {
            let found = Found { offset: 0, length: text.len(), what: None };
            comparison.holds(u64::try_from(text.len()).ok()?, *size).then_some(found)
        }
        Node::Recognise { recognition, .. } => {
            let (_, recogniser) = program.recognitions.get(*recognition)?;
            let found = recogniser.find(text)?;
            Some(Found { offset: found.offset, length: found.length, what: Some(found.what) })
        }
        _ => None,
    }
}

struct Found {
    offset: usize,
    length: usize,
    what: Option<&'static str>,
}

/// The text around what was found.
fn excerpt(text: &[u8], found: &Found) -> String {
    let margin = EXCERPT_BYTES_MAX.saturating_sub(found.length) / 2;
    let start = found.offset.saturating_sub(margin).min(text.len());
    let end = start.saturating_add(EXCERPT_BYTES_MAX).min(text.len());
    text.get(start..end).unwrap_or_default().escape_ascii().to_string()
}

/// What was found, and nothing around it.
fn matched(text: &[u8], offset: usize, length: usize) -> String {
    between(text, offset, offset.saturating_add(length.min(EXCERPT_BYTES_MAX)))
        .escape_ascii()
        .to_string()
}

fn name_of(field: &Field) -> String {
    match field {
        Field::Header(name) => format!("header {}", name.escape_ascii()),
        Field::QueryArgument(name, _) => format!("query argument {}", name.escape_ascii()),
        Field::QueryArguments(_) => "query arguments".to_owned(),
        Field::Path => "path".to_owned(),
        Field::QueryString => "query string".to_owned(),
        Field::Body(_) => "body".to_owned(),
        Field::Method => "method".to_owned(),
        Field::Json { .. } => "JSON body".to_owned(),
        Field::Headers(_) => "headers".to_owned(),
        Field::Cookies(_) => "cookies".to_owned(),
        Field::HeaderOrder(_) => "header order".to_owned(),
        Field::Ja3(_) => "JA3 fingerprint".to_owned(),
        Field::Ja4(_) => "JA4 fingerprint".to_owned(),
        Field::Fragment(_) => "URI fragment".to_owned(),
    }
}
