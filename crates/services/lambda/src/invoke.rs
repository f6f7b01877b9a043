//! Functions invoked. (AWS Lambda API Reference, `Invoke`.)

use bartizan_functions::{FunctionError, Invocation, Kind, Outcome};
use bartizan_service::store::Record;
use bartizan_service::{Authorized, Call, Road};
use bartizan_types::Arn;
use bartizan_wire::Bytes;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::IgnoredAny;
use serde_json::Value as Json;

use crate::Lambda;
use crate::engine::Engine;
use crate::error::LambdaError;
use crate::names::{self, Named, qualified};
use crate::records::{self, Event, Function, Version};
use crate::settings::refuse;
use crate::shapes::{InvocationRequest, InvocationResponse};

/// The most events of an account that wait in a region.
const EVENTS_MAX: u64 = 10_000;
/// The most bytes of a client context, decoded. (AWS Lambda API Reference, `Invoke`.)
const CONTEXT_MAX: usize = 3583;
/// What a payload is that is empty.
const NOTHING: &[u8] = b"{}";

/// Invokes a function, and waits for its answer or not.
pub(crate) async fn invoke(
    lambda: &Lambda,
    call: &Call,
    request: Authorized<InvocationRequest>,
) -> Result<InvocationResponse, LambdaError> {
    let request = request.into_inner();
    refuse(&[
        ("DurableExecutionName", request.durable_execution_name.is_some()),
        ("TenantId", request.tenant_id.is_some()),
    ])?;
    let named = names::read(call, &request.function_name, request.qualifier.as_deref())?;
    let kind = request.invocation_type.as_deref().unwrap_or("RequestResponse");
    let of = if kind == "Event" { Kind::Event } else { Kind::RequestResponse };
    let payload = payload(request.payload, of)?;
    let client_context = request.client_context.as_deref().map(context).transpose()?;
    let throw = throw(call);
    let (function, version) = call.read(|reader| {
        let function = records::function(reader, &named)?;
        let qualifier = named.qualifier.as_deref();
        let version = records::version(reader, &function, qualifier, throw)?;
        Ok::<_, LambdaError>((function, version))
    })?;
    match kind {
        "DryRun" => {
            Ok(InvocationResponse { status_code: Some(204), ..InvocationResponse::default() })
        }
        "Event" => enqueue(call, &function, &named, &payload, client_context).await,
        _ => {
            let invocation = Invocation {
                request_id: call.request_id.clone(),
                payload,
                kind: of,
                arn: named.qualified().to_string(),
                client_context,
                trace: None,
            };
            let outcome =
                run(&lambda.engine, call.road(), &function, &version, &invocation).await?;
            let tail = request.log_type.as_deref() == Some("Tail");
            Ok(InvocationResponse {
                status_code: Some(200),
                function_error: outcome.error.map(|error| error_name(error).to_owned()),
                log_result: tail.then(|| STANDARD.encode(&outcome.log_tail)),
                payload: Some(outcome.payload),
                executed_version: Some(version.version),
                durable_execution_arn: None,
            })
        }
    }
}

/// Has a version answer.
pub(crate) async fn run(
    engine: &Engine,
    road: &Road,
    function: &Function,
    version: &Version,
    invocation: &Invocation,
) -> Result<Outcome, LambdaError> {
    let ready = engine.ready(road, function, version).await?;
    Ok(engine.installed()?.sandbox.invoke(&ready.function, invocation).await?)
}

/// `X-Amz-Function-Error`.
pub(crate) const fn error_name(error: FunctionError) -> &'static str {
    match error {
        FunctionError::Handled => "Handled",
        FunctionError::Unhandled => "Unhandled",
    }
}

/// A number of at least 0 and less than 1, by which one of an alias's two versions is chosen.
fn throw(call: &Call) -> f64 {
    /// What a floating-point number holds exactly.
    const BITS: u32 = 32;
    let number = u32::try_from(call.platform.random.next_u64() >> BITS).unwrap_or_default();
    f64::from(number) / 2_f64.powi(32)
}

fn payload(given: Option<Bytes>, kind: Kind) -> Result<Bytes, LambdaError> {
    let payload = given.unwrap_or_default();
    if payload.len() > kind.limit() {
        return Err(LambdaError::RequestTooLarge(kind.limit()));
    }
    if payload.is_empty() {
        return Ok(Bytes::from_static(NOTHING));
    }
    match serde_json::from_slice::<IgnoredAny>(&payload) {
        Ok(_) => Ok(payload),
        Err(error) => Err(LambdaError::InvalidRequestContent(format!(
            "Could not parse request body into json: {error}"
        ))),
    }
}

fn context(given: &str) -> Result<String, LambdaError> {
    let invalid = || {
        let message = "Client context must be a valid Base64-encoded JSON object.";
        LambdaError::InvalidRequestContent(message.to_owned())
    };
    let bytes = STANDARD.decode(given).map_err(|_| invalid())?;
    let object = matches!(serde_json::from_slice(&bytes), Ok(Json::Object(_)));
    if !object || bytes.len() > CONTEXT_MAX {
        return Err(invalid());
    }
    // A header cannot hold line breaks, and JSON has no need of them.
    let json: Json = serde_json::from_slice(&bytes).map_err(|_| invalid())?;
    Ok(json.to_string())
}

/// Keeps an event for the function to handle, in the transaction that acknowledges it.
async fn enqueue(
    call: &Call,
    function: &Function,
    named: &Named,
    payload: &[u8],
    client_context: Option<String>,
) -> Result<InvocationResponse, LambdaError> {
    let account = named.account()?;
    let id = call.request_id.clone();
    call.platform.vault.prepare(&call.platform.store, account).await?;
    let sealed = call.platform.vault.seal(account, Event::COLLECTION, &id, payload)?;
    let now = call.now.millis();
    let event = Event {
        function: function.arn.clone(),
        of: function.id.clone(),
        qualifier: named.qualifier.clone(),
        received: now,
        due: now,
        failures: 0,
        throttled: 0,
        payload: STANDARD.encode(sealed),
        client_context,
        ended: None,
    };
    let key = event_key(&function.arn, &id)?;
    let done = call.commit(move |writer| {
        records::same(writer, &event.function, &event.of)?;
        if writer.count::<Event>(&key.account, &key.region)? >= EVENTS_MAX {
            return Err(LambdaError::TooManyRequests {
                message: "Rate Exceeded.".to_owned(),
                reason: Some("CallerRateLimitExceeded"),
            });
        }
        writer.put(&key, &event)?;
        Ok(InvocationResponse { status_code: Some(202), ..InvocationResponse::default() })
    });
    Ok(done.await?)
}

fn event_key(function: &Arn, id: &str) -> Result<bartizan_service::store::Key, LambdaError> {
    let account = function.account_id().ok_or_else(|| LambdaError::no_function(function))?;
    Ok(bartizan_service::store::Key::new(account, function.region(), id))
}

/// The ARN that an event was sent to.
pub(crate) fn invoked(event: &Event) -> Arn {
    match &event.qualifier {
        Some(qualifier) => qualified(&event.function, qualifier),
        None => event.function.clone(),
    }
}
