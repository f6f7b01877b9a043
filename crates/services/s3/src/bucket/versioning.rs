//! Whether a bucket keeps versions.

use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;

use super::{Nothing, change, read};
use crate::S3;
use crate::error::S3Error;
use crate::records::Versioning;
use crate::shapes::{
    GetBucketVersioningOutput, GetBucketVersioningRequest, PutBucketVersioningRequest,
};

/// `PutBucketVersioning`.
pub(crate) async fn put(
    _s3: &S3,
    call: &Call,
    request: Authorized<PutBucketVersioningRequest>,
) -> Result<Nothing, Fault> {
    let configuration = &request.versioning_configuration;
    if configuration.mfa_delete.as_deref().is_some_and(|mfa| mfa != "Disabled") {
        return Err(S3Error::not_implemented("MFA delete").into());
    }
    let versioning = match configuration.status.as_deref() {
        Some("Enabled") => Versioning::Enabled,
        Some("Suspended") => Versioning::Suspended,
        _ => return Err(S3Error::MalformedXML {}.into()),
    };
    change(call, &request.bucket, request.expected_bucket_owner.as_deref(), move |bucket| {
        if bucket.object_lock.is_some() && versioning != Versioning::Enabled {
            return Err(S3Error::InvalidBucketState {
                reason: "An Object Lock configuration is present on this bucket, so the \
                         versioning state cannot be changed."
                    .to_owned(),
            });
        }
        bucket.versioning = versioning;
        Ok(())
    })
    .await
}

/// `GetBucketVersioning`: nothing at all for a bucket that never kept versions.
pub(crate) async fn show(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetBucketVersioningRequest>,
) -> Result<GetBucketVersioningOutput, Fault> {
    let bucket = read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    let status = match bucket.versioning {
        Versioning::Never => None,
        Versioning::Enabled => Some("Enabled".to_owned()),
        Versioning::Suspended => Some("Suspended".to_owned()),
    };
    Ok(GetBucketVersioningOutput { status, mfa_delete: None })
}
