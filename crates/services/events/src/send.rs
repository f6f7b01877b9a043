//! One try to reach a target: a call along the road, which the target's own policy decides about, or as its
//! role.

use std::sync::Arc;

use bartizan_service::store::Key;
use bartizan_service::wire::Bytes;
use bartizan_service::{Caller, Incoming, Origin, Road, RoleUse, ServiceCall};
use bartizan_types::{Arn, Fault, Principal, Region};
use bartizan_wire::Value;
use serde_json::Value as Json;

use crate::Exchange;
use crate::event::PassedOn;
use crate::exchange::LiveRule;
use crate::failure::{EXISTS, Failure};
use crate::names::BusName;
use crate::records::{Dead, Event, Target};

/// The service principal that calls targets.
pub(crate) const PRINCIPAL: &str = "events.amazonaws.com";
/// How many characters of an error's message a dead letter has.
const MESSAGE_CHARS_MAX: usize = 1024;

/// An event on its way to a target.
#[derive(Clone, Copy)]
pub(crate) struct Sending<'s> {
    pub(crate) road: &'s Road,
    pub(crate) exchange: &'s Exchange,
    pub(crate) rule: &'s LiveRule,
    pub(crate) target: &'s Target,
    /// The event's JSON.
    pub(crate) event: &'s str,
    pub(crate) held: &'s Event,
    pub(crate) key: &'s Key,
}

/// An operation, and what it is given.
struct Asked {
    operation: (&'static str, &'static str),
    input: Value,
}

/// Gives a target what was made of the event for it.
pub(crate) async fn to_target(sending: &Sending<'_>, given: &str) -> Result<(), Failure> {
    let Target { arn, message_group, .. } = sending.target;
    match arn.service() {
        "sqs" => {
            let mut input =
                vec![("QueueUrl", queue_url(arn)), ("MessageBody", Value::of_text(given))];
            if let Some(group) = message_group {
                input.push(("MessageGroupId", Value::of_text(&**group)));
                input.push(("MessageDeduplicationId", Value::of_text(deduplication(sending))));
            }
            ask(sending, Asked { operation: ("sqs", "SendMessage"), input: Value::Struct(input) })
                .await
        }
        "lambda" => {
            let input = Value::Struct(vec![
                ("FunctionName", Value::of_text(arn.as_str())),
                ("InvocationType", Value::of_text("Event")),
                ("Payload", Value::Blob(Bytes::from(given.to_owned()))),
            ]);
            ask(sending, Asked { operation: ("lambda", "Invoke"), input }).await
        }
        "logs" => to_logs(sending, arn, given).await,
        "events" => to_bus(sending, arn, given).await,
        other => Err(Failure::invalid(&format!("no events are sent to {other}"))),
    }
}

fn queue_url(arn: &Arn) -> Value {
    Value::of_text(format!("/{}/{}", arn.account(), arn.resource()))
}

/// The same for each try of a delivery.
fn deduplication(sending: &Sending<'_>) -> String {
    sending.key.id.replace('/', "-")
}

async fn to_logs(sending: &Sending<'_>, arn: &Arn, given: &str) -> Result<(), Failure> {
    let rest = arn.resource().strip_prefix("log-group:").unwrap_or_default();
    let group = rest.strip_suffix(":*").unwrap_or(rest);
    // A stream a rule: its name has no colon and no star.
    let stream = sending.rule.name.name.clone();
    let names = || {
        vec![("logGroupName", Value::of_text(group)), ("logStreamName", Value::of_text(&*stream))]
    };
    let (at, message) =
        entry(given).unwrap_or_else(|| (sending.held.ingested.millis(), given.to_owned()));
    let put = || {
        let mut input = names();
        let event = vec![("timestamp", Value::Int(at)), ("message", Value::of_text(&*message))];
        input.push(("logEvents", Value::List(vec![Value::Struct(event)])));
        Asked { operation: ("logs", "PutLogEvents"), input: Value::Struct(input) }
    };
    match ask(sending, put()).await {
        Err(failure) if failure.code == "NO_RESOURCE" => {
            let input = Value::Struct(names());
            match ask(sending, Asked { operation: ("logs", "CreateLogStream"), input }).await {
                // Another event made it meanwhile.
                Err(failure) if failure.code == EXISTS => {}
                made => made?,
            }
            ask(sending, put()).await
        }
        done => done,
    }
}

/// A transformer may make the whole entry: a timestamp and a message.
fn entry(given: &str) -> Option<(i64, String)> {
    let read: Json = serde_json::from_str(given).ok()?;
    let members = read.as_object().filter(|members| members.len() == 2)?;
    let at = members.get("timestamp")?;
    let at = at.as_i64().or_else(|| at.as_str()?.parse().ok())?;
    Some((at, members.get("message")?.as_str()?.to_owned()))
}

/// Another bus gets the event itself, whatever the target is given.
async fn to_bus(sending: &Sending<'_>, arn: &Arn, _given: &str) -> Result<(), Failure> {
    if sending.held.is_passed_on {
        return Err(Failure::hop());
    }
    let bus = BusName::of_arn(arn.as_str()).ok_or_else(|| Failure::invalid("no bus"))?;
    let read: Json = serde_json::from_str(sending.event).unwrap_or_default();
    let text =
        |name: &str| Value::of_text(read.get(name).and_then(Json::as_str).unwrap_or_default());
    let detail = read.get("detail").map(Json::to_string).unwrap_or_default();
    let entry = vec![
        ("Source", text("source")),
        ("DetailType", text("detail-type")),
        ("Detail", Value::of_text(detail)),
        ("EventBusName", Value::of_text(arn.as_str())),
    ];
    let input = Value::Struct(vec![("Entries", Value::List(vec![Value::Struct(entry)]))]);
    let caller = match &sending.target.role {
        Some(role) => session(sending, role).await?,
        None => Caller {
            principal: Principal::Root { account: sending.rule.name.bus.account },
            access_key: None,
            session: None,
            principal_tags: Arc::from([]),
        },
    };
    let request = sending.road.platform().random.uuid();
    sending.exchange.pass(request.clone(), PassedOn { json: sending.event.to_owned() });
    let region = Region::new(&bus.region);
    let asked = Asked { operation: ("events", "PutEvents"), input };
    let done = travel(sending, caller, region, request.clone(), asked).await;
    // A refusal leaves it there.
    drop(sending.exchange.take_passed(&request));
    done
}

/// Asks as the service, or as the target's role where it has one.
async fn ask(sending: &Sending<'_>, asked: Asked) -> Result<(), Failure> {
    let region = Region::new(sending.target.arn.region());
    let Some(role) = &sending.target.role else {
        let call = ServiceCall {
            principal: PRINCIPAL,
            on_behalf_of: &sending.rule.source(),
            operation: asked.operation,
            region,
            input: asked.input,
            body: None,
        };
        return sending.road.travel_for_service(call).await.map(drop).map_err(Failure::of);
    };
    let caller = session(sending, role).await?;
    let request = sending.road.platform().random.uuid();
    travel(sending, caller, region, request, asked).await
}

async fn travel(
    sending: &Sending<'_>,
    caller: Caller,
    region: Region,
    request_id: String,
    asked: Asked,
) -> Result<(), Failure> {
    let (service, name) = asked.operation;
    let operation = sending.road.operation(service, name);
    let operation =
        operation.ok_or_else(|| Failure::of(bartizan_service::not_implemented(service, name)))?;
    let incoming = Incoming {
        operation,
        caller,
        region,
        origin: Origin::inside(PRINCIPAL),
        on_behalf_of: Some(sending.rule.source()),
        via: None,
        request_id,
        input: Ok(asked.input),
        body: None,
    };
    sending.road.travel(incoming).await.map(drop).map_err(Failure::of)
}

/// A session of a role, whose own policy decides whether the service may have it.
async fn session(sending: &Sending<'_>, role: &Arn) -> Result<Caller, Failure> {
    let name = sending.key.id.get(..32).unwrap_or("events").replace('/', "-");
    let wanted = RoleUse {
        principal: PRINCIPAL,
        on_behalf_of: &sending.rule.source(),
        region: Region::new(&sending.rule.name.bus.region),
        role,
        session_name: &name,
        seconds: None,
    };
    let session = sending.road.assume_role(wanted).await.map_err(Failure::of_role)?;
    let caller = session.caller(sending.road.platform()).map_err(Failure::of_role)?;
    let broken = || Failure::of_role(Fault::new("InternalFailure", "the session is none", 500));
    caller.ok_or_else(broken)
}

/// Sends an event to a dead-letter queue, with why it went there.
pub(crate) async fn to_dead_letters(
    sending: &Sending<'_>,
    queue: &Arn,
    target: &str,
    dead: &Dead,
) -> Result<(), Failure> {
    let message: String =
        dead.message.chars().filter(|sign| !sign.is_control()).take(MESSAGE_CHARS_MAX).collect();
    let mut attributes = Vec::new();
    let mut tell = |name: &str, value: &str| {
        if !value.is_empty() {
            let value = Value::Struct(vec![
                ("DataType", Value::of_text("String")),
                ("StringValue", Value::of_text(value)),
            ]);
            attributes.push((name.to_owned(), value));
        }
    };
    tell("RULE_ARN", &sending.rule.arn);
    tell("TARGET_ARN", sending.target.arn.as_str());
    tell("TARGET_ID", target);
    tell("ERROR_CODE", &dead.code);
    tell("ERROR_MESSAGE", &message);
    tell("EXHAUSTED_RETRY_CONDITION", dead.exhausted.as_deref().unwrap_or_default());
    tell("RETRY_ATTEMPTS", &dead.retries.to_string());
    let input = Value::Struct(vec![
        ("QueueUrl", queue_url(queue)),
        ("MessageBody", Value::of_text(sending.event)),
        ("MessageAttributes", Value::Map(attributes)),
    ]);
    let call = ServiceCall {
        principal: PRINCIPAL,
        on_behalf_of: &sending.rule.source(),
        operation: ("sqs", "SendMessage"),
        region: Region::new(queue.region()),
        input,
        body: None,
    };
    sending.road.travel_for_service(call).await.map(drop).map_err(Failure::of)
}
