//! `GetObject` and `HeadObject`.

use bartizan_service::{Authorized, Body, Call, IntoReply, Reply};
use bartizan_types::{Fault, Principal, Timestamp};
use bartizan_wire::IntoValue;

use super::describe::shown_class;
use super::{Found, quoted, shown_version};
use crate::bucket;
use crate::checksum::{self, Checksum, show_checksum};
use crate::condition::Conditions;
use crate::encryption::{CustomerKey, Sealing, customer_key, show_customer, show_sealing};
use crate::error::S3Error;
use crate::object_lock::{Lock, legal_hold};
use crate::range::{self, Range};
use crate::records::{Bucket, Data};
use crate::shapes::{GetObjectOutput, GetObjectRequest, HeadObjectOutput, HeadObjectRequest};
use crate::{S3, encryption, rules};

/// The type of an object that was uploaded without one.
const DEFAULT_TYPE: &str = "binary/octet-stream";

/// What part of an object is the answer.
struct Selection {
    first: u64,
    length: u64,
    /// Set where the answer is a part (status 206).
    content_range: Option<String>,
    parts_count: Option<i32>,
    checksum: Option<Checksum>,
}

/// `GetObject`.
pub(crate) async fn get(
    s3: &S3,
    call: &Call,
    request: Authorized<GetObjectRequest>,
) -> Result<Reply, Fault> {
    // Before the record is read, so that its files stay until they are read too.
    let ticket = s3.files.ticket();
    let request = request.into_inner();
    let customer = customer_key!(call, request)?;
    let (output, bucket, found, selection) = read(call, request, customer.as_ref())?;
    let key = found.key(s3, call, &bucket, customer.as_ref()).await?;
    let slices = found.slices(selection.first, selection.length);
    let body: Body = s3.files.stream(slices, key, ticket).await?;
    Ok(Reply { value: output.into_value(), body: Some(body) })
}

/// `HeadObject`: as `GetObject`, without the bytes.
pub(crate) async fn head(
    s3: &S3,
    call: &Call,
    request: Authorized<HeadObjectRequest>,
) -> Result<Reply, Fault> {
    let sent = request.into_inner();
    let customer = customer_key!(call, sent)?;
    let request = as_get(sent);
    // The checksum of what KMS seals is for those who may read it. (Amazon S3 API Reference,
    // `HeadObject`.)
    let shows_checksum = request.checksum_mode.is_some();
    let (got, bucket, found, _) = read(call, request, customer.as_ref())?;
    if shows_checksum && found.content.sealing.as_ref().is_some_and(Sealing::is_of_kms) {
        found.key(s3, call, &bucket, None).await?;
    }
    let output = HeadObjectOutput {
        accept_ranges: got.accept_ranges,
        last_modified: got.last_modified,
        content_length: got.content_length,
        e_tag: got.e_tag,
        checksum_crc32: got.checksum_crc32,
        checksum_crc32_c: got.checksum_crc32_c,
        checksum_crc64_nvme: got.checksum_crc64_nvme,
        checksum_sha1: got.checksum_sha1,
        checksum_sha256: got.checksum_sha256,
        checksum_sha512: got.checksum_sha512,
        checksum_md5: got.checksum_md5,
        checksum_type: got.checksum_type,
        version_id: got.version_id,
        cache_control: got.cache_control,
        content_disposition: got.content_disposition,
        content_encoding: got.content_encoding,
        content_language: got.content_language,
        content_range: got.content_range,
        content_type: got.content_type,
        expires: got.expires,
        website_redirect_location: got.website_redirect_location,
        metadata: got.metadata,
        storage_class: got.storage_class,
        server_side_encryption: got.server_side_encryption,
        ssekms_key_id: got.ssekms_key_id,
        bucket_key_enabled: got.bucket_key_enabled,
        sse_customer_algorithm: got.sse_customer_algorithm,
        sse_customer_key_md5: got.sse_customer_key_md5,
        parts_count: got.parts_count,
        tag_count: got.tag_count,
        object_lock_mode: got.object_lock_mode,
        object_lock_retain_until_date: got.object_lock_retain_until_date,
        object_lock_legal_hold_status: got.object_lock_legal_hold_status,
        ..HeadObjectOutput::default()
    };
    Ok(output.into_reply())
}

/// The request for the object with its bytes.
fn as_get(sent: HeadObjectRequest) -> GetObjectRequest {
    GetObjectRequest {
        bucket: sent.bucket,
        key: sent.key,
        if_match: sent.if_match,
        if_modified_since: sent.if_modified_since,
        if_none_match: sent.if_none_match,
        if_unmodified_since: sent.if_unmodified_since,
        range: sent.range,
        response_cache_control: sent.response_cache_control,
        response_content_disposition: sent.response_content_disposition,
        response_content_encoding: sent.response_content_encoding,
        response_content_language: sent.response_content_language,
        response_content_type: sent.response_content_type,
        response_expires: sent.response_expires,
        version_id: sent.version_id,
        part_number: sent.part_number,
        expected_bucket_owner: sent.expected_bucket_owner,
        checksum_mode: sent.checksum_mode,
        ..GetObjectRequest::default()
    }
}

fn read(
    call: &Call,
    request: GetObjectRequest,
    customer: Option<&CustomerKey>,
) -> Result<(GetObjectOutput, Bucket, Found, Selection), Fault> {
    check_overrides(call, &request)?;
    let bucket = bucket::read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    let found = Found::read(call, &bucket, &request.key, request.version_id.as_deref())?;
    encryption::tell(call, found.content.sealing.as_ref());
    encryption::check_customer(found.content.sealing.as_ref(), customer)?;
    let conditions = Conditions {
        if_match: request.if_match.as_deref(),
        if_none_match: request.if_none_match.as_deref(),
        if_modified_since: request.if_modified_since,
        if_unmodified_since: request.if_unmodified_since,
    };
    conditions
        .check_read(&found.content.etag, found.version.modified)
        .map_err(|error| with_validators(error, &bucket, &found))?;
    let selection = Selection::of(&request, &found)?;
    let mut output = describe(&bucket, &found, &selection);
    show_customer!(output, customer.map(|customer| customer.md5.clone()));
    if request.checksum_mode.as_deref() == Some("ENABLED")
        && let Some(checksum) = &selection.checksum
    {
        show_checksum!(output, checksum.algorithm, checksum.value.clone());
        output.checksum_type = Some(checksum.coverage.name().to_owned());
    }
    show_lock(call, &request, &found.content.lock, &mut output);
    override_with(&mut output, request);
    Ok((output, bucket, found, selection))
}

/// The lock, to those who may read it. (Amazon S3 API Reference, `GetObject`.)
fn show_lock(call: &Call, request: &GetObjectRequest, lock: &Lock, output: &mut GetObjectOutput) {
    let may = |action| call.may(&rules::object_access(call, action, &request.bucket, &request.key));
    if let Some(retention) = lock.retention.filter(|_| may("s3:GetObjectRetention")) {
        output.object_lock_mode = Some(retention.mode.name().to_owned());
        output.object_lock_retain_until_date = Some(retention.until);
    }
    if let Some(is_on) = lock.legal_hold.filter(|_| may("s3:GetObjectLegalHold")) {
        output.object_lock_legal_hold_status = Some(legal_hold::status(is_on).to_owned());
    }
}

/// A 304 carries what a 200 would for the client's cache. (RFC 9110, section 15.4.5.)
fn with_validators(error: S3Error, bucket: &Bucket, found: &Found) -> Fault {
    let is_not_modified = error == S3Error::NotModified {};
    let fault = Fault::from(error);
    if !is_not_modified {
        return fault;
    }
    let fault = fault
        .with_header("etag", quoted(&found.content.etag))
        .with_header("last-modified", found.version.modified.http_date());
    match shown_version(bucket, &found.version) {
        Some(id) => fault.with_header("x-amz-version-id", id),
        None => fault,
    }
}

impl Selection {
    fn of(request: &GetObjectRequest, found: &Found) -> Result<Self, S3Error> {
        match (&request.range, request.part_number) {
            (Some(_), Some(_)) => Err(S3Error::request(
                "Cannot specify both Range header and partNumber query parameter",
            )),
            (Some(header), None) => match range::of_header(header, found.content.size)? {
                Some(range) => Ok(Self::ranged(range, found)),
                None => Ok(Self::whole(found)),
            },
            (None, Some(number)) => Self::part(number, found),
            (None, None) => Ok(Self::whole(found)),
        }
    }

    fn whole(found: &Found) -> Self {
        Self {
            first: 0,
            length: found.content.size,
            content_range: None,
            parts_count: None,
            checksum: found.content.checksum.clone(),
        }
    }

    fn ranged(range: Range, found: &Found) -> Self {
        Self {
            first: range.first,
            length: range.length(),
            content_range: Some(range.content_range(found.content.size)),
            parts_count: None,
            checksum: None,
        }
    }

    fn part(number: i32, found: &Found) -> Result<Self, S3Error> {
        let count = found.parts.len().max(1);
        let unsatisfiable = || S3Error::InvalidPartNumber {
            requested: number.to_string(),
            actual: count.to_string(),
        };
        let index = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
        let index = index.filter(|index| *index < count).ok_or_else(unsatisfiable)?;
        let Data::Parts(..) = found.content.data else {
            let whole = Self::whole(found);
            let content_range = (whole.length > 0)
                .then(|| Range { first: 0, last: whole.length - 1 })
                .map(|range| range.content_range(found.content.size));
            return Ok(Self { content_range, ..whole });
        };
        let first = found.parts.iter().take(index).map(|part| part.size).sum();
        let part = found.parts.get(index).ok_or_else(unsatisfiable)?;
        let content_range = (part.size > 0)
            .then(|| Range { first, last: first + part.size - 1 })
            .map(|range| range.content_range(found.content.size));
        let of_object = found.content.checksum.as_ref();
        let checksum = part.checksum.as_ref().zip(of_object).map(|(value, whole)| Checksum {
            algorithm: whole.algorithm,
            coverage: checksum::Coverage::Composite,
            value: value.clone(),
        });
        Ok(Self {
            first,
            length: part.size,
            content_range,
            parts_count: i32::try_from(count).ok(),
            checksum,
        })
    }
}

fn describe(bucket: &Bucket, found: &Found, selection: &Selection) -> GetObjectOutput {
    let content = &found.content;
    let described = content.description.clone();
    let tags = content.tags.len();
    let mut output = GetObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        last_modified: Some(found.version.modified),
        content_length: i64::try_from(selection.length).ok(),
        e_tag: Some(quoted(&content.etag)),
        version_id: shown_version(bucket, &found.version),
        cache_control: described.cache_control,
        content_disposition: described.content_disposition,
        content_encoding: described.content_encoding,
        content_language: described.content_language,
        content_range: selection.content_range.clone(),
        content_type: described.content_type.or_else(|| Some(DEFAULT_TYPE.to_owned())),
        expires: described.expires,
        website_redirect_location: described.website_redirect_location,
        metadata: Some(described.metadata),
        storage_class: shown_class(&content.storage_class),
        parts_count: selection.parts_count,
        tag_count: (tags > 0).then(|| i32::try_from(tags).unwrap_or_default()),
        ..GetObjectOutput::default()
    };
    show_sealing!(output, &content.sealing);
    output
}

/// Anonymous callers may not say how an answer's headers read.
fn check_overrides(call: &Call, request: &GetObjectRequest) -> Result<(), S3Error> {
    let overrides = request.response_cache_control.is_some()
        || request.response_content_disposition.is_some()
        || request.response_content_encoding.is_some()
        || request.response_content_language.is_some()
        || request.response_content_type.is_some()
        || request.response_expires.is_some();
    if overrides && call.caller.principal == Principal::Anonymous {
        return Err(S3Error::request(
            "Request specific response headers cannot be used for anonymous GET requests.",
        ));
    }
    Ok(())
}

fn override_with(output: &mut GetObjectOutput, request: GetObjectRequest) {
    let replace = |present: &mut Option<String>, sent: Option<String>| {
        if sent.is_some() {
            *present = sent;
        }
    };
    replace(&mut output.cache_control, request.response_cache_control);
    replace(&mut output.content_disposition, request.response_content_disposition);
    replace(&mut output.content_encoding, request.response_content_encoding);
    replace(&mut output.content_language, request.response_content_language);
    replace(&mut output.content_type, request.response_content_type);
    replace(&mut output.expires, request.response_expires.map(Timestamp::http_date));
}
