//! AWS's words for a denial. (IAM User Guide, "Troubleshoot access denied error messages".)

use crate::evaluate::Scope;
use crate::{
    Attached, Decision, Layer, Layers, Level, Path, PolicyKind, Reason, Request, StatementRef,
};

/// What AWS calls the policy of a role's trust.
const TRUST: &str = "role trust policy";
/// What is said of another account's key that its policy does not open, or that does not exist.
const FOREIGN_KEY: &str = " because the resource does not exist in this Region, no resource-based policies \
    allow access, or a resource-based policy explicitly denies access";

impl Decision {
    /// The message of `AccessDenied`, in AWS's words; empty for a request that is allowed. It names
    /// the policy that denied where AWS discloses it: a managed policy or one of the organization,
    /// to callers of the same account.
    pub fn denial_message(&self, request: &Request<'_>, layers: &Layers<'_>) -> String {
        let because = match self.reason {
            Reason::NoAllow(Layer::Resource) | Reason::Deny(Layer::Resource, _)
                if is_foreign_key(request) =>
            {
                FOREIGN_KEY.to_owned()
            }
            Reason::NoAllow(layer) | Reason::NoAllowAtLevel(layer, _) => {
                format!(" because no {} allows the {} action", kind(layer, layers), request.action)
            }
            Reason::Deny(layer, statement) => {
                let kind = kind(layer, layers);
                let article = match kind {
                    "identity-based policy" => "an",
                    TRUST => "the",
                    _ => "a",
                };
                let policy = disclosed(layer, statement, request, layers);
                format!(" with an explicit deny in {article} {kind}{policy}")
            }
            // Whether an account is closed is not for strangers to know.
            Reason::ClosedAccount => String::new(),
            Reason::Allow(..) | Reason::RootUser | Reason::Grant | Reason::NoPermissionNeeded => {
                return String::new();
            }
        };
        let Request { action, resource, .. } = request;
        let user = caller(request);
        let on = match (action.split(':').next(), *resource) {
            (Some("s3" | "ec2"), "*") => String::new(),
            (Some("s3"), resource) => format!(" on resource: \"{resource}\""),
            (_, resource) => format!(" on resource: {resource}"),
        };
        format!("User: {user} is not authorized to perform: {action}{on}{because}")
    }
}

/// Whether it is about another account's key: whether there is one is not for strangers to know.
fn is_foreign_key(request: &Request<'_>) -> bool {
    let caller = request.principal.account();
    request.action.starts_with("kms:")
        && request.resource_account.is_some_and(|owner| Some(owner) != caller)
}

fn caller(request: &Request<'_>) -> String {
    match (request.principal.arn(), request.principal) {
        (Some(arn), _) => arn.to_string(),
        (None, bartizan_types::Principal::Service { name }) => name.clone(),
        (None, _) => "anonymous".to_owned(),
    }
}

/// What AWS calls a policy of this layer.
pub(crate) fn kind(layer: Layer, layers: &Layers<'_>) -> &'static str {
    let is_trust = || layers.resource.is_some_and(|one| one.policy.kind() == PolicyKind::Trust);
    match layer {
        Layer::Identity => "identity-based policy",
        Layer::Boundary => "permissions boundary",
        Layer::Session => "session policy",
        Layer::Resource if is_trust() => TRUST,
        Layer::Resource => "resource-based policy",
        Layer::ServiceControl => "service control policy",
        Layer::ResourceControl => "resource control policy",
        Layer::Endpoint => "VPC endpoint policy",
    }
}

fn disclosed(
    layer: Layer,
    statement: StatementRef,
    request: &Request<'_>,
    layers: &Layers<'_>,
) -> String {
    let same_account = Scope::of(request, layers).same_account;
    let discloses = match layer {
        Layer::Identity | Layer::Boundary | Layer::Session | Layer::ServiceControl => true,
        Layer::ResourceControl | Layer::Endpoint => same_account,
        Layer::Resource => false,
    };
    policy(layer, statement, layers)
        .filter(|_| discloses)
        .and_then(|attached| attached.source.arn.as_deref())
        .map(|arn| format!(": {arn}"))
        .unwrap_or_default()
}

/// The policy that a decision refers to.
pub(crate) fn policy<'a>(
    layer: Layer,
    statement: StatementRef,
    layers: &Layers<'a>,
) -> Option<&'a Attached> {
    let at = |policies: &'a [Attached]| policies.get(usize::try_from(statement.policy).ok()?);
    let level = |path: &'a [Path]| {
        let mut levels = path.iter().flat_map(Path::levels);
        levels.nth(usize::try_from(statement.level).ok()?).map(Level::policies)
    };
    match layer {
        Layer::Identity => at(layers.identity),
        Layer::Boundary => layers.boundary,
        Layer::Session => at(layers.session?),
        Layer::Resource => layers.resource,
        Layer::ServiceControl => at(level(layers.scps)?),
        Layer::ResourceControl => at(level(layers.rcps)?),
        Layer::Endpoint => at(layers.endpoint),
    }
}

#[cfg(test)]
mod tests;
