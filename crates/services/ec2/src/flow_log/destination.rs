//! Whether flow logs may be written into their bucket: it is tried, by the folder that they will be in.
//! (Amazon VPC User Guide, "Publish flow logs to Amazon S3".)

use bartizan_service::logs::{ACL, DELIVERY, Place, Upload, elsewhere, put_anywhere};
use bartizan_service::{Call, Forwarded};
use bartizan_types::{Arn, Fault, FaultKind, Region};
use bartizan_wire::Value;
use serde_json::{Value as Json, json};

use crate::error::Ec2Error;
use crate::records::FlowLogRecord;
use crate::scope::Scope;
use crate::shapes::{UnsuccessfulItem, UnsuccessfulItemError};

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
        principal: DELIVERY,
        on_behalf_of: &source,
        bucket,
        region: scope.region.clone(),
        key: None,
    };
    let folder = Upload::folder(folder(scope, log, prefix));
    let mut tried = put_anywhere(call.road(), to.clone(), folder.clone()).await;
    if tried.as_ref().is_err_and(|fault| fault.kind() == FaultKind::Client)
        && admit(call, scope, bucket, &of_account(scope, log, prefix)).await.is_ok()
    {
        tried = put_anywhere(call.road(), to, folder).await;
    }
    match tried {
        Ok(()) => Ok(None),
        Err(fault) if fault.kind() == FaultKind::Server => Err(fault.into()),
        Err(_) => Ok(Some(format!(
            "Access Denied for LogDestination: {bucket}. Please check LogDestination permission"
        ))),
    }
}

/// Lets the logs in by the bucket's policy, beside what it says already: where the caller's account has
/// the bucket, and the caller may read and set its policy. (There, "Amazon S3 bucket permissions for flow
/// logs".)
async fn admit(call: &Call, scope: &Scope, bucket: &str, folder: &str) -> Result<(), Fault> {
    let mut policy = match forwarded(call, scope, "GetBucketPolicy", bucket, None).await {
        Ok(answer) => answer
            .field("Policy")
            .and_then(Value::text)
            .map_or(Json::Null, |text| serde_json::from_str(text).unwrap_or_default()),
        Err(fault) if fault.code == "NoSuchBucketPolicy" => json!({ "Version": "2012-10-17" }),
        Err(fault) => return Err(fault),
    };
    if let Some(policy) = policy.as_object_mut() {
        let mut statements = match policy.remove("Statement") {
            Some(Json::Array(statements)) => statements,
            other => other.into_iter().collect(),
        };
        let new = statements_for(scope, bucket, folder);
        statements.retain(|one| !new.contains(one));
        statements.extend(new);
        policy.insert("Statement".to_owned(), statements.into());
    }
    forwarded(call, scope, "PutBucketPolicy", bucket, Some(policy.to_string())).await.map(drop)
}

/// The two statements as AWS writes them.
fn statements_for(scope: &Scope, bucket: &str, folder: &str) -> [Json; 2] {
    let Scope { account, region } = scope;
    let statement = |sid: &str, action: &str, resource: String, acl: Option<&str>| {
        let mut equals = json!({ "aws:SourceAccount": account.to_string() });
        if let (Some(acl), Some(equals)) = (acl, equals.as_object_mut()) {
            equals.insert("s3:x-amz-acl".to_owned(), acl.into());
        }
        json!({
            "Sid": sid,
            "Effect": "Allow",
            "Principal": { "Service": DELIVERY },
            "Action": action,
            "Resource": resource,
            "Condition": {
                "StringEquals": equals,
                "ArnLike": { "aws:SourceArn": format!("arn:aws:logs:{region}:{account}:*") },
            },
        })
    };
    let objects = format!("arn:aws:s3:::{bucket}/{folder}*");
    let acl = Some(ACL);
    [
        statement("AWSLogDeliveryWrite", "s3:PutObject", objects, acl),
        statement(
            "AWSLogDeliveryAclCheck",
            "s3:GetBucketAcl",
            format!("arn:aws:s3:::{bucket}"),
            None,
        ),
    ]
}

/// A call of S3 about the bucket, with the caller's permissions.
async fn forwarded(
    call: &Call,
    scope: &Scope,
    operation: &'static str,
    bucket: &str,
    policy: Option<String>,
) -> Result<Value, Fault> {
    let mut input = Value::Struct(Vec::new());
    input.set("Bucket", bucket);
    input.set("ExpectedBucketOwner", scope.account.to_string());
    if let Some(policy) = policy {
        input.set("Policy", policy);
    }
    let asked = |region: &Region| Forwarded {
        via: "ec2",
        operation: ("s3", operation),
        region: region.clone(),
        input: input.clone(),
    };
    let answered = match call.forward(asked(&scope.region)).await {
        Err(fault) => match elsewhere(&fault) {
            Some(region) => call.forward(asked(&region)).await,
            None => Err(fault),
        },
        answered => answered,
    };
    Ok(answered?.value)
}

/// What of a bucket an account's logs are in.
fn of_account(scope: &Scope, log: &FlowLogRecord, prefix: &str) -> String {
    let prefix = match prefix.trim_matches('/') {
        "" => String::new(),
        prefix => format!("{prefix}/"),
    };
    let key = if log.is_hive_compatible { "aws-account-id=" } else { "" };
    format!("{prefix}AWSLogs/{key}{}/", scope.account)
}

/// Where the files of a log are. (There, "Flow log files".)
fn folder(scope: &Scope, log: &FlowLogRecord, prefix: &str) -> String {
    let (of_account, region) = (of_account(scope, log, prefix), &scope.region);
    if log.is_hive_compatible {
        return format!("{of_account}aws-service=vpcflowlogs/aws-region={region}/");
    }
    format!("{of_account}vpcflowlogs/{region}/")
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
