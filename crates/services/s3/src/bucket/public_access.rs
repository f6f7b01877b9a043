//! The switches against public access.

use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;

use super::{Nothing, change, read};
use crate::S3;
use crate::error::S3Error;
use crate::records::PublicAccessBlock;
use crate::shapes::{
    DeletePublicAccessBlockRequest, GetPublicAccessBlockOutput, GetPublicAccessBlockRequest,
    PublicAccessBlockConfiguration, PutPublicAccessBlockRequest,
};

impl PublicAccessBlock {
    /// What a request sets: what it does not name is off, and it must name something.
    pub(crate) fn of_switches(
        block_public_acls: Option<bool>,
        ignore_public_acls: Option<bool>,
        block_public_policy: Option<bool>,
        restrict_public_buckets: Option<bool>,
    ) -> Result<Self, S3Error> {
        let switches =
            [block_public_acls, ignore_public_acls, block_public_policy, restrict_public_buckets];
        if switches.iter().all(Option::is_none) {
            return Err(S3Error::request("Must specify at least one configuration."));
        }
        Ok(Self {
            block_public_acls: block_public_acls.unwrap_or(false),
            ignore_public_acls: ignore_public_acls.unwrap_or(false),
            block_public_policy: block_public_policy.unwrap_or(false),
            restrict_public_buckets: restrict_public_buckets.unwrap_or(false),
        })
    }
}

/// `PutPublicAccessBlock`: what is not named is off.
pub(crate) async fn put(
    _s3: &S3,
    call: &Call,
    request: Authorized<PutPublicAccessBlockRequest>,
) -> Result<Nothing, Fault> {
    let sent = &request.public_access_block_configuration;
    let block = PublicAccessBlock::of_switches(
        sent.block_public_acls,
        sent.ignore_public_acls,
        sent.block_public_policy,
        sent.restrict_public_buckets,
    )?;
    change(call, &request.bucket, request.expected_bucket_owner.as_deref(), move |bucket| {
        bucket.public_access_block = Some(block);
        Ok(())
    })
    .await
}

/// `GetPublicAccessBlock`.
pub(crate) async fn show(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetPublicAccessBlockRequest>,
) -> Result<GetPublicAccessBlockOutput, Fault> {
    let bucket = read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    let Some(block) = bucket.public_access_block else {
        return Err(S3Error::NoSuchPublicAccessBlockConfiguration { bucket: bucket.name }.into());
    };
    Ok(GetPublicAccessBlockOutput {
        public_access_block_configuration: Some(PublicAccessBlockConfiguration {
            block_public_acls: Some(block.block_public_acls),
            ignore_public_acls: Some(block.ignore_public_acls),
            block_public_policy: Some(block.block_public_policy),
            restrict_public_buckets: Some(block.restrict_public_buckets),
        }),
    })
}

/// `DeletePublicAccessBlock`.
pub(crate) async fn delete(
    _s3: &S3,
    call: &Call,
    request: Authorized<DeletePublicAccessBlockRequest>,
) -> Result<Nothing, Fault> {
    change(call, &request.bucket, request.expected_bucket_owner.as_deref(), |bucket| {
        bucket.public_access_block = None;
        Ok(())
    })
    .await
}
