//! The one authoriser: every access of every call is decided here.

use std::ops::Deref;
use std::sync::Arc;

use bartizan_policy::{
    Attached, Context, Decision, Explanation, Flags, Layer, Layers, Outcome, PackedContext, Reason,
    Request,
};
use bartizan_types::{AccountId, Fault, Principal, Session, SessionKind};
use bartizan_wire::{FromValue, Value};
use serde_json::{Map, Value as Json, json};

use crate::access::{Access, Ask};
use crate::condition_keys;
use crate::directory::{Account, Entity};
use crate::{Admission, Call, Caller, Directory, denial, disclosure, session_limits};

/// An input whose call was authorised.
///
/// **Architecture invariant:** only [`authorize`] makes one, and handlers take nothing else, so no
/// service can skip the decision.
#[derive(Debug)]
pub struct Authorized<T>(T);

impl<T> Authorized<T> {
    /// The input.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Authorized<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl Authorized<Value> {
    /// The same input in its own type.
    ///
    /// # Errors
    /// The value does not have the type's shape.
    pub fn typed<T: FromValue>(self) -> Result<Authorized<T>, Fault> {
        T::from_value(self.0).map(Authorized)
    }
}

/// A decision with all that it was made from; cheap to keep, explained when someone asks.
#[derive(Debug, Clone)]
pub(crate) struct Decided {
    grounds: Grounds,
    /// The outcome and what made it.
    pub(crate) decision: Decision,
}

/// A decision that is kept for whoever may ask for it, in little memory.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    principal: Arc<Principal>,
    access: Access,
    context: PackedContext,
    bounds: Bounds,
    decision: Decision,
}

/// What a decision is made from.
#[derive(Debug, Clone)]
struct Grounds {
    principal: Arc<Principal>,
    access: Access,
    context: Arc<Context>,
    bounds: Bounds,
}

/// The policies that bound a caller on a resource, compiled and shared with the directory.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bounds {
    entity: Option<Arc<Entity>>,
    session: Option<Arc<[Attached]>>,
    root_task: Option<Attached>,
    caller_account: Option<Arc<Account>>,
    resource_account: Option<Arc<Account>>,
    is_management_caller: bool,
    is_delegated: bool,
    hides_closing: bool,
}

/// Decides every access that the call's operation needs, and admits the input if all are allowed.
///
/// # Errors
/// The caller may not call this operation at all, the rule refuses the input, or a policy denies:
/// AWS's code and message.
pub(crate) fn authorize(call: &Call, input: Value) -> Result<Authorized<Value>, Fault> {
    let operation = call.operation;
    if operation.admission == Admission::Signed && call.caller.principal == Principal::Anonymous {
        return Err(denial::anonymous(call));
    }
    session_limits::check(call)?;
    let ask = Ask { call, input: &input, actions: operation.actions };
    for access in (operation.rule)(&ask)? {
        require(call, access)?;
    }
    Ok(Authorized(input))
}

/// Decides one access and keeps the decision with the call.
pub(crate) fn require(call: &Call, access: Access) -> Result<(), Fault> {
    let decided = decide(call, access);
    let allowed = decided.decision.outcome == Outcome::Allowed;
    let fault = (!allowed).then(|| denial::fault(call, &decided));
    call.progress().decisions.push(decided);
    fault.map_or(Ok(()), Err)
}

/// Decides one access and keeps nothing.
pub(crate) fn is_allowed(call: &Call, access: &Access) -> bool {
    decide(call, access.clone()).decision.outcome == Outcome::Allowed
}

fn decide(call: &Call, access: Access) -> Decided {
    let principal =
        if access.by_provider { Principal::Anonymous } else { call.caller.principal.clone() };
    let grounds = Grounds {
        principal: Arc::new(principal),
        context: Arc::new(condition_keys::of(call, &access)),
        bounds: if access.by_provider {
            Bounds::of_resource(&call.directory, access.resource_account)
        } else {
            Bounds::of(&call.directory, &call.caller, access.resource_account)
        },
        access,
    };
    let decision = grounds.with_request(bartizan_policy::decide);
    Decided { grounds, decision }.disclosed()
}

impl Bounds {
    /// The policies on what `owner` owns alone: the caller is nobody's principal.
    fn of_resource(directory: &Directory, owner: Option<AccountId>) -> Self {
        Self::of_accounts(directory, None, owner)
    }

    /// The organizations' policies on callers of an account, and on what `owner` owns; the callers'
    /// own account where none is told.
    pub(crate) fn of_accounts(
        directory: &Directory,
        caller: Option<AccountId>,
        owner: Option<AccountId>,
    ) -> Self {
        let account = |id: Option<AccountId>| id.and_then(|id| directory.account(id)).cloned();
        let caller_account = account(caller);
        Self {
            is_management_caller: caller_account.as_ref().is_some_and(|own| own.is_management),
            caller_account,
            resource_account: account(owner.or(caller)),
            ..Self::default()
        }
    }

    /// The policies on this caller, and on what `owner` owns; the caller's own account where none
    /// is told.
    pub(crate) fn of(directory: &Directory, caller: &Caller, owner: Option<AccountId>) -> Self {
        let entity = match &caller.principal {
            Principal::User { id, .. } => directory.user(id),
            Principal::Session(Session { kind: SessionKind::Role { role_id, .. }, .. }) => {
                directory.role(role_id)
            }
            Principal::Session(Session { kind: SessionKind::Federated { user }, .. }) => {
                user.as_ref().and_then(|(_, id)| directory.user(id))
            }
            Principal::Root { .. } | Principal::Service { .. } | Principal::Anonymous => None,
        };
        Self {
            entity: entity.cloned(),
            is_delegated: caller.session.as_ref().is_some_and(|facts| facts.delegated_to.is_some()),
            session: caller.session.as_ref().and_then(|session| session.policies.clone()),
            root_task: caller.session.as_ref().and_then(|session| session.root_task.clone()),
            ..Self::of_accounts(directory, caller.principal.account(), owner)
        }
    }

    /// What is in force, with this policy of the resource.
    pub(crate) fn layers<'b>(&'b self, resource: Option<&'b Attached>) -> Layers<'b> {
        let entity = self.entity.as_deref();
        let caller_account = self.caller_account.as_deref();
        let resource_account = self.resource_account.as_deref();
        Layers {
            identity: entity.map_or(self.root_task.as_slice(), |entity| &entity.identity),
            boundary: entity.and_then(|entity| entity.boundary.as_ref()),
            session: self.session.as_deref(),
            resource: resource.filter(|_| !self.hides_closing),
            scps: caller_account.map_or(&[], |account| &account.service_control_policies),
            rcps: resource_account.map_or(&[], |account| &account.resource_control_policies),
            endpoint: &[],
        }
    }

    /// What changes the rules for a request about this resource.
    pub(crate) fn flags(&self, resource: &str) -> Flags {
        let accounts = [&self.caller_account, &self.resource_account];
        Flags {
            management_account_principal: self.is_management_caller,
            closed_account: !self.hides_closing
                && accounts.into_iter().flatten().any(|account| account.closed),
            management_account_resource: self
                .resource_account
                .as_ref()
                .is_some_and(|account| account.is_management),
            wildcard_only_action: resource == "*",
            delegated_session: self.is_delegated,
            ..Flags::default()
        }
    }
}

impl Grounds {
    fn with_request<R>(&self, ask: impl FnOnce(&Request<'_>, &Layers<'_>) -> R) -> R {
        let request = Request {
            principal: &self.principal,
            action: &self.access.action,
            resource: &self.access.resource,
            resource_account: self.access.resource_account.or(self.principal.account()),
            context: &self.context,
            flags: Flags {
                unsigned_federation: self.access.by_provider,
                ..self.bounds.flags(&self.access.resource)
            },
        };
        let layers = self.bounds.layers(self.access.resource_policy.as_ref());
        ask(&request, &layers)
    }
}

impl Decided {
    /// Asks about the request as it was, with the policies that were in force.
    pub(crate) fn with_request<R>(&self, ask: impl FnOnce(&Request<'_>, &Layers<'_>) -> R) -> R {
        self.grounds.with_request(ask)
    }

    /// A decision that was made elsewhere, from these grounds.
    pub(crate) fn from_parts(
        principal: Principal,
        access: Access,
        context: Context,
        bounds: Bounds,
        decision: Decision,
    ) -> Self {
        let (principal, context) = (Arc::new(principal), Arc::new(context));
        Self { grounds: Grounds { principal, access, context, bounds }, decision }
    }

    /// The same, as the caller may know it: that another's account is closed is not for strangers
    /// to know, to whom it looks as if the resource admitted nobody.
    fn disclosed(mut self) -> Self {
        let is_own = || self.grounds.bounds.caller_account.as_ref().is_some_and(|own| own.closed);
        if self.decision.reason != Reason::ClosedAccount || self.owner().is_none() || is_own() {
            return self;
        }
        self.grounds.bounds.hides_closing = true;
        let looks = self.grounds.with_request(bartizan_policy::decide);
        self.decision = if looks.is_allowed() {
            let (outcome, reason) = (Outcome::ImplicitlyDenied, Reason::NoAllow(Layer::Resource));
            Decision { outcome, reason }
        } else {
            looks
        };
        self
    }

    /// The same, to be kept.
    pub(crate) fn kept(self) -> Kept {
        let Self { grounds: Grounds { principal, access, context, bounds }, decision } = self;
        Kept { principal, access, context: context.pack(), bounds, decision }
    }

    /// Why the decision came out as it did, as far as the caller's account may know.
    fn explain(&self) -> Explanation {
        let mut explanation = self.grounds.with_request(bartizan_policy::explain);
        explanation.decision = self.decision;
        explanation.message = (!self.decision.is_allowed()).then(|| self.denial_message());
        disclosure::withhold(&mut explanation, self.owner().is_some());
        explanation
    }

    /// The account that owns the resource, where it is another than the caller's.
    pub(crate) fn owner(&self) -> Option<AccountId> {
        let caller = self.principal().account()?;
        self.access().resource_account.filter(|owner| *owner != caller)
    }

    /// The whole path of the decision with what was decided about, as the activity record keeps it
    /// and `bartizan explain` shows it.
    pub(crate) fn told(&self) -> Json {
        let principal = self.principal();
        let is_shown = |key: &str| self.owner().is_none() || !is_tag_of_resource(key);
        let context: Map<String, Json> = self
            .context()
            .iter()
            .filter(|(key, _)| is_shown(key))
            .map(|(key, values)| (key.to_owned(), json!(values)))
            .collect();
        let explanation = self.explain();
        json!({
            "principal": { "arn": principal.arn(), "id": principal.user_id() },
            "action": self.access().action(),
            "resource": self.access().resource(),
            "context": context,
            "decision": explanation.decision,
            "message": explanation.message,
            "layers": explanation.layers,
            "remedies": explanation.remedies,
        })
    }

    /// AWS's wording of the denial.
    pub(crate) fn denial_message(&self) -> String {
        self.grounds.with_request(|request, layers| self.decision.denial_message(request, layers))
    }

    /// The access decided.
    pub(crate) const fn access(&self) -> &Access {
        &self.grounds.access
    }

    /// Who asked.
    pub(crate) fn principal(&self) -> &Principal {
        &self.grounds.principal
    }

    /// The condition keys as they were.
    pub(crate) fn context(&self) -> &Context {
        &self.grounds.context
    }
}

impl Kept {
    /// The decision as it was.
    pub(crate) fn decided(self) -> Decided {
        let Self { principal, access, context, bounds, decision } = self;
        let context = Arc::new(context.unpack());
        Decided { grounds: Grounds { principal, access, context, bounds }, decision }
    }
}

/// Whether a condition key tells a tag that the resource has.
pub fn is_tag_of_resource(key: &str) -> bool {
    let name = key.split('/').next().unwrap_or_default().to_ascii_lowercase();
    name.ends_with(":resourcetag") || name.ends_with(":existingobjecttag")
}

#[cfg(test)]
mod tests;
