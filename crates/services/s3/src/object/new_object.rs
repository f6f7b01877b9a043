//! What ends `PutObject` and `CopyObject`: bytes that were received become a version.

use bartizan_service::Call;
use bartizan_types::{Fault, Tag};
use bartizan_wire::IntoValue;

use crate::S3;
use crate::bucket::Named;
use crate::checksum::{self, Algorithm, Digested};
use crate::encryption::{Place, Seal, etag};
use crate::files::Incoming;
use crate::object_lock::Lock;
use crate::records::{Bucket, Content, Data, Description, Version};
use crate::versions::{self, Moment};

/// An object whose bytes are in a file already.
pub(super) struct NewObject {
    pub(super) named: Named,
    /// The bucket as it was when the bytes were sealed for it.
    pub(super) bucket: Bucket,
    pub(super) seal: Seal,
    pub(super) key: String,
    pub(super) if_match: Option<String>,
    pub(super) if_none_match: Option<String>,
    pub(super) file: Incoming,
    pub(super) digested: Digested,
    pub(super) algorithm: Algorithm,
    pub(super) description: Description,
    pub(super) tags: Vec<Tag>,
    pub(super) storage_class: String,
    pub(super) lock: Lock,
}

impl NewObject {
    /// Makes it the latest version of its key, if the conditions on the present one hold.
    pub(super) async fn store<T: IntoValue + Clone + Send + 'static>(
        self,
        s3: &S3,
        call: &Call,
        shown: impl FnOnce(&Bucket, &Version) -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let sum = self.digested.sum(self.algorithm).unwrap_or_default();
        let data = Data::File(self.file.id());
        let place = Place { bucket: &self.bucket, key: &self.key, data: data.id() };
        let sealing = Some(self.seal.sealing(call, place)?);
        let content = Content {
            size: self.digested.length,
            etag: etag(call, sealing.as_ref(), &self.digested),
            checksum: Some(checksum::full(self.algorithm, sum)),
            data,
            description: self.description,
            tags: self.tags,
            storage_class: self.storage_class,
            lock: self.lock,
            sealing,
        };
        let moment = Moment::of(call);
        let (named, key, file) = (self.named, self.key, self.file);
        let (if_match, if_none_match) = (self.if_match, self.if_none_match);
        s3.commit(call, move |writer, doomed| {
            let bucket = named.load(writer)?;
            versions::check_write(
                writer,
                &bucket,
                &key,
                if_match.as_deref(),
                if_none_match.as_deref(),
            )?;
            let version = versions::add(writer, &bucket, &key, Some(content), moment, doomed)?;
            let output = shown(&bucket, &version);
            file.keep();
            Ok(output)
        })
        .await
    }
}
