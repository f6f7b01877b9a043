//! Rules of operations on objects.

use bartizan_service::{Access, Ask, Call};
use bartizan_types::{Fault, Principal, Tag};
use bartizan_wire::Value;

use super::bucket::tags_at;
use super::{bucket_of, check_key, object_access, object_of};
use crate::bucket::name;
use crate::copy_source::CopySource;
use crate::encryption::Sealing;
use crate::error::S3Error;
use crate::records::Bucket;
use crate::{acl, multipart, object_lock, refused, tags, versions};

/// Reads of one object: the main action, or the second one for a version; with the tags it has.
pub(crate) fn read(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    refused::refuse(ask.input)?;
    Ok(vec![on_existing(ask, 0)?])
}

/// `GetObjectAttributes`: to get the object, and its attributes.
pub(crate) fn read_attributes(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    refused::refuse(ask.input)?;
    Ok(vec![on_existing(ask, 0)?, on_existing(ask, 2)?])
}

/// `PutObject` and `CreateMultipartUpload`.
pub(crate) fn put(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    refused::refuse(ask.input)?;
    let sent = tags::of_header(ask.text("Tagging"))?;
    writes(ask, &sent, ask.call.operation.name == "PutObject")
}

/// `UploadPart`.
pub(crate) fn upload_part(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    refused::refuse(ask.input)?;
    writes(ask, &[], false)
}

/// `CompleteMultipartUpload`.
pub(crate) fn complete(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    refused::refuse(ask.input)?;
    writes(ask, &[], true)
}

/// `AbortMultipartUpload` and `ListParts`.
pub(crate) fn on_upload(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (bucket, key) = object_of(ask)?;
    refused::refuse(ask.input)?;
    Ok(vec![object_access(ask.call, ask.action(), bucket, key)])
}

/// `CopyObject`: to read the source, and to write the copy; with its tags where there are any.
pub(crate) fn copy(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    refused::refuse(ask.input)?;
    let source = source_of(ask)?;
    let sent = tags::of_header(ask.text("Tagging"))?;
    let replaces = ask.text("TaggingDirective") == Some("REPLACE");
    let copied = if replaces { Vec::new() } else { existing_tags(ask.call, &source)? };
    let mut needed = vec![read_source(ask, &source, ["s3:GetObject", "s3:GetObjectVersion"])?];
    if !copied.is_empty() {
        let actions = ["s3:GetObjectTagging", "s3:GetObjectVersionTagging"];
        needed.push(read_source(ask, &source, actions)?);
    }
    needed.extend(writes(ask, if replaces { &sent } else { &copied }, true)?);
    Ok(needed)
}

/// `UploadPartCopy`: to read the source, and to write the part.
pub(crate) fn copy_part(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    refused::refuse(ask.input)?;
    let actions = ["s3:GetObject", "s3:GetObjectVersion"];
    let mut needed = vec![read_source(ask, &source_of(ask)?, actions)?];
    needed.extend(writes(ask, &[], false)?);
    Ok(needed)
}

/// `DeleteObject`.
pub(crate) fn delete(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (bucket, key) = object_of(ask)?;
    Ok(vec![delete_access(ask.call, bucket, key, ask.text("VersionId"))])
}

/// `DeleteObjects` decides on each key by itself.
pub(crate) fn delete_many(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    bucket_of(ask)?;
    Ok(Vec::new())
}

/// To delete an object, or a version of it.
pub(crate) fn delete_access(call: &Call, bucket: &str, key: &str, version: Option<&str>) -> Access {
    let action = if version.is_some() { "s3:DeleteObjectVersion" } else { "s3:DeleteObject" };
    object_access(call, action, bucket, key).key_if("s3:VersionId", version)
}

/// `PutObjectTagging`.
pub(crate) fn tag(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let sent: Vec<Tag> = tags_at(ask, "Tagging.TagSet")
        .into_iter()
        .map(|(key, value)| Tag { key: key.to_owned(), value: value.to_owned() })
        .collect();
    Ok(vec![with_request_tags(on_existing(ask, 0)?, &sent)])
}

/// `UpdateObjectEncryption`: to do so, and to write the object.
pub(crate) fn update_encryption(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (bucket, key) = object_of(ask)?;
    let access = |action: &&'static str| {
        object_access(ask.call, *action, bucket, key).key_if("s3:VersionId", ask.text("VersionId"))
    };
    Ok(ask.actions.iter().map(access).collect())
}

/// `PutObjectRetention`.
pub(crate) fn retain(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mode = ask.input.path("Retention.Mode").and_then(Value::text);
    let until = object_lock::instant(ask.input, "Retention.RetainUntilDate");
    let access = on_locked(ask)?;
    Ok(vec![object_lock::condition_keys(access, mode, until, None, ask.call.now)])
}

/// `PutObjectLegalHold`.
pub(crate) fn hold(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let status = ask.input.path("LegalHold.Status").and_then(Value::text);
    let access = on_locked(ask)?;
    Ok(vec![object_lock::condition_keys(access, None, None, status, ask.call.now)])
}

/// The one action of Object Lock on an object, whether a version is named or not.
pub(crate) fn read_lock(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![on_locked(ask)?])
}

fn on_locked(ask: &Ask<'_>) -> Result<Access, Fault> {
    let (bucket, key) = object_of(ask)?;
    let access = object_access(ask.call, ask.action(), bucket, key);
    Ok(access.key_if("s3:VersionId", ask.text("VersionId")))
}

/// The action at `first`, or the one behind it for a version, on an object with its tags.
fn on_existing(ask: &Ask<'_>, first: usize) -> Result<Access, Fault> {
    let (bucket, key) = object_of(ask)?;
    let version = ask.text("VersionId");
    let index = first + usize::from(version.is_some());
    let action = ask.actions.get(index).copied().ok_or_else(|| {
        Fault::new("InternalError", "the operation declares too few actions", 500)
    })?;
    let source = CopySource {
        bucket: bucket.to_owned(),
        key: key.to_owned(),
        version_id: version.map(str::to_owned),
    };
    with_existing_tags(ask.call, object_access(ask.call, action, bucket, key), &source)
}

/// `s3:PutObject`, with tags also `s3:PutObjectTagging`, with an ACL as a rule also
/// `s3:PutObjectAcl`, with a lock also `s3:PutObjectRetention` and `s3:PutObjectLegalHold`.
fn writes(ask: &Ask<'_>, sent: &[Tag], creates: bool) -> Result<Vec<Access>, Fault> {
    let (bucket, key) = object_of(ask)?;
    acl::refuse(ask.input, bucket)?;
    let (mode, hold) = (ask.text("ObjectLockMode"), ask.text("ObjectLockLegalHoldStatus"));
    let until = object_lock::instant(ask.input, "ObjectLockRetainUntilDate");
    let class = ask.text("StorageClass").unwrap_or("STANDARD");
    let begun = begun_sealing(ask, bucket, key)?;
    let access = |action: &'static str| {
        let access = object_access(ask.call, action, bucket, key)
            .key("s3:ObjectCreationOperation", if creates { "true" } else { "false" })
            .key_if("s3:x-amz-acl", ask.text("ACL"))
            .key_if("s3:x-amz-copy-source", ask.text("CopySource"))
            .key_if("s3:x-amz-metadata-directive", ask.text("MetadataDirective"))
            .key_if("s3:x-amz-website-redirect-location", ask.text("WebsiteRedirectLocation"))
            .key_if("s3:if-match", ask.text("IfMatch"))
            .key_if("s3:if-none-match", ask.text("IfNoneMatch"))
            .key("s3:x-amz-storage-class", class);
        let access = encryption_keys(ask, begun.as_ref(), access);
        let access = object_lock::condition_keys(access, mode, until, hold, ask.call.now);
        with_request_tags(access, sent)
    };
    let mut needed = vec![access("s3:PutObject")];
    if !sent.is_empty() {
        needed.push(access("s3:PutObjectTagging"));
    }
    if ask.text("ACL").is_some() && !is_service(ask.call) {
        needed.push(access("s3:PutObjectAcl"));
    }
    if mode.is_some() || until.is_some() {
        needed.push(access("s3:PutObjectRetention"));
    }
    if hold.is_some() {
        needed.push(access("s3:PutObjectLegalHold"));
    }
    Ok(needed)
}

/// How the write is to be encrypted: what its headers say, or what the upload was begun with that it
/// is a part of, for parts do not say it again.
fn encryption_keys(ask: &Ask<'_>, begun: Option<&Sealing>, access: Access) -> Access {
    let said = |member: &str| ask.text(member).map(str::to_owned);
    let algorithm = said("ServerSideEncryption").or_else(|| begun?.algorithm());
    let key = said("SSEKMSKeyId").or_else(|| begun?.kms_key());
    access
        .key_if("s3:x-amz-server-side-encryption", algorithm)
        .key_if("s3:x-amz-server-side-encryption-aws-kms-key-id", key)
        .key_if("s3:x-amz-server-side-encryption-customer-algorithm", said("SSECustomerAlgorithm"))
}

/// How the upload is encrypted that the write is a part of, or ends.
fn begun_sealing(ask: &Ask<'_>, bucket: &str, key: &str) -> Result<Option<Sealing>, Fault> {
    let Some(upload) = ask.text("UploadId") else { return Ok(None) };
    ask.call.read(|reader| {
        let Some(bucket) = reader.get::<Bucket>(&Bucket::key_of(bucket))? else { return Ok(None) };
        match multipart::find(reader, &bucket, key, upload) {
            Ok(upload) => Ok(upload.sealing),
            Err(S3Error::NoSuchUpload { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    })
}

/// Whether an AWS service writes for itself. The bucket policies that AWS documents for log
/// delivery let services in by `s3:PutObject` alone, with an ACL that they must send. (CloudTrail
/// User Guide, "Amazon S3 bucket policy for CloudTrail".)
fn is_service(call: &Call) -> bool {
    matches!(call.caller.principal, Principal::Service { .. })
}

fn with_request_tags(mut access: Access, sent: &[Tag]) -> Access {
    if sent.is_empty() {
        return access;
    }
    for tag in sent {
        access = access.key(format!("s3:RequestObjectTag/{}", tag.key), tag.value.as_str());
    }
    access.key_list("s3:RequestObjectTagKeys", sent.iter().map(|tag| tag.key.clone()).collect())
}

fn source_of(ask: &Ask<'_>) -> Result<CopySource, S3Error> {
    let source = CopySource::parse(ask.text("CopySource").unwrap_or_default())?;
    name::check_form(&source.bucket)?;
    check_key(&source.key)?;
    Ok(source)
}

/// One of two actions, the second for a version, on the source of a copy.
fn read_source(
    ask: &Ask<'_>,
    source: &CopySource,
    [plain, of_version]: [&'static str; 2],
) -> Result<Access, Fault> {
    let action = if source.version_id.is_some() { of_version } else { plain };
    let access = object_access(ask.call, action, &source.bucket, &source.key);
    with_existing_tags(ask.call, access, source)
}

/// Sets `s3:VersionId` and `s3:ExistingObjectTag/…`. Tags of objects are too many for the
/// directory: they are read.
fn with_existing_tags(call: &Call, access: Access, source: &CopySource) -> Result<Access, Fault> {
    let mut access = access.key_if("s3:VersionId", source.version_id.clone());
    for tag in existing_tags(call, source)? {
        access = access.key(format!("s3:ExistingObjectTag/{}", tag.key), tag.value);
    }
    Ok(access)
}

fn existing_tags(call: &Call, source: &CopySource) -> Result<Vec<Tag>, Fault> {
    call.read(|reader| {
        let Some(bucket) = reader.get::<Bucket>(&Bucket::key_of(&source.bucket))? else {
            return Ok(Vec::new());
        };
        let found = versions::find(reader, &bucket, &source.key, source.version_id.as_deref())?;
        let content = found.and_then(|version| version.content);
        Ok::<_, S3Error>(content.map(|content| content.tags).unwrap_or_default())
    })
}
