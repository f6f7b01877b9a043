//! `DeleteObject` and `DeleteObjects`.

use bartizan_service::{Authorized, Call};
use bartizan_store::Writer;
use bartizan_types::{Fault, Timestamp};

use super::check_version_id;
use crate::bucket::Named;
use crate::error::S3Error;
use crate::files::FileId;
use crate::records::{Bucket, Version, Versioning};
use crate::shapes::{
    DeleteObjectOutput, DeleteObjectRequest, DeleteObjectsOutput, DeleteObjectsRequest,
    DeletedObject, Error,
};
use crate::versions::{self, Moment};
use crate::{S3, condition, object_lock, rules};

/// After so many keys others have their turn: each key costs a decision.
const DECIDED_AT_ONCE: usize = 32;
/// The most keys of one `DeleteObjects`.
const KEYS_MAX: usize = 1000;

/// What to delete, and on which conditions.
#[derive(Debug, Clone)]
struct Wanted {
    key: String,
    version_id: Option<String>,
    etag: Option<String>,
    modified: Option<Timestamp>,
    size: Option<i64>,
    /// Whether the caller asks to bypass a retention, and may.
    bypass: bool,
}

/// What a deletion did.
#[derive(Debug, Clone, Default)]
struct Done {
    /// The version that was made (a delete marker) or removed.
    version_id: Option<String>,
    is_marker: bool,
}

/// `DeleteObject`.
pub(crate) async fn one(
    s3: &S3,
    call: &Call,
    request: Authorized<DeleteObjectRequest>,
) -> Result<DeleteObjectOutput, Fault> {
    let request = request.into_inner();
    let named = Named::new(call, &request.bucket, request.expected_bucket_owner.as_deref());
    let asked = request.bypass_governance_retention;
    let wanted = Wanted {
        bypass: object_lock::may_bypass(call, &request.bucket, &request.key, asked),
        key: request.key,
        version_id: request.version_id,
        etag: request.if_match,
        modified: request.if_match_last_modified_time,
        size: request.if_match_size,
    };
    let moment = Moment::of(call);
    s3.commit(call, move |writer, doomed| {
        let bucket = named.load(writer)?;
        let done = wanted.delete(writer, &bucket, moment, doomed)?;
        Ok(DeleteObjectOutput {
            delete_marker: done.is_marker.then_some(true),
            version_id: done.version_id,
            request_charged: None,
        })
    })
    .await
}

/// `DeleteObjects`: each key is decided on by itself.
pub(crate) async fn many(
    s3: &S3,
    call: &Call,
    request: Authorized<DeleteObjectsRequest>,
) -> Result<DeleteObjectsOutput, Fault> {
    let request = request.into_inner();
    if request.delete.objects.is_empty() || request.delete.objects.len() > KEYS_MAX {
        return Err(S3Error::MalformedXML {}.into());
    }
    let named = Named::new(call, &request.bucket, request.expected_bucket_owner.as_deref());
    let mut allowed = Vec::new();
    let mut errors = Vec::new();
    for (number, object) in (1..).zip(request.delete.objects) {
        if number % DECIDED_AT_ONCE == 0 {
            tokio::task::yield_now().await;
        }
        let version = object.version_id.as_deref();
        let access = rules::delete_access(call, &request.bucket, &object.key, version);
        let asked = request.bypass_governance_retention;
        let wanted = Wanted {
            bypass: object_lock::may_bypass(call, &request.bucket, &object.key, asked),
            key: object.key,
            version_id: object.version_id,
            etag: object.e_tag,
            modified: object.last_modified_time,
            size: object.size,
        };
        match call.require(&access) {
            Ok(()) => allowed.push((wanted, call.platform.random.next_u64())),
            Err(fault) => errors.push(failed(&wanted, fault)),
        }
    }
    let is_quiet = request.delete.quiet == Some(true);
    let now = call.now;
    s3.commit(call, move |writer, doomed| {
        let bucket = named.load(writer)?;
        let mut deleted = Vec::new();
        for (wanted, tie) in allowed {
            match wanted.delete(writer, &bucket, Moment { now, tie }, doomed) {
                Ok(done) => deleted.push(shown(wanted, done)),
                Err(error @ (S3Error::Store(_) | S3Error::InternalError { .. })) => {
                    return Err(error);
                }
                Err(error) => errors.push(failed(&wanted, error.into())),
            }
        }
        Ok(DeleteObjectsOutput {
            deleted: (!is_quiet).then_some(deleted),
            errors: (!errors.is_empty()).then_some(errors),
            request_charged: None,
        })
    })
    .await
}

impl Wanted {
    fn delete(
        &self,
        writer: &mut Writer<'_>,
        bucket: &Bucket,
        moment: Moment,
        doomed: &mut Vec<FileId>,
    ) -> Result<Done, S3Error> {
        if let Some(id) = &self.version_id {
            check_version_id(id)?;
            let found = versions::find(writer, bucket, &self.key, Some(id))?;
            self.check(found.as_ref())?;
            let is_marker = found.as_ref().is_some_and(|version| version.content.is_none());
            if let Some(version) = found {
                object_lock::check_deletion(version.content.as_ref(), moment.now, self.bypass)?;
                versions::erase(writer, bucket, &version, doomed)?;
            }
            return Ok(Done { version_id: Some(id.clone()), is_marker });
        }
        let latest = versions::latest(writer, bucket, &self.key)?;
        self.check(latest.as_ref())?;
        if bucket.versioning == Versioning::Never {
            if let Some(version) = latest {
                versions::erase(writer, bucket, &version, doomed)?;
            }
            return Ok(Done::default());
        }
        let marker = versions::add(writer, bucket, &self.key, None, moment, doomed)?;
        Ok(Done { version_id: Some(marker.shown_id().to_owned()), is_marker: true })
    }

    /// Whether what is there is what the caller wants to delete.
    fn check(&self, found: Option<&Version>) -> Result<(), S3Error> {
        if self.etag.is_none() && self.modified.is_none() && self.size.is_none() {
            return Ok(());
        }
        let found = found.and_then(|version| Some((version, version.content.as_ref()?)));
        let missing = || S3Error::NoSuchKey { key: self.key.clone() };
        let (version, content) = found.ok_or_else(missing)?;
        let is_it = self.etag.as_ref().is_none_or(|etag| condition::names(etag, &content.etag))
            && self.modified.is_none_or(|time| time.seconds() == version.modified.seconds())
            && self.size.is_none_or(|size| u64::try_from(size) == Ok(content.size));
        if is_it {
            Ok(())
        } else {
            Err(S3Error::PreconditionFailed { condition: "If-Match".to_owned() })
        }
    }
}

fn shown(wanted: Wanted, done: Done) -> DeletedObject {
    // The version that was asked for, and the marker that was made or removed.
    DeletedObject {
        key: Some(wanted.key),
        version_id: wanted.version_id,
        delete_marker: done.is_marker.then_some(true),
        delete_marker_version_id: done.version_id.filter(|_| done.is_marker),
    }
}

fn failed(wanted: &Wanted, fault: Fault) -> Error {
    Error {
        key: Some(wanted.key.clone()),
        version_id: wanted.version_id.clone(),
        code: Some(fault.code.into_owned()),
        message: Some(fault.message),
    }
}
