//! Buckets in the directory: who owns them, and what their policies say.

use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::Resource;
use bartizan_service::projection::{each, each_changed};
use bartizan_service::{Directory, Projection};
use bartizan_store::{Change, Reader, Record};

use crate::records::{AccountPublicAccess, Bucket};
use crate::rules::bucket_arn;
use crate::{control, public};

/// Enters buckets into the directory.
#[derive(Debug, Default)]
pub struct S3Projection;

impl Projection for S3Projection {
    fn load(&self, reader: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
        each::<Bucket>(reader, |_, bucket| enter(&bucket, reader, directory))
    }

    fn apply(
        &self,
        changes: &[Change],
        reader: &Reader<'_>,
        directory: &mut Directory,
    ) -> Result<(), String> {
        each_changed::<Bucket>(changes, reader, |key, bucket| {
            if let Some(bucket) = bucket {
                return enter(&bucket, reader, directory);
            }
            directory.remove_resource(bucket_arn(&key.id).as_str());
            directory.put_cors(&key.id, &[]);
            Ok(())
        })?;
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
