//! `ListObjectVersions`.

use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;

use super::{Encoding, Query, Start, page_size};
use crate::error::S3Error;
use crate::object::{check_version_id, quoted};
use crate::records::{Bucket, Version};
use crate::shapes::{
    DeleteMarkerEntry, ListObjectVersionsOutput, ListObjectVersionsRequest, ObjectVersion,
};
use crate::{S3, bucket, owner, versions};

/// `ListObjectVersions`: keys in order, the latest version of each first.
pub(crate) async fn list(
    _s3: &S3,
    call: &Call,
    request: Authorized<ListObjectVersionsRequest>,
) -> Result<ListObjectVersionsOutput, Fault> {
    let request = request.into_inner();
    let encoding = Encoding::read(request.encoding_type.as_deref())?;
    let (max_keys, most) = page_size("max-keys", request.max_keys)?;
    let bucket = bucket::read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    let key_marker = request.key_marker.filter(|marker| !marker.is_empty());
    let version_marker = request.version_id_marker;
    let page = call.read(|reader| {
        let query = Query {
            prefix: request.prefix.clone().unwrap_or_default(),
            delimiter: request.delimiter.clone(),
            start: start(reader, &bucket, key_marker.as_deref(), version_marker.as_deref())?,
            most,
        };
        Ok::<_, S3Error>(query.walk::<Version>(reader, &bucket, |_, _| true)?)
    })?;
    let mut output = ListObjectVersionsOutput {
        is_truncated: Some(page.is_truncated),
        key_marker: Some(encoding.text(key_marker.as_deref().unwrap_or_default())),
        version_id_marker: Some(version_marker.unwrap_or_default()),
        prefix: Some(encoding.text(request.prefix.as_deref().unwrap_or_default())),
        delimiter: encoding.optional(request.delimiter.as_deref()),
        max_keys: Some(max_keys),
        common_prefixes: encoding.prefixes(&page.prefixes),
        encoding_type: request.encoding_type,
        ..ListObjectVersionsOutput::default()
    };
    if let Some((last, id)) = page.last.as_ref().filter(|_| page.is_truncated) {
        output.next_key_marker = Some(encoding.text(last));
        let last_item = page.items.last().filter(|_| id.is_some());
        output.next_version_id_marker = last_item.map(|(last, _)| last.shown_id().to_owned());
    }
    let mut shown = Vec::new();
    let mut markers = Vec::new();
    for (version, is_latest) in &page.items {
        match marker(version, *is_latest, &bucket, encoding) {
            Some(marker) => markers.push(marker),
            None => shown.extend(entry(version, *is_latest, &bucket, encoding)),
        }
    }
    output.versions = (!shown.is_empty()).then_some(shown);
    output.delete_markers = (!markers.is_empty()).then_some(markers);
    output.name = Some(bucket.name);
    Ok(output)
}

fn start(
    reader: &bartizan_store::Reader<'_>,
    bucket: &Bucket,
    key: Option<&str>,
    version: Option<&str>,
) -> Result<Start, S3Error> {
    match (key, version) {
        (None, None) => Ok(Start::First),
        (None, Some(version)) => Err(S3Error::argument(
            "version-id-marker",
            version,
            "A version-id marker cannot be specified without a key marker.",
        )),
        (Some(key), None) => Ok(Start::After(key.to_owned())),
        (Some(key), Some(version)) => {
            check_version_id(version)?;
            // The record is named by its own id, which the null version does not show. One that
            // is gone in between ends its key.
            Ok(match versions::find(reader, bucket, key, Some(version))? {
                Some(found) => Start::Within(key.to_owned(), found.id),
                None if version == "null" => Start::After(key.to_owned()),
                None => Start::Within(key.to_owned(), version.to_owned()),
            })
        }
    }
}

fn marker(
    version: &Version,
    is_latest: bool,
    bucket: &Bucket,
    encoding: Encoding,
) -> Option<DeleteMarkerEntry> {
    version.content.is_none().then(|| DeleteMarkerEntry {
        owner: Some(owner::owner(bucket.owner)),
        key: Some(encoding.text(&version.key)),
        version_id: Some(version.shown_id().to_owned()),
        is_latest: Some(is_latest),
        last_modified: Some(version.modified),
    })
}

fn entry(
    version: &Version,
    is_latest: bool,
    bucket: &Bucket,
    encoding: Encoding,
) -> Option<ObjectVersion> {
    let content = version.content.as_ref()?;
    let checksum = content.checksum.as_ref();
    Some(ObjectVersion {
        e_tag: Some(quoted(&content.etag)),
        checksum_algorithm: checksum.map(|sum| vec![sum.algorithm.name().to_owned()]),
        checksum_type: checksum.map(|sum| sum.coverage.name().to_owned()),
        size: i64::try_from(content.size).ok(),
        storage_class: Some(content.storage_class.clone()),
        key: Some(encoding.text(&version.key)),
        version_id: Some(version.shown_id().to_owned()),
        is_latest: Some(is_latest),
        last_modified: Some(version.modified),
        owner: Some(owner::owner(bucket.owner)),
        restore_status: None,
    })
}
