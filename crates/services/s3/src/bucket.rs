//! Buckets.

pub(crate) mod absent;
pub(crate) mod cors;
mod create;
pub(crate) mod encryption;
mod list;
pub(crate) mod name;
pub(crate) mod ownership;
pub(crate) mod policy;
pub(crate) mod public_access;
pub(crate) mod tagging;
pub(crate) mod versioning;

use bartizan_service::{Authorized, Call};
use bartizan_store::{Reader, Writer};
use bartizan_types::{Fault, Principal};

use crate::error::S3Error;
use crate::records::{Bucket, Version};
use crate::shapes::{
    DeleteBucketRequest, GetBucketLocationOutput, GetBucketLocationRequest, HeadBucketOutput,
    HeadBucketRequest,
};
use crate::{S3, multipart};

pub(crate) use create::create;
pub(crate) use list::list;

bartizan_wire::shape! { Nothing {
} }

/// A bucket as a request names it.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    name: String,
    expected_owner: Option<String>,
    /// The region the request was signed for, where that must be the bucket's.
    region: Option<String>,
}

impl Named {
    /// A bucket that is used: a request signed for another region than the bucket's is refused, as
    /// AWS does, so that policies on `aws:RequestedRegion` hold. The error names the region, and
    /// the SDKs sign again for it.
    pub(crate) fn new(call: &Call, name: &str, expected_owner: Option<&str>) -> Self {
        let signed = call.caller.principal != Principal::Anonymous;
        Self {
            region: signed.then(|| call.region.as_str().to_owned()),
            ..Self::in_any_region(name, expected_owner)
        }
    }

    /// A bucket that is asked for its region, whose answer to `HEAD` could not name it, or that a
    /// copy comes from.
    fn in_any_region(name: &str, expected_owner: Option<&str>) -> Self {
        Self {
            name: name.to_owned(),
            expected_owner: expected_owner.map(str::to_owned),
            region: None,
        }
    }

    /// Reads the bucket.
    pub(crate) fn load(&self, reader: &Reader<'_>) -> Result<Bucket, S3Error> {
        let found = reader.get::<Bucket>(&Bucket::key_of(&self.name))?;
        let bucket = found.ok_or_else(|| S3Error::NoSuchBucket { bucket: self.name.clone() })?;
        if self.expected_owner.as_ref().is_some_and(|owner| *owner != bucket.account()) {
            return Err(S3Error::AccessDenied {});
        }
        match &self.region {
            Some(region) if *region != bucket.region => {
                Err(S3Error::AuthorizationHeaderMalformed {
                    region: bucket.region,
                    signed_for: region.clone(),
                })
            }
            _ => Ok(bucket),
        }
    }

    /// Reads the bucket outside of a transaction.
    pub(crate) fn read(&self, call: &Call) -> Result<Bucket, Fault> {
        call.read(|reader| self.load(reader))
    }
}

/// Reads the bucket of a request.
pub(crate) fn read(call: &Call, name: &str, expected_owner: Option<&str>) -> Result<Bucket, Fault> {
    Named::new(call, name, expected_owner).read(call)
}

/// Reads the bucket that a copy comes from, which may be in another region.
pub(crate) fn read_source(
    call: &Call,
    name: &str,
    expected_owner: Option<&str>,
) -> Result<Bucket, Fault> {
    Named::in_any_region(name, expected_owner).read(call)
}

/// Changes the bucket of a request, and records that.
pub(crate) async fn change(
    call: &Call,
    name: &str,
    expected_owner: Option<&str>,
    change: impl FnOnce(&mut Bucket) -> Result<(), S3Error> + Send + 'static,
) -> Result<Nothing, Fault> {
    let named = Named::new(call, name, expected_owner);
    call.commit(move |writer| {
        let mut bucket = named.load(writer)?;
        change(&mut bucket)?;
        save(writer, &bucket)?;
        Ok::<_, S3Error>(Nothing::default())
    })
    .await
}

fn save(writer: &mut Writer<'_>, bucket: &Bucket) -> Result<(), S3Error> {
    Ok(writer.put(&Bucket::key_of(&bucket.name), bucket)?)
}

/// `DeleteBucket`: of a bucket without objects. Uploads that go on end with it.
pub(crate) async fn delete(
    s3: &S3,
    call: &Call,
    request: Authorized<DeleteBucketRequest>,
) -> Result<Nothing, Fault> {
    let named = Named::new(call, &request.bucket, request.expected_bucket_owner.as_deref());
    s3.commit(call, move |writer, doomed| {
        let bucket = named.load(writer)?;
        let prefix = bucket.prefix("");
        let versions = writer.scan::<Version>(&bucket.account(), "", &prefix, None, 1)?;
        if !versions.is_empty() {
            return Err(S3Error::BucketNotEmpty { bucket: bucket.name });
        }
        multipart::abort::erase_all(writer, &bucket, doomed)?;
        writer.delete::<Bucket>(&Bucket::key_of(&bucket.name))?;
        Ok(Nothing::default())
    })
    .await
}

/// `HeadBucket`, in any region: an answer without a body could not say which is right.
pub(crate) async fn head(
    _s3: &S3,
    call: &Call,
    request: Authorized<HeadBucketRequest>,
) -> Result<HeadBucketOutput, Fault> {
    let expected = request.expected_bucket_owner.as_deref();
    let bucket = Named::in_any_region(&request.bucket, expected).read(call)?;
    Ok(HeadBucketOutput {
        bucket_arn: Some(crate::rules::bucket_arn(&bucket.name).to_string()),
        bucket_region: Some(bucket.region),
        access_point_alias: Some(false),
        ..HeadBucketOutput::default()
    })
}

/// `GetBucketLocation`, in any region. The first region of all has no name here.
pub(crate) async fn location(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetBucketLocationRequest>,
) -> Result<GetBucketLocationOutput, Fault> {
    let expected = request.expected_bucket_owner.as_deref();
    let bucket = Named::in_any_region(&request.bucket, expected).read(call)?;
    let location_constraint = Some(bucket.region).filter(|region| region != create::FIRST_REGION);
    Ok(GetBucketLocationOutput { location_constraint })
}
