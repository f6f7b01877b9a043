//! Who keeps messages, in place of queues.

use std::sync::{Arc, Mutex};

use bartizan_service::{Authorized, Call, Reply, any_resource, operations};
use bartizan_types::Fault;
use bartizan_wire::{FromValue, Value};
use serde_json::Value as Json;

/// What was called, by whom or of what, and with what.
pub(crate) type Sent = Arc<Mutex<Vec<(String, Json)>>>;

/// Who keeps what is sent to queues.
#[derive(Debug)]
pub(crate) struct Queue(pub(crate) Sent);

operations! {
    Queue = "sqs";
    SendMessage: Write Data Anyone ["sqs:SendMessage"] any_resource => send;
}

async fn send(queue: &Queue, call: &Call, request: Authorized<Message>) -> Result<Reply, Fault> {
    let message = request.into_inner().0;
    let caller = call.caller.principal.arn().map(|arn| arn.to_string()).unwrap_or_default();
    queue.0.lock().unwrap().push((caller, message.to_json()));
    Ok(Reply { value: Value::Struct(Vec::new()), body: None })
}

/// What was sent, as it is.
pub(crate) struct Message(pub(crate) Value);

impl FromValue for Message {
    fn from_value(value: Value) -> Result<Self, Fault> {
        Ok(Self(value))
    }
}
