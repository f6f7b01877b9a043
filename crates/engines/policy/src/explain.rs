//! Why a decision came out as it did.

mod remedy;

use serde::Serialize;

use crate::compile::{Miss, Question};
use crate::evaluate::{Scope, Verdict, Verdicts, decide_from};
use crate::{
    Attached, Decision, Effect, Layer, Layers, Outcome, Path, PolicySource, Request, Span, document,
};

/// A decision with all that led to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The decision.
    pub decision: Decision,
    /// AWS's message where it is a denial.
    pub message: Option<String>,
    /// Every layer that has policies, in the order of evaluation.
    pub layers: Vec<LayerExplanation>,
    /// What would have to change for the request to be allowed; empty where it is.
    pub remedies: Vec<String>,
}

/// What one layer said; for service and resource control policies, one level of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LayerExplanation {
    /// The layer.
    pub layer: Layer,
    /// The level of service and resource control policies, the root being 0.
    pub level: Option<u32>,
    /// Whether the layer binds this caller and this resource at all.
    pub applies: bool,
    /// What the layer alone comes to.
    pub outcome: Outcome,
    /// Its policies.
    pub policies: Vec<PolicyExplanation>,
}

/// What one policy said.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PolicyExplanation {
    /// The policy.
    pub source: PolicySource,
    /// Its statements.
    pub statements: Vec<StatementExplanation>,
}

/// What one statement said.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementExplanation {
    /// Its `Sid`.
    pub sid: Option<String>,
    /// Its effect.
    pub effect: Effect,
    /// Where it stands in the policy.
    pub span: Span,
    /// Whether it matched the request.
    pub matched: bool,
    /// The first element that did not match; its place says how near the miss was.
    pub failed: Option<FailedElement>,
}

/// An element that did not match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FailedElement {
    /// `Action`, `NotAction`, `Principal`, `NotPrincipal`, `Resource`, `NotResource` or
    /// `Condition`.
    pub element: &'static str,
    /// Where it stands.
    pub span: Span,
    /// For a condition: the operator as written.
    pub operator: Option<String>,
    /// For a condition: the key as written.
    pub key: Option<String>,
    /// What the request had, `None` for a missing key.
    pub actual: Option<Vec<String>>,
    /// What the policy wants.
    pub expected: Vec<String>,
}

impl Explanation {
    /// The statements that matched, as the simulator's `MatchedStatements` lists them: policy,
    /// effect and place.
    pub fn matched_statements(
        &self,
    ) -> impl Iterator<Item = (&LayerExplanation, &PolicySource, &StatementExplanation)> {
        self.layers.iter().filter(|layer| layer.applies).flat_map(|layer| {
            layer.policies.iter().flat_map(move |policy| {
                policy
                    .statements
                    .iter()
                    .filter(|statement| statement.matched)
                    .map(move |statement| (layer, &policy.source, statement))
            })
        })
    }
}

/// Decides a request and says why.
pub fn explain(request: &Request<'_>, layers: &Layers<'_>) -> Explanation {
    let scope = Scope::of(request, layers);
    let verdicts = Verdicts::collect(&scope, layers);
    let decision = decide_from(&scope, layers, &verdicts);
    let message = (!decision.is_allowed()).then(|| decision.denial_message(request, layers));
    let explained = layer_explanations(&scope, layers);
    let remedies = remedy::remedies(&decision, request, layers, &explained);
    Explanation { decision, message, layers: explained, remedies }
}

fn layer_explanations(scope: &Scope<'_>, layers: &Layers<'_>) -> Vec<LayerExplanation> {
    let mut explained = Vec::new();
    let mut add = |layer, level, applies, policies: &[Attached]| {
        explained.push(layer_explanation(scope, layer, level, applies, policies));
    };
    for (level, node) in (0..).zip(layers.rcps.iter().flat_map(Path::levels)) {
        add(Layer::ResourceControl, Some(level), scope.rcps, node.policies());
    }
    for (level, node) in (0..).zip(layers.scps.iter().flat_map(Path::levels)) {
        add(Layer::ServiceControl, Some(level), scope.scps, node.policies());
    }
    if !layers.endpoint.is_empty() {
        add(Layer::Endpoint, None, true, layers.endpoint);
    }
    if let Some(resource) = layers.resource {
        add(Layer::Resource, None, true, std::slice::from_ref(resource));
    }
    add(Layer::Identity, None, scope.has_identity, layers.identity);
    if let Some(boundary) = layers.boundary {
        add(Layer::Boundary, None, scope.has_identity, std::slice::from_ref(boundary));
    }
    if let Some(session) = layers.session {
        add(Layer::Session, None, scope.has_identity, session);
    }
    explained
}

fn layer_explanation(
    scope: &Scope<'_>,
    layer: Layer,
    level: Option<u32>,
    applies: bool,
    policies: &[Attached],
) -> LayerExplanation {
    let verdict = Verdict::of(&scope.question, policies, level.unwrap_or_default());
    let outcome = match (verdict.deny, verdict.allow) {
        (Some(_), _) => Outcome::ExplicitlyDenied,
        (None, Some(_)) => Outcome::Allowed,
        (None, None) => Outcome::ImplicitlyDenied,
    };
    let policies = policies.iter().map(|one| policy_explanation(&scope.question, one)).collect();
    LayerExplanation { layer, level, applies, outcome, policies }
}

fn policy_explanation(question: &Question<'_>, attached: &Attached) -> PolicyExplanation {
    let written = &attached.policy.document().statements;
    let compiled = attached.policy.program().statements();
    let statements = written.iter().zip(compiled).map(|(written, compiled)| {
        let missed = compiled.answer(question).err();
        StatementExplanation {
            sid: written.sid.as_ref().map(|sid| sid.value.clone()),
            effect: compiled.effect,
            span: written.span,
            matched: missed.is_none(),
            failed: missed.and_then(|miss| failed_element(question, written, miss)),
        }
    });
    PolicyExplanation { source: attached.source.clone(), statements: statements.collect() }
}

fn failed_element(
    question: &Question<'_>,
    written: &document::Statement,
    miss: Miss,
) -> Option<FailedElement> {
    let plain = |names: (&'static str, &'static str), element, negated, actual: &str| {
        let (element, name): (&document::Element, _) = match (element, negated) {
            (Some(element), _) => (element, names.0),
            (None, negated) => (negated?, names.1),
        };
        Some(FailedElement {
            element: name,
            span: element.span,
            operator: None,
            key: None,
            actual: Some(vec![actual.to_owned()]),
            expected: texts(element),
        })
    };
    match miss {
        Miss::Action => plain(
            ("Action", "NotAction"),
            written.action.as_ref(),
            written.not_action.as_ref(),
            question.action.text,
        ),
        Miss::Resource => plain(
            ("Resource", "NotResource"),
            written.resource.as_ref(),
            written.not_resource.as_ref(),
            question.resource,
        ),
        Miss::Principal => Some(failed_principal(question, written)),
        Miss::Condition(index) => {
            let entry = written.conditions.get(index)?;
            Some(FailedElement {
                element: "Condition",
                span: entry.element.span,
                operator: Some(entry.operator.value.clone()),
                key: Some(entry.key.value.clone()),
                actual: question
                    .context
                    .values(entry.key.value.trim())
                    .map(|values| values.to_vec()),
                expected: texts(&entry.element),
            })
        }
    }
}

fn failed_principal(question: &Question<'_>, written: &document::Statement) -> FailedElement {
    let (name, element) = match (&written.principal, &written.not_principal) {
        (Some(element), _) => ("Principal", Some(element)),
        (None, Some(element)) => ("NotPrincipal", Some(element)),
        (None, None) => ("Principal", None),
    };
    let entries = element.map(|element| element.entries.as_slice()).unwrap_or_default();
    FailedElement {
        element: name,
        span: element.map_or(written.span, |element| element.span),
        operator: None,
        key: None,
        actual: question.caller.principal.arn().map(|arn| vec![arn.to_string()]),
        expected: entries.iter().flat_map(|entry| texts(&entry.element)).collect(),
    }
}

fn texts(element: &document::Element) -> Vec<String> {
    element.values.iter().map(|text| text.value.clone()).collect()
}

#[cfg(test)]
mod tests;
