//! Tasks that move the messages of a dead-letter queue back to where they came from, or elsewhere. (Amazon
//! SQS API Reference, `StartMessageMoveTask`.)

use bartizan_service::store::{Key, Reader};
use bartizan_service::{Access, Authorized, Call};
use bartizan_types::Arn;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::Sqs;
use crate::error::SqsError;
use crate::names;
use crate::records::{DEAD_LETTER_TARGET, MoveStatus, MoveTask, Queue, queue_key};
use crate::shapes::{
    CancelMessageMoveTaskRequest, CancelMessageMoveTaskResult, ListMessageMoveTasksRequest,
    ListMessageMoveTasksResult, ListMessageMoveTasksResultEntry, StartMessageMoveTaskRequest,
    StartMessageMoveTaskResult,
};

/// The most messages a second that a task may be limited to.
const PER_SECOND_MAX: u32 = 500;
/// How many tasks are listed at most, and kept of a queue.
const LISTED_MAX: usize = 10;

/// The handle of a task.
fn handle(source: &Arn, id: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{id} {source}"))
}

/// The queue and the id of a task's handle.
pub(crate) fn read_handle(handle: &str) -> Result<(Arn, String), SqsError> {
    let invalid = || SqsError::value(handle, "TaskHandle", "The handle is not valid.");
    let bytes = URL_SAFE_NO_PAD.decode(handle).map_err(|_| invalid())?;
    let text = String::from_utf8(bytes).map_err(|_| invalid())?;
    let (id, source) = text.split_once(' ').ok_or_else(invalid)?;
    Ok((names::of_arn(source).ok_or_else(invalid)?, id.to_owned()))
}

fn key(source: &Arn, id: &str) -> Result<Key, SqsError> {
    let key = queue_key(source)?;
    Ok(Key { id: format!("{}/{id}", key.id), ..key })
}

fn absent(parameter: &str) -> SqsError {
    SqsError::NoSuchResource(format!(
        "The resource that you specified for the {parameter} parameter doesn't exist."
    ))
}

/// The tasks of a queue, the latest first.
fn tasks(reader: &Reader<'_>, source: &Arn) -> Result<Vec<(Key, MoveTask)>, SqsError> {
    let prefix = format!("{}/", source.resource());
    let (account, region) = (source.account(), source.region());
    let mut found = reader.scan::<MoveTask>(account, region, &prefix, None, usize::MAX)?;
    found.sort_by_key(|(_, task)| std::cmp::Reverse(task.started.millis()));
    Ok(found)
}

/// Begins to move messages.
pub(crate) async fn start(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<StartMessageMoveTaskRequest>,
) -> Result<StartMessageMoveTaskResult, SqsError> {
    let source = names::of_arn(&request.source_arn).ok_or_else(|| absent("SourceArn"))?;
    let shelf = sqs.hall.find(&source).map_err(|_| absent("SourceArn"))?;
    let destination = request.destination_arn.as_deref().map(|text| {
        let arn = names::of_arn(text).ok_or_else(|| absent("DestinationArn"))?;
        let held = sqs.hall.find(&arn).map_err(|_| absent("DestinationArn"))?.queue();
        let is_of_kind = held.attributes.fifo == shelf.queue().attributes.fifo;
        let is_near = arn.account() == source.account() && arn.region() == source.region();
        if arn == source || !is_of_kind || !is_near {
            let reason = "It must be another queue of the same type, account and region.";
            return Err(SqsError::value(text, "DestinationArn", reason));
        }
        Ok(arn)
    });
    let destination = destination.transpose()?;
    let per_second = request.max_number_of_messages_per_second.map(|wanted| {
        let read = u32::try_from(wanted).ok().filter(|read| (1..=PER_SECOND_MAX).contains(read));
        let reason = format!("The value must be between 1 and {PER_SECOND_MAX}.");
        read.ok_or_else(|| SqsError::value(wanted, "MaxNumberOfMessagesPerSecond", &reason))
    });
    let per_second = per_second.transpose()?;
    if destination.is_none() {
        let sources =
            call.read(|reader| reader.find::<Queue>(DEAD_LETTER_TARGET, source.as_str()))?;
        for (_, queue) in &sources {
            let held = call.directory.resource(queue.arn.as_str());
            let policy = held.and_then(|held| held.policy.clone());
            call.require(&Access::on("sqs:SendMessage", &queue.arn).resource_policy(policy))?;
        }
    }
    let counts = shelf.counts(call.now.millis());
    let to_move = u64::try_from(counts.visible).unwrap_or(u64::MAX);
    let task = MoveTask {
        source: source.clone(),
        destination,
        per_second,
        status: MoveStatus::Running,
        started: call.now,
        moved: 0,
        to_move,
        failure: None,
    };
    let id = call.platform.random.uuid();
    let done = call.commit(move |writer| {
        if writer.find::<Queue>(DEAD_LETTER_TARGET, source.as_str())?.is_empty() {
            return Err(SqsError::InvalidParameter(
                "Source queue must be configured as a Dead Letter Queue.".to_owned(),
            ));
        }
        let known = tasks(writer, &source)?;
        if known.iter().any(|(_, task)| task.status == MoveStatus::Running) {
            return Err(SqsError::Unsupported(
                "There is already a task running. Only one active task is allowed for a source \
                 queue arn at a given time."
                    .to_owned(),
            ));
        }
        for (old, _) in known.iter().skip(LISTED_MAX - 1) {
            writer.delete::<MoveTask>(old)?;
        }
        writer.put(&key(&source, &id)?, &task)?;
        Ok(StartMessageMoveTaskResult { task_handle: Some(handle(&source, &id)) })
    });
    Ok(done.await?)
}

/// Ends a task that runs.
pub(crate) async fn cancel(
    _sqs: &Sqs,
    call: &Call,
    request: Authorized<CancelMessageMoveTaskRequest>,
) -> Result<CancelMessageMoveTaskResult, SqsError> {
    let (source, id) = read_handle(&request.task_handle)?;
    let key = key(&source, &id)?;
    let done = call.commit(move |writer| {
        let found = writer.get::<MoveTask>(&key)?;
        let mut task = found.ok_or_else(|| absent("TaskHandle"))?;
        if task.status != MoveStatus::Running {
            return Err(SqsError::Unsupported("Only active tasks can be cancelled.".to_owned()));
        }
        task.status = MoveStatus::Cancelled;
        writer.put(&key, &task)?;
        let moved = i64::try_from(task.moved).ok();
        Ok(CancelMessageMoveTaskResult { approximate_number_of_messages_moved: moved })
    });
    Ok(done.await?)
}

/// The latest tasks of a queue.
pub(crate) async fn list(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<ListMessageMoveTasksRequest>,
) -> Result<ListMessageMoveTasksResult, SqsError> {
    let source = names::of_arn(&request.source_arn).ok_or_else(|| absent("SourceArn"))?;
    sqs.hall.find(&source).map_err(|_| absent("SourceArn"))?;
    let wanted = request.max_results.unwrap_or(1);
    let limit = usize::try_from(wanted).ok().filter(|limit| (1..=LISTED_MAX).contains(limit));
    let limit = limit.ok_or_else(|| {
        SqsError::value(wanted, "MaxResults", "The value must be between 1 and 10.")
    })?;
    let found = call.read(|reader| tasks(reader, &source))?;
    let shown = found.into_iter().take(limit).map(|(key, task)| {
        let id = key.id.rsplit('/').next().unwrap_or_default();
        let is_running = task.status == MoveStatus::Running;
        ListMessageMoveTasksResultEntry {
            task_handle: is_running.then(|| handle(&source, id)),
            status: Some(task.status.name().to_owned()),
            source_arn: Some(task.source.to_string()),
            destination_arn: task.destination.map(|arn| arn.to_string()),
            max_number_of_messages_per_second: task
                .per_second
                .and_then(|most| i32::try_from(most).ok()),
            approximate_number_of_messages_moved: i64::try_from(task.moved).ok(),
            approximate_number_of_messages_to_move: i64::try_from(task.to_move).ok(),
            failure_reason: task.failure,
            started_timestamp: Some(task.started.millis()),
        }
    });
    Ok(ListMessageMoveTasksResult { results: Some(shown.collect()) })
}
