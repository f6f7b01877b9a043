//! Whether CloudTrail may write to a trail's bucket: it tries, as AWS does, by the folders that log
//! files and digests will be in. (CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail".)

use std::collections::BTreeMap;

use bartizan_service::logs::{Place, Upload, locate, put};
use bartizan_service::{Call, KeyUse};
use bartizan_types::{Arn, Fault, FaultKind, Region};

use crate::delivery::{folder, place_of};
use crate::error::CloudTrailError;
use crate::records::Trail;

/// Looks whether the bucket is there and its policy lets CloudTrail in, and sets its region.
pub(super) async fn check(call: &Call, trail: &mut Trail) -> Result<(), CloudTrailError> {
    let bucket = Arn::new("s3", "", None, &trail.bucket);
    if call.directory.resource(bucket.as_str()).is_none() {
        return Err(CloudTrailError::S3BucketDoesNotExist(trail.bucket.clone()));
    }
    let arn = trail.arn();
    let home = Place { region: Region::new(&trail.home_region), ..place_of(trail, &arn) };
    let region = locate(call.road(), home).await;
    let region = region.map_err(|fault| refused(&trail.bucket, fault))?;
    region.as_str().clone_into(&mut trail.bucket_region);
    if let Some(named) = &trail.kms_key {
        trail.kms_key = Some(key(call, trail, named).await?);
    }
    let mut folders = vec![folder(trail, "CloudTrail")];
    if trail.validates_files {
        folders.push(folder(trail, "CloudTrail-Digest"));
    }
    for key in folders {
        let written = put(call.road(), &place_of(trail, &trail.arn()), Upload::folder(key)).await;
        written.map_err(|fault| not_written(trail, fault))?;
    }
    Ok(())
}

/// The ARN of the key of this name, which must be where the bucket is; that another account has it
/// shows when CloudTrail writes by it. (CloudTrail API Reference, `CreateTrail`, `KmsKeyId`.)
async fn key(call: &Call, trail: &Trail, named: &str) -> Result<String, CloudTrailError> {
    let Some(keys) = &call.platform.ports.data_keys else {
        return Err(CloudTrailError::not_implemented("Encryption of log files by KMS (KmsKeyId)"));
    };
    let (region, context) = (Region::new(&trail.bucket_region), BTreeMap::new());
    let account = trail.account;
    let ask = KeyUse { key: Some(named), account, region: &region, via: "s3", context: &context };
    match keys.resolve(call, ask).await {
        Ok(arn) => Ok(arn.to_string()),
        Err(fault) if fault.kind() == FaultKind::Client => {
            Err(CloudTrailError::KmsKeyNotFound(fault.message))
        }
        Err(fault) => Err(fault.into()),
    }
}

/// What it means that a file was not written.
fn not_written(trail: &Trail, fault: Fault) -> CloudTrailError {
    match (&trail.kms_key, fault.kind()) {
        (Some(_), FaultKind::Client) if fault.code.starts_with("KMS.") => {
            CloudTrailError::Kms(fault.message)
        }
        (Some(key), FaultKind::Client) => {
            CloudTrailError::InsufficientEncryptionPolicy(trail.bucket.clone(), key.clone())
        }
        _ => refused(&trail.bucket, fault),
    }
}

/// Looks whether CloudTrail may write insights into the trail's bucket.
pub(crate) async fn check_insights(call: &Call, trail: &Trail) -> Result<(), CloudTrailError> {
    let key = folder(trail, "CloudTrail-Insight");
    let written = put(call.road(), &place_of(trail, &trail.arn()), Upload::folder(key)).await;
    written.map_err(|fault| not_written(trail, fault))
}

/// What a refusal by S3 means; its own failures stay what they are.
pub(crate) fn refused(bucket: &str, fault: Fault) -> CloudTrailError {
    match fault.kind() {
        FaultKind::Client => CloudTrailError::InsufficientS3BucketPolicy(bucket.to_owned()),
        FaultKind::Server => fault.into(),
    }
}
