//! A policy becomes a program: equal views, literals and detections become one.

use std::hash::{DefaultHasher, Hash, Hasher as _};

use regex::bytes::{Regex, RegexBuilder};
use rustc_hash::FxHashMap;

use super::labels::LabelTest;
use super::literals::Literals;
use super::{CompiledEntry, CompiledKey, CompiledRate, CompiledRule, Node, Program, Recogniser};
use crate::language::{
    Condition, Entry, Field, Group, Policy, Position, RateKey, RateRule, Rule, Test,
};
use crate::transform::Transformation;
use crate::view::{Paths, Source, ViewId};

/// A regular expression may become a program of so many bytes, and its cache as large again.
const REGEX_BYTES_MAX: usize = 1 << 20;

/// A policy that does not compile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CompileError {
    /// A regular expression that is none, or takes too much.
    #[error("the regular expression `{0}` is not supported or too large")]
    Regex(String),
    /// An empty text to look for.
    #[error("a text to look for must not be empty")]
    Empty,
    /// More literals than an automaton takes.
    #[error("the texts to look for are too many")]
    TooManyLiterals,
}

/// Compiles a regular expression as the firewall matches it: on bytes, in linear time.
///
/// # Errors
///
/// If it is none, needs what linear time cannot do, or takes too much memory.
pub(crate) fn regex(pattern: &str) -> Result<Regex, CompileError> {
    let build = |unicode| {
        RegexBuilder::new(pattern)
            .unicode(unicode)
            .size_limit(REGEX_BYTES_MAX)
            .dfa_size_limit(REGEX_BYTES_MAX)
            .build()
    };
    // Bytes that are no UTF-8 must not hide from a dot; only classes of Unicode need the other.
    build(false)
        .or_else(|_| build(true))
        .map_err(|_| CompileError::Regex(pattern.chars().take(100).collect()))
}

#[derive(Default)]
struct Compiler {
    policy: String,
    views: Vec<Source>,
    fields: FxHashMap<Field, ViewId>,
    derived: FxHashMap<(ViewId, Transformation), ViewId>,
    literals: Vec<Vec<(Vec<u8>, Position, usize)>>,
    literal_ids: FxHashMap<(ViewId, Vec<u8>, Position), usize>,
    recognitions: Vec<(ViewId, Recogniser)>,
    labels: Vec<String>,
    label_ids: FxHashMap<String, usize>,
    /// What the labels of the rule that is being compiled begin with, and the rule's path.
    context: String,
    path: String,
}

impl Program {
    /// Compiles a policy.
    ///
    /// # Errors
    ///
    /// If a regular expression is not supported or too large, or a text to look for is empty.
    pub fn compile(policy: &Policy) -> Result<Self, CompileError> {
        let mut compiler = Compiler { policy: policy.id.clone(), ..Compiler::default() };
        compiler.intern_labels(policy);
        let entries = policy.entries.iter().map(|entry| compiler.entry(policy, entry));
        let entries = entries.collect::<Result<_, _>>()?;
        let literals = compiler.literals.iter().map(|literals| match literals.as_slice() {
            [] => Ok(None),
            some => Literals::new(some).map(Some).ok_or(CompileError::TooManyLiterals),
        });
        Ok(Self {
            id: policy.id.clone(),
            entries,
            default: policy.default.clone(),
            captcha_immunity_seconds: policy.captcha_immunity_seconds,
            challenge_immunity_seconds: policy.challenge_immunity_seconds,
            literals: literals.collect::<Result<_, _>>()?,
            literal_count: compiler.literal_ids.len(),
            views: compiler.views,
            recognitions: compiler.recognitions,
            labels: compiler.labels,
        })
    }
}

impl Compiler {
    /// Labels first: a condition names those of all rules.
    fn intern_labels(&mut self, policy: &Policy) {
        for entry in &policy.entries {
            match entry {
                Entry::Rule(rule) => self.intern(&policy.label_namespace, rule),
                Entry::Group(used) => {
                    for rule in &used.group.rules {
                        self.intern(&used.group.label_namespace, rule);
                    }
                }
            }
        }
    }

    fn intern(&mut self, prefix: &str, rule: &Rule) {
        for label in &rule.labels {
            let full = format!("{prefix}{label}");
            let next = self.labels.len();
            if *self.label_ids.entry(full.clone()).or_insert(next) == next {
                self.labels.push(full);
            }
        }
    }

    fn entry(&mut self, policy: &Policy, entry: &Entry) -> Result<CompiledEntry, CompileError> {
        self.context.clone_from(&policy.label_namespace);
        match entry {
            Entry::Rule(rule) => {
                self.path.clone_from(&rule.name);
                self.rule(rule).map(CompiledEntry::Rule)
            }
            Entry::Group(used) => {
                self.path.clone_from(&used.name);
                let scope = used.scope.as_ref().map(|scope| self.node(scope)).transpose()?;
                let Group { id, label_namespace, rules } = &*used.group;
                self.context.clone_from(label_namespace);
                let mut compiled = Vec::with_capacity(rules.len());
                for rule in rules {
                    self.path = format!("{}/{}", used.name, rule.name);
                    let mut rule = self.rule(rule)?;
                    if let Some(action) = used.overrides.get(&rule.name) {
                        rule.action.clone_from(action);
                    }
                    compiled.push(rule);
                }
                Ok(CompiledEntry::Group {
                    name: used.name.clone(),
                    id: id.clone(),
                    scope,
                    rules: compiled,
                    is_counted: used.is_counted,
                })
            }
        }
    }

    fn rule(&mut self, rule: &Rule) -> Result<CompiledRule, CompileError> {
        let node = self.node(&rule.condition)?;
        let full = rule.labels.iter().map(|label| format!("{}{label}", self.context));
        let labels = full.filter_map(|label| self.label_ids.get(&label).copied()).collect();
        Ok(CompiledRule { name: rule.name.clone(), node, action: rule.action.clone(), labels })
    }

    fn nodes(&mut self, conditions: &[Condition]) -> Result<Vec<Node>, CompileError> {
        conditions.iter().map(|condition| self.node(condition)).collect()
    }

    fn node(&mut self, condition: &Condition) -> Result<Node, CompileError> {
        Ok(match condition {
            Condition::All(parts) => Node::All(self.nodes(parts)?),
            Condition::Any(parts) => Node::Any(self.nodes(parts)?),
            Condition::Not(part) => Node::Not(Box::new(self.node(part)?)),
            Condition::Text(field, chain, test) => self.text(field, chain, test)?,
            Condition::Attack(place, kind) => Node::Attack { place: *place, kind: *kind },
            Condition::Country(codes, source) => {
                Node::Country { codes: codes.clone(), source: source.clone() }
            }
            Condition::Asn(numbers, source) => {
                Node::Asn { numbers: numbers.clone(), source: source.clone() }
            }
            Condition::Address(set, source) => {
                Node::Address { set: set.clone(), source: source.clone() }
            }
            Condition::Label(scope, key) => {
                let test = LabelTest::new(*scope, key, &self.context);
                let labels = self.labels.iter().enumerate();
                let labels = labels.filter(|(_, label)| test.holds(label)).map(|(id, _)| id);
                Node::Label { labels: labels.collect(), test }
            }
            Condition::Rate(rate) => Node::Rate(Box::new(self.rate(rate)?)),
        })
    }

    fn text(
        &mut self,
        field: &Field,
        chain: &[Transformation],
        test: &Test,
    ) -> Result<Node, CompileError> {
        let view = self.view(field, chain);
        Ok(match test {
            Test::Bytes(bytes, _) if bytes.is_empty() => return Err(CompileError::Empty),
            Test::Bytes(bytes, position @ (Position::Anywhere | Position::Word)) => {
                Node::Literal { view, literal: self.literal(view, bytes, *position) }
            }
            Test::Bytes(bytes, position) => {
                Node::Bytes { view, bytes: bytes.clone(), position: *position }
            }
            Test::Regex(patterns) => {
                let regexes = patterns.iter().map(|pattern| regex(pattern));
                Node::Regex { view, regexes: regexes.collect::<Result<_, _>>()? }
            }
            Test::Sqli(sensitivity) => self.recognise(view, Recogniser::Sqli(*sensitivity)),
            Test::Xss => self.recognise(view, Recogniser::Xss),
            Test::Size(comparison, size) => {
                Node::Size { view, comparison: *comparison, size: *size }
            }
        })
    }

    /// Looked for once, however many rules ask.
    fn recognise(&mut self, view: ViewId, recogniser: Recogniser) -> Node {
        let wanted = (view, recogniser);
        let held = self.recognitions.iter().position(|held| *held == wanted);
        let recognition = held.unwrap_or_else(|| {
            self.recognitions.push(wanted);
            self.recognitions.len() - 1
        });
        Node::Recognise { view, recognition }
    }

    fn literal(&mut self, view: ViewId, bytes: &[u8], position: Position) -> usize {
        let next = self.literal_ids.len();
        let id = *self.literal_ids.entry((view, bytes.to_vec(), position)).or_insert(next);
        if id == next
            && let Some(literals) = self.literals.get_mut(view)
        {
            literals.push((bytes.to_vec(), position, id));
        }
        id
    }

    fn view(&mut self, field: &Field, chain: &[Transformation]) -> ViewId {
        let mut view = if let Some(view) = self.fields.get(field) {
            *view
        } else {
            let paths = match field {
                Field::Json { paths: Some(paths), .. } => Some(Paths::new(paths)),
                _ => None,
            };
            let view = self.push_view(Source::Field(field.clone(), paths));
            self.fields.insert(field.clone(), view);
            view
        };
        for step in chain.iter().filter(|step| **step != Transformation::None) {
            let next = self.views.len();
            let held = *self.derived.entry((view, *step)).or_insert(next);
            if held == next {
                self.push_view(Source::Derived(view, *step));
            }
            view = held;
        }
        view
    }

    fn push_view(&mut self, source: Source) -> ViewId {
        self.views.push(source);
        self.literals.push(Vec::new());
        self.views.len() - 1
    }

    fn rate(&mut self, rate: &RateRule) -> Result<CompiledRate, CompileError> {
        let mut keys = Vec::with_capacity(rate.keys.len());
        for key in &rate.keys {
            keys.push(match key {
                RateKey::Address(source) => CompiledKey::Address(source.clone()),
                RateKey::Asn(source) => CompiledKey::Asn(source.clone()),
                RateKey::Text(field, chain) => CompiledKey::Text(self.view(field, chain)),
                RateKey::Labels(namespace) => CompiledKey::Labels(LabelTest::new(
                    crate::language::LabelScope::Namespace,
                    namespace,
                    &self.context,
                )),
            });
        }
        // A change of any setting begins to count anew, as AWS does; one of a set that the scope
        // names does not.
        Ok(CompiledRate {
            policy: hash_of(&self.policy),
            identity: hash_of(&(&self.policy, &self.path, &rate.settings)),
            limit: rate.limit,
            window_seconds: rate.window_seconds,
            keys,
            scope: rate.scope.as_ref().map(|scope| self.node(scope)).transpose()?,
        })
    }
}

fn hash_of(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}
