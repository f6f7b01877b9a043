//! `CreateMultipartUpload`.

use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;

use crate::bucket::Named;
use crate::checksum::{Algorithm, Coverage};
use crate::encryption::{Place, Seal, show_context, show_customer, show_sealing, wish};
use crate::error::S3Error;
use crate::object::describe::{description, storage_class};
use crate::object_lock::Lock;
use crate::records::{Upload, oldest_first};
use crate::shapes::{CreateMultipartUploadOutput, CreateMultipartUploadRequest};
use crate::{S3, owner, tags};

/// `CreateMultipartUpload`.
pub(crate) async fn create(
    s3: &S3,
    call: &Call,
    request: Authorized<CreateMultipartUploadRequest>,
) -> Result<CreateMultipartUploadOutput, Fault> {
    let mut request = request.into_inner();
    let named = Named::new(call, &request.bucket, request.expected_bucket_owner.as_deref());
    let (algorithm, coverage) =
        checksum(request.checksum_algorithm.as_deref(), request.checksum_type.as_deref())?;
    let lock = Lock::of_headers(
        request.object_lock_mode.as_deref(),
        request.object_lock_retain_until_date,
        request.object_lock_legal_hold_status.as_deref(),
        call.now,
    )?;
    let description = description!(request)?;
    let wish = wish!(call, request)?;
    let customer_md5 = wish.customer_md5();
    let bucket = named.read(call)?;
    let seal = Seal::begin(s3, call, (&bucket, &request.key), wish).await?;
    let order = u64::try_from(call.now.millis()).unwrap_or_default();
    let id = oldest_first(order, call.platform.random.next_u64());
    let place = Place { bucket: &bucket, key: &request.key, data: &id };
    let sealing = seal.sealing(call, place)?;
    let upload = Upload {
        sealing: Some(sealing),
        key: request.key,
        id,
        initiated: call.now,
        initiator: owner::caller_arn(call),
        description,
        tags: tags::of_header(request.tagging.as_deref())?,
        storage_class: storage_class(request.storage_class.as_deref())?,
        algorithm,
        coverage,
        algorithm_chosen: request.checksum_algorithm.is_some(),
        lock,
    };
    call.commit(move |writer| {
        let bucket = named.load(writer)?;
        upload.lock.admit(&bucket)?;
        writer.put(&bucket.record(&upload.key, &upload.id), &upload)?;
        let chosen = upload.algorithm_chosen;
        let mut output = CreateMultipartUploadOutput {
            bucket: Some(bucket.name),
            key: Some(upload.key),
            upload_id: Some(upload.id),
            checksum_algorithm: chosen.then(|| upload.algorithm.name().to_owned()),
            checksum_type: chosen.then(|| upload.coverage.name().to_owned()),
            ..CreateMultipartUploadOutput::default()
        };
        show_sealing!(output, &upload.sealing);
        show_customer!(output, customer_md5);
        show_context!(output, &upload.sealing);
        Ok::<_, S3Error>(output)
    })
    .await
}

/// The algorithm and what it covers; `CRC64NVME` of the whole object where nothing is said.
fn checksum(
    algorithm: Option<&str>,
    coverage: Option<&str>,
) -> Result<(Algorithm, Coverage), S3Error> {
    let coverage = coverage.map(Coverage::parse).transpose()?;
    let Some(algorithm) = algorithm.map(Algorithm::parse).transpose()? else {
        if coverage.is_some() {
            return Err(S3Error::request(
                "The x-amz-checksum-type header can only be used with the \
                 x-amz-checksum-algorithm header.",
            ));
        }
        return Ok((Algorithm::Crc64Nvme, Coverage::FullObject));
    };
    let coverage = coverage.unwrap_or_else(|| algorithm.default_coverage());
    if !algorithm.admits(coverage) {
        return Err(S3Error::request(format!(
            "The {} checksum type cannot be used with the {} checksum algorithm.",
            coverage.name(),
            algorithm.name().to_ascii_lowercase()
        )));
    }
    Ok((algorithm, coverage))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_checksum_covers() {
        for (algorithm, coverage, outcome) in [
            (None, None, Some((Algorithm::Crc64Nvme, Coverage::FullObject))),
            (Some("CRC32"), None, Some((Algorithm::Crc32, Coverage::Composite))),
            (Some("CRC32"), Some("FULL_OBJECT"), Some((Algorithm::Crc32, Coverage::FullObject))),
            (Some("CRC64NVME"), None, Some((Algorithm::Crc64Nvme, Coverage::FullObject))),
            (Some("CRC64NVME"), Some("COMPOSITE"), None),
            (Some("SHA256"), Some("FULL_OBJECT"), None),
            (None, Some("FULL_OBJECT"), None),
            (Some("ROT13"), None, None),
        ] {
            assert_eq!(checksum(algorithm, coverage).ok(), outcome, "{algorithm:?} {coverage:?}");
        }
    }
}
