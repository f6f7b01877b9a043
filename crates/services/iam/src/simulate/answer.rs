//! Decides the questions of a simulation, and says it as AWS does: one result an action, in it the
//! most restrictive decision, and the decision for each resource.

use std::collections::BTreeMap;

use bartizan_policy::{
    Attached, Context, Effect, Explanation, Flags, Layer, Layers, Outcome, Path, Request, catalog,
    explain,
};
use bartizan_types::{AccountId, Arn, Principal};

use super::input::{self, Questions};
use super::{context_keys, position, scenario};
use crate::error::IamError;
use crate::shapes::{
    EvaluationResult, OrganizationsDecisionDetail, PermissionsBoundaryDecisionDetail,
    ResourceSpecificResult, SimulatePolicyResponse, Statement,
};

/// How many results an answer holds where the request does not say.
const DEFAULT_ITEMS: usize = 100;

/// What decisions are made from.
pub(super) struct Simulation {
    pub(super) caller: Principal,
    pub(super) identity: Vec<Attached>,
    pub(super) boundary: Option<Attached>,
    pub(super) resource_policy: Option<Attached>,
    /// Service control policies, root first.
    pub(super) service_control: Vec<Path>,
    pub(super) context: Context,
    /// The owner of resources whose ARNs do not tell it; the caller's account where none is given.
    pub(super) resource_owner: Option<AccountId>,
    /// Whether the caller's account is its organization's management account.
    pub(super) is_management: bool,
}

/// The decision about one action on one resource.
struct Decided {
    outcome: Outcome,
    statements: Vec<Statement>,
    /// What each side of a request across accounts comes to; `None` within one account.
    sides: Option<[(&'static str, Outcome); 2]>,
    organizations: Option<bool>,
    boundary: Option<bool>,
}

impl Simulation {
    /// Decides the questions of the wanted page.
    pub(super) fn answer(&self, questions: &Questions) -> Result<SimulatePolicyResponse, IamError> {
        questions.check()?;
        let resources = questions.named_resources();
        scenario::check(questions.handling.as_deref(), resources.unwrap_or_default())?;
        let from = match &questions.marker {
            None => 0,
            Some(marker) => marker
                .parse::<usize>()
                .map_err(|_| IamError::InvalidInput(format!("Invalid Marker: {marker}")))?,
        };
        let limit = questions.max_items.and_then(|it| usize::try_from(it).ok());
        let limit = limit.unwrap_or(DEFAULT_ITEMS);
        let missing = self.missing_keys();
        let page = questions.actions.iter().skip(from).take(limit);
        let results = page.map(|action| self.result(action, resources, &missing)).collect();
        let next = from.saturating_add(limit);
        let is_truncated = next < questions.actions.len();
        Ok(SimulatePolicyResponse {
            evaluation_results: Some(results),
            is_truncated: Some(is_truncated),
            marker: is_truncated.then(|| next.to_string()),
        })
    }

    fn result(
        &self,
        action: &str,
        resources: Option<&[String]>,
        missing: &[String],
    ) -> EvaluationResult {
        let asked: Vec<&str> =
            resources.map_or_else(|| vec!["*"], |all| all.iter().map(String::as_str).collect());
        let decided: Vec<Decided> = asked.iter().map(|one| self.decide(action, one)).collect();
        let outcome = decided.iter().map(|one| one.outcome).max_by_key(|it| rank(*it));
        let outcome = outcome.unwrap_or(Outcome::ImplicitlyDenied);
        let mut statements: Vec<Statement> = Vec::new();
        for one in decided.iter().filter(|one| one.outcome == outcome) {
            for found in &one.statements {
                if !statements.iter().any(|known| same_place(known, found)) {
                    statements.push(found.clone());
                }
            }
        }
        EvaluationResult {
            eval_action_name: action.to_owned(),
            eval_resource_name: Some(resource_name(action, resources)),
            eval_decision: named(outcome).to_owned(),
            matched_statements: Some(statements),
            missing_context_values: Some(missing.to_vec()),
            organizations_decision_detail: all(&decided, |one| one.organizations).map(|allowed| {
                OrganizationsDecisionDetail { allowed_by_organizations: Some(allowed) }
            }),
            permissions_boundary_decision_detail: all(&decided, |one| one.boundary)
                .map(boundary_detail),
            eval_decision_details: resources.and_then(|_| details(&decided)),
            resource_specific_results: resources.map(|_| {
                let each = asked.iter().zip(decided);
                each.map(|(name, one)| specific(name, one, missing)).collect()
            }),
        }
    }

    fn decide(&self, action: &str, resource: &str) -> Decided {
        let own = self.caller.account();
        let written = resource.parse::<Arn>().ok().and_then(|arn| arn.account_id());
        let owner = written.or(self.resource_owner).or(own);
        let request = Request {
            principal: &self.caller,
            action,
            resource,
            resource_account: owner,
            context: &self.context,
            flags: Flags {
                management_account_principal: self.is_management,
                resource_is_pattern: resource != "*" && resource.contains('*'),
                wildcard_only_action: input::takes_no_resource(action),
                ..Flags::default()
            },
        };
        let layers = Layers {
            identity: &self.identity,
            boundary: self.boundary.as_ref(),
            resource: self.resource_policy.as_ref(),
            scps: &self.service_control,
            ..Layers::default()
        };
        let explained = explain(&request, &layers);
        let outcome = explained.decision.outcome;
        let organizations = layer_allows(&explained, Layer::ServiceControl);
        let is_across = owner != own && organizations != Some(false);
        Decided {
            outcome,
            statements: self.statements(&explained),
            sides: is_across.then(|| {
                [("IAM Policy", Layer::Identity), ("Resource Policy", Layer::Resource)]
                    .map(|(name, layer)| (name, layer_outcome(&explained, layer)))
            }),
            organizations,
            boundary: layer_allows(&explained, Layer::Boundary),
        }
    }

    /// The statements that made the decision; those of service control policies are not shown.
    fn statements(&self, explained: &Explanation) -> Vec<Statement> {
        let wanted = match explained.decision.outcome {
            Outcome::Allowed => Effect::Allow,
            Outcome::ExplicitlyDenied => Effect::Deny,
            Outcome::ImplicitlyDenied => return Vec::new(),
        };
        let mut statements = Vec::new();
        for layer in explained.layers.iter().filter(|layer| layer.applies) {
            let (attached, source_type): (&[Attached], _) = match layer.layer {
                Layer::Identity => (&self.identity, "IAM Policy"),
                Layer::Boundary => (self.boundary.as_slice(), "Permissions Boundary Policy"),
                Layer::Resource => (self.resource_policy.as_slice(), "Resource Policy"),
                _ => continue,
            };
            for (policy, attached) in layer.policies.iter().zip(attached) {
                let matched =
                    policy.statements.iter().filter(|it| it.matched && it.effect == wanted);
                for statement in matched {
                    let (start, end) = position::of(attached.policy.text(), statement.span);
                    statements.push(Statement {
                        source_policy_id: Some(policy.source.name.to_string()),
                        source_policy_type: Some(source_type.to_owned()),
                        start_position: Some(start),
                        end_position: Some(end),
                    });
                }
            }
        }
        statements
    }

    /// The condition keys that the policies refer to and that are not set.
    fn missing_keys(&self) -> Vec<String> {
        let policies = self.identity.iter().chain(&self.boundary).chain(&self.resource_policy);
        let mut keys = context_keys::of(policies.map(|one| one.policy.document()));
        keys.retain(|key| self.context.values(key).is_none());
        keys
    }
}

/// The form of the ARNs of what the action takes, or `*`.
fn resource_name(action: &str, resources: Option<&[String]>) -> String {
    let any = || "*".to_owned();
    let Some(resources) = resources else { return any() };
    let service = action.split_once(':').and_then(|(prefix, _)| catalog::service(prefix));
    let (Some(service), Some(known)) = (service, catalog::action(action)) else { return any() };
    let patterns: Vec<_> = service.resources_of(known).flat_map(|(kind, _)| &kind.arns).collect();
    let of_resource = |resource: &String| patterns.iter().find(|it| it.admits(resource));
    let found = resources.iter().find_map(of_resource).or_else(|| patterns.first());
    found.map_or_else(any, |pattern| pattern.as_str().to_owned())
}

fn specific(name: &str, decided: Decided, missing: &[String]) -> ResourceSpecificResult {
    ResourceSpecificResult {
        eval_resource_name: name.to_owned(),
        eval_resource_decision: named(decided.outcome).to_owned(),
        matched_statements: Some(decided.statements),
        missing_context_values: Some(missing.to_vec()),
        eval_decision_details: decided.sides.map(|sides| {
            sides.iter().map(|(name, it)| ((*name).to_owned(), named(*it).to_owned())).collect()
        }),
        permissions_boundary_decision_detail: decided.boundary.map(boundary_detail),
    }
}

/// Each side's most restrictive decision across accounts; empty within one account, and nothing
/// where the organization ended the simulation.
fn details(decided: &[Decided]) -> Option<BTreeMap<String, String>> {
    if decided.iter().any(|one| one.organizations == Some(false)) {
        return None;
    }
    let mut worst: BTreeMap<&str, Outcome> = BTreeMap::new();
    for (name, outcome) in decided.iter().filter_map(|one| one.sides).flatten() {
        let known = worst.entry(name).or_insert(outcome);
        if rank(outcome) > rank(*known) {
            *known = outcome;
        }
    }
    Some(worst.into_iter().map(|(name, it)| (name.to_owned(), named(it).to_owned())).collect())
}

fn layer_outcome(explained: &Explanation, layer: Layer) -> Outcome {
    let of_layer = explained.layers.iter().filter(|it| it.layer == layer && it.applies);
    let worst = of_layer.map(|it| it.outcome).max_by_key(|it| rank(*it));
    worst.unwrap_or(Outcome::ImplicitlyDenied)
}

/// Whether a layer allows at all its levels; `None` where it has no say.
fn layer_allows(explained: &Explanation, layer: Layer) -> Option<bool> {
    let mut of_layer =
        explained.layers.iter().filter(|it| it.layer == layer && it.applies).peekable();
    of_layer.peek()?;
    Some(of_layer.all(|it| it.outcome == Outcome::Allowed))
}

/// Whether it holds for every decision that says anything of it.
fn all(decided: &[Decided], of: impl Fn(&Decided) -> Option<bool>) -> Option<bool> {
    decided.iter().filter_map(of).reduce(|first, second| first && second)
}

fn same_place(one: &Statement, other: &Statement) -> bool {
    let place = |it: &Statement| {
        let start = it.start_position.as_ref();
        (start.and_then(|at| at.line), start.and_then(|at| at.column))
    };
    one.source_policy_id == other.source_policy_id && place(one) == place(other)
}

const fn boundary_detail(allowed: bool) -> PermissionsBoundaryDecisionDetail {
    PermissionsBoundaryDecisionDetail { allowed_by_permissions_boundary: Some(allowed) }
}

const fn rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Allowed => 0,
        Outcome::ImplicitlyDenied => 1,
        Outcome::ExplicitlyDenied => 2,
    }
}

const fn named(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Allowed => "allowed",
        Outcome::ImplicitlyDenied => "implicitDeny",
        Outcome::ExplicitlyDenied => "explicitDeny",
    }
}
