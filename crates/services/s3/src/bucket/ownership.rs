//! Who owns the objects of a bucket: always the bucket owner, for there are no ACLs.

use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;

use super::{Nothing, change, read};
use crate::S3;
use crate::error::S3Error;
use crate::shapes::{
    DeleteBucketOwnershipControlsRequest, GetBucketOwnershipControlsOutput,
    GetBucketOwnershipControlsRequest, OwnershipControls, OwnershipControlsRule,
    PutBucketOwnershipControlsRequest,
};

const ENFORCED: &str = "BucketOwnerEnforced";

/// `PutBucketOwnershipControls`.
pub(crate) async fn put(
    _s3: &S3,
    call: &Call,
    request: Authorized<PutBucketOwnershipControlsRequest>,
) -> Result<Nothing, Fault> {
    match request.ownership_controls.rules.as_slice() {
        [rule] if rule.object_ownership == ENFORCED => {}
        [rule] if matches!(&*rule.object_ownership, "BucketOwnerPreferred" | "ObjectWriter") => {
            return Err(S3Error::not_implemented("Object ownership with ACLs").into());
        }
        _ => return Err(S3Error::MalformedXML {}.into()),
    }
    change(call, &request.bucket, request.expected_bucket_owner.as_deref(), |bucket| {
        bucket.ownership_enforced = true;
        Ok(())
    })
    .await
}

/// `GetBucketOwnershipControls`.
pub(crate) async fn show(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetBucketOwnershipControlsRequest>,
) -> Result<GetBucketOwnershipControlsOutput, Fault> {
    let bucket = read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    if !bucket.ownership_enforced {
        return Err(S3Error::OwnershipControlsNotFoundError { bucket: bucket.name }.into());
    }
    let rule = OwnershipControlsRule { object_ownership: ENFORCED.to_owned() };
    Ok(GetBucketOwnershipControlsOutput {
        ownership_controls: Some(OwnershipControls { rules: vec![rule] }),
    })
}

/// `DeleteBucketOwnershipControls`. ACLs are refused afterwards too.
pub(crate) async fn delete(
    _s3: &S3,
    call: &Call,
    request: Authorized<DeleteBucketOwnershipControlsRequest>,
) -> Result<Nothing, Fault> {
    change(call, &request.bucket, request.expected_bucket_owner.as_deref(), |bucket| {
        bucket.ownership_enforced = false;
        Ok(())
    })
    .await
}
