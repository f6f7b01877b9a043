//! `Authorize`: decisions for software that is none of these services, by the policies that are in
//! force here.

use std::collections::HashMap;
use std::sync::Arc;

use bartizan_policy::{Attached, Outcome, Policy, PolicyKind};
use bartizan_service::{Authorized, Call, Inquired, Inquiry, role_session};
use bartizan_types::{AccountId, Arn, Principal};
use serde_json::json;

use crate::Explain;
use crate::error::ExplainError;
use crate::shapes::{Answer, AuthorizeInput, AuthorizeOutput, ContextEntry, Question};

/// What the answer says of a principal that is not there: nobody may do anything.
const NO_SUCH_PRINCIPAL: &str = "the principal does not exist";

/// Decides each question of a batch, in its order. The activity record counts the outcomes; what was
/// asked is the asking software's to record.
pub(crate) async fn authorize(
    _service: &Explain,
    call: &Call,
    request: Authorized<AuthorizeInput>,
) -> Result<AuthorizeOutput, ExplainError> {
    let request = request.into_inner();
    let explain = request.explain.unwrap_or_default();
    let mut principals = Principals { call, account: call.account()?, known: HashMap::new() };
    let mut decisions = Vec::with_capacity(request.requests.len());
    let mut allowed = 0;
    for (index, question) in request.requests.into_iter().enumerate() {
        let answer = principals.answer(index, question, explain)?;
        allowed += usize::from(answer.decision == name(Outcome::Allowed));
        decisions.push(answer);
    }
    call.add_event_data(json!({
        "decisions": decisions.len(),
        "allowed": allowed,
        "denied": decisions.len() - allowed,
    }));
    Ok(AuthorizeOutput { decisions })
}

/// The principals of a batch, each looked up once.
struct Principals<'c> {
    call: &'c Call,
    account: AccountId,
    /// By ARN; nothing where there is no such principal. The caller itself is asked about without.
    known: HashMap<Option<String>, Option<Inquiry>>,
}

impl Principals<'_> {
    fn answer(
        &mut self,
        index: usize,
        question: Question,
        explain: bool,
    ) -> Result<Answer, ExplainError> {
        if !self.known.contains_key(&question.principal) {
            let found = match &question.principal {
                None => Some(Inquiry::about_caller(self.call, self.account)),
                Some(arn) => self.inquiry(arn)?,
            };
            self.known.insert(question.principal.clone(), found);
        }
        let Some(Some(inquiry)) = self.known.get_mut(&question.principal) else {
            return Ok(Answer {
                decision: name(Outcome::ImplicitlyDenied).to_owned(),
                message: Some(NO_SUCH_PRINCIPAL.to_owned()),
                explanation: None,
            });
        };
        let keys = keys(inquiry, index, question.context.unwrap_or_default())?;
        let policy = question.resource_policy.map(|text| resource_policy(index, &text));
        let policy = policy.transpose()?;
        let asked = Inquired {
            action: &question.action,
            resource: &question.resource,
            resource_policy: policy.as_ref(),
            keys: &keys,
        };
        let answered = inquiry.decide(&asked, explain);
        let explanation = answered.explanation.as_ref().map(serde_json::to_string);
        Ok(Answer {
            decision: name(answered.decision.outcome).to_owned(),
            message: answered.message,
            explanation: explanation.transpose().map_err(|error| invalid(index, &error))?,
        })
    }

    /// The principal of this ARN: the root user, a user, a role (as a session of the role's own
    /// name) or a session of a role.
    fn inquiry(&self, text: &str) -> Result<Option<Inquiry>, ExplainError> {
        let not_one = || {
            ExplainError::Validation(format!(
                "{text} is not the ARN of an account's root user, a user, a role or a role's \
                 session"
            ))
        };
        let arn: Arn = text.parse().map_err(|_| not_one())?;
        if arn.account_id().ok_or_else(not_one)? != self.account {
            return Err(ExplainError::OtherAccount(text.to_owned()));
        }
        let directory = &self.call.directory;
        let (kind, rest) = arn.resource().split_once('/').unwrap_or((arn.resource(), ""));
        let entity = match (arn.service(), kind) {
            ("iam", "root") => {
                let root = Principal::Root { account: self.account };
                return Ok(Some(Inquiry::about(self.call, self.account, root, [].iter())));
            }
            ("iam", "user" | "role") => directory.entity_by_arn(text),
            ("sts", "assumed-role") => {
                let role = rest.split('/').next().unwrap_or_default();
                directory.role_by_name(self.account, role).filter(|found| *found.name == *role)
            }
            _ => return Err(not_one()),
        };
        let Some(entity) = entity else { return Ok(None) };
        let session = match (arn.service(), rest.split_once('/')) {
            ("sts", Some((_, session))) => session,
            ("sts", None) => return Err(not_one()),
            _ => &entity.name,
        };
        let principal = match &entity.role {
            Some(_) => role_session(entity, session, None).ok_or_else(not_one)?,
            None => Principal::User {
                account: entity.account,
                arn: entity.arn.clone(),
                id: entity.id.clone(),
                name: entity.name.to_string(),
            },
        };
        Ok(Some(Inquiry::about(self.call, self.account, principal, entity.tags.iter())))
    }
}

/// The condition keys that the asking software knows. What Bartizan knows itself it takes from
/// nobody.
fn keys(
    inquiry: &Inquiry,
    index: usize,
    entries: Vec<ContextEntry>,
) -> Result<Vec<(String, Vec<String>, bool)>, ExplainError> {
    entries
        .into_iter()
        .map(|entry| {
            if inquiry.knows(&entry.key) {
                let message = format!("the context key {} is set by Bartizan", entry.key);
                return Err(invalid(index, &message));
            }
            let multivalued = entry.multivalued.unwrap_or(entry.values.len() != 1);
            if !multivalued && entry.values.len() != 1 {
                let message = format!("the context key {} has one value", entry.key);
                return Err(invalid(index, &message));
            }
            Ok((entry.key, entry.values, multivalued))
        })
        .collect()
}

fn resource_policy(index: usize, text: &str) -> Result<Attached, ExplainError> {
    let policy =
        Policy::parse(text, PolicyKind::Resource).map_err(|error| invalid(index, &error))?;
    Ok(Attached::inline("resource-policy", Arc::new(policy)))
}

fn invalid(index: usize, what: &dyn std::fmt::Display) -> ExplainError {
    ExplainError::Validation(format!("Requests[{index}]: {what}"))
}

const fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Allowed => "Allowed",
        Outcome::ExplicitlyDenied => "ExplicitlyDenied",
        Outcome::ImplicitlyDenied => "ImplicitlyDenied",
    }
}
