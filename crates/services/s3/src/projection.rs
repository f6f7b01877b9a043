//! Buckets in the directory: who owns them, and what their policies say.

use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::Resource;
use bartizan_service::{Directory, Projection};
use bartizan_store::{Change, ChangeKind, Reader, Record};

use crate::records::{AccountPublicAccess, Bucket};
use crate::rules::bucket_arn;
use crate::{control, public};

const PAGE: usize = 1000;

/// Enters buckets into the directory.
#[derive(Debug, Default)]
pub struct S3Projection;

impl Projection for S3Projection {
    fn load(&self, reader: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
        let mut after = None;
        loop {
            let page = reader
                .scan_all::<Bucket>(after.as_ref(), PAGE)
                .map_err(|error| error.to_string())?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = Some(last.clone());
            for (_, bucket) in &page {
                enter(bucket, reader, directory)?;
            }
        }
    }

    fn apply(
        &self,
        changes: &[Change],
        reader: &Reader<'_>,
        directory: &mut Directory,
    ) -> Result<(), String> {
        let of_buckets = changes.iter().filter(|change| change.collection == Bucket::COLLECTION);
        for change in of_buckets {
            let found = match change.kind {
                ChangeKind::Put => {
                    reader.get::<Bucket>(&change.key).map_err(|error| error.to_string())?
                }
                ChangeKind::Delete => None,
            };
            if let Some(bucket) = found {
                enter(&bucket, reader, directory)?;
            } else {
                directory.remove_resource(bucket_arn(&change.key.id).as_str());
                directory.put_cors(&change.key.id, &[]);
            }
        }
        let of_accounts =
            changes.iter().filter(|change| change.collection == AccountPublicAccess::COLLECTION);
        for change in of_accounts {
            let buckets = reader
                .find::<Bucket>("owner", &change.key.account)
                .map_err(|error| error.to_string())?;
            for (_, bucket) in &buckets {
                enter(bucket, reader, directory)?;
            }
        }
        Ok(())
    }
}

fn enter(bucket: &Bucket, reader: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
    let mut is_public = false;
    let policy = match &bucket.policy {
        None => None,
        Some(text) => {
            let policy = Policy::parse(text, PolicyKind::Resource)
                .map_err(|error| format!("the policy of bucket {}: {error}", bucket.name))?;
            is_public = public::is_public(policy.document());
            Some(Attached::inline("bucket policy", Arc::new(policy)))
        }
    };
    let of_account =
        control::of_account(reader, bucket.owner).map_err(|error| error.to_string())?;
    let restricts = of_account.restrict_public_buckets
        || bucket.public_access_block.is_some_and(|block| block.restrict_public_buckets);
    directory.put_cors(&bucket.name, &bucket.cors);
    directory.put_resource(
        bucket_arn(&bucket.name).as_str(),
        Resource {
            account: bucket.owner,
            policy,
            tags: bucket.tags.clone(),
            restricts_public_policy: restricts && is_public,
        },
    );
    Ok(())
}
