//! `ListObjects` and `ListObjectsV2`.

use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{Encoding, Page, Query, Start, page_size};
use crate::error::S3Error;
use crate::object::quoted;
use crate::records::{Bucket, Version};
use crate::shapes::{
    ListObjectsOutput, ListObjectsRequest, ListObjectsV2Output, ListObjectsV2Request, Object,
};
use crate::{S3, bucket, owner};

/// `ListObjects`.
pub(crate) async fn list(
    _s3: &S3,
    call: &Call,
    request: Authorized<ListObjectsRequest>,
) -> Result<ListObjectsOutput, Fault> {
    let request = request.into_inner();
    let encoding = Encoding::read(request.encoding_type.as_deref())?;
    let (max_keys, most) = page_size("max-keys", request.max_keys)?;
    let marker = request.marker.filter(|marker| !marker.is_empty());
    let query = Query {
        prefix: request.prefix.unwrap_or_default(),
        delimiter: request.delimiter,
        start: marker.clone().map_or(Start::First, Start::After),
        most,
    };
    let bucket = bucket::read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    let page = present(call, &bucket, &query)?;
    // Without a delimiter the last key serves as the marker.
    let next = page.last.as_ref().filter(|_| page.is_truncated && query.delimiter.is_some());
    Ok(ListObjectsOutput {
        is_truncated: Some(page.is_truncated),
        marker: Some(encoding.text(marker.as_deref().unwrap_or_default())),
        next_marker: next.map(|(last, _)| encoding.text(last)),
        contents: contents(&page, &bucket, encoding, true),
        name: Some(bucket.name),
        prefix: Some(encoding.text(&query.prefix)),
        delimiter: encoding.optional(query.delimiter.as_deref()),
        max_keys: Some(max_keys),
        common_prefixes: encoding.prefixes(&page.prefixes),
        encoding_type: request.encoding_type,
        request_charged: None,
    })
}

/// `ListObjectsV2`.
pub(crate) async fn list_v2(
    _s3: &S3,
    call: &Call,
    request: Authorized<ListObjectsV2Request>,
) -> Result<ListObjectsV2Output, Fault> {
    let request = request.into_inner();
    let encoding = Encoding::read(request.encoding_type.as_deref())?;
    let (max_keys, most) = page_size("max-keys", request.max_keys)?;
    let start_after = request.start_after.filter(|text| !text.is_empty());
    let token = request.continuation_token.as_deref().map(read_token).transpose()?;
    let query = Query {
        prefix: request.prefix.unwrap_or_default(),
        delimiter: request.delimiter,
        start: token.or_else(|| start_after.clone()).map_or(Start::First, Start::After),
        most,
    };
    let bucket = bucket::read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    let page = present(call, &bucket, &query)?;
    let next = page.last.as_ref().filter(|_| page.is_truncated);
    Ok(ListObjectsV2Output {
        is_truncated: Some(page.is_truncated),
        key_count: i32::try_from(page.items.len() + page.prefixes.len()).ok(),
        next_continuation_token: next.map(|(last, _)| URL_SAFE_NO_PAD.encode(last)),
        contents: contents(&page, &bucket, encoding, request.fetch_owner == Some(true)),
        name: Some(bucket.name),
        prefix: Some(encoding.text(&query.prefix)),
        delimiter: encoding.optional(query.delimiter.as_deref()),
        max_keys: Some(max_keys),
        common_prefixes: encoding.prefixes(&page.prefixes),
        encoding_type: request.encoding_type,
        // A token takes its place. (Amazon S3 API Reference, `ListObjectsV2`.)
        start_after: encoding
            .optional(start_after.as_deref().filter(|_| request.continuation_token.is_none())),
        continuation_token: request.continuation_token,
        request_charged: None,
    })
}

/// The objects that are there: keys whose latest version is no delete marker.
fn present(call: &Call, bucket: &Bucket, query: &Query) -> Result<Page<Version>, Fault> {
    call.read(|reader| {
        let page = query.walk::<Version>(reader, bucket, |version, is_latest| {
            is_latest && version.content.is_some()
        });
        page.map_err(S3Error::from)
    })
}

fn contents(
    page: &Page<Version>,
    bucket: &Bucket,
    encoding: Encoding,
    with_owner: bool,
) -> Option<Vec<Object>> {
    let shown = page.items.iter().filter_map(|(version, _)| {
        let content = version.content.as_ref()?;
        let checksum = content.checksum.as_ref();
        Some(Object {
            key: Some(encoding.text(&version.key)),
            last_modified: Some(version.modified),
            e_tag: Some(quoted(&content.etag)),
            checksum_algorithm: checksum.map(|sum| vec![sum.algorithm.name().to_owned()]),
            checksum_type: checksum.map(|sum| sum.coverage.name().to_owned()),
            size: i64::try_from(content.size).ok(),
            storage_class: Some(content.storage_class.clone()),
            owner: with_owner.then(|| owner::owner(bucket.owner)),
            restore_status: None,
        })
    });
    let shown: Vec<_> = shown.collect();
    (!shown.is_empty()).then_some(shown)
}

fn read_token(token: &str) -> Result<String, S3Error> {
    let decoded = URL_SAFE_NO_PAD.decode(token).ok().and_then(|text| String::from_utf8(text).ok());
    decoded.filter(|text| !text.is_empty()).ok_or_else(|| {
        let reason = "The continuation token provided is incorrect";
        S3Error::argument("continuation-token", token, reason)
    })
}
