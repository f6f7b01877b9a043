//! `ListMultipartUploads` and `ListParts`.

use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;

use super::{find, parts};
use crate::bucket::{self, Named};
use crate::checksum::show_checksum;
use crate::encryption::{self, customer_key};
use crate::error::S3Error;
use crate::listing::{Encoding, Query, Start, page_size};
use crate::object::quoted;
use crate::records::{self, Bucket, Upload};
use crate::shapes::{
    ListMultipartUploadsOutput, ListMultipartUploadsRequest, ListPartsOutput, ListPartsRequest,
    MultipartUpload, Part,
};
use crate::{S3, owner};

/// `ListMultipartUploads`: by key, then by when they began.
pub(crate) async fn list(
    _s3: &S3,
    call: &Call,
    request: Authorized<ListMultipartUploadsRequest>,
) -> Result<ListMultipartUploadsOutput, Fault> {
    let request = request.into_inner();
    let encoding = Encoding::read(request.encoding_type.as_deref())?;
    let (max_uploads, most) = page_size("max-uploads", request.max_uploads)?;
    let bucket = bucket::read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    let key_marker = request.key_marker.filter(|marker| !marker.is_empty());
    // Without a key marker, the upload id marker is ignored.
    let id_marker = request.upload_id_marker.filter(|_| key_marker.is_some());
    let start = match (&key_marker, &id_marker) {
        (Some(key), Some(id)) => Start::Within(key.clone(), id.clone()),
        (Some(key), None) => Start::After(key.clone()),
        (None, _) => Start::First,
    };
    let query = Query {
        prefix: request.prefix.unwrap_or_default(),
        delimiter: request.delimiter,
        start,
        most,
    };
    let page = call
        .read(|reader| query.walk::<Upload>(reader, &bucket, |_, _| true).map_err(S3Error::from))?;
    let next = page.last.as_ref().filter(|_| page.is_truncated);
    let uploads: Vec<_> =
        page.items.iter().map(|(upload, _)| shown(upload, &bucket, encoding)).collect();
    Ok(ListMultipartUploadsOutput {
        key_marker: Some(encoding.text(key_marker.as_deref().unwrap_or_default())),
        upload_id_marker: Some(id_marker.unwrap_or_default()),
        next_key_marker: next.map(|(last, _)| encoding.text(last)),
        next_upload_id_marker: next.and_then(|(_, id)| id.clone()),
        prefix: Some(encoding.text(&query.prefix)),
        delimiter: encoding.optional(query.delimiter.as_deref()),
        max_uploads: Some(max_uploads),
        is_truncated: Some(page.is_truncated),
        uploads: (!uploads.is_empty()).then_some(uploads),
        common_prefixes: encoding.prefixes(&page.prefixes),
        encoding_type: request.encoding_type,
        bucket: Some(bucket.name),
        request_charged: None,
    })
}

/// `ListParts`.
pub(crate) async fn parts_of(
    _s3: &S3,
    call: &Call,
    request: Authorized<ListPartsRequest>,
) -> Result<ListPartsOutput, Fault> {
    let request = request.into_inner();
    let (max_parts, most) = page_size("max-parts", request.max_parts)?;
    let marker = request.part_number_marker.unwrap_or(0);
    let after = u32::try_from(marker).map_err(|_| {
        let reason = "Argument part-number-marker must be an integer between 0 and 2147483647";
        S3Error::argument("part-number-marker", marker.to_string(), reason)
    })?;
    let named = Named::new(call, &request.bucket, request.expected_bucket_owner.as_deref());
    let (bucket, upload, mut page) = call.read(|reader| {
        let bucket = named.load(reader)?;
        let upload = find(reader, &bucket, &request.key, &request.upload_id)?;
        let page = parts(reader, &bucket, &upload.id, after, most + 1)?;
        Ok::<_, S3Error>((bucket, upload, page))
    })?;
    if let Some(customer) = customer_key!(call, request)? {
        encryption::check_upload(upload.sealing.as_ref(), Some(&customer))?;
    }
    let is_truncated = page.len() > most;
    page.truncate(most);
    let next = page.last().map_or(after, |part| part.number);
    let chosen = upload.algorithm_chosen;
    Ok(ListPartsOutput {
        part_number_marker: Some(marker),
        next_part_number_marker: i32::try_from(next).ok(),
        max_parts: Some(max_parts),
        is_truncated: Some(is_truncated),
        parts: (!page.is_empty())
            .then(|| page.iter().map(|part| part_shown(part, &upload)).collect()),
        initiator: Some(owner::initiator(upload.initiator.as_deref())),
        owner: Some(owner::owner(bucket.owner)),
        storage_class: Some(upload.storage_class),
        checksum_algorithm: chosen.then(|| upload.algorithm.name().to_owned()),
        checksum_type: chosen.then(|| upload.coverage.name().to_owned()),
        bucket: Some(bucket.name),
        key: Some(upload.key),
        upload_id: Some(upload.id),
        ..ListPartsOutput::default()
    })
}

fn shown(upload: &Upload, bucket: &Bucket, encoding: Encoding) -> MultipartUpload {
    let chosen = upload.algorithm_chosen;
    MultipartUpload {
        upload_id: Some(upload.id.clone()),
        key: Some(encoding.text(&upload.key)),
        initiated: Some(upload.initiated),
        storage_class: Some(upload.storage_class.clone()),
        owner: Some(owner::owner(bucket.owner)),
        initiator: Some(owner::initiator(upload.initiator.as_deref())),
        checksum_algorithm: chosen.then(|| upload.algorithm.name().to_owned()),
        checksum_type: chosen.then(|| upload.coverage.name().to_owned()),
        version_id: None,
    }
}

fn part_shown(part: &records::Part, upload: &Upload) -> Part {
    let mut shown = Part {
        part_number: i32::try_from(part.number).ok(),
        last_modified: Some(part.modified),
        e_tag: Some(quoted(&part.etag)),
        size: i64::try_from(part.size).ok(),
        ..Part::default()
    };
    if upload.algorithm_chosen {
        show_checksum!(shown, upload.algorithm, part.checksum.clone());
    }
    shown
}
