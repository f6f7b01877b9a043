//! Whether CloudTrail may write to a trail's bucket: it tries, as AWS does, by the folders that log
//! files and digests will be in. (CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail".)

use bartizan_service::Call;
use bartizan_types::{Arn, Fault, FaultKind, Region};

use crate::delivery::{self, Place, Upload};
use crate::error::CloudTrailError;
use crate::records::Trail;

/// Looks whether the bucket is there and its policy lets CloudTrail in, and sets its region.
pub(super) async fn check(call: &Call, trail: &mut Trail) -> Result<(), CloudTrailError> {
    let bucket = Arn::new("s3", "", None, &trail.bucket);
    if call.directory.resource(bucket.as_str()).is_none() {
        return Err(CloudTrailError::S3BucketDoesNotExist(trail.bucket.clone()));
    }
    let home = Place { region: Region::new(&trail.home_region), ..Place::of(trail) };
    let region = delivery::locate(call.road(), home).await;
    let region = region.map_err(|fault| refused(&trail.bucket, fault))?;
    region.as_str().clone_into(&mut trail.bucket_region);
    let mut folders = vec![delivery::folder(trail, "CloudTrail")];
    if trail.validates_files {
        folders.push(delivery::folder(trail, "CloudTrail-Digest"));
    }
    for key in folders {
        let written = delivery::put(call.road(), &Place::of(trail), Upload::folder(key)).await;
        written.map_err(|fault| refused(&trail.bucket, fault))?;
    }
    Ok(())
}

/// Looks whether CloudTrail may write insights into the trail's bucket.
pub(crate) async fn check_insights(call: &Call, trail: &Trail) -> Result<(), CloudTrailError> {
    let key = delivery::folder(trail, "CloudTrail-Insight");
    let written = delivery::put(call.road(), &Place::of(trail), Upload::folder(key)).await;
    written.map_err(|fault| refused(&trail.bucket, fault))
}

/// What a refusal by S3 means; its own failures stay what they are.
pub(crate) fn refused(bucket: &str, fault: Fault) -> CloudTrailError {
    match fault.kind() {
        FaultKind::Client => CloudTrailError::InsufficientS3BucketPolicy(bucket.to_owned()),
        FaultKind::Server => fault.into(),
    }
}
