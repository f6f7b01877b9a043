//! Rules of operations on buckets.

use bartizan_service::{Access, Ask, Call};
use bartizan_types::Fault;
use bartizan_wire::Value;

use super::{bucket_access, bucket_arn, bucket_of, signature_keys};
use crate::acl;

/// The main action on the bucket.
pub(crate) fn on_bucket(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![bucket_access(ask.call, ask.action(), bucket_of(ask)?)])
}

/// `ListBuckets`.
#[allow(clippy::unnecessary_wraps, reason = "rules have one signature")]
pub(crate) fn list_buckets(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![signature_keys(ask.call, Access::on_any(ask.action()))])
}

/// `CreateBucket`: decided in the caller's own account, whoever has the name already.
pub(crate) fn new_bucket(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let bucket = bucket_of(ask)?;
    acl::refuse(ask.input, bucket)?;
    let account = ask.call.account()?;
    let location =
        ask.input.path("CreateBucketConfiguration.LocationConstraint").and_then(Value::text);
    let sent = tags_at(ask, "CreateBucketConfiguration.Tags");
    let ownership = ask.text("ObjectOwnership");
    let access = |action: &'static str| {
        let access = Access::on(action, &bucket_arn(bucket)).owned_by(account);
        signature_keys(ask.call, access.resource_type("AWS::S3::Bucket"))
            .key("s3:ResourceAccount", account.to_string())
            .key_if("s3:x-amz-acl", ask.text("ACL"))
            .key_if("s3:x-amz-object-ownership", ownership)
            .key_if("s3:LocationConstraint", location)
            .request_tags(sent.iter().copied())
    };
    let mut needed = vec![access("s3:CreateBucket")];
    if ownership.is_some() {
        needed.push(access("s3:PutBucketOwnershipControls"));
    }
    if matches!(ask.input.field("ObjectLockEnabledForBucket"), Some(Value::Bool(true))) {
        needed.push(access("s3:PutBucketObjectLockConfiguration"));
        needed.push(access("s3:PutBucketVersioning"));
    }
    if !sent.is_empty() {
        needed.push(access("s3:TagResource"));
    }
    Ok(needed)
}

/// The listings of a bucket. One without a prefix is one of the empty prefix.
pub(crate) fn on_listing(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let most = ask.input.field("MaxKeys").and_then(Value::int);
    let access = bucket_access(ask.call, ask.action(), bucket_of(ask)?)
        .key("s3:prefix", ask.text("Prefix").unwrap_or_default())
        .key_if("s3:delimiter", ask.text("Delimiter"))
        .key_if("s3:max-keys", most.map(|most| most.to_string()));
    Ok(vec![access])
}

/// What a caller needs to be told that an object is not there.
pub(crate) fn list(call: &Call, bucket: &str) -> Access {
    bucket_access(call, "s3:ListBucket", bucket)
}

/// `PutBucketTagging`.
pub(crate) fn tag_bucket(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let sent = tags_at(ask, "Tagging.TagSet");
    let access = bucket_access(ask.call, ask.action(), bucket_of(ask)?);
    Ok(vec![access.request_tags(sent)])
}

/// The tags at a path of the input.
pub(super) fn tags_at<'a>(ask: &Ask<'a>, path: &str) -> Vec<(&'a str, &'a str)> {
    let items = ask.input.path(path).map_or(&[][..], Value::items);
    items
        .iter()
        .filter_map(|tag| Some((tag.field("Key")?.text()?, tag.field("Value")?.text()?)))
        .collect()
}
