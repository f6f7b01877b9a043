//! `Authorize`: the questions of a batch, answered one by one.

use std::ops::Range;

use bartizan_policy::{Outcome, Reason};
use bartizan_service::inquiry::Question;
use bartizan_service::types::AccountId;
use bartizan_service::wire::Bytes;
use bartizan_service::{Authorized, Call};
use serde::Serialize;
use serde_json::Value as Json;

use crate::Authorize;
use crate::batch::{Batch, EXPLAINED_MAX, REQUESTS_MAX, Request, Who};
use crate::error::{AuthorizeError, Refusal};
use crate::resource::{Policies, Target, check_keys};
use crate::shapes::{AuthorizeInput, AuthorizeOutput};
use crate::subject::Subjects;

/// About how long an answer is, written.
const ANSWER_BYTES: usize = 160;

/// The answer to one question.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    allowed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Reason>,
    #[serde(skip_serializing_if = "String::is_empty")]
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Refusal>,
}

/// Answers each question of the batch, in order. What cannot be answered is not allowed.
pub(crate) async fn authorize(
    _service: &Authorize,
    call: &Call,
    input: Authorized<AuthorizeInput>,
) -> Result<AuthorizeOutput, AuthorizeError> {
    let account = call.account()?;
    let batch: Batch<'_> = serde_json::from_slice(&input.batch)?;
    let count = batch.requests.len();
    let most = if batch.explain { EXPLAINED_MAX } else { REQUESTS_MAX };
    if count == 0 || count > most {
        return Err(AuthorizeError::Count { count, most });
    }
    check_keys(&batch.context.0).map_err(AuthorizeError::Shared)?;
    let asked = Asked { call, account, batch: &batch };
    let answers = asked.answers();
    let number = |is: fn(&Answer) -> bool| {
        i32::try_from(answers.iter().filter(|answer| is(answer)).count()).unwrap_or(i32::MAX)
    };
    let results = written(&answers)?;
    Ok(AuthorizeOutput {
        allowed: number(|answer| answer.allowed),
        denied: number(|answer| !answer.allowed && answer.error.is_none()),
        failed: number(|answer| answer.error.is_some()),
        content_type: "application/json".to_owned(),
        results: Bytes::from(results),
    })
}

/// The results, as JSON. Most answers of a batch are the same as one before, which is repeated.
fn written(answers: &[Answer]) -> serde_json::Result<Vec<u8>> {
    let mut text = Vec::with_capacity(64 + answers.len() * ANSWER_BYTES);
    text.extend_from_slice(b"{\"Results\":[");
    let mut last: Option<((Outcome, Reason), Range<usize>)> = None;
    for (number, answer) in answers.iter().enumerate() {
        if number > 0 {
            text.push(b',');
        }
        let whole = answer.whole();
        match &last {
            Some((same, place)) if Some(*same) == whole => text.extend_from_within(place.clone()),
            _ => {
                let from = text.len();
                serde_json::to_writer(&mut text, answer)?;
                last = whole.map(|whole| (whole, from..text.len())).or(last);
            }
        }
    }
    text.extend_from_slice(b"]}");
    Ok(text)
}

struct Asked<'b> {
    call: &'b Call,
    account: AccountId,
    batch: &'b Batch<'b>,
}

impl<'b> Asked<'b> {
    fn answers(&self) -> Vec<Answer> {
        let mut subjects = Subjects::new(self.call, self.account, &self.batch.context.0);
        let mut policies = Policies::new();
        let each = self.batch.requests.iter();
        each.map(|request| {
            self.answer(request, &mut subjects, &mut policies).unwrap_or_else(Answer::refused)
        })
        .collect()
    }

    fn answer(
        &self,
        request: &'b Request<'b>,
        subjects: &mut Subjects<'b>,
        policies: &mut Policies<'b>,
    ) -> Result<Answer, Refusal> {
        check_keys(&request.context.0)?;
        let who = request.principal.as_ref().or(self.batch.principal.as_ref());
        let who: &'b Who<'b> = who.ok_or_else(|| {
            Refusal::invalid("Principal is missing, in the request and in the batch")
        })?;
        let inquiry = subjects.inquiry(who)?;
        let target = Target::of(
            request,
            &self.batch.context.0,
            self.account,
            &self.call.directory,
            policies,
        )?;
        let question = Question {
            action: request.action.as_str(),
            resource: request.resource.as_str(),
            resource_account: target.account,
            resource_policy: target.policy.as_ref(),
            keys: &request.context.0,
            resource_keys: &target.keys,
        };
        let (decision, message) = inquiry.decide(&question);
        Ok(Answer {
            allowed: decision.is_allowed(),
            decision: Some(decision.outcome),
            reason: Some(decision.reason),
            message,
            explanation: self.batch.explain.then(|| inquiry.explain(&question)),
            error: None,
        })
    }
}

impl Answer {
    /// Outcome and reason, where these are all that there is to tell.
    fn whole(&self) -> Option<(Outcome, Reason)> {
        let is_all = self.message.is_empty() && self.explanation.is_none() && self.error.is_none();
        self.decision.zip(self.reason).filter(|_| is_all)
    }

    const fn refused(refusal: Refusal) -> Self {
        Self {
            allowed: false,
            decision: None,
            reason: None,
            message: String::new(),
            explanation: None,
            error: Some(refusal),
        }
    }
}
