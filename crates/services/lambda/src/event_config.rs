//! What is done with events of functions, versions and aliases: how often and for how long they are tried, and who is told
//! what came of them. (AWS Lambda API Reference, `PutFunctionEventInvokeConfig`.)

use bartizan_service::paging::page;
use bartizan_service::store::{Key, Reader};
use bartizan_service::{Authorized, Call};
use bartizan_types::{Arn, Timestamp};

use crate::Lambda;
use crate::error::LambdaError;
use crate::function::unqualified;
use crate::list::limit;
use crate::names::{self, LATEST, Named, qualified};
use crate::records::{self, EventConfig, below_key};
use crate::settings::is_fifo;
use crate::shapes::{
    DeleteFunctionEventInvokeConfigRequest, DestinationConfig, FunctionEventInvokeConfig,
    GetFunctionEventInvokeConfigRequest, ListFunctionEventInvokeConfigsRequest,
    ListFunctionEventInvokeConfigsResponse, OnFailure, OnSuccess,
    PutFunctionEventInvokeConfigRequest, UpdateFunctionEventInvokeConfigRequest,
};

/// How often an event is tried again, and how many seconds old it may be.
pub(crate) const RETRIES: u32 = 2;
pub(crate) const AGE: u32 = 21_600;
const AGE_MIN: i32 = 60;

/// What a request says of it.
struct Given {
    retries: Option<u32>,
    age: Option<u32>,
    destinations: Option<[Option<Arn>; 2]>,
}

impl Given {
    fn read(
        retries: Option<i32>,
        age: Option<i32>,
        destinations: Option<DestinationConfig>,
    ) -> Result<Self, LambdaError> {
        let refuse = |value: i32, member: &str, must: &str| {
            Err(LambdaError::constraint(value, member, must))
        };
        let retries = match retries {
            None => None,
            Some(given) => match u32::try_from(given).ok().filter(|given| *given <= RETRIES) {
                None => return refuse(given, "maximumRetryAttempts", "have value between 0 and 2"),
                known => known,
            },
        };
        let age = match age {
            None => None,
            Some(given) => match u32::try_from(given).ok() {
                Some(known) if given >= AGE_MIN && known <= AGE => Some(known),
                _ => {
                    let must = "have value between 60 and 21600";
                    return refuse(given, "maximumEventAgeInSeconds", must);
                }
            },
        };
        let destinations = match destinations {
            None => None,
            Some(given) => Some([
                destination(given.on_success.and_then(|to| to.destination))?,
                destination(given.on_failure.and_then(|to| to.destination))?,
            ]),
        };
        Ok(Self { retries, age, destinations })
    }
}

fn destination(text: Option<String>) -> Result<Option<Arn>, LambdaError> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let arn: Option<Arn> = text.parse().ok();
    let is_known = |arn: &Arn| {
        let kind = matches!(arn.service(), "sqs" | "lambda" | "events");
        kind && arn.account_id().is_some() && !is_fifo(arn)
    };
    arn.filter(is_known).map(Some).ok_or_else(|| {
        LambdaError::InvalidParameter(format!(
            "The destination {text} is none that Bartizan has: name a standard queue, a function or an event bus."
        ))
    })
}

/// Says it anew.
pub(crate) async fn put(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<PutFunctionEventInvokeConfigRequest>,
) -> Result<FunctionEventInvokeConfig, LambdaError> {
    let request = request.into_inner();
    let named = names::read(call, &request.function_name, request.qualifier.as_deref())?;
    let given = Given::read(
        request.maximum_retry_attempts,
        request.maximum_event_age_in_seconds,
        request.destination_config,
    )?;
    change(call, named, move |_, now| {
        let [on_success, on_failure] = given.destinations.unwrap_or_default();
        let (retries, age) = (given.retries, given.age);
        Ok(EventConfig { modified: now, retries, age, on_success, on_failure })
    })
    .await
}

/// Changes what the request names.
pub(crate) async fn update(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<UpdateFunctionEventInvokeConfigRequest>,
) -> Result<FunctionEventInvokeConfig, LambdaError> {
    let request = request.into_inner();
    let named = names::read(call, &request.function_name, request.qualifier.as_deref())?;
    let given = Given::read(
        request.maximum_retry_attempts,
        request.maximum_event_age_in_seconds,
        request.destination_config,
    )?;
    let none = absent(&named);
    change(call, named, move |held, now| {
        let held = held.ok_or(none)?;
        let [on_success, on_failure] =
            given.destinations.unwrap_or([held.on_success, held.on_failure]);
        Ok(EventConfig {
            modified: now,
            retries: given.retries.or(held.retries),
            age: given.age.or(held.age),
            on_success,
            on_failure,
        })
    })
    .await
}

async fn change(
    call: &Call,
    named: Named,
    with: impl FnOnce(Option<EventConfig>, Timestamp) -> Result<EventConfig, LambdaError>
    + Send
    + 'static,
) -> Result<FunctionEventInvokeConfig, LambdaError> {
    let now = call.now;
    let done = call.commit(move |writer| {
        check_there(writer, &named)?;
        let key = key_of(&named)?;
        let config = with(writer.get::<EventConfig>(&key)?, now)?;
        writer.put(&key, &config)?;
        Ok::<_, LambdaError>(told(&named, config))
    });
    Ok(done.await?)
}

/// Tells it.
pub(crate) async fn get(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<GetFunctionEventInvokeConfigRequest>,
) -> Result<FunctionEventInvokeConfig, LambdaError> {
    let named = names::read(call, &request.function_name, request.qualifier.as_deref())?;
    let held = call.read(|reader| {
        check_there(reader, &named)?;
        Ok::<_, LambdaError>(reader.get::<EventConfig>(&key_of(&named)?)?)
    })?;
    let held = held.ok_or_else(|| absent(&named))?;
    Ok(told(&named, held))
}

/// Takes it back.
pub(crate) async fn delete(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<DeleteFunctionEventInvokeConfigRequest>,
) -> Result<(), LambdaError> {
    let named = names::read(call, &request.function_name, request.qualifier.as_deref())?;
    let done = call.commit(move |writer| {
        check_there(writer, &named)?;
        if !writer.delete::<EventConfig>(&key_of(&named)?)? {
            return Err(absent(&named));
        }
        Ok::<_, LambdaError>(())
    });
    Ok(done.await?)
}

/// Tells all of a function.
pub(crate) async fn list(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<ListFunctionEventInvokeConfigsRequest>,
) -> Result<ListFunctionEventInvokeConfigsResponse, LambdaError> {
    let named = unqualified(call, &request.function_name)?;
    let limit = limit(request.max_items)?;
    let all = call.read(|reader| {
        check_there(reader, &named)?;
        records::all_below::<EventConfig>(reader, &named.arn)
    })?;
    let page = page(all, request.marker.as_deref(), limit, |(key, _)| key.id.clone())?;
    let shown = page.items.into_iter().map(|(key, config)| {
        let qualifier = key.id.split_once(':').map(|(_, qualifier)| qualifier.to_owned());
        told(&Named { arn: named.arn.clone(), qualifier }, config)
    });
    Ok(ListFunctionEventInvokeConfigsResponse {
        function_event_invoke_configs: Some(shown.collect()),
        next_marker: page.next,
    })
}

/// The key of what is said of a function or of what is named of it.
pub(crate) fn key_of(named: &Named) -> Result<Key, LambdaError> {
    below_key(&named.arn, named.qualifier.as_deref().unwrap_or(LATEST))
}

fn check_there(reader: &Reader<'_>, named: &Named) -> Result<(), LambdaError> {
    let function = records::function(reader, named)?;
    records::version(reader, &function, named.qualifier.as_deref(), 1.0).map(drop)
}

fn absent(named: &Named) -> LambdaError {
    let arn = qualified(&named.arn, named.qualifier.as_deref().unwrap_or(LATEST));
    LambdaError::NotFound(format!("The function {arn} doesn't have an EventInvokeConfig"))
}

fn told(named: &Named, config: EventConfig) -> FunctionEventInvokeConfig {
    let arn = qualified(&named.arn, named.qualifier.as_deref().unwrap_or(LATEST));
    let number = |number: Option<u32>| number.and_then(|number| i32::try_from(number).ok());
    let text = |arn: Option<Arn>| arn.map(|arn| arn.to_string());
    FunctionEventInvokeConfig {
        last_modified: Some(config.modified),
        function_arn: Some(arn.to_string()),
        maximum_retry_attempts: number(config.retries),
        maximum_event_age_in_seconds: number(config.age),
        destination_config: Some(DestinationConfig {
            on_success: Some(OnSuccess { destination: text(config.on_success) }),
            on_failure: Some(OnFailure { destination: text(config.on_failure) }),
        }),
    }
}
