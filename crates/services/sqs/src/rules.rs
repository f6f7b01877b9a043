//! What calls ask to be allowed. (Service Authorization Reference, "Amazon SQS".)

use bartizan_service::{Access, Ask};
use bartizan_types::{AccountId, Arn, Fault};
use bartizan_wire::Value;

use crate::error::SqsError;
use crate::names;

/// The type of queues in the activity record.
const QUEUE_TYPE: &str = "AWS::SQS::Queue";

/// The operation on the queue that `QueueUrl` names.
pub(crate) fn queue(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let arn = names::of_url(ask.call, ask.text("QueueUrl").unwrap_or_default())?;
    Ok(vec![on(ask, ask.action(), &arn)])
}

/// The same, with the tags that the queue is given or loses.
pub(crate) fn tagged(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let arn = names::of_url(ask.call, ask.text("QueueUrl").unwrap_or_default())?;
    let keys = ask.tag_keys("TagKeys");
    let access = on(ask, ask.action(), &arn).request_tags(tags(ask, "Tags"));
    Ok(vec![if keys.is_empty() { access } else { access.key_list("aws:TagKeys", keys) }])
}

/// The operation on a queue that is to be made, and its tags.
pub(crate) fn created(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let name = ask.text("QueueName").unwrap_or_default();
    names::check(name)?;
    let arn = arn(ask, ask.call.account()?, name);
    let tags = tags(ask, "tags");
    let access = |action| on(ask, action, &arn).request_tags(tags.iter().copied());
    let mut accesses = vec![access(ask.action())];
    if !tags.is_empty() {
        accesses.push(access("sqs:TagQueue"));
    }
    Ok(accesses)
}

/// The operation on the queue of a name.
pub(crate) fn named(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let name = ask.text("QueueName").unwrap_or_default();
    names::check(name)?;
    let owner = ask.text("QueueOwnerAWSAccountId").map(str::parse::<AccountId>);
    let owner = match owner {
        None => ask.call.account()?,
        Some(owner) => owner.map_err(|_| Fault::from(SqsError::NoSuchQueue))?,
    };
    Ok(vec![on(ask, ask.action(), &arn(ask, owner, name))])
}

/// The operation on the dead-letter queue that `SourceArn` names.
pub(crate) fn source(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![on(ask, ask.action(), &source_arn(ask.text("SourceArn").unwrap_or_default())?)])
}

/// Messages moved from the dead-letter queue that `SourceArn` names.
pub(crate) fn moved(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let source = source_arn(ask.text("SourceArn").unwrap_or_default())?;
    let mut accesses: Vec<_> = ask.actions.iter().map(|action| on(ask, action, &source)).collect();
    if let Some(destination) = ask.text("DestinationArn") {
        accesses.push(on(ask, "sqs:SendMessage", &source_arn(destination)?));
    }
    Ok(accesses)
}

/// The operation on the queue of a task.
pub(crate) fn task(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (source, _) = crate::move_task::read_handle(ask.text("TaskHandle").unwrap_or_default())?;
    Ok(vec![on(ask, ask.action(), &source)])
}

fn on(ask: &Ask<'_>, action: &'static str, arn: &Arn) -> Access {
    let access = Access::on(action, arn).resource_type(QUEUE_TYPE);
    match ask.call.directory.resource(arn.as_str()) {
        None => access,
        Some(held) => access.resource_policy(held.policy.clone()).resource_tags(None, &*held.tags),
    }
}

fn arn(ask: &Ask<'_>, account: AccountId, name: &str) -> Arn {
    Arn::new("sqs", ask.call.region.as_str(), Some(account), name)
}

fn source_arn(text: &str) -> Result<Arn, SqsError> {
    names::of_arn(text).ok_or_else(|| {
        SqsError::NoSuchResource(
            "The resource that you specified for the SourceArn parameter doesn't exist.".to_owned(),
        )
    })
}

fn tags<'a>(ask: &Ask<'a>, member: &str) -> Vec<(&'a str, &'a str)> {
    let entries = ask.input.field(member).map(Value::entries).unwrap_or_default();
    entries.iter().map(|(key, value)| (key.as_str(), value.text().unwrap_or_default())).collect()
}
