//! Buses made, changed, told and deleted. (Amazon EventBridge API Reference, `CreateEventBus` and what goes
//! with it.)

use bartizan_service::paging::page;
use bartizan_service::{Authorized, Call};
use bartizan_types::Arn;

use crate::EventBridge;
use crate::error::EventsError;
use crate::list;
use crate::names::{BusName, DEFAULT, FIFO};
use crate::records::{self, Bus, Rule};
use crate::shapes::{
    CreateEventBusRequest, CreateEventBusResponse, DeadLetterConfig, DeleteEventBusRequest,
    DescribeEventBusRequest, DescribeEventBusResponse, EventBus, ListEventBusesRequest,
    ListEventBusesResponse, LogConfig, UpdateEventBusRequest, UpdateEventBusResponse,
};
use crate::tags;

/// The most buses of an account in a region. (Amazon EventBridge User Guide, "EventBridge quotas".)
const BUSES_MAX: u64 = 100;
/// The level of logs at which there are none.
const NO_LOGS: &str = "OFF";

/// Makes a bus.
pub(crate) async fn create(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<CreateEventBusRequest>,
) -> Result<CreateEventBusResponse, EventsError> {
    let request = request.into_inner();
    let name = BusName::own(call, Some(&request.name))?;
    if request.event_source_name.is_some() {
        return Err(EventsError::not_implemented("a bus of a partner's event source"));
    }
    if name.name.contains('/') {
        let reason = "the name of a custom event bus has no slash.";
        return Err(EventsError::parameter("Name", reason));
    }
    check_unsupported(request.kms_key_identifier.as_deref(), request.log_config.as_ref())?;
    let bus = Bus {
        description: request.description.clone(),
        dead_letters: dead_letters(&name, request.dead_letter_config.as_ref())?,
        policy: None,
        tags: tags::read(request.tags.unwrap_or_default())?,
        created: Some(call.now),
        modified: Some(call.now),
    };
    let answer = CreateEventBusResponse {
        event_bus_arn: Some(name.arn().to_string()),
        description: request.description,
        kms_key_identifier: None,
        dead_letter_config: request.dead_letter_config,
        log_config: request.log_config,
    };
    let done = call.commit(move |writer| {
        if name.is_default() || writer.get::<Bus>(&name.key())?.is_some() {
            return Err(EventsError::BusExists(name.name));
        }
        let key = name.key();
        if writer.count::<Bus>(&key.account, &key.region)? >= BUSES_MAX {
            let message = "The requested resource exceeds the maximum number allowed.";
            return Err(EventsError::OverLimit(message.to_owned()));
        }
        writer.put(&key, &bus)?;
        Ok(answer)
    });
    Ok(done.await?)
}

/// Changes a bus: what the request does not name becomes empty.
pub(crate) async fn update(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<UpdateEventBusRequest>,
) -> Result<UpdateEventBusResponse, EventsError> {
    let request = request.into_inner();
    let name = BusName::own(call, request.name.as_deref())?;
    check_unsupported(request.kms_key_identifier.as_deref(), request.log_config.as_ref())?;
    let dead_letters = dead_letters(&name, request.dead_letter_config.as_ref())?;
    let now = call.now;
    let done = call.commit(move |writer| {
        let mut bus = records::bus(writer, &name)?;
        bus.description.clone_from(&request.description);
        bus.dead_letters = dead_letters;
        bus.modified = Some(now);
        writer.put(&name.key(), &bus)?;
        Ok::<_, EventsError>(UpdateEventBusResponse {
            arn: Some(name.arn().to_string()),
            name: Some(name.name),
            kms_key_identifier: None,
            description: request.description,
            dead_letter_config: request.dead_letter_config,
            log_config: request.log_config,
        })
    });
    Ok(done.await?)
}

fn check_unsupported(key: Option<&str>, logs: Option<&LogConfig>) -> Result<(), EventsError> {
    if key.is_some_and(|key| !key.is_empty()) {
        return Err(EventsError::not_implemented("KmsKeyIdentifier of a bus"));
    }
    let level = logs.and_then(|logs| logs.level.as_deref());
    if level.is_some_and(|level| level != NO_LOGS) {
        return Err(EventsError::not_implemented("LogConfig with a level other than OFF"));
    }
    Ok(())
}

fn dead_letters(
    bus: &BusName,
    given: Option<&DeadLetterConfig>,
) -> Result<Option<String>, EventsError> {
    let arn = given.and_then(|given| given.arn.as_deref());
    Ok(arn.map(|arn| queue(bus, arn)).transpose()?.map(|arn| arn.to_string()))
}

/// The queue of an ARN, which dead letters of a bus and its rules go to.
pub(crate) fn queue(bus: &BusName, text: &str) -> Result<Arn, EventsError> {
    let refuse = |reason| EventsError::parameter("DeadLetterConfig.Arn", reason);
    let arn: Arn = text.parse().map_err(|_| refuse("it is no ARN."))?;
    if arn.service() != "sqs" || arn.account_id().is_none() || arn.resource().is_empty() {
        return Err(refuse("it must be the ARN of an SQS queue."));
    }
    if arn.region() != bus.region {
        return Err(refuse("the queue must be in the region of the rule."));
    }
    if arn.resource().ends_with(FIFO) {
        return Err(refuse("it must be the ARN of a standard SQS queue."));
    }
    Ok(arn)
}

/// Deletes a bus, which has no rules any more; one that is not there is deleted already.
pub(crate) async fn delete(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<DeleteEventBusRequest>,
) -> Result<(), EventsError> {
    let name = BusName::own(call, Some(&request.name))?;
    if name.is_default() {
        return Err(EventsError::Invalid("Cannot delete event bus default.".to_owned()));
    }
    let done = call.commit(move |writer| {
        let (key, prefix) = (name.key(), format!("{}/", name.name));
        if !writer.scan::<Rule>(&key.account, &key.region, &prefix, None, 1)?.is_empty() {
            let message = "Cannot delete event bus with rules.";
            return Err(EventsError::Invalid(message.to_owned()));
        }
        writer.delete::<Bus>(&key)?;
        Ok(())
    });
    Ok(done.await?)
}

/// Tells what a bus is.
pub(crate) async fn describe(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<DescribeEventBusRequest>,
) -> Result<DescribeEventBusResponse, EventsError> {
    let name = BusName::own(call, request.name.as_deref())?;
    let bus = call.read(|reader| records::bus(reader, &name))?;
    Ok(DescribeEventBusResponse {
        arn: Some(name.arn().to_string()),
        name: Some(name.name),
        description: bus.description,
        dead_letter_config: bus.dead_letters.map(|arn| DeadLetterConfig { arn: Some(arn) }),
        policy: bus.policy,
        creation_time: bus.created,
        last_modified_time: bus.modified,
        ..DescribeEventBusResponse::default()
    })
}

/// The caller's buses whose names begin with a prefix.
pub(crate) async fn list(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<ListEventBusesRequest>,
) -> Result<ListEventBusesResponse, EventsError> {
    let limit = list::limit(request.limit);
    let (account, region) = (call.account()?, call.region.as_str());
    let prefix = request.name_prefix.as_deref().unwrap_or_default();
    let (of, most) = (account.to_string(), usize::MAX);
    let found = call.read(|reader| reader.scan::<Bus>(&of, region, prefix, None, most))?;
    let mut found: Vec<(String, Bus)> = found.into_iter().map(|(key, bus)| (key.id, bus)).collect();
    if DEFAULT.starts_with(prefix) && !found.iter().any(|(name, _)| name == DEFAULT) {
        found.push((DEFAULT.to_owned(), Bus::default()));
    }
    let page = page(found, request.next_token.as_deref(), limit, |(name, _)| name.clone())?;
    let shown = page.items.into_iter().map(|(name, bus)| EventBus {
        arn: Some(
            BusName { account, region: region.to_owned(), name: name.clone() }.arn().to_string(),
        ),
        name: Some(name),
        description: bus.description,
        policy: bus.policy,
        creation_time: bus.created,
        last_modified_time: bus.modified,
        managed_by: None,
    });
    Ok(ListEventBusesResponse { event_buses: Some(shown.collect()), next_token: page.next })
}
