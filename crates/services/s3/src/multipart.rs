//! Multipart uploads. (Amazon S3 User Guide, "Uploading and copying objects using multipart
//! upload".)

pub(crate) mod abort;
pub(crate) mod complete;
pub(crate) mod create;
pub(crate) mod part;
pub(crate) mod uploads;

use bartizan_store::{Key, Reader};

use crate::error::S3Error;
use crate::records::{Bucket, Part, Upload};

/// The highest number of a part, and the most parts of an upload.
pub(crate) const PARTS_MAX: u32 = 10_000;

/// The upload of this id.
pub(crate) fn find(
    reader: &Reader<'_>,
    bucket: &Bucket,
    key: &str,
    id: &str,
) -> Result<Upload, S3Error> {
    let is_ours = id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let found = if is_ours { reader.get::<Upload>(&bucket.record(key, id))? } else { None };
    found.ok_or_else(|| S3Error::NoSuchUpload { upload: id.to_owned() })
}

/// The key of a part's record.
fn part_record(bucket: &Bucket, upload: &str, number: u32) -> Key {
    bucket.record_of_id(format!("{upload}/{number:05}"))
}

/// The parts of an upload, by number, from the first after `after` on.
fn parts(
    reader: &Reader<'_>,
    bucket: &Bucket,
    upload: &str,
    after: u32,
    most: usize,
) -> Result<Vec<Part>, S3Error> {
    let after = part_record(bucket, upload, after).id;
    let prefix = format!("{upload}/");
    let found = reader.scan::<Part>(&bucket.account(), "", &prefix, Some(&after), most)?;
    Ok(found.into_iter().map(|(_, part)| part).collect())
}

/// Every part of an upload.
fn all_parts(reader: &Reader<'_>, bucket: &Bucket, upload: &str) -> Result<Vec<Part>, S3Error> {
    parts(reader, bucket, upload, 0, PARTS_MAX as usize)
}
