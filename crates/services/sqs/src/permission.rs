//! Statements that `AddPermission` puts into a queue's policy. (Amazon SQS API Reference,
//! `AddPermission`.)

use bartizan_policy::{Policy, PolicyKind};
use bartizan_service::{Authorized, Call};
use bartizan_types::AccountId;
use serde_json::{Value as Json, json};

use crate::Sqs;
use crate::error::SqsError;
use crate::names::{self, is_plain};
use crate::records::{self, Queue, queue_key};
use crate::shapes::{AddPermissionRequest, RemovePermissionRequest};

/// The most actions of a statement.
const ACTIONS_MAX: usize = 7;
const LABEL_MAX: usize = 80;
/// The most statements, and the most principals, of a queue's policy.
const STATEMENTS_MAX: usize = 20;
const ACCOUNTS_MAX: usize = 50;
/// What others may be permitted.
const ACTIONS: [&str; 9] = [
    "*",
    "ChangeMessageVisibility",
    "DeleteMessage",
    "GetQueueAttributes",
    "GetQueueUrl",
    "ListDeadLetterSourceQueues",
    "PurgeQueue",
    "ReceiveMessage",
    "SendMessage",
];

/// Permits accounts to do things with a queue.
pub(crate) async fn add(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<AddPermissionRequest>,
) -> Result<(), SqsError> {
    let request = request.into_inner();
    let queue = sqs.hall.find(&names::of_url(call, &request.queue_url)?)?.queue();
    let label = request.label;
    if label.is_empty() || label.len() > LABEL_MAX || !label.bytes().all(is_plain) {
        return Err(SqsError::value(
            &label,
            "Label",
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.",
        ));
    }
    let statement = statement(&queue, &label, &request.aws_account_ids, &request.actions)?;
    change(call, &queue, move |statements| {
        if statements.iter().any(|held| sid(held) == Some(&label)) {
            return Err(SqsError::value(&label, "Label", "Already exists."));
        }
        if statements.len() >= STATEMENTS_MAX {
            let message = format!(
                "{STATEMENTS_MAX} statements were found, maximum allowed is {STATEMENTS_MAX}."
            );
            return Err(SqsError::OverLimit(message));
        }
        statements.push(statement);
        Ok(())
    })
    .await
}

/// Takes the permission of a label back.
pub(crate) async fn remove(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<RemovePermissionRequest>,
) -> Result<(), SqsError> {
    let request = request.into_inner();
    let queue = sqs.hall.find(&names::of_url(call, &request.queue_url)?)?.queue();
    let label = request.label;
    change(call, &queue, move |statements| {
        let before = statements.len();
        statements.retain(|held| sid(held) != Some(&label));
        if statements.len() == before {
            return Err(SqsError::value(&label, "Label", "can't find label on existing policy."));
        }
        Ok(())
    })
    .await
}

fn statement(
    queue: &Queue,
    label: &str,
    accounts: &[String],
    actions: &[String],
) -> Result<Json, SqsError> {
    if accounts.is_empty() {
        return Err(SqsError::MissingParameter("AWSAccountId".to_owned()));
    }
    if actions.is_empty() {
        return Err(SqsError::MissingParameter("ActionName".to_owned()));
    }
    if actions.len() > ACTIONS_MAX || accounts.len() > ACCOUNTS_MAX {
        let message =
            format!("{} Actions were found, maximum allowed is {ACTIONS_MAX}.", actions.len());
        return Err(SqsError::OverLimit(message));
    }
    let principals = accounts.iter().map(|account| {
        let read: Result<AccountId, _> = account.parse();
        let read =
            read.map_err(|_| SqsError::value(account, "PrincipalId", "Unable to verify."))?;
        Ok(format!("arn:aws:iam::{read}:root"))
    });
    let principals = principals.collect::<Result<Vec<_>, SqsError>>()?;
    let allowed = actions.iter().map(|action| {
        if ACTIONS.contains(&action.as_str()) {
            return Ok(format!("SQS:{action}"));
        }
        let reason = "Only the queue owner is allowed to invoke this action.";
        Err(SqsError::value(format!("SQS:{action}"), "ActionName", reason))
    });
    let allowed = allowed.collect::<Result<Vec<_>, SqsError>>()?;
    Ok(json!({
        "Sid": label,
        "Effect": "Allow",
        "Principal": { "AWS": principals },
        "Action": allowed,
        "Resource": queue.arn,
    }))
}

fn sid(statement: &Json) -> Option<&str> {
    statement.get("Sid").and_then(Json::as_str)
}

async fn change(
    call: &Call,
    queue: &Queue,
    with: impl FnOnce(&mut Vec<Json>) -> Result<(), SqsError> + Send + 'static,
) -> Result<(), SqsError> {
    let (arn, id, now) = (queue.arn.clone(), queue.id.clone(), call.now);
    let done = call.commit(move |writer| {
        let mut queue = records::same(writer, &arn, &id)?;
        let unreadable = || SqsError::internal("the queue's policy cannot be read");
        let mut policy = match &queue.attributes.policy {
            Some(text) => serde_json::from_str(text).map_err(|_| unreadable())?,
            None => json!({
                "Version": "2008-10-17",
                "Id": format!("{arn}/SQSDefaultPolicy"),
                "Statement": [],
            }),
        };
        let mut statements = match policy.get("Statement") {
            Some(Json::Array(statements)) => statements.clone(),
            Some(one @ Json::Object(_)) => vec![one.clone()],
            _ => Vec::new(),
        };
        with(&mut statements)?;
        queue.attributes.policy = None;
        if !statements.is_empty() {
            let members = policy.as_object_mut().ok_or_else(unreadable)?;
            members.insert("Statement".to_owned(), Json::Array(statements));
            let text = policy.to_string();
            Policy::parse(&text, PolicyKind::Resource)
                .map_err(|_| SqsError::AttributeValue("Policy".to_owned()))?;
            queue.attributes.policy = Some(text);
        }
        queue.modified = now;
        Ok::<_, SqsError>(writer.put(&queue_key(&arn)?, &queue)?)
    });
    Ok(done.await?)
}
