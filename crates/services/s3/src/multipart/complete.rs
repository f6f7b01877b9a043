//! `CompleteMultipartUpload`.

use std::collections::BTreeMap;

use bartizan_service::{Authorized, Call};
use bartizan_store::{Reader, Writer};
use bartizan_types::Fault;

use super::{all_parts, find, part_record};
use crate::S3;
use crate::bucket::Named;
use crate::checksum::{self, Algorithm, Checksum, sent, sent_checksum, show_sums};
use crate::encryption::{self, customer_key, show_sealing};
use crate::error::S3Error;
use crate::files::FileId;
use crate::object::shown_version;
use crate::records::{Bucket, Content, Data, Manifest, ManifestPart, Part, Upload, Version};
use crate::shapes::{CompleteMultipartUploadOutput, CompleteMultipartUploadRequest, CompletedPart};
use crate::versions::{self, Moment};

/// Every part but the last has at least this many bytes. (Amazon S3 User Guide, "Amazon S3
/// multipart upload limits".)
const PART_BYTES_MIN: u64 = 5 * 1024 * 1024;

/// What the client says the whole object is.
struct Promised {
    checksum: Option<(Algorithm, String)>,
    coverage: Option<String>,
    size: Option<i64>,
}

/// `CompleteMultipartUpload`: the parts' files become the object's, nothing is copied.
pub(crate) async fn complete(
    s3: &S3,
    call: &Call,
    request: Authorized<CompleteMultipartUploadRequest>,
) -> Result<CompleteMultipartUploadOutput, Fault> {
    let mut request = request.into_inner();
    let listed = request.multipart_upload.take().and_then(|upload| upload.parts);
    let listed = read_list(listed.unwrap_or_default(), &request.upload_id)?;
    let promised = Promised {
        checksum: sent_checksum!(request)?,
        coverage: request.checksum_type.take(),
        size: request.mpu_object_size,
    };
    let customer = customer_key!(call, request)?;
    request.sse_customer_key = None;
    let named = Named::new(call, &request.bucket, request.expected_bucket_owner.as_deref());
    let moment = Moment::of(call);
    let host = call.origin.host.as_deref().unwrap_or_default();
    let place = format!("{}://{host}", if call.origin.tls { "https" } else { "http" });
    s3.commit(call, move |writer, doomed| {
        let bucket = named.load(writer)?;
        let key = request.key.as_str();
        let upload = match find(writer, &bucket, key, &request.upload_id) {
            Ok(upload) => upload,
            Err(error) => return again(writer, &bucket, &request, &place)?.ok_or(error),
        };
        if customer.is_some() {
            encryption::check_upload(upload.sealing.as_ref(), customer.as_ref())?;
        }
        versions::check_write(
            writer,
            &bucket,
            key,
            request.if_match.as_deref(),
            request.if_none_match.as_deref(),
        )?;
        let stored = all_parts(writer, &bucket, &upload.id)?;
        let chosen = choose(&stored, &listed, &upload)?;
        let checksum = promised.check(&chosen, &upload)?;
        let etag = checksum::etag_of_parts(chosen.iter().map(|part| part.etag.as_str()));
        doomed.extend(take_parts(writer, &bucket, &upload, &stored, &chosen)?);
        let content = content(upload, etag, checksum, &chosen);
        let version = versions::add(writer, &bucket, key, Some(content), moment, doomed)?;
        Ok(shown(&bucket, &version, &place))
    })
    .await
}

/// The answer for an upload that became the latest version of its key already: completing is
/// idempotent. (Amazon S3 API Reference, `CompleteMultipartUpload`.)
fn again(
    reader: &Reader<'_>,
    bucket: &Bucket,
    request: &CompleteMultipartUploadRequest,
    place: &str,
) -> Result<Option<CompleteMultipartUploadOutput>, S3Error> {
    let latest = versions::latest(reader, bucket, &request.key)?;
    let made_by_it = |version: &Version| match &version.content {
        Some(Content { data: Data::Parts(upload, _), .. }) => *upload == request.upload_id,
        _ => false,
    };
    Ok(latest.filter(made_by_it).map(|version| shown(bucket, &version, place)))
}

/// The answer, of the object that the upload became.
fn shown(bucket: &Bucket, version: &Version, place: &str) -> CompleteMultipartUploadOutput {
    let mut output = CompleteMultipartUploadOutput {
        location: Some(format!("{place}/{}/{}", bucket.name, version.key)),
        bucket: Some(bucket.name.clone()),
        version_id: shown_version(bucket, version),
        key: Some(version.key.clone()),
        ..CompleteMultipartUploadOutput::default()
    };
    if let Some(content) = &version.content {
        show_sums!(output, content);
        show_sealing!(output, &content.sealing);
    }
    output
}

/// A part as the client lists it.
struct Listed {
    number: u32,
    etag: String,
    checksum: Option<(Algorithm, String)>,
}

fn read_list(parts: Vec<CompletedPart>, upload: &str) -> Result<Vec<Listed>, S3Error> {
    let mut listed: Vec<Listed> = Vec::with_capacity(parts.len());
    for part in parts {
        let number = part.part_number.and_then(|number| u32::try_from(number).ok());
        let (Some(number), Some(etag)) = (number, &part.e_tag) else {
            return Err(S3Error::MalformedXML {});
        };
        if listed.last().is_some_and(|last| last.number >= number) {
            return Err(S3Error::InvalidPartOrder { upload: upload.to_owned() });
        }
        let etag = etag.trim_matches('"').to_owned();
        let checksum = sent(&[
            ("CRC32", &part.checksum_crc32),
            ("CRC32C", &part.checksum_crc32_c),
            ("CRC64NVME", &part.checksum_crc64_nvme),
            ("SHA1", &part.checksum_sha1),
            ("SHA256", &part.checksum_sha256),
            ("SHA512", &part.checksum_sha512),
            ("MD5", &part.checksum_md5),
        ])?;
        listed.push(Listed { number, etag, checksum });
    }
    if listed.is_empty() { Err(S3Error::MalformedXML {}) } else { Ok(listed) }
}

/// The stored parts that the list names.
fn choose(stored: &[Part], listed: &[Listed], upload: &Upload) -> Result<Vec<Part>, S3Error> {
    let by_number: BTreeMap<u32, &Part> = stored.iter().map(|part| (part.number, part)).collect();
    let mut chosen = Vec::with_capacity(listed.len());
    for (index, wanted) in listed.iter().enumerate() {
        let part = by_number.get(&wanted.number).filter(|part| {
            part.etag == wanted.etag
                && wanted.checksum.as_ref().is_none_or(|(algorithm, value)| {
                    *algorithm != upload.algorithm || *value == part.checksum
                })
        });
        let Some(part) = part else {
            return Err(S3Error::InvalidPart {
                upload: upload.id.clone(),
                part: wanted.number.to_string(),
                etag: wanted.etag.clone(),
            });
        };
        if part.size < PART_BYTES_MIN && index + 1 < listed.len() {
            return Err(S3Error::EntityTooSmall {
                proposed: part.size.to_string(),
                minimum: PART_BYTES_MIN.to_string(),
                part: part.number.to_string(),
                etag: part.etag.clone(),
            });
        }
        chosen.push((*part).clone());
    }
    Ok(chosen)
}

impl Promised {
    /// The checksum of the object, if it is what was promised.
    fn check(&self, chosen: &[Part], upload: &Upload) -> Result<Checksum, S3Error> {
        let size: u64 = chosen.iter().map(|part| part.size).sum();
        if self.size.is_some_and(|promised| u64::try_from(promised) != Ok(size)) {
            return Err(S3Error::request(
                "The provided 'x-amz-mp-object-size' header does not match what was computed.",
            ));
        }
        if self.coverage.as_ref().is_some_and(|coverage| coverage != upload.coverage.name()) {
            return Err(S3Error::request(format!(
                "The upload was created using the {} checksum mode. The complete request must use \
                 the same checksum mode.",
                upload.coverage.name()
            )));
        }
        let sums: Vec<_> = chosen.iter().map(|part| (part.checksum.clone(), part.size)).collect();
        let made = checksum::of_parts(upload.algorithm, upload.coverage, &sums)?;
        match &self.checksum {
            Some((algorithm, _)) if *algorithm != made.algorithm => Err(S3Error::request(format!(
                "The upload was created using the {} checksum algorithm. The complete request \
                     must use the same one.",
                made.algorithm.name()
            ))),
            // A composite one may come without the number of parts.
            Some((algorithm, value))
                if *value != made.value && made.value.split('-').next() != Some(value) =>
            {
                Err(S3Error::BadDigest { algorithm: algorithm.name().to_owned() })
            }
            _ => Ok(made),
        }
    }
}

/// Turns the upload's records into the manifest; the files of parts that were left out.
fn take_parts(
    writer: &mut Writer<'_>,
    bucket: &Bucket,
    upload: &Upload,
    stored: &[Part],
    chosen: &[Part],
) -> Result<Vec<FileId>, S3Error> {
    let parts = chosen.iter().map(|part| ManifestPart {
        number: part.number,
        size: part.size,
        file: part.file.clone(),
        checksum: Some(part.checksum.clone()),
    });
    let manifest = Manifest { parts: parts.collect() };
    writer.put(&bucket.record_of_id(upload.id.as_str()), &manifest)?;
    writer.delete::<Upload>(&bucket.record(&upload.key, &upload.id))?;
    let mut left_out = Vec::new();
    for part in stored {
        writer.delete::<Part>(&part_record(bucket, &upload.id, part.number))?;
        if chosen.binary_search_by_key(&part.number, |chosen| chosen.number).is_err() {
            left_out.push(part.file.clone());
        }
    }
    Ok(left_out)
}

fn content(upload: Upload, etag: String, checksum: Checksum, chosen: &[Part]) -> Content {
    Content {
        size: chosen.iter().map(|part| part.size).sum(),
        etag,
        checksum: Some(checksum),
        data: Data::Parts(upload.id, u32::try_from(chosen.len()).unwrap_or(u32::MAX)),
        description: upload.description,
        tags: upload.tags,
        storage_class: upload.storage_class,
        lock: upload.lock,
        sealing: upload.sealing,
    }
}
