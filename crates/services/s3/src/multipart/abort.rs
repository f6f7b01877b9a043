//! `AbortMultipartUpload`.

use bartizan_service::{Authorized, Call};
use bartizan_store::Writer;
use bartizan_types::Fault;

use super::{all_parts, find, part_record};
use crate::S3;
use crate::bucket::Named;
use crate::error::S3Error;
use crate::files::FileId;
use crate::records::{Bucket, Part, Upload};
use crate::shapes::{AbortMultipartUploadOutput, AbortMultipartUploadRequest};

/// `AbortMultipartUpload`.
pub(crate) async fn abort(
    s3: &S3,
    call: &Call,
    request: Authorized<AbortMultipartUploadRequest>,
) -> Result<AbortMultipartUploadOutput, Fault> {
    let request = request.into_inner();
    let named = Named::new(call, &request.bucket, request.expected_bucket_owner.as_deref());
    s3.commit(call, move |writer, doomed| {
        let bucket = named.load(writer)?;
        let upload = find(writer, &bucket, &request.key, &request.upload_id)?;
        let expected = request.if_match_initiated_time;
        if expected.is_some_and(|time| time.seconds() != upload.initiated.seconds()) {
            let condition = "If-Match-Initiated-Time".to_owned();
            return Err(S3Error::PreconditionFailed { condition });
        }
        erase(writer, &bucket, &upload, doomed)?;
        Ok(AbortMultipartUploadOutput::default())
    })
    .await
}

/// Aborts every upload of a bucket that is deleted.
pub(crate) fn erase_all(
    writer: &mut Writer<'_>,
    bucket: &Bucket,
    doomed: &mut Vec<FileId>,
) -> Result<(), S3Error> {
    const PAGE: usize = 100;
    loop {
        let uploads =
            writer.scan::<Upload>(&bucket.account(), "", &bucket.prefix(""), None, PAGE)?;
        if uploads.is_empty() {
            return Ok(());
        }
        for (_, upload) in uploads {
            erase(writer, bucket, &upload, doomed)?;
        }
    }
}

/// Removes an upload with its parts; their files are added to `doomed`.
fn erase(
    writer: &mut Writer<'_>,
    bucket: &Bucket,
    upload: &Upload,
    doomed: &mut Vec<FileId>,
) -> Result<(), S3Error> {
    writer.delete::<Upload>(&bucket.record(&upload.key, &upload.id))?;
    for part in all_parts(writer, bucket, &upload.id)? {
        writer.delete::<Part>(&part_record(bucket, &upload.id, part.number))?;
        doomed.push(part.file);
    }
    Ok(())
}
