//! Why a decision came out as it did.

use serde::Serialize;

use crate::{Decision, Effect, Layer, Layers, Outcome, PolicySource, Request, Span, decide};

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
    let decision = decide(request, layers);
    Explanation { decision, message: None, layers: Vec::new(), remedies: Vec::new() }
}
