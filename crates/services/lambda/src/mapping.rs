//! Queues whose messages functions are given. (AWS Lambda Developer Guide, "Using Lambda with Amazon SQS".)

use bartizan_service::paging::page;
use bartizan_service::store::Key;
use bartizan_service::{Authorized, Call};
use bartizan_types::{Arn, Fault};

mod asked;
pub(crate) mod rules;

use self::asked::{Asked, BATCH, REPORTS};
use crate::error::LambdaError;
use crate::list::limit;
use crate::names::{self, Named};
use crate::poll::check_queue;
use crate::records::{self, Mapping};
use crate::shapes::{
    CreateEventSourceMappingRequest, DeleteEventSourceMappingRequest,
    EventSourceMappingConfiguration, GetEventSourceMappingRequest, ListEventSourceMappingsRequest,
    ListEventSourceMappingsResponse, ScalingConfig, UpdateEventSourceMappingRequest,
};
use crate::{Lambda, tags};

/// The most mappings of an account in a region.
const MAPPINGS_MAX: u64 = 1000;
/// Has a function given the messages of a queue.
pub(crate) async fn create(
    lambda: &Lambda,
    call: &Call,
    request: Authorized<CreateEventSourceMappingRequest>,
) -> Result<EventSourceMappingConfiguration, LambdaError> {
    let request = request.into_inner();
    asked::refuse_created(&request)?;
    let source = request.event_source_arn.unwrap_or_default();
    let queue: Option<Arn> = source.parse().ok();
    let queue = queue.filter(|arn| arn.service() == "sqs" && arn.account_id().is_some());
    let queue = queue.ok_or_else(|| {
        LambdaError::InvalidParameter(format!(
            "Unrecognized event source {source}: Bartizan has queues of SQS."
        ))
    })?;
    let named = names::read(call, &request.function_name, None)?;
    let mut mapping = Mapping {
        queue,
        function: named.arn.clone(),
        qualifier: named.qualifier.clone(),
        is_enabled: true,
        batch: BATCH,
        window: 0,
        concurrency: None,
        reports: false,
        modified: call.now,
        tags: tags::read(request.tags.unwrap_or_default())?,
    };
    let asked = Asked {
        is_enabled: request.enabled,
        batch: request.batch_size,
        window: request.maximum_batching_window_in_seconds,
        scaling: request.scaling_config,
        reports: request.function_response_types,
    };
    asked.apply(&mut mapping)?;
    check_function(lambda, call, &named, &mapping).await?;
    let id = call.platform.random.uuid();
    let key = key_of(call, &id)?;
    let told = told(call, &id, &mapping, "Creating")?;
    let done = call.commit(move |writer| {
        records::function(writer, &named)?;
        let all = writer.scan::<Mapping>(&key.account, &key.region, "", None, usize::MAX)?;
        let same = |held: &Mapping| {
            held.queue == mapping.queue
                && held.function == mapping.function
                && held.qualifier == mapping.qualifier
        };
        if let Some((held, _)) = all.iter().find(|(_, held)| same(held)) {
            return Err(LambdaError::Exists(format!(
                "An event source mapping with event source arn (\"{}\") and function (\"{}\") already exists. Please update or delete the existing mapping with UUID {}",
                mapping.queue, mapping.function, held.id
            )));
        }
        if all.len() as u64 >= MAPPINGS_MAX {
            return Err(LambdaError::InvalidParameter(format!(
                "An account has at most {MAPPINGS_MAX} event source mappings in a region."
            )));
        }
        writer.put(&key, &mapping)?;
        Ok(told)
    });
    Ok(done.await?)
}

/// That there is the function, and that its role can take the queue's messages.
async fn check_function(
    lambda: &Lambda,
    call: &Call,
    named: &Named,
    mapping: &Mapping,
) -> Result<(), LambdaError> {
    if named.arn.account_id() != Some(call.account()?) {
        // Its role is its own account's to lend.
        return Err(LambdaError::no_function(&named.qualified()));
    }
    let (function, version) = call.read(|reader| {
        let function = records::function(reader, named)?;
        let version = records::version(reader, &function, named.qualifier.as_deref(), 1.0)?;
        Ok::<_, LambdaError>((function, version))
    })?;
    let role = lambda.engine.role(call.road(), &version.role, &function.arn);
    check_queue(&role, &mapping.queue, version.timeout).await
}

/// Changes how a function is given messages.
pub(crate) async fn update(
    lambda: &Lambda,
    call: &Call,
    request: Authorized<UpdateEventSourceMappingRequest>,
) -> Result<EventSourceMappingConfiguration, LambdaError> {
    let request = request.into_inner();
    asked::refuse_updated(&request)?;
    let (id, key) = (request.uuid.clone(), key_of(call, &request.uuid)?);
    let before = call.read(|reader| found(reader.get::<Mapping>(&key)?))?;
    let mut mapping = before.clone();
    let named = request.function_name.as_deref().map(|name| names::read(call, name, None));
    if let Some(named) = named.transpose()? {
        check_function(lambda, call, &named, &mapping).await?;
        mapping.function = named.arn;
        mapping.qualifier = named.qualifier;
    }
    let asked = Asked {
        is_enabled: request.enabled,
        batch: request.batch_size,
        window: request.maximum_batching_window_in_seconds,
        scaling: request.scaling_config,
        reports: request.function_response_types,
    };
    asked.apply(&mut mapping)?;
    mapping.modified = call.now;
    let told = told(call, &id, &mapping, "Updating")?;
    let done = call.commit(move |writer| {
        if found(writer.get::<Mapping>(&key)?)? != before {
            return Err(LambdaError::Exists("The mapping is being changed.".to_owned()));
        }
        writer.put(&key, &mapping)?;
        Ok(told)
    });
    Ok(done.await?)
}

/// Tells a mapping.
pub(crate) async fn get(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<GetEventSourceMappingRequest>,
) -> Result<EventSourceMappingConfiguration, LambdaError> {
    let key = key_of(call, &request.uuid)?;
    let mapping = call.read(|reader| found(reader.get::<Mapping>(&key)?))?;
    told(call, &request.uuid, &mapping, mapping.state())
}

/// Takes a mapping away.
pub(crate) async fn delete(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<DeleteEventSourceMappingRequest>,
) -> Result<EventSourceMappingConfiguration, LambdaError> {
    let (id, key) = (request.uuid.clone(), key_of(call, &request.uuid)?);
    let mapping = call.read(|reader| found(reader.get::<Mapping>(&key)?))?;
    let told = told(call, &id, &mapping, "Deleting")?;
    let done = call.commit(move |writer| {
        found(writer.get::<Mapping>(&key)?)?;
        writer.delete::<Mapping>(&key)?;
        Ok::<_, LambdaError>(told)
    });
    Ok(done.await?)
}

/// The mappings of a function, of a queue, or all.
pub(crate) async fn list(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<ListEventSourceMappingsRequest>,
) -> Result<ListEventSourceMappingsResponse, LambdaError> {
    let limit = limit(request.max_items)?;
    let named = request.function_name.as_deref().map(|name| names::read(call, name, None));
    let named = named.transpose()?;
    let queue = request.event_source_arn.as_deref();
    let is_meant = |mapping: &Mapping| {
        queue.is_none_or(|queue| mapping.queue.as_str() == queue)
            && named.as_ref().is_none_or(|named| {
                mapping.function == named.arn && mapping.qualifier == named.qualifier
            })
    };
    let (account, region) = (call.account()?.to_string(), call.region.as_str());
    let all = call.read(|reader| reader.scan::<Mapping>(&account, region, "", None, usize::MAX))?;
    let all: Vec<(Key, Mapping)> =
        all.into_iter().filter(|(_, mapping)| is_meant(mapping)).collect();
    let page = page(all, request.marker.as_deref(), limit, |(key, _)| key.id.clone())?;
    let shown =
        page.items.iter().map(|(key, mapping)| told(call, &key.id, mapping, mapping.state()));
    Ok(ListEventSourceMappingsResponse {
        next_marker: page.next,
        event_source_mappings: Some(shown.collect::<Result<_, _>>()?),
    })
}

fn found(mapping: Option<Mapping>) -> Result<Mapping, LambdaError> {
    let none = "The resource you requested does not exist.";
    mapping.ok_or_else(|| LambdaError::NotFound(none.to_owned()))
}

fn key_of(call: &Call, id: &str) -> Result<Key, LambdaError> {
    Ok(Key::new(call.account()?, call.region.as_str(), id))
}

fn arn(call: &Call, id: &str) -> Result<Arn, Fault> {
    let resource = format!("event-source-mapping:{id}");
    Ok(Arn::new("lambda", call.region.as_str(), Some(call.account()?), &resource))
}

fn told(
    call: &Call,
    id: &str,
    mapping: &Mapping,
    state: &str,
) -> Result<EventSourceMappingConfiguration, LambdaError> {
    let function = match &mapping.qualifier {
        Some(qualifier) => names::qualified(&mapping.function, qualifier),
        None => mapping.function.clone(),
    };
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    Ok(EventSourceMappingConfiguration {
        uuid: Some(id.to_owned()),
        batch_size: Some(number(mapping.batch)),
        maximum_batching_window_in_seconds: Some(number(mapping.window)),
        event_source_arn: Some(mapping.queue.to_string()),
        function_arn: Some(function.to_string()),
        last_modified: Some(mapping.modified),
        state: Some(state.to_owned()),
        state_transition_reason: Some("USER_INITIATED".to_owned()),
        scaling_config: mapping
            .concurrency
            .map(|most| ScalingConfig { maximum_concurrency: Some(number(most)) }),
        function_response_types: Some(
            mapping.reports.then(|| REPORTS.to_owned()).into_iter().collect(),
        ),
        event_source_mapping_arn: Some(arn(call, id)?.to_string()),
        ..EventSourceMappingConfiguration::default()
    })
}
