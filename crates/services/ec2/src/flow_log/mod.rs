//! Flow logs: which traffic is to be logged where. (Amazon VPC User Guide, "Logging IP traffic using VPC
//! Flow Logs".)

mod create;
mod describe;
mod destination;
mod format;
pub(crate) mod rule;

use bartizan_service::{Authorized, Call};

pub(crate) use create::create;
pub(crate) use describe::describe;

use crate::error::{Ec2Error, check_dry_run};
use crate::records::FlowLogRecord;
use crate::shapes::{DeleteFlowLogsRequest, DeleteFlowLogsResult};
use crate::{Ec2, defaults};

/// The most resources and flow logs of one call. (Amazon EC2 API Reference, `CreateFlowLogs` and
/// `DeleteFlowLogs`.)
const CREATED_MAX: usize = 25;
const DELETED_MAX: usize = 1000;

/// Deletes flow logs.
pub(crate) async fn delete(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DeleteFlowLogsRequest>,
) -> Result<DeleteFlowLogsResult, Ec2Error> {
    let request = request.into_inner();
    check_count(&request.flow_log_ids, DELETED_MAX, "flowLogId")?;
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let done = call.commit(move |writer| {
        let mut unknown = Vec::new();
        for id in &request.flow_log_ids {
            if writer.get::<FlowLogRecord>(&scope.key(id))?.is_none() {
                unknown.push(id.as_str());
            }
        }
        if !unknown.is_empty() {
            let message = format!(
                "These flow log ids in the input list are not found: [TotalCount: {}] {}",
                unknown.len(),
                unknown.join(" ")
            );
            return Err(Ec2Error::refused("InvalidFlowLogId.NotFound", message));
        }
        for id in &request.flow_log_ids {
            scope.remove::<FlowLogRecord>(writer, id)?;
        }
        Ok(DeleteFlowLogsResult { unsuccessful: Some(Vec::new()) })
    });
    Ok(done.await?)
}

fn check_count(ids: &[String], max: usize, parameter: &str) -> Result<(), Ec2Error> {
    if ids.is_empty() {
        return Err(Ec2Error::missing(parameter));
    }
    if ids.len() > max {
        let message = format!("A call names at most {max} of {parameter}");
        return Err(Ec2Error::invalid(message));
    }
    Ok(())
}
