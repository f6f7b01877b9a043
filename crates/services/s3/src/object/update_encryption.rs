//! `UpdateObjectEncryption`: the key of an object's bytes is wrapped anew, and the bytes stay as they
//! are. (Amazon S3 API Reference, `UpdateObjectEncryption`.)

use bartizan_service::{Authorized, Call};
use bartizan_types::{Arn, Fault, Principal};

use super::Found;
use crate::bucket::Named;
use crate::encryption::{self, Place, Seal, Wish};
use crate::error::S3Error;
use crate::shapes::{UpdateObjectEncryptionRequest, UpdateObjectEncryptionResponse};
use crate::{S3, object_lock, versions};

/// `UpdateObjectEncryption`.
pub(crate) async fn update(
    s3: &S3,
    call: &Call,
    request: Authorized<UpdateObjectEncryptionRequest>,
) -> Result<UpdateObjectEncryptionResponse, Fault> {
    if call.caller.principal == Principal::Anonymous {
        return Err(S3Error::request(
            "Requests that modify an object encryption configuration require AWS Signature Version \
             4. Modify the request to use AWS Signature Version 4, and then try again.",
        )
        .into());
    }
    let request = request.into_inner();
    let named = Named::new(call, &request.bucket, request.expected_bucket_owner.as_deref());
    let bucket = named.read(call)?;
    let found = Found::read(call, &bucket, &request.key, request.version_id.as_deref())?;
    object_lock::check_deletion(Some(&found.content), call.now, false)?;
    let Some(asked) = request.object_encryption.ssekms else {
        return Err(S3Error::MalformedXML {}.into());
    };
    check_key(&asked.kms_key_arn)?;
    let before = found.content.sealing.as_ref().filter(|sealing| sealing.is_of_one_layer());
    let before = before.cloned().ok_or_else(|| {
        S3Error::request(
            "Only objects that are encrypted with SSE-S3 or SSE-KMS can be updated: copy the object \
             onto itself to encrypt it anew.",
        )
    })?;
    let place = Place { bucket: &bucket, key: &request.key, data: found.content.data.id() };
    let data_key = encryption::data_key(s3, call, place, &before, None).await?;
    let wish = Wish::of_key(asked.kms_key_arn, asked.bucket_key_enabled == Some(true));
    let seal = Seal::again(s3, call, (&bucket, &request.key), data_key, wish).await?;
    let sealing = seal.sealing(call, place)?;
    encryption::tell(call, Some(&sealing));
    let (key, version_id) = (request.key.clone(), found.version.shown_id().to_owned());
    call.commit(move |writer| {
        let bucket = named.load(writer)?;
        versions::change(writer, &bucket, &key, Some(&version_id), |content| {
            if content.sealing.as_ref() != Some(&before) {
                return Err(S3Error::OperationAborted {});
            }
            content.sealing = Some(sealing);
            Ok(())
        })?;
        Ok::<_, S3Error>(UpdateObjectEncryptionResponse::default())
    })
    .await
}

/// Whether the key is named by its whole ARN.
fn check_key(name: &str) -> Result<(), S3Error> {
    let arn = name.parse::<Arn>().ok();
    let is_key = |arn: &Arn| {
        arn.service() == "kms" && arn.account_id().is_some() && arn.resource().starts_with("key/")
    };
    if arn.as_ref().is_some_and(is_key) {
        return Ok(());
    }
    Err(S3Error::request("KMSKeyArn must be the full ARN of a KMS key."))
}
