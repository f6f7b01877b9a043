//! The order in which layers decide. (IAM User Guide, "Policy evaluation logic"; AWS Organizations
//! User Guide, "SCP evaluation" and "RCP evaluation".)

mod scope;
mod verdict;

use bartizan_types::{Principal, Session, SessionKind};

pub(crate) use scope::Scope;
pub(crate) use verdict::{Levels, Verdict};

use crate::compile::Grade;
use crate::{Decision, Granted, Layer, Layers, PolicyKind, Reason, Request};

/// Decides a request. It allocates nothing.
pub fn decide(request: &Request<'_>, layers: &Layers<'_>) -> Decision {
    touch(request, layers);
    let scope = Scope::of(request, layers);
    let verdicts = Verdicts::collect(&scope, layers);
    decide_from(&scope, layers, &verdicts)
}

/// Reads the beginning of all that is decided from, so that memory is asked for it at once: what is
/// read next depends on what each says, one after the other.
fn touch(request: &Request<'_>, layers: &Layers<'_>) {
    let paths = layers.scps.iter().chain(layers.rcps).fold(0, |all, one| all | one.first_byte());
    let programs = layers.identity.iter().map(|one| one.policy.program().first_byte());
    std::hint::black_box(programs.fold(paths | request.context.first_byte(), |all, one| all | one));
}

/// What every layer that applies says.
pub(crate) struct Verdicts {
    pub(crate) rcps: Levels,
    pub(crate) scps: Levels,
    pub(crate) resource: Verdict,
    pub(crate) identity: Verdict,
    pub(crate) boundary: Verdict,
    pub(crate) session: Verdict,
    pub(crate) endpoint: Verdict,
}

impl Verdicts {
    pub(crate) fn collect(scope: &Scope<'_>, layers: &Layers<'_>) -> Self {
        let question = &scope.question;
        let of = |applies: bool, policies| {
            if applies { Verdict::of(question, policies, 0) } else { Verdict::default() }
        };
        let levels = |applies: bool, levels| {
            if applies { Levels::of(question, levels) } else { Levels::default() }
        };
        let mut resource = of(true, layers.resource.map_or(&[], std::slice::from_ref));
        if scope.ignores_resource_denies {
            resource.deny = None;
        }
        Self {
            rcps: levels(scope.rcps, layers.rcps),
            scps: levels(scope.scps, layers.scps),
            resource,
            identity: of(scope.has_identity, layers.identity),
            boundary: of(scope.has_identity, layers.boundary.map_or(&[], std::slice::from_ref)),
            session: of(scope.has_identity, layers.session.unwrap_or_default()),
            endpoint: of(true, layers.endpoint),
        }
    }

    fn first_deny(&self) -> Option<Decision> {
        [
            (Layer::ResourceControl, self.rcps.deny),
            (Layer::ServiceControl, self.scps.deny),
            (Layer::Endpoint, self.endpoint.deny),
            (Layer::Resource, self.resource.deny),
            (Layer::Identity, self.identity.deny),
            (Layer::Boundary, self.boundary.deny),
            (Layer::Session, self.session.deny),
        ]
        .into_iter()
        .find_map(|(layer, deny)| deny.map(|statement| Decision::deny(layer, statement)))
    }

    fn first_level_without_allow(&self) -> Option<Decision> {
        let rcps = self.rcps.without_allow.map(|level| (Layer::ResourceControl, level));
        let scps = self.scps.without_allow.map(|level| (Layer::ServiceControl, level));
        let (layer, level) = rcps.or(scps)?;
        Some(Decision::implicit(Reason::NoAllowAtLevel(layer, level)))
    }
}

pub(crate) fn decide_from(scope: &Scope<'_>, layers: &Layers<'_>, verdicts: &Verdicts) -> Decision {
    if scope.is_closed {
        return Decision::implicit(Reason::ClosedAccount);
    }
    let endpoint_refuses = !layers.endpoint.is_empty() && verdicts.endpoint.allow.is_none();
    if scope.needs_no_permission {
        return match verdicts.endpoint.deny {
            Some(statement) => Decision::deny(Layer::Endpoint, statement),
            None if endpoint_refuses => Decision::implicit(Reason::NoAllow(Layer::Endpoint)),
            None => Decision::allow(Reason::NoPermissionNeeded),
        };
    }
    if let Some(decision) = verdicts.first_deny().or_else(|| verdicts.first_level_without_allow()) {
        return decision;
    }
    if endpoint_refuses {
        return Decision::implicit(Reason::NoAllow(Layer::Endpoint));
    }
    if scope.granted == Granted::ToCaller {
        let granted = Decision::allow(Reason::Grant);
        return match scope.question.caller.principal {
            // As where a policy of the resource names the role of a session.
            Principal::Session(Session { kind: SessionKind::Role { .. }, .. }) => {
                limits(scope, layers, verdicts).unwrap_or(granted)
            }
            _ => granted,
        };
    }
    by_resource_and_identity(scope, layers, verdicts)
}

/// Steps 4 to 9: what the resource's policy grants by itself, and what it leaves to the caller's
/// account.
fn by_resource_and_identity(
    scope: &Scope<'_>,
    layers: &Layers<'_>,
    verdicts: &Verdicts,
) -> Decision {
    let refused = Decision::implicit(Reason::NoAllow(Layer::Resource));
    let Some((grade, statement)) = verdicts.resource.allow else {
        return if scope.resource_must_admit(layers) {
            refused
        } else {
            identity(scope, layers, verdicts)
        };
    };
    let is_trust = layers.resource.is_some_and(|one| one.policy.kind() == PolicyKind::Trust);
    if is_trust && matches!(scope.question.caller.principal, Principal::Root { .. }) {
        return refused;
    }
    let allowed = Decision::allow(Reason::Allow(Layer::Resource, statement));
    if !scope.has_identity {
        return allowed;
    }
    if !scope.same_account {
        return identity(scope, layers, verdicts);
    }
    match grade {
        Grade::Direct if !scope.is_delegated => allowed,
        Grade::Direct | Grade::Entity => limits(scope, layers, verdicts).unwrap_or(allowed),
        Grade::Account => identity(scope, layers, verdicts),
    }
}

/// Step 5: identity policies ∩ boundary ∩ session policies.
fn identity(scope: &Scope<'_>, layers: &Layers<'_>, verdicts: &Verdicts) -> Decision {
    let reason = match (scope.question.caller.principal, verdicts.identity.allow) {
        // A federated session that the root user asked for has the root user's side.
        (
            Principal::Root { .. }
            | Principal::Session(Session { kind: SessionKind::Federated { user: None }, .. }),
            _,
        ) => Reason::RootUser,
        (_, Some((_, statement))) => Reason::Allow(Layer::Identity, statement),
        (_, None) => return Decision::implicit(Reason::NoAllow(Layer::Identity)),
    };
    limits(scope, layers, verdicts).unwrap_or(Decision::allow(reason))
}

/// The boundary and the session policies, which limit and never grant.
fn limits(scope: &Scope<'_>, layers: &Layers<'_>, verdicts: &Verdicts) -> Option<Decision> {
    let no_allow = |layer| Some(Decision::implicit(Reason::NoAllow(layer)));
    if layers.boundary.is_some() && verdicts.boundary.allow.is_none() {
        return no_allow(Layer::Boundary);
    }
    let has_session_policy = layers.session.is_some_and(|policies| !policies.is_empty());
    let needs_session_policy = scope.is_delegated
        || matches!(
            scope.question.caller.principal,
            Principal::Session(Session { kind: SessionKind::Federated { .. }, .. })
        );
    if (has_session_policy || needs_session_policy) && verdicts.session.allow.is_none() {
        return no_allow(Layer::Session);
    }
    None
}

#[cfg(test)]
mod tests;
