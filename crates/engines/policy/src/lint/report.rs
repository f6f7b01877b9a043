//! What checks look at, and where they put what they find.

use super::finding::{Finding, FindingKind};
use super::path;
use crate::PolicyKind;
use crate::document::{Document, Effect, Element, Statement, Text};
use crate::json::{Node, Span};

/// The most findings that are reported of one policy: beyond that nobody reads on.
const FINDINGS_MAX: usize = 500;

/// A policy under examination.
pub(super) struct Subject<'d> {
    pub(super) document: &'d Document,
    pub(super) kind: PolicyKind,
}

/// The findings so far.
pub(super) struct Report<'d> {
    root: &'d Node,
    findings: Vec<Finding>,
}

impl<'d> Subject<'d> {
    pub(super) fn statements(&self) -> impl Iterator<Item = &'d Statement> {
        self.document.statements.iter()
    }

    /// The statements that allow.
    pub(super) fn allowing(&self) -> impl Iterator<Item = &'d Statement> {
        self.statements().filter(|statement| statement.effect == Some(Effect::Allow))
    }

    /// Whether something within `span` does not fit the grammar at all.
    pub(super) fn has_problem_in(&self, span: Span) -> bool {
        let problems = &self.document.problems;
        problems.iter().any(|it| span.start <= it.span.start && it.span.end <= span.end)
    }

    /// Whether the kind is one without principals.
    pub(super) const fn is_identity(&self) -> bool {
        matches!(self.kind, PolicyKind::Identity | PolicyKind::Boundary | PolicyKind::Session)
    }
}

/// `Action` and `NotAction`, whichever are there.
pub(super) fn actions(statement: &Statement) -> impl Iterator<Item = &Text> {
    values(statement.action.iter().chain(&statement.not_action))
}

/// `Resource` and `NotResource`, whichever are there.
pub(super) fn resources(statement: &Statement) -> impl Iterator<Item = &Text> {
    values(statement.resource.iter().chain(&statement.not_resource))
}

fn values<'s>(elements: impl Iterator<Item = &'s Element>) -> impl Iterator<Item = &'s Text> {
    elements.flat_map(|element| &element.values)
}

impl<'d> Report<'d> {
    pub(super) const fn new(root: &'d Node) -> Self {
        Self { root, findings: Vec::new() }
    }

    pub(super) fn error(&mut self, code: &'static str, message: impl Into<String>, span: Span) {
        self.add(FindingKind::Error, code, message, span);
    }

    pub(super) fn security(&mut self, code: &'static str, message: impl Into<String>, span: Span) {
        self.add(FindingKind::SecurityWarning, code, message, span);
    }

    pub(super) fn warning(&mut self, code: &'static str, message: impl Into<String>, span: Span) {
        self.add(FindingKind::Warning, code, message, span);
    }

    pub(super) fn suggestion(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        span: Span,
    ) {
        self.add(FindingKind::Suggestion, code, message, span);
    }

    fn add(
        &mut self,
        kind: FindingKind,
        code: &'static str,
        message: impl Into<String>,
        span: Span,
    ) {
        if self.is_full() {
            return;
        }
        self.findings.push(Finding {
            kind,
            code,
            message: message.into(),
            path: path::of(self.root, span),
            start: span.start,
            end: span.end,
            learn_more: Finding::section(kind, code),
        });
    }

    /// Whether more findings would not be reported.
    pub(super) const fn is_full(&self) -> bool {
        self.findings.len() >= FINDINGS_MAX
    }

    pub(super) fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.kind == FindingKind::Error)
    }

    /// Whether something was found at `span`.
    pub(super) fn speaks_of(&self, span: Span) -> bool {
        self.findings.iter().any(|finding| (finding.start, finding.end) == (span.start, span.end))
    }

    pub(super) fn finish(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|finding| (finding.start, finding.end));
        self.findings
    }
}
