//! What a bucket of AWS may have and no bucket has here: reading answers what AWS answers for a
//! bucket without it, and setting it is refused. (Amazon S3 API Reference, the operations' pages.)

mod lists;

use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;

use super::{Nothing, read};
use crate::S3;
use crate::error::S3Error;
use crate::shapes::{
    DeleteBucketLifecycleRequest, DeleteBucketReplicationRequest, DeleteBucketWebsiteRequest,
    GetBucketAccelerateConfigurationOutput, GetBucketAccelerateConfigurationRequest,
    GetBucketLifecycleConfigurationOutput, GetBucketLifecycleConfigurationRequest,
    GetBucketLoggingOutput, GetBucketLoggingRequest, GetBucketNotificationConfigurationRequest,
    GetBucketReplicationOutput, GetBucketReplicationRequest, GetBucketRequestPaymentOutput,
    GetBucketRequestPaymentRequest, GetBucketWebsiteOutput, GetBucketWebsiteRequest,
    NotificationConfiguration, PutBucketLoggingRequest, PutBucketNotificationConfigurationRequest,
    PutBucketRequestPaymentRequest,
};

pub(crate) use lists::{analytics, intelligent_tiering, inventory, metrics};

/// Who pays for requests.
const BUCKET_OWNER: &str = "BucketOwner";

/// `GetBucketAccelerateConfiguration`: no status for a bucket that was never accelerated.
pub(crate) async fn acceleration(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetBucketAccelerateConfigurationRequest>,
) -> Result<GetBucketAccelerateConfigurationOutput, Fault> {
    read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    Ok(GetBucketAccelerateConfigurationOutput::default())
}

/// `GetBucketLogging`: an empty status.
pub(crate) async fn logging(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetBucketLoggingRequest>,
) -> Result<GetBucketLoggingOutput, Fault> {
    read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    Ok(GetBucketLoggingOutput::default())
}

/// `PutBucketLogging`: an empty status turns logging off, which it is.
pub(crate) async fn put_logging(
    _s3: &S3,
    call: &Call,
    request: Authorized<PutBucketLoggingRequest>,
) -> Result<Nothing, Fault> {
    read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    if request.bucket_logging_status.logging_enabled.is_some() {
        return Err(S3Error::not_implemented("Delivery of server access logs").into());
    }
    Ok(Nothing::default())
}

/// `GetBucketNotificationConfiguration`: an empty configuration.
pub(crate) async fn notifications(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetBucketNotificationConfigurationRequest>,
) -> Result<NotificationConfiguration, Fault> {
    read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    Ok(NotificationConfiguration::default())
}

/// `PutBucketNotificationConfiguration`: an empty configuration turns notifications off, which
/// they are.
pub(crate) async fn put_notifications(
    _s3: &S3,
    call: &Call,
    request: Authorized<PutBucketNotificationConfigurationRequest>,
) -> Result<Nothing, Fault> {
    read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    let sent = &request.notification_configuration;
    let is_empty = sent.topic_configurations.as_ref().is_none_or(Vec::is_empty)
        && sent.queue_configurations.as_ref().is_none_or(Vec::is_empty)
        && sent.lambda_function_configurations.as_ref().is_none_or(Vec::is_empty)
        && sent.event_bridge_configuration.is_none();
    if is_empty {
        return Ok(Nothing::default());
    }
    Err(S3Error::not_implemented("Delivery of event notifications").into())
}

/// `GetBucketLifecycleConfiguration`.
pub(crate) async fn lifecycle(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetBucketLifecycleConfigurationRequest>,
) -> Result<GetBucketLifecycleConfigurationOutput, Fault> {
    let bucket = read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    Err(S3Error::NoSuchLifecycleConfiguration { bucket: bucket.name }.into())
}

/// `DeleteBucketLifecycle`: what is not there is deleted without an error.
pub(crate) async fn delete_lifecycle(
    _s3: &S3,
    call: &Call,
    request: Authorized<DeleteBucketLifecycleRequest>,
) -> Result<Nothing, Fault> {
    read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    Ok(Nothing::default())
}

/// `GetBucketReplication`.
pub(crate) async fn replication(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetBucketReplicationRequest>,
) -> Result<GetBucketReplicationOutput, Fault> {
    let bucket = read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    Err(S3Error::ReplicationConfigurationNotFoundError { bucket: bucket.name }.into())
}

/// `DeleteBucketReplication`: what is not there is deleted without an error.
pub(crate) async fn delete_replication(
    _s3: &S3,
    call: &Call,
    request: Authorized<DeleteBucketReplicationRequest>,
) -> Result<Nothing, Fault> {
    read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    Ok(Nothing::default())
}

/// `GetBucketRequestPayment`: the owner pays.
pub(crate) async fn request_payment(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetBucketRequestPaymentRequest>,
) -> Result<GetBucketRequestPaymentOutput, Fault> {
    read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    Ok(GetBucketRequestPaymentOutput { payer: Some(BUCKET_OWNER.to_owned()) })
}

/// `PutBucketRequestPayment`: only the owner can pay.
pub(crate) async fn put_request_payment(
    _s3: &S3,
    call: &Call,
    request: Authorized<PutBucketRequestPaymentRequest>,
) -> Result<Nothing, Fault> {
    read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    match &*request.request_payment_configuration.payer {
        BUCKET_OWNER => Ok(Nothing::default()),
        "Requester" => Err(S3Error::not_implemented("A bucket whose requesters pay").into()),
        _ => Err(S3Error::MalformedXML {}.into()),
    }
}

/// `GetBucketWebsite`.
pub(crate) async fn website(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetBucketWebsiteRequest>,
) -> Result<GetBucketWebsiteOutput, Fault> {
    let bucket = read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    Err(S3Error::NoSuchWebsiteConfiguration { bucket: bucket.name }.into())
}

/// `DeleteBucketWebsite`: what is not there is deleted without an error.
pub(crate) async fn delete_website(
    _s3: &S3,
    call: &Call,
    request: Authorized<DeleteBucketWebsiteRequest>,
) -> Result<Nothing, Fault> {
    read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    Ok(Nothing::default())
}
