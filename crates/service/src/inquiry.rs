//! Decisions for software that is not one of these services: about a principal of the caller's
//! account, by the policies in force.

use std::sync::Arc;

use bartizan_policy::{Attached, Context, Decision, Explanation, Request};
use bartizan_types::{AccountId, Principal, Tag};

use crate::Call;
use crate::condition_keys;
use crate::decide::Bounds;

/// A principal that is asked about, with all that every question has in common.
#[derive(Debug)]
pub struct Inquiry {
    principal: Principal,
    account: AccountId,
    bounds: Bounds,
    context: Context,
}

/// What may be asked about a principal.
#[derive(Debug, Clone, Copy)]
pub struct Inquired<'q> {
    /// The action, of any service, also of none that AWS has.
    pub action: &'q str,
    /// The resource's ARN, or `*`.
    pub resource: &'q str,
    /// The resource's own policy.
    pub resource_policy: Option<&'q Attached>,
    /// Further condition keys: name, values, whether the key is a multivalued one.
    pub keys: &'q [(String, Vec<String>, bool)],
}

/// The decision about an inquiry.
#[derive(Debug)]
pub struct Answered {
    /// The decision.
    pub decision: Decision,
    /// AWS's message where it is a denial.
    pub message: Option<String>,
    /// The whole path, where it was asked for.
    pub explanation: Option<Explanation>,
}

impl Inquiry {
    /// Asks about the caller itself, with its session.
    pub fn about_caller(call: &Call, account: AccountId) -> Self {
        let caller = &call.caller;
        let session = caller.session.as_deref();
        let mut inquiry = Self::new(
            call,
            account,
            caller.principal.clone(),
            session.and_then(|session| session.policies.clone()),
            caller.effective_tags(),
        );
        if let Some(session) = session {
            condition_keys::session_keys(call, session, &mut inquiry.context);
        }
        inquiry
    }

    /// Asks about a principal of `account` that is not here, with these tags and, for a session, its
    /// session policies.
    pub fn about<'t>(
        call: &Call,
        account: AccountId,
        principal: Principal,
        tags: impl Iterator<Item = &'t Tag>,
    ) -> Self {
        Self::new(call, account, principal, None, tags)
    }

    fn new<'t>(
        call: &Call,
        account: AccountId,
        principal: Principal,
        session: Option<Arc<[Attached]>>,
        tags: impl Iterator<Item = &'t Tag>,
    ) -> Self {
        let directory = &call.directory;
        let mut context = Context::new();
        condition_keys::principal_keys(directory, &principal, tags, &mut context);
        condition_keys::time_keys(call.now, &mut context);
        condition_keys::resource_account_keys(directory, account, &mut context);
        let bounds = Bounds::about(directory, &principal, session, Some(account));
        Self { principal, account, bounds, context }
    }

    /// Whether Bartizan itself knows this condition key of the principal, so that nobody else may
    /// say what it is.
    pub fn knows(&self, key: &str) -> bool {
        let key = key.to_ascii_lowercase();
        key.starts_with("aws:principal")
            || key == "aws:userid"
            || key == "aws:username"
            || self.context.values(&key).is_some()
    }

    /// Decides. The keys of the question are in force for it alone.
    pub fn decide(&mut self, asked: &Inquired<'_>, explain: bool) -> Answered {
        for (key, values, multivalued) in asked.keys {
            match values.as_slice() {
                [value] if !multivalued => self.context.set(key, value.as_str()),
                _ => self.context.set_list(key, values.clone()),
            }
        }
        let request = Request {
            principal: &self.principal,
            action: asked.action,
            resource: asked.resource,
            resource_account: Some(self.account),
            context: &self.context,
            flags: self.bounds.flags(asked.resource),
        };
        let layers = self.bounds.layers(asked.resource_policy);
        let decision = bartizan_policy::decide(&request, &layers);
        let denied = !decision.is_allowed();
        let answered = Answered {
            message: denied.then(|| decision.denial_message(&request, &layers)),
            explanation: explain.then(|| bartizan_policy::explain(&request, &layers)),
            decision,
        };
        for (key, ..) in asked.keys {
            self.context.remove(key);
        }
        answered
    }
}
