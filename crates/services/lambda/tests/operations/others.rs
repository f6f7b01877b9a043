//! Who keeps messages, in place of queues.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bartizan_service::{Authorized, Call, Reply, any_resource, operations};
use bartizan_types::Fault;
use bartizan_wire::{FromValue, Value};
use serde_json::Value as Json;

/// What was called, by whom or of what, and with what.
pub(crate) type Sent = Arc<Mutex<Vec<(String, Json)>>>;

/// Who keeps what is sent to queues.
#[derive(Debug)]
pub(crate) struct Queue(pub(crate) Sent, pub(crate) Inbox);

/// What messages that wait say.
pub(crate) type Inbox = Arc<Mutex<Vec<String>>>;

operations! {
    Queue = "sqs";
    DeleteMessageBatch: Write Data Anyone ["sqs:DeleteMessage"] any_resource => send;
    GetQueueAttributes: Read Management Anyone ["sqs:GetQueueAttributes"] any_resource => attributes;
    ReceiveMessage: Write Data Anyone ["sqs:ReceiveMessage"] any_resource => receive;
    SendMessage: Write Data Anyone ["sqs:SendMessage"] any_resource => send;
}

async fn send(queue: &Queue, call: &Call, request: Authorized<Message>) -> Result<Reply, Fault> {
    let message = request.into_inner().0;
    let caller = call.caller.principal.arn().map(|arn| arn.to_string()).unwrap_or_default();
    queue.0.lock().unwrap().push((caller, message.to_json()));
    Ok(Reply { value: Value::Struct(Vec::new()), body: None })
}

async fn attributes(_: &Queue, _: &Call, _: Authorized<Message>) -> Result<Reply, Fault> {
    let told = vec![("VisibilityTimeout".to_owned(), Value::of_text("30"))];
    Ok(Reply { value: Value::Struct(vec![("Attributes", Value::Map(told))]), body: None })
}

/// Gives out what there is, each message once.
async fn receive(queue: &Queue, _: &Call, request: Authorized<Message>) -> Result<Reply, Fault> {
    let most = request.into_inner().0.to_json()["MaxNumberOfMessages"].as_u64().unwrap();
    let found: Vec<String> = {
        let mut inbox = queue.1.lock().unwrap();
        let most = inbox.len().min(usize::try_from(most).unwrap());
        inbox.drain(..most).collect()
    };
    if found.is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let message = |body: String| {
        Value::Struct(vec![
            ("MessageId", Value::Text(format!("id-{body}"))),
            ("ReceiptHandle", Value::Text(format!("receipt-{body}"))),
            ("Body", Value::Text(body)),
        ])
    };
    let found = Value::List(found.into_iter().map(message).collect());
    Ok(Reply { value: Value::Struct(vec![("Messages", found)]), body: None })
}

/// What was sent, as it is.
pub(crate) struct Message(pub(crate) Value);

impl FromValue for Message {
    fn from_value(value: Value) -> Result<Self, Fault> {
        Ok(Self(value))
    }
}
