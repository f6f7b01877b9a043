//! Objects.

pub(crate) mod attributes;
pub(crate) mod copy;
pub(crate) mod delete;
pub(crate) mod describe;
pub(crate) mod get;
mod new_object;
pub(crate) mod payload;
pub(crate) mod put;
pub(crate) mod tagging;
pub(crate) mod update_encryption;

use bartizan_sealed_stream::StreamKey;
use bartizan_service::Call;
use bartizan_types::Fault;

use crate::encryption::{CustomerKey, Place};
use crate::error::S3Error;
use crate::files::{FileId, Slice};
use crate::records::{Bucket, Content, Data, Manifest, ManifestPart, Version, Versioning};
use crate::{S3, encryption, rules, versions};

/// A version that a read found, with the files of its parts where it has parts.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) version: Version,
    pub(crate) content: Content,
    /// Empty where the bytes are in one file.
    pub(crate) parts: Vec<ManifestPart>,
}

impl Found {
    /// Finds an object, or one version of it. Whether it is not there is told only to those who
    /// may list the bucket. (Amazon S3 API Reference, `GetObject`, "Permissions".)
    pub(crate) fn read(
        call: &Call,
        bucket: &Bucket,
        key: &str,
        version_id: Option<&str>,
    ) -> Result<Self, Fault> {
        if let Some(id) = version_id {
            check_version_id(id)?;
        }
        let found = call.read(|reader| {
            let Some(mut version) = versions::find(reader, bucket, key, version_id)? else {
                return Ok(None);
            };
            let content = version.content.take();
            let mut parts = Vec::new();
            if let Some(Content { data: Data::Parts(id, _), .. }) = &content {
                let manifest = reader.get::<Manifest>(&bucket.record_of_id(id.as_str()))?;
                let lost = || S3Error::InternalError { reason: "a manifest is lost".to_owned() };
                parts = manifest.ok_or_else(lost)?.parts;
            }
            Ok::<_, S3Error>(Some((version, content, parts)))
        })?;
        match (found, version_id) {
            (Some((version, Some(content), parts)), _) => Ok(Self { version, content, parts }),
            (Some((marker, ..)), Some(_)) => Err(refused_at(call, &marker)),
            (None, Some(id)) => {
                call.require(&rules::list(call, &bucket.name))?;
                let (key, version) = (key.to_owned(), id.to_owned());
                Err(S3Error::NoSuchVersion { key, version }.into())
            }
            (marker, None) => {
                call.require(&rules::list(call, &bucket.name))?;
                let fault = Fault::from(S3Error::NoSuchKey { key: key.to_owned() });
                Err(match marker {
                    Some((marker, ..)) => marked(fault, &marker),
                    None => fault,
                })
            }
        }
    }

    /// The key of its bytes, for a request with this key of the customer's.
    pub(crate) async fn key(
        &self,
        s3: &S3,
        call: &Call,
        bucket: &Bucket,
        customer: Option<&CustomerKey>,
    ) -> Result<Option<StreamKey>, Fault> {
        let content = &self.content;
        let place = Place { bucket, key: &self.version.key, data: content.data.id() };
        encryption::open(s3, call, place, content.sealing.as_ref(), customer).await
    }

    /// The files that hold `length` bytes from `first` on.
    pub(crate) fn slices(&self, first: u64, length: u64) -> Vec<Slice> {
        let single = match &self.content.data {
            Data::File(file) => Some((file, self.content.size)),
            Data::Parts(..) => None,
        };
        let parts = self.parts.iter().map(|part| (&part.file, part.size));
        cut(single.into_iter().chain(parts), first, length)
    }
}

/// A delete marker can only be deleted. (Amazon S3 User Guide, "Working with delete markers".)
fn refused_at(call: &Call, marker: &Version) -> Fault {
    let method = match call.operation.name {
        "HeadObject" => "HEAD",
        "PutObjectTagging" => "PUT",
        "DeleteObjectTagging" => "DELETE",
        _ => "GET",
    };
    let (method, resource) = (method.to_owned(), "DeleteMarker".to_owned());
    let fault = Fault::from(S3Error::MethodNotAllowed { method, resource });
    marked(fault, marker).with_header("allow", "DELETE")
}

/// Says that a delete marker is in the way.
fn marked(fault: Fault, marker: &Version) -> Fault {
    fault
        .with_header("x-amz-delete-marker", "true")
        .with_header("x-amz-version-id", marker.shown_id())
}

/// The slices of consecutive files that hold `length` bytes from `first` on.
fn cut<'f>(files: impl Iterator<Item = (&'f FileId, u64)>, first: u64, length: u64) -> Vec<Slice> {
    let end = first.saturating_add(length);
    let mut start = 0;
    let mut slices = Vec::new();
    for (file, size) in files {
        let from = first.max(start);
        let to = end.min(start + size);
        if from < to {
            let (offset, length) = (from - start, to - from);
            slices.push(Slice { file: file.clone(), size, offset, length });
        }
        start += size;
    }
    slices
}

/// Whether a text can be a version id at all.
pub(crate) fn check_version_id(id: &str) -> Result<(), S3Error> {
    let is_ours = id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_ours || id == "null" {
        return Ok(());
    }
    let reason = if id.is_empty() {
        "Version id cannot be the empty string"
    } else {
        "Invalid version id specified"
    };
    Err(S3Error::argument("versionId", id, reason))
}

/// The version id that answers show: none where the bucket never kept versions.
pub(crate) fn shown_version(bucket: &Bucket, version: &Version) -> Option<String> {
    (bucket.versioning != Versioning::Never).then(|| version.shown_id().to_owned())
}

/// An entity tag as headers and documents write it.
pub(crate) fn quoted(etag: &str) -> String {
    format!("\"{etag}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use bartizan_types::SeededRandom;
    use std::sync::Arc;

    #[test]
    fn a_range_is_cut_from_consecutive_files() {
        let folder = tempfile::tempdir().unwrap();
        let files =
            crate::files::Files::open(folder.path(), Arc::new(SeededRandom::new(1))).unwrap();
        let [a, b] = [files.new_id(), files.new_id()];
        let cut = |first, length| {
            let slices = cut([(&a, 4), (&b, 6)].into_iter(), first, length);
            slices
                .iter()
                .map(|slice| (slice.file == b, slice.offset, slice.length))
                .collect::<Vec<_>>()
        };
        assert_eq!(cut(0, 10), [(false, 0, 4), (true, 0, 6)]);
        assert_eq!(cut(3, 2), [(false, 3, 1), (true, 0, 1)]);
        assert_eq!(cut(4, 2), [(true, 0, 2)]);
        assert_eq!(cut(9, 1), [(true, 5, 1)]);
        assert_eq!(cut(0, 0), []);
    }
}
