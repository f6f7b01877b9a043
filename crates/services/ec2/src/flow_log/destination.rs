//! Whether flow logs may be written into their bucket: it is tried, by the folder that they will be in.
//! (Amazon VPC User Guide, "Publish flow logs to Amazon S3".)

use bartizan_service::Call;
use bartizan_service::logs::{Place, Upload, put_anywhere};
use bartizan_types::{Arn, FaultKind};

use crate::error::Ec2Error;
use crate::records::FlowLogRecord;
use crate::scope::Scope;
use crate::shapes::{UnsuccessfulItem, UnsuccessfulItemError};

/// The service principal that writes. (There, "Amazon S3 bucket permissions for flow logs".)
const PRINCIPAL: &str = "delivery.logs.amazonaws.com";
/// The code by which AWS tells that a destination does not take logs.
const CODE: &str = "400";

/// Why the destination takes no logs, if it does not.
pub(super) async fn refusal(
    call: &Call,
    scope: &Scope,
    log: &FlowLogRecord,
) -> Result<Option<String>, Ec2Error> {
    let place = log.destination.parse::<Arn>().ok();
    let resource = place.as_ref().map(Arn::resource).unwrap_or_default();
    let (bucket, prefix) = resource.split_once('/').unwrap_or((resource, ""));
    let arn = Arn::new("s3", "", None, bucket);
    if call.directory.resource(arn.as_str()).is_none() {
        return Ok(Some(format!("LogDestination: {bucket} does not exist.")));
    }
    let source =
        Arn::new("logs", scope.region.as_str(), Some(scope.account), "log-delivery:vpc-flow-logs");
    let to = Place {
        principal: PRINCIPAL,
        on_behalf_of: &source,
        bucket,
        region: scope.region.clone(),
        key: None,
    };
    let folder = Upload::folder(folder(scope, log, prefix));
    match put_anywhere(call.road(), to, folder).await {
        Ok(()) => Ok(None),
        Err(fault) if fault.kind() == FaultKind::Server => Err(fault.into()),
        Err(_) => Ok(Some(format!(
            "Access Denied for LogDestination: {bucket}. Please check LogDestination permission"
        ))),
    }
}

/// Where the files of a log are. (There, "Flow log files".)
fn folder(scope: &Scope, log: &FlowLogRecord, prefix: &str) -> String {
    let prefix = match prefix.trim_matches('/') {
        "" => String::new(),
        prefix => format!("{prefix}/"),
    };
    let Scope { account, region } = scope;
    if log.is_hive_compatible {
        return format!(
            "{prefix}AWSLogs/aws-account-id={account}/aws-service=vpcflowlogs/aws-region={region}/"
        );
    }
    format!("{prefix}AWSLogs/{account}/vpcflowlogs/{region}/")
}

/// That a resource is not logged, and why.
pub(super) fn unsuccessful(resource: &str, why: &str) -> UnsuccessfulItem {
    UnsuccessfulItem {
        error: Some(UnsuccessfulItemError {
            code: Some(CODE.to_owned()),
            message: Some(why.to_owned()),
        }),
        resource_id: Some(resource.to_owned()),
    }
}
