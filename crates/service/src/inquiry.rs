//! Decisions that other software asks for: about any principal of an account, any action and any
//! resource, by the same engine and the same directory as Bartizan's own.

use std::borrow::Cow;
use std::iter::once;
use std::sync::Arc;

use bartizan_policy::{Attached, Context, Decision, Layers, Request};
use bartizan_types::{AccountId, Timestamp};
use serde_json::Value as Json;

pub use crate::decide::is_tag_of_resource;
use crate::decide::{Bounds, Decided};
use crate::{Access, Caller, Directory, condition_keys};

/// A principal that is asked about, with all that is in force for it.
///
/// **Architecture invariant:** what Bartizan knows of a principal, whoever asks cannot set: see
/// [`is_known_key`].
#[derive(Debug)]
pub struct Inquiry {
    subject: Caller,
    directory: Arc<Directory>,
    bounds: Bounds,
    /// The keys that all questions share, and behind them those of the last question.
    context: Context,
    /// How many the shared ones are.
    shared: usize,
}

/// May the principal do this?
#[derive(Debug, Clone, Copy)]
pub struct Question<'q> {
    /// The action, of any service, as `myapp:ReadInvoice`.
    pub action: &'q str,
    /// The resource's ARN, or `*`.
    pub resource: &'q str,
    /// The account that owns the resource; none is as the principal's own.
    pub resource_account: Option<AccountId>,
    /// The resource's own policy.
    pub resource_policy: Option<&'q Attached>,
    /// The condition keys that the asker knows.
    pub keys: &'q [Key<'q>],
    /// The condition keys that Bartizan knows of the resource; they win.
    pub resource_keys: &'q [Key<'q>],
}

/// A condition key with its values.
pub type Key<'k> = (Cow<'k, str>, KeyValues<'k>);

/// The values of a condition key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyValues<'k> {
    /// Of a key that has one.
    One(Cow<'k, str>),
    /// Of a multivalued key.
    Many(Vec<Cow<'k, str>>),
}

impl Inquiry {
    /// Questions about this principal at this instant; all of them have these keys of the asker's.
    pub fn about(
        subject: Caller,
        directory: &Arc<Directory>,
        now: Timestamp,
        keys: &[Key<'_>],
    ) -> Self {
        let mut context = condition_keys::of_caller(&subject, directory, now);
        set(&mut context, keys);
        Self {
            bounds: Bounds::of(directory, &subject, None),
            directory: Arc::clone(directory),
            shared: context.len(),
            context,
            subject,
        }
    }

    /// Decides, and words a denial as AWS does; the words for what is allowed are empty.
    pub fn decide(&mut self, question: &Question<'_>) -> (Decision, String) {
        self.ask(question, |request, layers| {
            let decision = bartizan_policy::decide(request, layers);
            (decision, decision.denial_message(request, layers))
        })
    }

    /// The whole path of the decision, in the form of [`crate::Explanations::of`].
    pub fn explain(&mut self, question: &Question<'_>) -> Json {
        let decision = self.ask(question, bartizan_policy::decide);
        let principal = self.subject.principal.clone();
        let bounds = match self.foreign(question) {
            Some(bounds) => bounds,
            None => self.bounds.clone(),
        };
        let access = Access {
            resource_account: question.resource_account,
            resource_policy: question.resource_policy.cloned(),
            ..Access::on_any(question.action.to_owned()).about(question.resource)
        };
        // Each key once, with what holds.
        let context = self.context.pack().unpack();
        Decided::from_parts(principal, access, context, bounds, decision).told()
    }

    fn ask<R>(
        &mut self,
        question: &Question<'_>,
        then: impl FnOnce(&Request<'_>, &Layers<'_>) -> R,
    ) -> R {
        self.take_keys(question);
        let foreign = self.foreign(question);
        let bounds = foreign.as_ref().unwrap_or(&self.bounds);
        let principal = &self.subject.principal;
        let request = Request {
            principal,
            action: question.action,
            resource: question.resource,
            resource_account: question.resource_account.or(principal.account()),
            context: &self.context,
            flags: bounds.flags(question.resource),
        };
        then(&request, &bounds.layers(question.resource_policy))
    }

    /// What bounds a request for a resource of another account.
    fn foreign(&self, question: &Question<'_>) -> Option<Bounds> {
        let owner = question.resource_account?;
        let is_own = self.subject.principal.account() == Some(owner);
        (!is_own).then(|| Bounds::of(&self.directory, &self.subject, Some(owner)))
    }

    fn take_keys(&mut self, question: &Question<'_>) {
        self.context.truncate(self.shared);
        shadow(&mut self.context, question.keys);
        shadow(&mut self.context, question.resource_keys);
        if let Some(owner) = question.resource_account {
            let text = owner.to_string();
            self.context.shadow("aws:ResourceAccount", once(text.as_str()), false);
            let account = self.directory.account(owner);
            let [id, paths] = condition_keys::RESOURCE;
            if let Some(organization) = account.and_then(|one| one.organization.as_deref()) {
                self.context.shadow(id, once(organization), false);
            }
            if let Some(path) = account.and_then(|one| one.organization_path.as_deref()) {
                self.context.shadow(paths, once(path), true);
            }
        }
    }
}

fn set(context: &mut Context, keys: &[Key<'_>]) {
    for (name, values) in keys {
        match values {
            KeyValues::One(value) => context.set(name, value.as_ref()),
            KeyValues::Many(values) => {
                let values: Vec<String> = values.iter().map(ToString::to_string).collect();
                context.set_list(name, &values);
            }
        }
    }
}

/// Sets the keys of a question over those that all share.
fn shadow(context: &mut Context, keys: &[Key<'_>]) {
    for (name, values) in keys {
        match values {
            KeyValues::One(value) => context.shadow(name, once(value.as_ref()), false),
            KeyValues::Many(values) => {
                context.shadow(name, values.iter().map(AsRef::as_ref), true);
            }
        }
    }
}

/// The keys that tell of the principal, its session, the time and the owner of the resource. (IAM
/// User Guide, "AWS global condition context keys".)
const KNOWN: [&str; 27] = [
    "aws:AssumedRoot",
    "aws:CalledVia",
    "aws:CalledViaFirst",
    "aws:CalledViaLast",
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:FederatedProvider",
    "aws:MultiFactorAuthAge",
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:PrincipalType",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:ResourceOrgPaths",
    "aws:SourceIdentity",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:TokenIssueTime",
    "aws:userid",
    "aws:username",
    "aws:ViaAWSService",
];

/// Whether Bartizan alone says what a condition key holds, or that it is missing. Names ignore case.
pub fn is_known_key(name: &str) -> bool {
    const TAGS: &str = "aws:PrincipalTag/";
    let starts_with = |prefix: &str| {
        name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    starts_with("aws:")
        && (starts_with(TAGS) || KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests {
    use bartizan_policy::{Outcome, Reason};
    use bartizan_types::Principal;

    use super::*;
    use crate::directory::Account;

    /// What comes of a question of a root user about a resource, where this account is closed.
    fn decided(closed: u64, owner: u64) -> (Decision, String, Json) {
        let id = |number| AccountId::from_number(number).unwrap();
        let mut directory = Directory::default();
        directory.put_account(id(closed), Account { closed: true, ..Account::default() });
        let principal = Principal::Root { account: id(1) };
        let caller =
            Caller { principal, access_key: None, session: None, principal_tags: Arc::from([]) };
        let now = Timestamp::from_seconds(0);
        let mut inquiry = Inquiry::about(caller, &Arc::new(directory), now, &[]);
        let question = Question {
            action: "s3:ListBucket",
            resource: "arn:aws:s3:::b",
            resource_account: Some(id(owner)),
            resource_policy: None,
            keys: &[],
            resource_keys: &[],
        };
        let (decision, message) = inquiry.decide(&question);
        (decision, message, inquiry.explain(&question))
    }

    #[test]
    fn neither_the_principals_nor_the_resources_of_a_closed_account_are_allowed() {
        assert_eq!(decided(2, 1).0.outcome, Outcome::Allowed);
        for (closed, owner) in [(1, 1), (1, 2), (2, 2)] {
            let (decision, message, told) = decided(closed, owner);
            assert_eq!(decision.outcome, Outcome::ImplicitlyDenied);
            assert_eq!(decision.reason, Reason::ClosedAccount);
            assert!(
                message.ends_with("s3:ListBucket on resource: \"arn:aws:s3:::b\""),
                "{message}"
            );
            assert_eq!(told.pointer("/decision/reason").unwrap(), "ClosedAccount");
        }
    }

    #[test]
    fn what_bartizan_knows_is_told_from_what_the_asker_knows() {
        for known in ["aws:PrincipalArn", "AWS:principaltag/team", "aws:USERNAME"] {
            assert!(is_known_key(known), "{known}");
        }
        for free in ["aws:SourceIp", "aws:ResourceTag/team", "myapp:username", "aws", "é"] {
            assert!(!is_known_key(free), "{free}");
        }
    }
}
