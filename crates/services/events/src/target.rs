//! Targets of rules. (Amazon EventBridge API Reference, `PutTargets` and `Target`.)

use std::collections::BTreeMap;

use bartizan_events::{Input, InvalidInput, JsonPath, Transformer};
use bartizan_service::paging::page;
use bartizan_service::{Authorized, Call};
use bartizan_types::Arn;

use crate::EventBridge;
use crate::bus::queue;
use crate::error::EventsError;
use crate::list;
use crate::names::{BusName, FIFO};
use crate::records::{self, Given, Target};
use crate::shapes::{
    DeadLetterConfig, InputTransformer, ListTargetsByRuleRequest, ListTargetsByRuleResponse,
    PutTargetsRequest, PutTargetsResponse, RemoveTargetsRequest, RemoveTargetsResponse,
    RemoveTargetsResultEntry, RetryPolicy, SqsParameters, Target as ShownTarget,
};

/// The most targets of a rule. (Amazon EventBridge User Guide, "EventBridge quotas".)
const TARGETS_MAX: usize = 5;

/// Gives a rule targets; one of an id that is there is replaced.
pub(crate) async fn put(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<PutTargetsRequest>,
) -> Result<PutTargetsResponse, EventsError> {
    let request = request.into_inner();
    let name = BusName::own(call, request.event_bus_name.as_deref())?.rule(&request.rule);
    let mut given = BTreeMap::new();
    for target in request.targets {
        let (id, read) = read(&name.bus, target)?;
        if given.insert(id.clone(), read).is_some() {
            let reason = format!("the id {id} is there twice.");
            return Err(EventsError::parameter("Targets", &reason));
        }
    }
    let done = call.commit(move |writer| {
        let mut rule = records::rule(writer, &name)?;
        rule.targets.extend(given);
        if rule.targets.len() > TARGETS_MAX {
            let message = "The requested resource exceeds the maximum number allowed.";
            return Err(EventsError::OverLimit(message.to_owned()));
        }
        writer.put(&name.key(), &rule)?;
        let failed_entries = Some(Vec::new());
        Ok(PutTargetsResponse { failed_entry_count: Some(0), failed_entries })
    });
    Ok(done.await?)
}

fn read(bus: &BusName, target: ShownTarget) -> Result<(String, Target), EventsError> {
    check_parameters(&target)?;
    let id = target.id;
    let malformed = |text: &str| {
        let reason = "Provided Arn is not in correct format.";
        EventsError::Invalid(format!("Parameter {text} is not valid. Reason: {reason}"))
    };
    let arn: Arn = target.arn.parse().map_err(|_| malformed(&target.arn))?;
    check_kind(bus, &arn)?;
    let role = target.role_arn.map(|text| {
        let arn: Result<Arn, _> = text.parse();
        arn.ok()
            .filter(|arn| arn.service() == "iam" && arn.account_id() == Some(bus.account))
            .ok_or_else(|| EventsError::parameter("RoleArn", "it is no role of this account."))
    });
    let dead_letters = target.dead_letter_config.and_then(|given| given.arn);
    let retry = target.retry_policy;
    let retries = retry.as_ref().and_then(|retry| retry.maximum_retry_attempts);
    let age = retry.as_ref().and_then(|retry| retry.maximum_event_age_in_seconds);
    let group = target.sqs_parameters.and_then(|given| given.message_group_id);
    let is_fifo = arn.service() == "sqs" && arn.resource().ends_with(FIFO);
    if group.is_some() && !is_fifo {
        let message = format!("Parameter(s) SqsParameters are not valid for target {id}.");
        return Err(EventsError::Invalid(message));
    }
    if is_fifo && group.is_none() {
        let message = format!("Parameter(s) SqsParameters must be specified for target: {id}.");
        return Err(EventsError::Invalid(message));
    }
    let given = given(&id, target.input, target.input_path, target.input_transformer)?;
    let read = Target {
        arn,
        role: role.transpose()?,
        given,
        message_group: group,
        dead_letters: dead_letters.map(|arn| queue(bus, &arn)).transpose()?,
        retries_max: retries.and_then(|most| u32::try_from(most).ok()),
        age_seconds_max: age.and_then(|most| u32::try_from(most).ok()),
    };
    read.given.input().map_err(|error| refused(&id, &error))?;
    Ok((id, read))
}

/// What only targets have that are not here.
fn check_parameters(target: &ShownTarget) -> Result<(), EventsError> {
    let named = [
        ("KinesisParameters", target.kinesis_parameters.is_some()),
        ("RunCommandParameters", target.run_command_parameters.is_some()),
        ("EcsParameters", target.ecs_parameters.is_some()),
        ("BatchParameters", target.batch_parameters.is_some()),
        ("HttpParameters", target.http_parameters.is_some()),
        ("RedshiftDataParameters", target.redshift_data_parameters.is_some()),
        ("SageMakerPipelineParameters", target.sage_maker_pipeline_parameters.is_some()),
        ("AppSyncParameters", target.app_sync_parameters.is_some()),
    ];
    match named.iter().find(|(_, is_there)| *is_there) {
        Some((name, _)) => Err(EventsError::not_implemented(&format!("a target with {name}"))),
        None => Ok(()),
    }
}

fn check_kind(bus: &BusName, arn: &Arn) -> Result<(), EventsError> {
    let resource = arn.resource();
    let is_known = match arn.service() {
        "sqs" => !resource.is_empty(),
        "lambda" => resource.starts_with("function:"),
        "logs" => resource.starts_with("log-group:"),
        "events" => BusName::of_arn(arn.as_str()).is_some_and(|target| target != *bus),
        _ => false,
    };
    if !is_known || arn.account_id().is_none() {
        return Err(EventsError::not_implemented(&format!("the target {arn}")));
    }
    if arn.service() != "events" && arn.region() != bus.region {
        return Err(EventsError::parameter("Arn", "the target must be in the region of the rule."));
    }
    Ok(())
}

fn given(
    id: &str,
    constant: Option<String>,
    path: Option<String>,
    transformer: Option<InputTransformer>,
) -> Result<Given, EventsError> {
    Ok(match (constant, path, transformer) {
        (None, None, None) => Given::Event,
        (Some(text), None, None) => Given::Constant(text),
        (None, Some(path), None) => Given::Part(path),
        (None, None, Some(given)) => {
            Given::Transformed { paths: given.input_paths_map, template: given.input_template }
        }
        _ => {
            return Err(EventsError::Invalid(format!(
                "Only one of Input, InputPath, or InputTransformer must be provided for target {id}."
            )));
        }
    })
}

fn refused(id: &str, error: &InvalidInput) -> EventsError {
    match error {
        InvalidInput::Constant(_) => {
            EventsError::Invalid(format!("JSON syntax error in Input for target {id}."))
        }
        error => EventsError::Invalid(format!(
            "Invalid InputTemplate or InputPath for target {id} : {error}"
        )),
    }
}

impl Given {
    /// The same, compiled.
    pub(crate) fn input(&self) -> Result<Input, InvalidInput> {
        Ok(match self {
            Self::Event => Input::Event,
            Self::Constant(text) => Input::constant(text)?,
            Self::Part(path) => Input::Part(JsonPath::parse(path)?),
            Self::Transformed { paths, template } => {
                let paths = paths.iter().flatten().map(|(name, path)| (&**name, &**path));
                Input::Transformed(Transformer::new(paths, template)?)
            }
        })
    }
}

/// Takes targets away.
pub(crate) async fn remove(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<RemoveTargetsRequest>,
) -> Result<RemoveTargetsResponse, EventsError> {
    let request = request.into_inner();
    let name = BusName::own(call, request.event_bus_name.as_deref())?.rule(&request.rule);
    let done = call.commit(move |writer| {
        let mut rule = records::rule(writer, &name)?;
        let mut failed = Vec::new();
        for id in request.ids {
            if rule.targets.remove(&id).is_none() {
                failed.push(RemoveTargetsResultEntry {
                    error_code: Some("ResourceNotFoundException".to_owned()),
                    error_message: Some(format!("Rule {} does not have target {id}.", name.name)),
                    target_id: Some(id),
                });
            }
        }
        writer.put(&name.key(), &rule)?;
        Ok::<_, EventsError>(RemoveTargetsResponse {
            failed_entry_count: i32::try_from(failed.len()).ok(),
            failed_entries: Some(failed),
        })
    });
    Ok(done.await?)
}

/// Tells a rule's targets.
pub(crate) async fn list(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<ListTargetsByRuleRequest>,
) -> Result<ListTargetsByRuleResponse, EventsError> {
    let name = BusName::own(call, request.event_bus_name.as_deref())?.rule(&request.rule);
    let rule = call.read(|reader| records::rule(reader, &name))?;
    let (limit, all) = (list::limit(request.limit), rule.targets.into_iter().collect());
    let page = page(all, request.next_token.as_deref(), limit, |(id, _): &(String, _)| id.clone())?;
    let shown = page.items.into_iter().map(|(id, target)| shown(id, target));
    Ok(ListTargetsByRuleResponse { targets: Some(shown.collect()), next_token: page.next })
}

fn shown(id: String, target: Target) -> ShownTarget {
    let number = |given: Option<u32>| given.and_then(|given| i32::try_from(given).ok());
    let has_policy = target.retries_max.is_some() || target.age_seconds_max.is_some();
    let mut shown = ShownTarget {
        id,
        arn: target.arn.to_string(),
        role_arn: target.role.map(|arn| arn.to_string()),
        sqs_parameters: target
            .message_group
            .map(|group| SqsParameters { message_group_id: Some(group) }),
        dead_letter_config: target
            .dead_letters
            .map(|arn| DeadLetterConfig { arn: Some(arn.to_string()) }),
        retry_policy: has_policy.then(|| RetryPolicy {
            maximum_retry_attempts: number(target.retries_max),
            maximum_event_age_in_seconds: number(target.age_seconds_max),
        }),
        ..ShownTarget::default()
    };
    match target.given {
        Given::Event => {}
        Given::Constant(text) => shown.input = Some(text),
        Given::Part(path) => shown.input_path = Some(path),
        Given::Transformed { paths, template } => {
            shown.input_transformer =
                Some(InputTransformer { input_paths_map: paths, input_template: template });
        }
    }
    shown
}
