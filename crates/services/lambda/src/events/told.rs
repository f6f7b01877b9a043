//! Who is told what came of an event: the dead-letter queue of its function, and destinations. (AWS Lambda Developer
//! Guide, "Retaining records of asynchronous invocations".)

use std::time::Duration;

use bartizan_service::Road;
use bartizan_service::store::{Key, Record};
use bartizan_types::{Arn, Fault};
use bartizan_wire::Value;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use super::{Case, lost, passes, put, put_off, remove};
use crate::engine::Engine;
use crate::invoke::invoked;
use crate::names::{LATEST, qualified};
use crate::records::{Ended, Event};
use crate::role::SharedRole;

/// How often it is tried to tell somebody, and how long is waited between.
const TRIES: u32 = 8;
const PAUSE: Duration = Duration::from_secs(2);
/// The most characters of an error in a message's attribute.
const ERROR_MAX: usize = 1024;
/// The most bytes of an answer in what destinations are told.
const ANSWER_MAX: usize = 240 << 10;

/// Ends an event: it is forgotten where nobody is to be told of it.
pub(super) async fn end(
    engine: &Engine,
    road: &Road,
    mut case: Case,
    ended: Ended,
) -> Result<(), Fault> {
    if targets(&case, &ended).is_empty() {
        return remove(road, &case.key).await;
    }
    // Stored before anybody is told: what a kill interrupts is told again, and not handled again.
    case.event.ended = Some(ended.clone());
    let again = Case { key: case.key.clone(), event: case.event.clone(), ..case };
    let stored = Case {
        key: again.key.clone(),
        event: again.event.clone(),
        function: again.function.clone(),
        version: None,
        config: None,
        payload: Vec::new(),
    };
    put(road, stored).await?;
    tell(engine, road, &again, ended).await
}

/// Tells those who are to be told, and forgets the event then.
pub(super) async fn tell(
    engine: &Engine,
    road: &Road,
    case: &Case,
    ended: Ended,
) -> Result<(), Fault> {
    let role = case.version.as_ref().unwrap_or(&case.function.latest).role.clone();
    let role = engine.role(road, &role, &case.function.arn);
    let answer = answer(road, case, &ended)?;
    for target in targets(case, &ended) {
        let told = match target {
            Target::DeadLetters(queue) => dead_letter(&role, queue, case, &ended, &answer).await,
            Target::Destination(to) => destination(&role, to, road, case, &ended, &answer).await,
        };
        match told {
            Err(fault) if passes(&fault) && ended.failures < TRIES => {
                let failures = ended.failures + 1;
                let mut event = case.event.clone();
                event.ended = Some(Ended { failures, ..ended });
                let later = Case {
                    key: case.key.clone(),
                    event,
                    function: case.function.clone(),
                    version: None,
                    config: None,
                    payload: Vec::new(),
                };
                return put_off(road, later, PAUSE, None).await;
            }
            Err(fault) => {
                let function = &case.function.arn;
                tracing::warn!(%function, %fault, "nobody could be told what came of an event");
            }
            Ok(()) => {}
        }
    }
    remove(road, &case.key).await
}

enum Target<'c> {
    DeadLetters(&'c Arn),
    Destination(&'c Arn),
}

fn targets<'c>(case: &'c Case, ended: &Ended) -> Vec<Target<'c>> {
    let config = case.config.as_ref();
    let version = case.version.as_ref().unwrap_or(&case.function.latest);
    let mut all = Vec::new();
    if ended.condition == "Success" {
        all.extend(config.and_then(|config| config.on_success.as_ref()).map(Target::Destination));
    } else {
        all.extend(version.dead_letters.as_ref().map(Target::DeadLetters));
        all.extend(config.and_then(|config| config.on_failure.as_ref()).map(Target::Destination));
    }
    all
}

/// What an event's answer is sealed for.
pub(super) fn answer_row(key: &Key) -> String {
    format!("{}/answer", key.id)
}

fn answer(road: &Road, case: &Case, ended: &Ended) -> Result<Vec<u8>, Fault> {
    let Some(sealed) = &ended.answer else { return Ok(Vec::new()) };
    let account = case.function.arn.account_id().ok_or_else(|| lost("its account"))?;
    let sealed = STANDARD.decode(sealed).map_err(|_| lost("its answer"))?;
    let vault = &road.platform().vault;
    Ok(vault.open(account, Event::COLLECTION, &answer_row(&case.key), &sealed)?.to_vec())
}

/// Sends the event as it came.
async fn dead_letter(
    role: &SharedRole,
    queue: &Arn,
    case: &Case,
    ended: &Ended,
    answer: &[u8],
) -> Result<(), Fault> {
    let said: Option<Json> = serde_json::from_slice(answer).ok();
    let said = said.as_ref().and_then(|said| said.get("errorMessage")?.as_str());
    let message = said.or(ended.message.as_deref()).unwrap_or("The function failed.");
    let message: String = message.chars().take(ERROR_MAX).collect();
    let code = if ended.answer.is_some() { "200" } else { "500" };
    let attribute = |kind: &str, value: &str| {
        Value::Struct(vec![
            ("DataType", Value::of_text(kind)),
            ("StringValue", Value::of_text(value)),
        ])
    };
    let attributes = vec![
        ("RequestID".to_owned(), attribute("String", &case.key.id)),
        ("ErrorCode".to_owned(), attribute("Number", code)),
        ("ErrorMessage".to_owned(), attribute("String", &message)),
    ];
    let body = String::from_utf8_lossy(&case.payload).into_owned();
    send(role, queue, body, attributes).await
}

async fn send(
    role: &SharedRole,
    queue: &Arn,
    body: String,
    attributes: Vec<(String, Value)>,
) -> Result<(), Fault> {
    let mut input = vec![
        ("QueueUrl", Value::of_text(format!("/{}/{}", queue.account(), queue.resource()))),
        ("MessageBody", Value::Text(body)),
    ];
    if !attributes.is_empty() {
        input.push(("MessageAttributes", Value::Map(attributes)));
    }
    let sent = role.call(("sqs", "SendMessage"), queue.region(), Value::Struct(input), None);
    sent.await.map(drop)
}

/// Tells a destination of an event and what came of it.
async fn destination(
    role: &SharedRole,
    to: &Arn,
    road: &Road,
    case: &Case,
    ended: &Ended,
    answer: &[u8],
) -> Result<(), Fault> {
    let record = record(road, case, ended, answer);
    match to.service() {
        "sqs" => send(role, to, record.to_string(), Vec::new()).await,
        "lambda" => {
            let input = Value::Struct(vec![
                ("FunctionName", Value::of_text(to.as_str())),
                ("InvocationType", Value::of_text("Event")),
                ("Payload", Value::Blob(record.to_string().into())),
            ]);
            role.call(("lambda", "Invoke"), to.region(), input, None).await.map(drop)
        }
        _ => {
            let kind = if ended.condition == "Success" { "Success" } else { "Failure" };
            let resources = [to.to_string(), version_arn(case, ended)].map(Value::Text);
            let entry = Value::Struct(vec![
                ("Source", Value::of_text("lambda")),
                ("DetailType", Value::Text(format!("Lambda Function Invocation Result - {kind}"))),
                ("Resources", Value::List(resources.into())),
                ("Detail", Value::Text(record.to_string())),
                ("EventBusName", Value::of_text(to.as_str())),
            ]);
            let input = Value::Struct(vec![("Entries", Value::List(vec![entry]))]);
            role.call(("events", "PutEvents"), to.region(), input, None).await.map(drop)
        }
    }
}

fn version_arn(case: &Case, ended: &Ended) -> String {
    let version = ended.version.as_deref().unwrap_or(LATEST);
    match &case.event.qualifier {
        Some(_) => invoked(&case.event).to_string(),
        None => qualified(&case.function.arn, version).to_string(),
    }
}

fn record(road: &Road, case: &Case, ended: &Ended, answer: &[u8]) -> Json {
    let payload = |bytes: &[u8]| -> Json { serde_json::from_slice(bytes).unwrap_or(Json::Null) };
    let mut record = json!({
        "version": "1.0",
        "timestamp": road.platform().now().iso8601_millis(),
        "requestContext": {
            "requestId": case.key.id,
            "functionArn": version_arn(case, ended),
            "condition": ended.condition,
            "approximateInvokeCount": case.event.failures.max(1),
        },
        "requestPayload": payload(&case.payload),
    });
    if let Json::Object(members) = &mut record
        && ended.answer.is_some()
    {
        let mut context = json!({ "statusCode": 200, "executedVersion": ended.version });
        if let (Json::Object(context), Some(error)) = (&mut context, &ended.error) {
            context.insert("functionError".to_owned(), json!(error));
        }
        members.insert("responseContext".to_owned(), context);
        let told = if answer.len() > ANSWER_MAX { Json::Null } else { payload(answer) };
        members.insert("responsePayload".to_owned(), told);
    }
    record
}
