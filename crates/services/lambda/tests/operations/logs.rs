//! Who keeps logs, in place of CloudWatch Logs.

use bartizan_service::{Authorized, Call, Reply, any_resource, operations};
use bartizan_types::Fault;
use bartizan_wire::Value;

use crate::others::{Message, Sent};

/// Who keeps logs, in memory, as what was called with what.
#[derive(Debug)]
pub(crate) struct Logs(pub(crate) Sent);

operations! {
    Logs = "logs";
    CreateLogGroup: Write Management Signed ["logs:CreateLogGroup"] any_resource => log;
    CreateLogStream: Write Management Signed ["logs:CreateLogStream"] any_resource => log;
    PutLogEvents: Write Data Signed ["logs:PutLogEvents"] any_resource => log;
}

async fn log(logs: &Logs, call: &Call, request: Authorized<Message>) -> Result<Reply, Fault> {
    let mut called = logs.0.lock().unwrap();
    let input = request.into_inner().0.to_json();
    let needed = match call.operation.name {
        "CreateLogStream" => Some("CreateLogGroup"),
        "PutLogEvents" => Some("CreateLogStream"),
        _ => None,
    };
    let is_there = |needed: &str| called.iter().any(|(operation, _)| operation == needed);
    if needed.is_some_and(|needed| !is_there(needed)) {
        return Err(Fault::new("ResourceNotFoundException", "there is none", 400));
    }
    called.push((call.operation.name.to_owned(), input));
    Ok(Reply { value: Value::Struct(Vec::new()), body: None })
}
