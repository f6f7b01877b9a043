//! `CopyObject`.

use bartizan_service::{Authorized, Call};
use bartizan_types::{Fault, Tag};

use super::describe::{description, storage_class};
use super::new_object::NewObject;
use super::payload::PAYLOAD_BYTES_MAX;
use super::{Found, shown_version};
use crate::bucket::{self, Named};
use crate::checksum::{Algorithm, Digests, show_sums};
use crate::condition::Conditions;
use crate::copy_source::CopySource;
use crate::encryption::{
    Seal, Sealing, Wish, show_context, show_customer, show_sealing, source_key, wish,
};
use crate::error::S3Error;
use crate::object_lock::Lock;
use crate::records::{Bucket, Content, Description, Version};
use crate::shapes::{CopyObjectOutput, CopyObjectRequest, CopyObjectResult};
use crate::{S3, tags};

/// `CopyObject`: the bytes are read and written again, into one file.
pub(crate) async fn copy(
    s3: &S3,
    call: &Call,
    request: Authorized<CopyObjectRequest>,
) -> Result<CopyObjectOutput, Fault> {
    let mut request = request.into_inner();
    let named = Named::new(call, &request.bucket, request.expected_bucket_owner.as_deref());
    let bucket = named.read(call)?;
    let wish = wish!(call, request)?;
    let customer_md5 = wish.customer_md5();
    let ticket = s3.files.ticket();
    let (source_bucket, found) = source(call, &request, &bucket, &wish)?;
    let algorithm = match request.checksum_algorithm.as_deref() {
        Some(name) => Algorithm::parse(name)?,
        None => found.content.checksum.as_ref().map_or(Algorithm::Crc64Nvme, |sum| sum.algorithm),
    };
    let tags = copied_tags(&request, &found)?;
    let storage_class = storage_class(request.storage_class.as_deref())?;
    let lock = Lock::of_headers(
        request.object_lock_mode.as_deref(),
        request.object_lock_retain_until_date,
        request.object_lock_legal_hold_status.as_deref(),
        call.now,
    )?;
    let description = copied_description(&mut request, &found)?;
    let source_key = source_key!(call, request)?;
    let key = found.key(s3, call, &source_bucket, source_key.as_ref()).await?;
    let seal = Seal::begin(s3, call, (&bucket, &request.key), wish).await?;
    let bytes = s3.files.stream(found.slices(0, found.content.size), key, ticket).await?;
    let digests = Digests::new(&[algorithm]);
    let received = s3.files.receive(bytes, digests, PAYLOAD_BYTES_MAX, Some(seal.key())).await?;
    let source_version = shown_version(&source_bucket, &found.version);
    let object = NewObject {
        named,
        bucket,
        seal,
        key: request.key,
        if_match: request.if_match,
        if_none_match: request.if_none_match,
        file: received.file,
        digested: received.digested,
        algorithm,
        description,
        tags,
        storage_class,
        lock,
    };
    let shown = |bucket: &Bucket, version: &Version| {
        let mut output = CopyObjectOutput {
            copy_object_result: version.content.as_ref().map(|content| shown(content, version)),
            copy_source_version_id: source_version,
            version_id: shown_version(bucket, version),
            ..CopyObjectOutput::default()
        };
        if let Some(content) = &version.content {
            show_sealing!(output, &content.sealing);
            show_customer!(output, customer_md5);
            show_context!(output, &content.sealing);
        }
        output
    };
    object.store(s3, call, shown).await
}

/// The object that is copied, with its bucket.
fn source(
    call: &Call,
    request: &CopyObjectRequest,
    target: &Bucket,
    wish: &Wish,
) -> Result<(Bucket, Found), Fault> {
    let source = CopySource::parse(&request.copy_source)?;
    let expected = request.expected_source_bucket_owner.as_deref();
    let bucket = bucket::read_source(call, &source.bucket, expected)?;
    let found = Found::read(call, &bucket, &source.key, source.version_id.as_deref())?;
    source_conditions(request).check_copy(&found.content.etag, found.version.modified)?;
    check(request, &source, &found, target.encryption.is_some() || wish.is_any())?;
    Ok((bucket, found))
}

fn source_conditions(request: &CopyObjectRequest) -> Conditions<'_> {
    Conditions {
        if_match: request.copy_source_if_match.as_deref(),
        if_none_match: request.copy_source_if_none_match.as_deref(),
        if_modified_since: request.copy_source_if_modified_since,
        if_unmodified_since: request.copy_source_if_unmodified_since,
    }
}

fn shown(content: &Content, version: &Version) -> CopyObjectResult {
    let mut result =
        CopyObjectResult { last_modified: Some(version.modified), ..CopyObjectResult::default() };
    show_sums!(result, content);
    result
}

/// Whether the copy makes sense; `encrypts` where it says how it is to be encrypted, or its bucket.
fn check(
    request: &CopyObjectRequest,
    source: &CopySource,
    found: &Found,
    encrypts: bool,
) -> Result<(), S3Error> {
    if found.content.size > PAYLOAD_BYTES_MAX {
        return Err(S3Error::request(format!(
            "The specified copy source is larger than the maximum allowable size for a copy \
             source: {PAYLOAD_BYTES_MAX}"
        )));
    }
    let metadata = directive("x-amz-metadata-directive", request.metadata_directive.as_deref())?;
    let tagging = directive("x-amz-tagging-directive", request.tagging_directive.as_deref())?;
    let onto_itself =
        source.bucket == request.bucket && source.key == request.key && source.version_id.is_none();
    let changes = metadata
        || tagging
        || request.storage_class.is_some()
        || request.website_redirect_location.is_some()
        || request.checksum_algorithm.is_some()
        || encrypts
        || !found.content.sealing.as_ref().is_some_and(Sealing::is_owned);
    if onto_itself && !changes {
        return Err(S3Error::request(
            "This copy request is illegal because it is trying to copy an object to itself \
             without changing the object's metadata, storage class, website redirect location or \
             encryption attributes.",
        ));
    }
    Ok(())
}

/// Whether a directive says to replace.
fn directive(header: &str, sent: Option<&str>) -> Result<bool, S3Error> {
    match sent {
        None | Some("COPY") => Ok(false),
        Some("REPLACE") => Ok(true),
        Some(other) => Err(S3Error::argument(header, other, "Unknown metadata directive.")),
    }
}

fn copied_tags(request: &CopyObjectRequest, found: &Found) -> Result<Vec<Tag>, S3Error> {
    if request.tagging_directive.as_deref() == Some("REPLACE") {
        tags::of_header(request.tagging.as_deref())
    } else {
        Ok(found.content.tags.clone())
    }
}

/// The redirect of a website is never copied.
fn copied_description(
    request: &mut CopyObjectRequest,
    found: &Found,
) -> Result<Description, S3Error> {
    let sent = description!(request)?;
    if request.metadata_directive.as_deref() == Some("REPLACE") {
        return Ok(sent);
    }
    let website_redirect_location = sent.website_redirect_location;
    Ok(Description { website_redirect_location, ..found.content.description.clone() })
}
