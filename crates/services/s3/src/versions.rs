//! The versions of keys: which is the latest, how a write or a delete changes them. (Amazon S3
//! User Guide, "How S3 Versioning works".)

use bartizan_service::Call;
use bartizan_store::{Reader, StoreError, Writer};
use bartizan_types::Timestamp;

use crate::condition;
use crate::error::S3Error;
use crate::files::FileId;
use crate::records::{Bucket, Content, Data, Manifest, Version, Versioning, newest_first};

/// How many versions are read at once.
const PAGE: usize = 100;

/// The latest version of a key; it may be a delete marker.
pub(crate) fn latest(
    reader: &Reader<'_>,
    bucket: &Bucket,
    key: &str,
) -> Result<Option<Version>, StoreError> {
    let found =
        reader.scan::<Version>(&bucket.account(), "", &bucket.prefix_of_key(key), None, 1)?;
    Ok(found.into_iter().next().map(|(_, version)| version))
}

/// The version of this id, or the latest one.
pub(crate) fn find(
    reader: &Reader<'_>,
    bucket: &Bucket,
    key: &str,
    version_id: Option<&str>,
) -> Result<Option<Version>, StoreError> {
    match version_id {
        None => latest(reader, bucket, key),
        Some("null") => null(reader, bucket, key),
        Some(id) if id.len() == 32 => {
            let found = reader.get::<Version>(&bucket.record(key, id))?;
            Ok(found.filter(|version| !version.is_null))
        }
        Some(_) => Ok(None),
    }
}

/// The latest version as long as it is no delete marker.
pub(crate) fn present(
    reader: &Reader<'_>,
    bucket: &Bucket,
    key: &str,
) -> Result<Option<(Version, Content)>, StoreError> {
    Ok(latest(reader, bucket, key)?.and_then(|mut version| {
        let content = version.content.take()?;
        Some((version, content))
    }))
}

/// Whether the conditions of a write hold for the key's present version.
pub(crate) fn check_write(
    reader: &Reader<'_>,
    bucket: &Bucket,
    key: &str,
    if_match: Option<&str>,
    if_none_match: Option<&str>,
) -> Result<(), S3Error> {
    let present = present(reader, bucket, key)?;
    let etag = present.as_ref().map(|(_, content)| content.etag.as_str());
    condition::check_write(if_match, if_none_match, key, etag)
}

fn null(reader: &Reader<'_>, bucket: &Bucket, key: &str) -> Result<Option<Version>, StoreError> {
    let prefix = bucket.prefix_of_key(key);
    let mut after: Option<String> = None;
    loop {
        let page =
            reader.scan::<Version>(&bucket.account(), "", &prefix, after.as_deref(), PAGE)?;
        let Some((last, _)) = page.last() else { return Ok(None) };
        after = Some(last.id.clone());
        if let Some((_, version)) = page.into_iter().find(|(_, version)| version.is_null) {
            return Ok(Some(version));
        }
    }
}

/// Makes `content` (or a delete marker) the latest version. What it replaces goes: its files are
/// added to `doomed`.
pub(crate) fn add(
    writer: &mut Writer<'_>,
    bucket: &Bucket,
    key: &str,
    content: Option<Content>,
    moment: Moment,
    doomed: &mut Vec<FileId>,
) -> Result<Version, S3Error> {
    let before = latest(writer, bucket, key)?;
    let floor = before.as_ref().map_or(0, |version| version.order + 1);
    let millis = u64::try_from(moment.now.millis()).unwrap_or_default();
    let order = floor.max(millis << 16);
    let is_null = bucket.versioning != Versioning::Enabled;
    if is_null {
        let replaced = match before {
            Some(version) if version.is_null => Some(version),
            Some(_) => null(writer, bucket, key)?,
            None => None,
        };
        if let Some(version) = replaced {
            erase(writer, bucket, &version, doomed)?;
        }
    }
    let content = match content {
        None => None,
        Some(content) => {
            Some(Content { lock: content.lock.in_bucket(bucket, moment.now)?, ..content })
        }
    };
    let id = newest_first(order, moment.tie);
    let key = key.to_owned();
    let version = Version { key, order, id, is_null, modified: moment.now, content };
    writer.put(&bucket.record(&version.key, &version.id), &version)?;
    Ok(version)
}

/// Changes what a version says of itself besides its bytes.
pub(crate) fn change(
    writer: &mut Writer<'_>,
    bucket: &Bucket,
    key: &str,
    version_id: Option<&str>,
    change: impl FnOnce(&mut Content) -> Result<(), S3Error>,
) -> Result<Version, S3Error> {
    let found = find(writer, bucket, key, version_id)?;
    let missing = || S3Error::NoSuchKey { key: key.to_owned() };
    let mut version = found.ok_or_else(missing)?;
    change(version.content.as_mut().ok_or_else(missing)?)?;
    writer.put(&bucket.record(&version.key, &version.id), &version)?;
    Ok(version)
}

/// When a version is made, and what tells it apart from others of the same moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) now: Timestamp,
    pub(crate) tie: u64,
}

impl Moment {
    /// Now, for the only version that a call makes.
    pub(crate) fn of(call: &Call) -> Self {
        Self { now: call.now, tie: call.platform.random.next_u64() }
    }
}

/// Removes a version for good.
pub(crate) fn erase(
    writer: &mut Writer<'_>,
    bucket: &Bucket,
    version: &Version,
    doomed: &mut Vec<FileId>,
) -> Result<(), S3Error> {
    writer.delete::<Version>(&bucket.record(&version.key, &version.id))?;
    match version.content.as_ref().map(|content| &content.data) {
        Some(Data::File(file)) => doomed.push(file.clone()),
        Some(Data::Parts(id, _)) => {
            let record = bucket.record_of_id(id.as_str());
            if let Some(manifest) = writer.get::<Manifest>(&record)? {
                doomed.extend(manifest.parts.into_iter().map(|part| part.file));
            }
            writer.delete::<Manifest>(&record)?;
        }
        None => {}
    }
    Ok(())
}
