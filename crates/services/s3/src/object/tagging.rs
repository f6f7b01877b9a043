//! The tags of an object, or of one version of it.

use bartizan_service::{Authorized, Call};
use bartizan_types::{Fault, Tag};

use super::{Found, shown_version};
use crate::bucket::{self, Named};
use crate::error::S3Error;
use crate::shapes::{
    DeleteObjectTaggingOutput, DeleteObjectTaggingRequest, GetObjectTaggingOutput,
    GetObjectTaggingRequest, PutObjectTaggingOutput, PutObjectTaggingRequest,
};
use crate::{S3, tags, versions};

/// `PutObjectTagging`.
pub(crate) async fn put(
    _s3: &S3,
    call: &Call,
    request: Authorized<PutObjectTaggingRequest>,
) -> Result<PutObjectTaggingOutput, Fault> {
    let request = request.into_inner();
    let tags = tags::of_document(request.tagging.tag_set, tags::OBJECT_TAGS_MAX)?;
    let named = Named::new(call, &request.bucket, request.expected_bucket_owner.as_deref());
    replace(call, named, request.key, request.version_id, tags).await
}

/// `GetObjectTagging`.
pub(crate) async fn show(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetObjectTaggingRequest>,
) -> Result<GetObjectTaggingOutput, Fault> {
    let bucket = bucket::read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    let found = Found::read(call, &bucket, &request.key, request.version_id.as_deref())?;
    Ok(GetObjectTaggingOutput {
        version_id: shown_version(&bucket, &found.version),
        tag_set: tags::shown(&found.content.tags),
    })
}

/// `DeleteObjectTagging`.
pub(crate) async fn delete(
    _s3: &S3,
    call: &Call,
    request: Authorized<DeleteObjectTaggingRequest>,
) -> Result<DeleteObjectTaggingOutput, Fault> {
    let request = request.into_inner();
    let named = Named::new(call, &request.bucket, request.expected_bucket_owner.as_deref());
    let done = replace(call, named, request.key, request.version_id, Vec::new()).await?;
    Ok(DeleteObjectTaggingOutput { version_id: done.version_id })
}

async fn replace(
    call: &Call,
    named: Named,
    key: String,
    version_id: Option<String>,
    tags: Vec<Tag>,
) -> Result<PutObjectTaggingOutput, Fault> {
    // Refuses what is not there, to those who may not know it as well.
    Found::read(call, &named.read(call)?, &key, version_id.as_deref())?;
    call.commit(move |writer| {
        let bucket = named.load(writer)?;
        let version = versions::change(writer, &bucket, &key, version_id.as_deref(), |content| {
            content.tags = tags;
            Ok(())
        })?;
        let version_id = shown_version(&bucket, &version);
        Ok::<_, S3Error>(PutObjectTaggingOutput { version_id })
    })
    .await
}
