//! Messages of queues taken as a function's role, handed to the function, and deleted where it has handled them. (AWS
//! Lambda Developer Guide, "Handling errors for an SQS event source in Lambda".)

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use bartizan_functions::{Invocation, Kind};
use bartizan_service::Road;
use bartizan_service::store::Key;
use bartizan_types::{Arn, Fault};
use bartizan_wire::Value;
use serde_json::Value as Json;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

mod given;

use self::given::records_of;
use crate::engine::Engine;
use crate::error::LambdaError;
use crate::invoke::run;
use crate::names::qualified;
use crate::records::{self, Function, Mapping, Version, function_key};
use crate::role::SharedRole;

/// The most messages of one receive or delete, and how many seconds a receive waits.
const RECEIVED_MAX: usize = 10;
const WAITED: i64 = 20;
/// How many batches of a queue are handled at once where nothing is said.
const AT_ONCE: u32 = 5;
/// How long nothing is received after a failure.
const PAUSE: Duration = Duration::from_secs(2);
/// How often it is looked whether mappings have changed, where nothing is heard.
const LOOKED_EVERY: Duration = Duration::from_secs(30);
/// The most bytes of messages that are gathered: an invocation has 6 MB.
const GATHERED_MAX: usize = 4 << 20;

/// That a role may take a queue's messages, and that these stay invisible for as long as a function may take.
pub(crate) async fn check_queue(
    role: &SharedRole,
    queue: &Arn,
    timeout: u32,
) -> Result<(), LambdaError> {
    let names = Value::List(vec![Value::of_text("VisibilityTimeout")]);
    let input = vec![("QueueUrl", url(queue)), ("AttributeNames", names)];
    let told = role.call(("sqs", "GetQueueAttributes"), queue.region(), Value::Struct(input), None);
    let told = told.await.map_err(|fault| {
        LambdaError::InvalidParameter(format!(
            "The function execution role does not have permissions to call ReceiveMessage on SQS: {}",
            fault.message
        ))
    })?;
    let visible =
        told.value.field("Attributes").and_then(|all| all.field("VisibilityTimeout")?.text());
    let visible: u32 = visible.and_then(|text| text.parse().ok()).unwrap_or_default();
    if visible < timeout {
        return Err(LambdaError::InvalidParameter(format!(
            "Queue visibility timeout: {visible} seconds is less than Function timeout: {timeout} seconds"
        )));
    }
    Ok(())
}

/// Has functions given the messages of queues, as mappings say; it does not end.
pub async fn poll_queues(engine: Engine, road: Road) {
    let mut polled: HashMap<Key, (Mapping, JoinHandle<()>)> = HashMap::new();
    loop {
        match road.platform().store.read(|reader| reader.scan_all::<Mapping>(None, usize::MAX)) {
            Ok(all) => keep(&engine, &road, &mut polled, all),
            Err(error) => tracing::warn!(%error, "mappings of queues could not be read"),
        }
        tokio::select! {
            () = engine.mappings_changed() => {}
            () = sleep(LOOKED_EVERY) => {}
        }
    }
}

/// Begins what is to be polled, and ends what is not any more.
fn keep(
    engine: &Engine,
    road: &Road,
    polled: &mut HashMap<Key, (Mapping, JoinHandle<()>)>,
    all: Vec<(Key, Mapping)>,
) {
    let wanted: HashMap<Key, Mapping> =
        all.into_iter().filter(|(_, mapping)| mapping.is_enabled).collect();
    polled.retain(|key, (mapping, task)| {
        let stays = wanted.get(key) == Some(mapping) && !task.is_finished();
        if !stays {
            // Batches that are handled go on: what they were given is theirs until its visibility ends.
            task.abort();
        }
        stays
    });
    for (key, mapping) in wanted {
        polled.entry(key).or_insert_with(|| {
            let task = tokio::spawn(poll(engine.clone(), road.clone(), mapping.clone()));
            (mapping, task)
        });
    }
}

async fn poll(engine: Engine, road: Road, mapping: Mapping) {
    let places = mapping.concurrency.unwrap_or(AT_ONCE) as usize;
    let places = Arc::new(Semaphore::new(places));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let gathered = match role(&engine, &road, &mapping) {
            Ok(Some(role)) => gather(&role, &mapping).await.map(|messages| (role, messages)),
            // The function is gone: the mapping waits for one to be named.
            Ok(None) => Err(Fault::new("ResourceNotFoundException", "there is no function", 404)),
            Err(fault) => Err(fault),
        };
        match gathered {
            Ok((_, messages)) if messages.is_empty() => {}
            Ok((role, messages)) => {
                let (engine, road, mapping) = (engine.clone(), road.clone(), mapping.clone());
                tokio::spawn(async move {
                    for some in by_size(&messages) {
                        let handled = Box::pin(handle(&engine, &road, &mapping, &role, some)).await;
                        if let Err(error) = handled {
                            let queue = &mapping.queue;
                            tracing::debug!(%error, %queue, "messages were not handled");
                        }
                    }
                    drop(place);
                });
            }
            Err(fault) => {
                tracing::debug!(%fault, queue = %mapping.queue, "messages could not be received");
                sleep(PAUSE).await;
            }
        }
    }
}

/// The function and its version, as they are now.
fn target(road: &Road, mapping: &Mapping) -> Result<Option<(Function, Version)>, Fault> {
    let throw =
        f64::from(u32::try_from(road.platform().random.next_u64() >> 32).unwrap_or_default());
    let throw = throw / 2_f64.powi(32);
    let found = road.platform().store.read(|reader| {
        let function = reader.get::<Function>(&function_key(&mapping.function)?)?;
        let Some(function) = function else { return Ok(None) };
        match records::version(reader, &function, mapping.qualifier.as_deref(), throw) {
            Err(LambdaError::NotFound(_)) => Ok(None),
            found => Ok::<_, LambdaError>(Some((function, found?))),
        }
    });
    found.map_err(Fault::from)
}

fn role(engine: &Engine, road: &Road, mapping: &Mapping) -> Result<Option<SharedRole>, Fault> {
    let found = target(road, mapping)?;
    Ok(found.map(|(function, version)| engine.role(road, &version.role, &function.arn)))
}

/// How many bytes a message says.
fn size_of(message: &Value) -> usize {
    message.field("Body").and_then(Value::text).map_or(0, str::len)
}

/// Messages in parts that each fit into an invocation.
fn by_size(messages: &[Value]) -> Vec<&[Value]> {
    let (mut parts, mut from, mut bytes) = (Vec::new(), 0, 0);
    for (place, message) in messages.iter().enumerate() {
        if bytes + size_of(message) > GATHERED_MAX && place > from {
            parts.push(messages.get(from..place).unwrap_or_default());
            (from, bytes) = (place, 0);
        }
        bytes += size_of(message);
    }
    parts.push(messages.get(from..).unwrap_or_default());
    parts
}

/// Receives until there are enough messages, or the window is over.
async fn gather(role: &SharedRole, mapping: &Mapping) -> Result<Vec<Value>, Fault> {
    let batch = mapping.batch as usize;
    let mut messages = receive(role, mapping, batch, WAITED).await?;
    if messages.is_empty() || mapping.window == 0 {
        return Ok(messages);
    }
    let until = Instant::now() + Duration::from_secs(mapping.window.into());
    let mut bytes: usize = messages.iter().map(size_of).sum();
    while messages.len() < batch && bytes < GATHERED_MAX {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        let wait = i64::try_from(left.as_secs()).unwrap_or(WAITED).clamp(1, WAITED);
        let more = receive(role, mapping, batch - messages.len(), wait).await?;
        bytes += more.iter().map(size_of).sum::<usize>();
        messages.extend(more);
    }
    Ok(messages)
}

async fn receive(
    role: &SharedRole,
    mapping: &Mapping,
    most: usize,
    wait: i64,
) -> Result<Vec<Value>, Fault> {
    let most = i64::try_from(most.min(RECEIVED_MAX)).unwrap_or(1);
    let all = || Value::List(vec![Value::of_text("All")]);
    let input = Value::Struct(vec![
        ("QueueUrl", url(&mapping.queue)),
        ("MaxNumberOfMessages", Value::Int(most)),
        ("WaitTimeSeconds", Value::Int(wait)),
        ("MessageSystemAttributeNames", all()),
        ("MessageAttributeNames", all()),
    ]);
    let reply = role.call(("sqs", "ReceiveMessage"), mapping.queue.region(), input, None).await?;
    match reply.value.field("Messages") {
        Some(Value::List(messages)) => Ok(messages.clone()),
        _ => Ok(Vec::new()),
    }
}

/// Has the function handle messages, and deletes those that it has; the others come again when they are visible.
async fn handle(
    engine: &Engine,
    road: &Road,
    mapping: &Mapping,
    role: &SharedRole,
    messages: &[Value],
) -> Result<(), LambdaError> {
    let Some((function, version)) = target(road, mapping)? else { return Ok(()) };
    let arn = match &mapping.qualifier {
        Some(qualifier) => qualified(&function.arn, qualifier),
        None => function.arn.clone(),
    };
    let invocation = Invocation {
        request_id: road.platform().random.uuid(),
        payload: records_of(messages, &mapping.queue).to_string().into(),
        kind: Kind::RequestResponse,
        arn: arn.to_string(),
        client_context: None,
        trace: None,
    };
    let outcome = run(engine, road, &function, &version, &invocation).await?;
    if outcome.error.is_some() {
        return Ok(());
    }
    let failed = if mapping.reports { failures(&outcome.payload) } else { Some(HashSet::new()) };
    let Some(failed) = failed else { return Ok(()) };
    let text = |message: &Value, name: &str| {
        message.field(name).and_then(Value::text).unwrap_or_default().to_owned()
    };
    let handled: Vec<String> = messages
        .iter()
        .filter(|message| !failed.contains(&text(message, "MessageId")))
        .map(|message| text(message, "ReceiptHandle"))
        .collect();
    for some in handled.chunks(RECEIVED_MAX) {
        let entry = |(number, handle): (usize, &String)| {
            Value::Struct(vec![
                ("Id", Value::Text(number.to_string())),
                ("ReceiptHandle", Value::of_text(handle.as_str())),
            ])
        };
        let input = Value::Struct(vec![
            ("QueueUrl", url(&mapping.queue)),
            ("Entries", Value::List(some.iter().enumerate().map(entry).collect())),
        ]);
        role.call(("sqs", "DeleteMessageBatch"), mapping.queue.region(), input, None).await?;
    }
    Ok(())
}

/// The messages that a function says it could not handle; none where what it says cannot be read, which means all.
fn failures(answer: &[u8]) -> Option<HashSet<String>> {
    let answer: Json = serde_json::from_slice(answer).ok()?;
    let failures = match answer.get("batchItemFailures") {
        None | Some(Json::Null) => return Some(HashSet::new()),
        Some(failures) => failures.as_array()?,
    };
    let id = |failure: &Json| {
        let id = failure.get("itemIdentifier")?.as_str()?;
        (!id.is_empty()).then(|| id.to_owned())
    };
    failures.iter().map(id).collect()
}

fn url(queue: &Arn) -> Value {
    Value::Text(format!("/{}/{}", queue.account(), queue.resource()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_parted_where_they_do_not_fit() {
        let message = |bytes: usize| Value::Struct(vec![("Body", Value::Text("x".repeat(bytes)))]);
        let half = GATHERED_MAX / 2;
        for (sizes, parts) in [
            (vec![1, 1, 1], vec![3]),
            (vec![half, half, 1], vec![2, 1]),
            (vec![GATHERED_MAX + 1, 1], vec![1, 1]),
            (vec![half, half + 1, half], vec![1, 1, 1]),
        ] {
            let messages: Vec<Value> = sizes.iter().map(|bytes| message(*bytes)).collect();
            let found: Vec<usize> = by_size(&messages).into_iter().map(<[Value]>::len).collect();
            assert_eq!(found, parts, "{sizes:?}");
        }
    }

    #[test]
    fn failures_are_read_and_what_cannot_be_is_all() {
        for (answer, expected) in [
            ("null", Some(vec![])),
            ("{}", Some(vec![])),
            (r#"{"batchItemFailures": []}"#, Some(vec![])),
            (r#"{"batchItemFailures": null}"#, Some(vec![])),
            (r#"{"batchItemFailures": [{"itemIdentifier": "a"}]}"#, Some(vec!["a"])),
            (r#"{"batchItemFailures": [{"itemIdentifier": ""}]}"#, None),
            (r#"{"batchItemFailures": [{"itemIdentifier": null}]}"#, None),
            (r#"{"batchItemFailures": [{"other": "a"}]}"#, None),
            (r#"{"batchItemFailures": "a"}"#, None),
            ("{", None),
        ] {
            let expected =
                expected.map(|ids| ids.into_iter().map(str::to_owned).collect::<HashSet<_>>());
            assert_eq!(failures(answer.as_bytes()), expected, "{answer}");
        }
    }
}
