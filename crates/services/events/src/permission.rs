//! Who else may put events on a bus. (Amazon EventBridge API Reference, `PutPermission`.)

use bartizan_policy::{Policy, PolicyKind};
use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Timestamp};
use serde_json::{Value as Json, json};

use crate::EventBridge;
use crate::error::EventsError;
use crate::names::BusName;
use crate::records::{self, Bus};
use crate::shapes::{PutPermissionRequest, RemovePermissionRequest};

/// The longest policy of a bus. (Amazon EventBridge API Reference, `PutPermission`.)
const POLICY_BYTES_MAX: usize = 10_240;
const ACTION: &str = "events:PutEvents";
const ORGANIZATION: &str = "aws:PrincipalOrgID";

/// Adds a statement to the policy of a bus, or puts a policy in its place.
pub(crate) async fn put(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<PutPermissionRequest>,
) -> Result<(), EventsError> {
    let request = request.into_inner();
    let (name, now) = (BusName::own(call, request.event_bus_name.as_deref())?, call.now);
    let (statement, whole) = match &request.policy {
        None => (Some(statement(&name, &request)?), None),
        Some(_) if is_mixed(&request) => {
            let reason = "a policy is given alone, without a statement's members.";
            return Err(EventsError::parameter("Policy", reason));
        }
        Some(policy) => (None, Some(policy.clone())),
    };
    let done = call.commit(move |writer| {
        let mut bus = records::bus(writer, &name)?;
        let text = match (statement, whole) {
            (Some(statement), _) => with_statement(&bus, &statement)?,
            (None, whole) => whole.unwrap_or_default(),
        };
        check(&text)?;
        bus.policy = Some(text);
        store(writer, &name, bus, now)
    });
    Ok(done.await?)
}

fn is_mixed(request: &PutPermissionRequest) -> bool {
    request.action.is_some()
        || request.principal.is_some()
        || request.statement_id.is_some()
        || request.condition.is_some()
}

fn statement(bus: &BusName, request: &PutPermissionRequest) -> Result<Json, EventsError> {
    let required = |name: &str, given: &Option<String>| {
        let reason = format!("{name} is a required argument.");
        given.clone().ok_or_else(|| EventsError::parameter(name, &reason))
    };
    let action = required("Action", &request.action)?;
    let principal = required("Principal", &request.principal)?;
    let sid = required("StatementId", &request.statement_id)?;
    if action != ACTION {
        let reason = format!("the only action is {ACTION}.");
        return Err(EventsError::parameter("Action", &reason));
    }
    let principal = if principal == "*" {
        json!("*")
    } else {
        let account: AccountId = principal
            .parse()
            .map_err(|_| EventsError::parameter("Principal", "it is no id of an account."))?;
        json!({ "AWS": format!("arn:aws:iam::{account}:root") })
    };
    let mut statement = json!({
        "Sid": sid,
        "Effect": "Allow",
        "Principal": principal,
        "Action": action,
        "Resource": bus.arn(),
    });
    if let Some(condition) = &request.condition {
        if condition.r#type != "StringEquals" || condition.key != ORGANIZATION {
            let reason = format!("the only condition is StringEquals of {ORGANIZATION}.");
            return Err(EventsError::parameter("Condition", &reason));
        }
        let condition = json!({ "StringEquals": { ORGANIZATION: condition.value } });
        set(&mut statement, "Condition", condition);
    }
    Ok(statement)
}

fn set(document: &mut Json, name: &str, value: Json) {
    if let Some(members) = document.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

fn with_statement(bus: &Bus, statement: &Json) -> Result<String, EventsError> {
    let (mut policy, mut statements) = read(bus)?;
    // One of the same id is replaced.
    statements.retain(|held| held.get("Sid") != statement.get("Sid"));
    statements.push(statement.clone());
    set(&mut policy, "Statement", Json::Array(statements));
    Ok(policy.to_string())
}

fn read(bus: &Bus) -> Result<(Json, Vec<Json>), EventsError> {
    let Some(text) = &bus.policy else {
        return Ok((json!({ "Version": "2012-10-17", "Statement": [] }), Vec::new()));
    };
    let policy: Json = serde_json::from_str(text)
        .map_err(|_| EventsError::internal("the policy of the bus cannot be read"))?;
    let statements = match policy.get("Statement") {
        Some(Json::Array(statements)) => statements.clone(),
        Some(one @ Json::Object(_)) => vec![one.clone()],
        _ => Vec::new(),
    };
    Ok((policy, statements))
}

fn check(text: &str) -> Result<(), EventsError> {
    if text.len() > POLICY_BYTES_MAX {
        return Err(EventsError::PolicyTooLong(POLICY_BYTES_MAX));
    }
    Policy::parse(text, PolicyKind::Resource)
        .map_err(|error| EventsError::parameter("Policy", &error.to_string()))?;
    Ok(())
}

/// Takes a statement out of the policy of a bus, or all of them.
pub(crate) async fn remove(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<RemovePermissionRequest>,
) -> Result<(), EventsError> {
    let request = request.into_inner();
    let (name, now) = (BusName::own(call, request.event_bus_name.as_deref())?, call.now);
    let all = request.remove_all_permissions.unwrap_or(false);
    if !all && request.statement_id.is_none() {
        let reason = "StatementId is a required argument.";
        return Err(EventsError::parameter("StatementId", reason));
    }
    let done = call.commit(move |writer| {
        let mut bus = records::bus(writer, &name)?;
        if bus.policy.is_none() {
            return Err(EventsError::NoPolicy);
        }
        let (mut policy, mut statements) = read(&bus)?;
        let before = statements.len();
        let is_meant = |held: &Json| {
            all || held.get("Sid").and_then(Json::as_str) == request.statement_id.as_deref()
        };
        statements.retain(|held| !is_meant(held));
        if statements.len() == before {
            return Err(EventsError::NoSuchStatement);
        }
        bus.policy = (!statements.is_empty()).then(|| {
            set(&mut policy, "Statement", Json::Array(statements));
            policy.to_string()
        });
        store(writer, &name, bus, now)
    });
    Ok(done.await?)
}

fn store(
    writer: &mut Writer<'_>,
    name: &BusName,
    mut bus: Bus,
    now: Timestamp,
) -> Result<(), EventsError> {
    bus.modified = Some(now);
    Ok(writer.put(&name.key(), &bus)?)
}
