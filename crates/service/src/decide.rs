//! The one authoriser: every access of every call is decided here.

mod bounds;

use std::ops::Deref;
use std::sync::Arc;

use bartizan_policy::{
    Context, Decision, Explanation, Flags, Layer, Layers, Outcome, PackedContext, Reason, Request,
};
use bartizan_types::{AccountId, Fault, Principal};
use bartizan_wire::{FromValue, Value};
use serde_json::{Map, Value as Json, json};

pub(crate) use self::bounds::Bounds;
use crate::access::{Access, Ask};
use crate::condition_keys;
use crate::{Admission, Call, denial, disclosure, session_limits};

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

fn decide(call: &Call, mut access: Access) -> Decided {
    let principal =
        if access.by_provider { Principal::Anonymous } else { call.caller.principal.clone() };
    let context = condition_keys::of(call, &access);
    // They are in the context now: decisions are kept, and these need not be.
    access.keys = Vec::new();
    let grounds = Grounds {
        principal: Arc::new(principal),
        context: Arc::new(context),
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
                granted: self.access.granted,
                aws_managed_resource: self.access.managed_by_aws,
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
        let is_own = || self.grounds.bounds.is_of_closed_account();
        if self.decision.reason != Reason::ClosedAccount || self.owner().is_none() || is_own() {
            return self;
        }
        self.grounds.bounds.hide_closing();
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

    /// Whether the condition keys tell of a resource that is another account's.
    pub(crate) fn tells_of_foreign(&self) -> bool {
        self.owner().is_some() && self.context().iter().any(|(key, _)| tells_of_resource(key))
    }

    /// The whole path of the decision with what was decided about, as the activity record keeps it
    /// and `bartizan explain` shows it.
    pub(crate) fn told(&self) -> Json {
        let principal = self.principal();
        let is_shown = |key: &str| self.owner().is_none() || !tells_of_resource(key);
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

/// The condition keys of the key service that tell of the key. (Service Authorization Reference,
/// "Actions, resources, and condition keys for AWS Key Management Service".)
const KEYS_OF_KEYS: [&str; 6] = [
    "kms:KeyOrigin",
    "kms:KeySpec",
    "kms:KeyUsage",
    "kms:MultiRegion",
    "kms:MultiRegionKeyType",
    "kms:ResourceAliases",
];

/// Whether a condition key tells of the resource: its owner's account alone is shown it.
fn tells_of_resource(key: &str) -> bool {
    is_tag_of_resource(key) || KEYS_OF_KEYS.iter().any(|one| one.eq_ignore_ascii_case(key))
}

/// Whether a condition key tells a tag that the resource has.
pub fn is_tag_of_resource(key: &str) -> bool {
    let name = key.split('/').next().unwrap_or_default().to_ascii_lowercase();
    name.ends_with(":resourcetag") || name.ends_with(":existingobjecttag")
}

#[cfg(test)]
mod tests {
    use bartizan_policy::{Attached, Policy, PolicyKind};

    use super::*;
    use crate::directory::Account;
    use crate::{Caller, Directory};

    /// What a root user of account 1 is told of a request about what account 2 has, where this
    /// account is closed and the resource admits everybody or nobody.
    fn told(closed: u64, admits: bool) -> Json {
        let id = |number| AccountId::from_number(number).unwrap();
        let mut directory = Directory::default();
        directory.put_account(id(closed), Account { closed: true, ..Account::default() });
        let principal = Principal::Root { account: id(1) };
        let caller = Caller {
            principal: principal.clone(),
            access_key: None,
            session: None,
            principal_tags: Arc::from([]),
        };
        let text =
            r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}"#;
        let policy = Policy::parse_published(text, PolicyKind::Resource).unwrap();
        let access = Access {
            resource_account: Some(id(2)),
            resource_policy: admits.then(|| Attached::inline("bucket", Arc::new(policy))),
            ..Access::on_any("s3:ListBucket").about("arn:aws:s3:::b")
        };
        let grounds = Grounds {
            principal: Arc::new(principal),
            bounds: Bounds::of(&directory, &caller, access.resource_account),
            context: Arc::new(Context::default()),
            access,
        };
        let decision = grounds.with_request(bartizan_policy::decide);
        Decided { grounds, decision }.disclosed().kept().decided().told()
    }

    #[test]
    fn a_closed_account_looks_to_strangers_as_if_it_admitted_nobody() {
        let open_and_admits_nobody = told(3, false);
        assert_eq!(open_and_admits_nobody["decision"]["outcome"], "ImplicitlyDenied");
        assert_eq!(told(3, true)["decision"]["outcome"], "Allowed");
        assert_eq!(told(2, true), open_and_admits_nobody);
        assert_eq!(told(2, false), open_and_admits_nobody);
        assert_eq!(told(1, true)["decision"]["reason"], "ClosedAccount");
    }

    #[test]
    fn tags_of_a_resource_are_told_from_other_keys() {
        assert!(tells_of_resource("kms:resourcealiases") && !tells_of_resource("kms:RequestAlias"));
        for (key, is_one) in [
            ("aws:ResourceTag/team", true),
            ("iam:ResourceTag/team", true),
            ("s3:ExistingObjectTag/team", true),
            ("aws:RequestTag/team", false),
            ("aws:PrincipalTag/ResourceTag", false),
        ] {
            assert_eq!(is_tag_of_resource(key), is_one, "{key}");
        }
    }
}
