//! `PutObject`.

use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;

use super::describe::{description, storage_class};
use super::{Committed, payload, quoted, shown_version};
use crate::bucket::Named;
use crate::checksum::{self, Declared, sent_checksum, show_checksum};
use crate::error::S3Error;
use crate::object_lock::Lock;
use crate::records::{Content, Data};
use crate::shapes::{PutObjectOutput, PutObjectRequest};
use crate::versions::{self, Moment};
use crate::{S3, condition, tags};

/// `PutObject`.
pub(crate) async fn put(
    s3: &S3,
    call: &Call,
    request: Authorized<PutObjectRequest>,
) -> Result<PutObjectOutput, Fault> {
    let mut request = request.into_inner();
    let named = Named::new(call, &request.bucket, request.expected_bucket_owner.as_deref());
    named.read(call)?;
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
    let payload = payload::receive(&s3.files, call.take_body(), declared, None).await?;
    let sum = payload.digested.sum(payload.algorithm).unwrap_or_default();
    let content = Content {
        size: payload.digested.length,
        etag: hex::encode(payload.digested.md5),
        checksum: Some(checksum::full(payload.algorithm, sum)),
        data: Data::File(payload.file.id()),
        description,
        tags,
        storage_class,
        lock,
    };
    let moment = Moment { now: call.now, tie: call.platform.random.next_u64() };
    let committed = call
        .commit(move |writer| {
            let bucket = named.load(writer)?;
            let present = versions::present(writer, &bucket, &request.key)?;
            let etag = present.as_ref().map(|(_, content)| content.etag.as_str());
            let (if_match, if_none_match) = (&request.if_match, &request.if_none_match);
            condition::check_write(
                if_match.as_deref(),
                if_none_match.as_deref(),
                &request.key,
                etag,
            )?;
            let mut output = PutObjectOutput {
                e_tag: Some(quoted(&content.etag)),
                ..PutObjectOutput::default()
            };
            if let Some(checksum) = &content.checksum {
                show_checksum!(output, checksum.algorithm, checksum.value.clone());
                output.checksum_type = Some(checksum.coverage.name().to_owned());
            }
            let mut doomed = Vec::new();
            let content = Some(content);
            let version =
                versions::add(writer, &bucket, &request.key, content, moment, &mut doomed)?;
            output.version_id = shown_version(&bucket, &version);
            payload.file.keep();
            Ok::<_, S3Error>(Committed { output, doomed })
        })
        .await?;
    s3.files.remove(committed.doomed);
    Ok(committed.output)
}
