//! A bucket's tags.

use std::sync::Arc;

use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;

use super::{Nothing, change, read};
use crate::error::S3Error;
use crate::shapes::{
    DeleteBucketTaggingRequest, GetBucketTaggingOutput, GetBucketTaggingRequest,
    PutBucketTaggingRequest,
};
use crate::{S3, tags};

/// `PutBucketTagging`.
pub(crate) async fn put(
    _s3: &S3,
    call: &Call,
    request: Authorized<PutBucketTaggingRequest>,
) -> Result<Nothing, Fault> {
    let request = request.into_inner();
    let tags = tags::of_document(request.tagging.tag_set, tags::BUCKET_TAGS_MAX)?;
    let directory = Arc::clone(&call.directory);
    change(call, &request.bucket, request.expected_bucket_owner.as_deref(), move |bucket| {
        tags::obey_tag_policy(&directory, bucket.owner, &tags)?;
        bucket.tags = tags;
        Ok(())
    })
    .await
}

/// `GetBucketTagging`.
pub(crate) async fn show(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetBucketTaggingRequest>,
) -> Result<GetBucketTaggingOutput, Fault> {
    let bucket = read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    if bucket.tags.is_empty() {
        return Err(S3Error::NoSuchTagSet { bucket: bucket.name }.into());
    }
    Ok(GetBucketTaggingOutput { tag_set: tags::shown(&bucket.tags) })
}

/// `DeleteBucketTagging`.
pub(crate) async fn delete(
    _s3: &S3,
    call: &Call,
    request: Authorized<DeleteBucketTaggingRequest>,
) -> Result<Nothing, Fault> {
    change(call, &request.bucket, request.expected_bucket_owner.as_deref(), |bucket| {
        bucket.tags.clear();
        Ok(())
    })
    .await
}
