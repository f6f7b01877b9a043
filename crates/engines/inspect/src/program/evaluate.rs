//! A program runs over a request.

use std::net::IpAddr;

use super::decision::{Decision, Matched, RuleRef};
use super::forwarded::Addresses;
use super::labels::Labels;
use super::rate::Rated;
use super::{CompiledEntry, CompiledRule, Node, Program, Truth};
use crate::detect::{DetectorKind, Findings, Place};
use crate::language::{Action, ActionKind, AddressSource, Fallback, Position};
use crate::rates::{Note, RateTable};
use crate::request::WebRequest;
use crate::view::{Ready, ViewId, Views};

/// What is known beside the request.
#[derive(Clone, Copy, Default)]
pub struct Circumstances<'a> {
    /// The time, in seconds.
    pub now_seconds: u64,
    /// What the client has solved.
    pub token: Token,
    /// The counts of rates. Without them no rate-based rule matches.
    pub rates: Option<&'a RateTable>,
    /// Where addresses are. Without it, only the client's is known, by the request.
    pub geography: Option<&'a dyn Geography>,
}

/// Where addresses are.
pub trait Geography: Sync {
    /// The country of an address, in two capital letters.
    fn country(&self, address: IpAddr) -> Option<&str>;
    /// The autonomous system of an address.
    fn asn(&self, address: IpAddr) -> Option<u32>;
}

/// What a client has solved, and when. A token that is not valid is none.
#[derive(Debug, Clone, Copy, Default)]
pub struct Token {
    /// When it solved a captcha, in seconds.
    pub captcha_seconds: Option<u64>,
    /// When its browser solved a challenge, in seconds.
    pub challenge_seconds: Option<u64>,
}

/// Memory that inspections use again and again. Each thread has its own.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(super) views: Views,
    scanned: Vec<bool>,
    hits: Vec<bool>,
    recognised: Vec<Option<bool>>,
    pub(super) findings: Findings,
    looked_at: [bool; Place::ALL.len()],
    pub(super) labels: Labels,
    pub(super) matched: Vec<Matched>,
    pub(super) key: Vec<u8>,
}

/// One inspection.
pub(super) struct Run<'r> {
    pub(super) program: &'r Program,
    pub(super) request: &'r WebRequest<'r>,
    pub(super) circumstances: &'r Circumstances<'r>,
    pub(super) scratch: &'r mut Scratch,
    pub(super) note: Note,
}

impl Program {
    /// Decides what is done with a request.
    pub fn decide<'s>(
        &'s self,
        request: &WebRequest<'_>,
        circumstances: &Circumstances<'_>,
        scratch: &'s mut Scratch,
    ) -> Decision<'s> {
        let mut run = Run::begin(self, request, circumstances, scratch, Note::Count);
        let mut ended = None;
        for at in 0..self.entries.len() {
            ended = run.entry(at);
            if ended.is_some() {
                break;
            }
        }
        let (action, by) = match ended {
            Some((action, rule)) => (action, Some(rule)),
            None => (self.default.kind, None),
        };
        Decision { program: self, scratch, action, by }
    }
}

impl<'r> Run<'r> {
    pub(super) fn begin(
        program: &'r Program,
        request: &'r WebRequest<'r>,
        circumstances: &'r Circumstances<'r>,
        scratch: &'r mut Scratch,
        note: Note,
    ) -> Self {
        scratch.views.begin(program.views.len());
        scratch.scanned.clear();
        scratch.scanned.resize(program.views.len(), false);
        scratch.hits.clear();
        scratch.hits.resize(program.literal_count, false);
        scratch.recognised.clear();
        scratch.recognised.resize(program.recognitions.len(), None);
        scratch.looked_at = [false; Place::ALL.len()];
        scratch.labels.clear();
        scratch.matched.clear();
        Self { program, request, circumstances, scratch, note }
    }

    /// Asks a rule or a group; answers what ends the inspection, and by which rule.
    pub(super) fn entry(&mut self, at: usize) -> Option<(ActionKind, RuleRef)> {
        let program = self.program;
        match program.entries.get(at)? {
            CompiledEntry::Rule(rule) => {
                let reference = RuleRef { entry: at, inner: None };
                self.rule(rule, reference).map(|action| (action, reference))
            }
            CompiledEntry::Group { scope, rules, is_counted, .. } => {
                if scope.as_ref().is_some_and(|scope| self.truth(scope) != Truth::Yes) {
                    return None;
                }
                for (inner, rule) in rules.iter().enumerate() {
                    let reference = RuleRef { entry: at, inner: Some(inner) };
                    if let Some(action) = self.rule(rule, reference) {
                        return (!is_counted).then_some((action, reference));
                    }
                }
                None
            }
        }
    }

    /// Asks a rule; answers its action if that ends the inspection, or the group.
    fn rule(&mut self, rule: &CompiledRule, reference: RuleRef) -> Option<ActionKind> {
        if self.truth(&rule.node) != Truth::Yes {
            return None;
        }
        Some(self.matches(rule, reference)).filter(|matched| matched.ends).map(|held| held.action)
    }

    /// Notes that a rule matches.
    pub(super) fn matches(&mut self, rule: &CompiledRule, reference: RuleRef) -> Matched {
        for label in &rule.labels {
            self.scratch.labels.add(*label);
        }
        let matched =
            Matched { rule: reference, action: rule.action.kind, ends: self.ends(&rule.action) };
        self.scratch.matched.push(matched);
        matched
    }

    /// A captcha or a challenge that was solved lately does not end the inspection.
    fn ends(&self, action: &Action) -> bool {
        let Circumstances { token, now_seconds, .. } = self.circumstances;
        let (solved, immunity) = match action.kind {
            ActionKind::Allow | ActionKind::Block => return true,
            ActionKind::Count | ActionKind::ExcludedAsCount => return false,
            ActionKind::Captcha => (token.captcha_seconds, self.program.captcha_immunity_seconds),
            ActionKind::Challenge => {
                (token.challenge_seconds, self.program.challenge_immunity_seconds)
            }
        };
        let immunity = u64::from(action.immunity_seconds.unwrap_or(immunity));
        solved.is_none_or(|solved| now_seconds.saturating_sub(solved) >= immunity)
    }

    pub(super) fn truth(&mut self, node: &Node) -> Truth {
        match node {
            Node::All(parts) => self.all(parts),
            Node::Any(parts) => self.any(parts),
            Node::Not(part) => !self.truth(part),
            Node::Literal { view, literal } => self.literal(*view, *literal),
            Node::Bytes { view, bytes, position } => {
                self.any_text(*view, |text| stands(text, bytes, *position))
            }
            Node::Regex { view, regexes } => {
                self.any_text(*view, |text| regexes.iter().any(|regex| regex.is_match(text)))
            }
            Node::Size { view, comparison, size } => self.any_text(*view, |text| {
                comparison.holds(u64::try_from(text.len()).unwrap_or(u64::MAX), *size)
            }),
            Node::Recognise { view, recognition } => self.recognise(*view, *recognition),
            Node::Attack { place, kind } => self.attack(*place, *kind),
            Node::Country { codes, source } => self.country(codes, source),
            Node::Asn { numbers, source } => self.address(source, |run, address| {
                run.asn(address).is_some_and(|number| numbers.contains(&number))
            }),
            Node::Address { set, source } => self.address(source, |_, address| set.has(address)),
            Node::Label { test, labels } => {
                let held = &self.scratch.labels;
                (held.has_any(labels) || held.countries().any(|label| test.holds(label))).into()
            }
            Node::Rate(rate) => match self.rate(rate) {
                Rated::Count(count) => (count > rate.limit).into(),
                Rated::Said(truth) => truth,
            },
        }
    }

    fn all(&mut self, parts: &[Node]) -> Truth {
        let mut truth = Truth::Yes;
        for part in parts {
            match self.truth(part) {
                Truth::Yes => {}
                Truth::No => return Truth::No,
                Truth::Inapplicable => truth = Truth::Inapplicable,
            }
        }
        truth
    }

    fn any(&mut self, parts: &[Node]) -> Truth {
        let mut truth = Truth::No;
        for part in parts {
            match self.truth(part) {
                Truth::Yes => return Truth::Yes,
                Truth::No => {}
                Truth::Inapplicable => truth = Truth::Inapplicable,
            }
        }
        truth
    }

    /// Makes a view, and tests its texts unless it says itself what holds.
    fn any_text(&mut self, view: ViewId, test: impl Fn(&[u8]) -> bool) -> Truth {
        match self.scratch.views.ready(&self.program.views, view, self.request) {
            Ready::Match => Truth::Yes,
            Ready::NoMatch => Truth::No,
            Ready::Inspect => self.scratch.views.texts(view, self.request).any(test).into(),
        }
    }

    fn literal(&mut self, view: ViewId, literal: usize) -> Truth {
        let Scratch { views, scanned, hits, .. } = &mut *self.scratch;
        match views.ready(&self.program.views, view, self.request) {
            Ready::Match => return Truth::Yes,
            Ready::NoMatch => return Truth::No,
            Ready::Inspect => {}
        }
        if let Some(scanned @ false) = scanned.get_mut(view) {
            *scanned = true;
            if let Some(Some(literals)) = self.program.literals.get(view) {
                for text in views.texts(view, self.request) {
                    literals.find(text, |id, _| {
                        if let Some(hit) = hits.get_mut(id) {
                            *hit = true;
                        }
                    });
                }
            }
        }
        hits.get(literal).copied().unwrap_or(false).into()
    }

    fn recognise(&mut self, view: ViewId, recognition: usize) -> Truth {
        if let Some(Some(held)) = self.scratch.recognised.get(recognition) {
            return (*held).into();
        }
        let Some((_, recogniser)) = self.program.recognitions.get(recognition) else {
            return Truth::No;
        };
        let truth = self.any_text(view, |text| recogniser.find(text).is_some());
        if let Some(slot) = self.scratch.recognised.get_mut(recognition) {
            *slot = Some(truth == Truth::Yes);
        }
        truth
    }

    /// Lets the detectors look at a place, if they have not yet.
    fn attack(&mut self, place: Place, kind: DetectorKind) -> Truth {
        let Scratch { findings, looked_at, .. } = &mut *self.scratch;
        if !looked_at.iter().any(|looked| *looked) {
            *findings = Findings::default();
        }
        if let Some(looked @ false) = looked_at.get_mut(place as usize) {
            *looked = true;
            findings.look_at(self.request, place);
        }
        findings.has(place, kind).into()
    }

    /// Labels the request with the countries that it looks at, whether one is meant or not.
    fn country(&mut self, codes: &[String], source: &AddressSource) -> Truth {
        let is_forwarded = *source != AddressSource::Client;
        self.address(source, |run, address| {
            let Some(country) = run.country_of(address) else { return false };
            run.scratch.labels.add_country(country, is_forwarded);
            codes.iter().any(|code| code == country)
        })
    }

    fn address(
        &mut self,
        source: &AddressSource,
        mut test: impl FnMut(&mut Self, IpAddr) -> bool,
    ) -> Truth {
        match Addresses::of(source, self.request) {
            Addresses::Some(held) => {
                held.into_iter().flatten().any(|address| test(self, address)).into()
            }
            Addresses::Fallback(fallback) => (fallback == Fallback::Match).into(),
            Addresses::Missing => Truth::Inapplicable,
        }
    }

    fn country_of(&self, address: IpAddr) -> Option<&'r str> {
        if address == self.request.client && self.request.country.is_some() {
            return self.request.country;
        }
        self.circumstances.geography?.country(address)
    }

    pub(super) fn asn(&self, address: IpAddr) -> Option<u32> {
        if address == self.request.client && self.request.asn.is_some() {
            return self.request.asn;
        }
        self.circumstances.geography?.asn(address)
    }
}

/// Whether bytes stand at a fixed place of a text.
pub(super) fn stands(text: &[u8], bytes: &[u8], position: Position) -> bool {
    match position {
        Position::Exactly => text == bytes,
        Position::Start => text.starts_with(bytes),
        Position::End => text.ends_with(bytes),
        Position::Anywhere | Position::Word => false,
    }
}
