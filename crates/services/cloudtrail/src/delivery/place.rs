//! Where a trail's files go.

use bartizan_service::logs::{Place, PlaceKey};
use bartizan_types::{Arn, Region};

use crate::PRINCIPAL;
use crate::records::Trail;

/// What CloudTrail adds to the encryption context. (CloudTrail User Guide, "How AWS CloudTrail uses AWS
/// KMS".)
const CONTEXT: &str = "aws:cloudtrail:arn";

/// The bucket of a trail, which has this ARN.
pub(crate) fn place_of<'p>(trail: &'p Trail, arn: &'p Arn) -> Place<'p> {
    Place {
        principal: PRINCIPAL,
        on_behalf_of: arn,
        bucket: &trail.bucket,
        region: Region::new(&trail.bucket_region),
        key: trail.kms_key.as_deref().map(|arn| PlaceKey { arn, context: CONTEXT }),
    }
}

/// The folder of log files or of digests in the bucket.
pub(crate) fn folder(trail: &Trail, kind: &str) -> String {
    under_prefix(trail, &format!("AWSLogs/{}/{kind}/", trail.account))
}

/// A key behind the trail's prefix.
pub(crate) fn under_prefix(trail: &Trail, key: &str) -> String {
    match &trail.key_prefix {
        Some(prefix) => format!("{prefix}/{key}"),
        None => key.to_owned(),
    }
}
