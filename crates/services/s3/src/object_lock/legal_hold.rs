//! The legal hold of one version: it has no end, and no bypass.

use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;

use super::require_lock;
use crate::S3;
use crate::bucket::{self, Named};
use crate::error::S3Error;
use crate::object::Found;
use crate::shapes::{
    GetObjectLegalHoldOutput, GetObjectLegalHoldRequest, ObjectLockLegalHold,
    PutObjectLegalHoldOutput, PutObjectLegalHoldRequest,
};
use crate::versions;

/// `PutObjectLegalHold`.
pub(crate) async fn put(
    _s3: &S3,
    call: &Call,
    request: Authorized<PutObjectLegalHoldRequest>,
) -> Result<PutObjectLegalHoldOutput, Fault> {
    let request = request.into_inner();
    let Some(sent) = &request.legal_hold else {
        return Err(S3Error::MissingRequestBodyError {}.into());
    };
    let status = sent.status.as_deref().unwrap_or_default();
    let is_on = parse(status).map_err(|_| S3Error::MalformedXML {})?;
    let named = Named::new(call, &request.bucket, request.expected_bucket_owner.as_deref());
    let bucket = named.read(call)?;
    require_lock(&bucket)?;
    Found::read(call, &bucket, &request.key, request.version_id.as_deref())?;
    call.commit(move |writer| {
        let bucket = named.load(writer)?;
        let version_id = request.version_id.as_deref();
        versions::change(writer, &bucket, &request.key, version_id, |content| {
            content.lock.legal_hold = Some(is_on);
            Ok(())
        })?;
        Ok::<_, S3Error>(PutObjectLegalHoldOutput::default())
    })
    .await
}

/// `GetObjectLegalHold`.
pub(crate) async fn show(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetObjectLegalHoldRequest>,
) -> Result<GetObjectLegalHoldOutput, Fault> {
    let bucket = bucket::read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    require_lock(&bucket)?;
    let found = Found::read(call, &bucket, &request.key, request.version_id.as_deref())?;
    let Some(is_on) = found.content.lock.legal_hold else {
        return Err(S3Error::NoSuchObjectLockConfiguration { key: request.into_inner().key }.into());
    };
    let legal_hold = ObjectLockLegalHold { status: Some(status(is_on).to_owned()) };
    Ok(GetObjectLegalHoldOutput { legal_hold: Some(legal_hold) })
}

/// Whether a status is on.
pub(super) fn parse(status: &str) -> Result<bool, S3Error> {
    match status {
        "ON" => Ok(true),
        "OFF" => Ok(false),
        other => Err(S3Error::argument(
            "x-amz-object-lock-legal-hold",
            other,
            "Legal Hold must be either of 'ON' or 'OFF'",
        )),
    }
}

/// The status as clients see it.
pub(crate) const fn status(is_on: bool) -> &'static str {
    if is_on { "ON" } else { "OFF" }
}
