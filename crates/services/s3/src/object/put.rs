//! `PutObject`.

use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;

use super::describe::{description, storage_class};
use super::new_object::NewObject;
use super::{payload, shown_version};
use crate::bucket::Named;
use crate::checksum::{Declared, sent_checksum, show_sums};
use crate::encryption::{Seal, show_context, show_customer, show_sealing, wish};
use crate::object_lock::Lock;
use crate::records::{Bucket, Version};
use crate::shapes::{PutObjectOutput, PutObjectRequest};
use crate::{S3, tags};

/// `PutObject`.
pub(crate) async fn put(
    s3: &S3,
    call: &Call,
    request: Authorized<PutObjectRequest>,
) -> Result<PutObjectOutput, Fault> {
    let mut request = request.into_inner();
    let named = Named::new(call, &request.bucket, request.expected_bucket_owner.as_deref());
    let bucket = named.read(call)?;
    let wish = wish!(call, request)?;
    let customer_md5 = wish.customer_md5();
    let tags = tags::of_header(request.tagging.as_deref())?;
    let storage_class = storage_class(request.storage_class.as_deref())?;
    let declared = Declared::read(
        request.content_md5.as_deref(),
        request.checksum_algorithm.as_deref(),
        sent_checksum!(request)?,
    )?;
    let lock = Lock::of_headers(
        request.object_lock_mode.as_deref(),
        request.object_lock_retain_until_date,
        request.object_lock_legal_hold_status.as_deref(),
        call.now,
    )?;
    let description = description!(request)?;
    let seal = Seal::begin(s3, call, (&bucket, &request.key), wish).await?;
    let payload =
        payload::receive(&s3.files, call.take_body(), declared, None, Some(seal.key())).await?;
    let object = NewObject {
        named,
        bucket,
        seal,
        key: request.key,
        if_match: request.if_match,
        if_none_match: request.if_none_match,
        file: payload.file,
        digested: payload.digested,
        algorithm: payload.algorithm,
        description,
        tags,
        storage_class,
        lock,
    };
    let shown = |bucket: &Bucket, version: &Version| {
        let version_id = shown_version(bucket, version);
        let mut output = PutObjectOutput { version_id, ..PutObjectOutput::default() };
        if let Some(content) = &version.content {
            show_sums!(output, content);
            show_sealing!(output, &content.sealing);
            show_customer!(output, customer_md5);
            show_context!(output, &content.sealing);
        }
        output
    };
    object.store(s3, call, shown).await
}
