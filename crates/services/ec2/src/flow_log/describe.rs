//! `DescribeFlowLogs`.

use bartizan_service::{Authorized, Call};

use crate::error::{Ec2Error, check_dry_run};
use crate::filter::{Filtered, text};
use crate::kind::Kind;
use crate::listing::{self, Listed, Wanted};
use crate::records::FlowLogRecord;
use crate::shapes::{
    DescribeFlowLogsRequest, DescribeFlowLogsResult, DestinationOptionsResponse, FlowLog, Tag,
};
use crate::tags::Shown;
use crate::{Ec2, defaults};

/// The account's flow logs in the region.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeFlowLogsRequest>,
) -> Result<DescribeFlowLogsResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let request = request.into_inner();
    let logs = call.read(|reader| {
        let tags = Shown::all(reader, &scope)?;
        let logs = scope.all::<FlowLogRecord>(reader)?;
        Ok::<_, Ec2Error>(logs.iter().map(|log| shown(log, &tags)).collect::<Vec<_>>())
    })?;
    let page = listing::page(
        logs,
        &Wanted {
            ids: request.flow_log_ids,
            filters: request.filter,
            max_results: request.max_results,
            next_token: request.next_token,
        },
    )?;
    Ok(DescribeFlowLogsResult { flow_logs: Some(page.items), next_token: page.next })
}

fn shown(log: &FlowLogRecord, tags: &Shown) -> FlowLog {
    FlowLog {
        creation_time: Some(log.created),
        flow_log_id: Some(log.id.clone()),
        flow_log_status: Some("ACTIVE".to_owned()),
        resource_id: Some(log.resource.clone()),
        traffic_type: Some(log.traffic.clone()),
        log_destination_type: Some("s3".to_owned()),
        log_destination: Some(log.destination.clone()),
        log_format: Some(log.format.clone()),
        tags: Some(tags.of(&log.id)),
        max_aggregation_interval: Some(log.interval_seconds),
        destination_options: Some(DestinationOptionsResponse {
            file_format: Some("plain-text".to_owned()),
            hive_compatible_partitions: Some(log.is_hive_compatible),
            per_hour_partition: Some(log.is_per_hour),
        }),
        ..FlowLog::default()
    }
}

impl Listed for FlowLog {
    const KIND: Kind = Kind::FlowLog;

    fn id(&self) -> &str {
        self.flow_log_id.as_deref().unwrap_or_default()
    }
}

impl Filtered for FlowLog {
    const FILTERS: &'static [&'static str] = &[
        "deliver-log-status",
        "flow-log-id",
        "log-destination-type",
        "log-group-name",
        "resource-id",
        "traffic-type",
    ];

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        text(match name {
            "deliver-log-status" => self.deliver_logs_status.as_ref(),
            "flow-log-id" => self.flow_log_id.as_ref(),
            "log-destination-type" => self.log_destination_type.as_ref(),
            "log-group-name" => self.log_group_name.as_ref(),
            "resource-id" => self.resource_id.as_ref(),
            _ => self.traffic_type.as_ref(),
        })
    }
}
