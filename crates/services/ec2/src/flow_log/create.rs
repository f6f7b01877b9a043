//! `CreateFlowLogs`.

use std::sync::Arc;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::{Arn, Random};

use super::{CREATED_MAX, check_count, destination, format};
use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::kind::Kind;
use crate::records::{BY_RESOURCE, FlowLogRecord, NetworkInterfaceRecord, SubnetRecord, VpcRecord};
use crate::scope::{self, Scope};
use crate::shapes::{CreateFlowLogsRequest, CreateFlowLogsResult};
use crate::{Ec2, defaults, quotas, tags};

/// For how long flows may be counted together. (Amazon EC2 API Reference, `CreateFlowLogs`.)
const INTERVALS: [i32; 2] = [60, 600];
/// Which traffic may be logged.
const TRAFFIC: [&str; 3] = ["ACCEPT", "REJECT", "ALL"];

/// Asks for traffic to be logged.
pub(crate) async fn create(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<CreateFlowLogsRequest>,
) -> Result<CreateFlowLogsResult, Ec2Error> {
    let request = request.into_inner();
    check_supported(&request)?;
    check_count(&request.resource_ids, CREATED_MAX, "ResourceId")?;
    let kind = kind(&request.resource_type)?;
    let template = template(&request, call)?;
    let tags = tags::of_new(call, Kind::FlowLog, request.tag_specifications)?;
    check_dry_run(request.dry_run)?;
    let (scope, random) = (defaults::network(call).await?, Arc::clone(&call.platform.random));
    let (ids, token) = (request.resource_ids, request.client_token);
    let is_known = call.read(|reader| {
        let made = made_before(reader, &scope, token.as_deref(), &ids)?;
        for id in &ids {
            check_is_there(reader, &scope, kind, id)?;
        }
        Ok::<_, Ec2Error>(!made.is_empty())
    })?;
    if !is_known && let Some(why) = destination::refusal(call, &scope, &template).await? {
        let refused = ids.iter().map(|id| destination::unsuccessful(id, &why));
        return Ok(CreateFlowLogsResult {
            client_token: token,
            flow_log_ids: Some(Vec::new()),
            unsuccessful: Some(refused.collect()),
        });
    }
    let done = call.commit(move |writer| {
        let made = made_before(writer, &scope, token.as_deref(), &ids)?;
        let mut logs = made;
        if logs.is_empty() {
            for id in &ids {
                let log = FlowLogRecord { resource: id.clone(), ..template.clone() };
                let id = put_new(writer, &scope, kind, log, &*random)?;
                tags::put(writer, &scope, &id, tags.clone())?;
                logs.push(id);
            }
        }
        Ok::<_, Ec2Error>(CreateFlowLogsResult {
            client_token: token,
            flow_log_ids: Some(logs),
            unsuccessful: Some(Vec::new()),
        })
    });
    Ok(done.await?)
}

/// Refuses what nothing here could do: logs go to buckets, as text.
fn check_supported(request: &CreateFlowLogsRequest) -> Result<(), Ec2Error> {
    let destination = request.log_destination_type.as_deref().unwrap_or("cloud-watch-logs");
    if destination != "s3" {
        return Err(Ec2Error::not_implemented(&format!("the log destination {destination}")));
    }
    let format = request.destination_options.as_ref().and_then(|one| one.file_format.as_deref());
    refuse_unbuilt(&[
        ("DeliverCrossAccountRole", request.deliver_cross_account_role.is_some()),
        ("TagFieldSpecifications", request.tag_field_specifications.is_some()),
        ("FileFormat parquet", format.is_some_and(|format| format != "plain-text")),
    ])?;
    if request.log_group_name.is_some() {
        let message = "LogDestination type must be cloud-watch-logs if LogGroupName is provided.";
        return Err(Ec2Error::refused("InvalidParameter", message));
    }
    if request.deliver_logs_permission_arn.is_some() {
        let message = "DeliverLogsPermissionArn is not applicable for s3 delivery.";
        return Err(Ec2Error::refused("InvalidParameter", message));
    }
    Ok(())
}

/// The kind of the resources.
fn kind(text: &str) -> Result<Kind, Ec2Error> {
    match text {
        "VPC" => Ok(Kind::Vpc),
        "Subnet" => Ok(Kind::Subnet),
        "NetworkInterface" => Ok(Kind::NetworkInterface),
        other => Err(Ec2Error::not_implemented(&format!("the resource type {other}"))),
    }
}

/// What all flow logs of a request have in common.
fn template(request: &CreateFlowLogsRequest, call: &Call) -> Result<FlowLogRecord, Ec2Error> {
    let traffic = request.traffic_type.clone().ok_or_else(|| Ec2Error::missing("TrafficType"))?;
    if !TRAFFIC.contains(&traffic.as_str()) {
        let message = format!("Value ({traffic}) for parameter TrafficType is invalid.");
        return Err(Ec2Error::invalid(message));
    }
    let destination = request.log_destination.clone().ok_or_else(|| {
        let message = "LogDestination can't be empty if LogGroupName is not provided.";
        Ec2Error::refused("InvalidParameter", message)
    })?;
    let is_bucket = destination.parse::<Arn>().is_ok_and(|arn| {
        let bucket = arn.resource().split('/').next().unwrap_or_default();
        arn.service() == "s3" && bucket.len() >= 3
    });
    if !is_bucket {
        return Err(Ec2Error::invalid(format!(
            "LogDestination: {destination} is not the ARN of a bucket or of a folder in one"
        )));
    }
    let interval = request.max_aggregation_interval.unwrap_or(600);
    if !INTERVALS.contains(&interval) {
        let message = "Invalid Flow Log Max Aggregation Interval";
        return Err(Ec2Error::refused("InvalidParameter", message));
    }
    let options = request.destination_options.as_ref();
    Ok(FlowLogRecord {
        id: String::new(),
        resource: String::new(),
        traffic,
        destination,
        format: format::read(request.log_format.clone())?,
        interval_seconds: interval,
        is_hive_compatible: options.and_then(|one| one.hive_compatible_partitions) == Some(true),
        is_per_hour: options.and_then(|one| one.per_hour_partition) == Some(true),
        created: call.platform.now(),
        client_token: request.client_token.clone(),
    })
}

/// The ids of what an earlier request with this client token made.
fn made_before(
    reader: &Reader<'_>,
    scope: &Scope,
    token: Option<&str>,
    resources: &[String],
) -> Result<Vec<String>, Ec2Error> {
    let Some(token) = token else { return Ok(Vec::new()) };
    let found = reader.find::<FlowLogRecord>(crate::records::BY_TOKEN, token)?;
    let own: Vec<_> = found
        .into_iter()
        .filter(|(key, log)| *key == scope.key(&log.id))
        .map(|(_, log)| log)
        .collect();
    if own.iter().any(|log| !resources.contains(&log.resource)) {
        return Err(scope::token_mismatch());
    }
    Ok(own.into_iter().map(|log| log.id).collect())
}

/// Whether what is to be logged is there.
fn check_is_there(
    reader: &Reader<'_>,
    scope: &Scope,
    kind: Kind,
    id: &str,
) -> Result<(), Ec2Error> {
    match kind {
        Kind::Vpc => scope.find::<VpcRecord>(reader, id).map(drop),
        Kind::Subnet => scope.find::<SubnetRecord>(reader, id).map(drop),
        _ => scope.find::<NetworkInterfaceRecord>(reader, id).map(drop),
    }
}

fn put_new(
    writer: &mut Writer<'_>,
    scope: &Scope,
    kind: Kind,
    mut log: FlowLogRecord,
    random: &dyn Random,
) -> Result<String, Ec2Error> {
    check_is_there(writer, scope, kind, &log.resource)?;
    let present = scope::found::<FlowLogRecord>(writer, BY_RESOURCE, &log.resource)?;
    let is_same =
        |one: &FlowLogRecord| (&one.traffic, &one.destination) == (&log.traffic, &log.destination);
    if present.iter().any(is_same) {
        let message = "Error. There is an existing Flow Log with the same configuration and log \
                       destination.";
        return Err(Ec2Error::refused("FlowLogAlreadyExists", message));
    }
    if present.len() as u64 >= quotas::FLOW_LOGS_PER_RESOURCE {
        let message = "The maximum number of flow logs of this resource has been reached.";
        return Err(Ec2Error::refused("FlowLogsLimitExceeded", message));
    }
    log.id = Kind::FlowLog.new_id(random);
    scope.put(writer, &log)?;
    Ok(log.id)
}
