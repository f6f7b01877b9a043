//! What each call must be allowed: actions, ARNs and condition keys as the Service Authorization
//! Reference has them ("Actions, resources, and condition keys for Amazon S3").

mod bucket;
mod object;

use std::borrow::Cow;

use bartizan_service::{Access, Ask, Call, SignatureForm};
use bartizan_types::{Arn, Principal};

use crate::bucket::name;
use crate::error::S3Error;

pub(crate) use bucket::{list, list_buckets, new_bucket, on_bucket, on_listing, tag_bucket};
pub(crate) use object::{
    complete, copy, copy_part, delete, delete_access, delete_many, hold, on_upload, put, read,
    read_attributes, read_lock, retain, tag, update_encryption, upload_part,
};

/// The longest key, in bytes of UTF-8. (Amazon S3 User Guide, "Naming Amazon S3 objects".)
const KEY_BYTES_MAX: usize = 1024;

/// The ARN of a bucket.
pub(crate) fn bucket_arn(name: &str) -> Arn {
    Arn::new("s3", "", None, name)
}

/// `action` on a bucket, with the keys that every access has.
pub(crate) fn bucket_access(
    call: &Call,
    action: impl Into<Cow<'static, str>>,
    bucket: &str,
) -> Access {
    let access = Access::on(action, &bucket_arn(bucket)).resource_type("AWS::S3::Bucket");
    governed(call, bucket, access)
}

/// `action` on an object, with the keys that every access has.
pub(crate) fn object_access(
    call: &Call,
    action: impl Into<Cow<'static, str>>,
    bucket: &str,
    key: &str,
) -> Access {
    let arn = Arn::new("s3", "", None, &format!("{bucket}/{key}"));
    governed(call, bucket, Access::on(action, &arn).resource_type("AWS::S3::Object"))
}

/// The bucket's owner and policy. Where `RestrictPublicBuckets` is on and the policy is public,
/// the policy admits nobody of another account. (Amazon S3 User Guide, "Block public access
/// settings".)
fn governed(call: &Call, bucket: &str, access: Access) -> Access {
    let access = signature_keys(call, access);
    let Some(resource) = call.directory.resource(bucket_arn(bucket).as_str()) else {
        return access;
    };
    let principal = &call.caller.principal;
    let is_outsider = principal.account() != Some(resource.account)
        && !matches!(principal, Principal::Service { .. });
    let shut_out = resource.restricts_public_policy && is_outsider;
    access
        .owned_by(resource.account)
        .resource_policy(resource.policy.clone().filter(|_| !shut_out))
        .key("s3:ResourceAccount", resource.account.to_string())
}

/// How the request was signed.
fn signature_keys(call: &Call, access: Access) -> Access {
    let origin = &call.origin;
    let access = access.key_if("s3:x-amz-content-sha256", origin.content_sha256.clone());
    let kind = match origin.signature {
        SignatureForm::None => return access,
        SignatureForm::Header => "REST-HEADER",
        SignatureForm::Query => "REST-QUERY-STRING",
    };
    access
        .key("s3:authType", kind)
        .key("s3:signatureversion", "AWS4-HMAC-SHA256")
        .key_if("s3:signatureAge", origin.signature_age_millis.map(|age| age.to_string()))
}

/// The bucket that the input names.
fn bucket_of<'a>(ask: &Ask<'a>) -> Result<&'a str, S3Error> {
    let bucket = ask.text("Bucket").unwrap_or_default();
    name::check_form(bucket)?;
    Ok(bucket)
}

/// The bucket and the key that the input names.
fn object_of<'a>(ask: &Ask<'a>) -> Result<(&'a str, &'a str), S3Error> {
    let bucket = bucket_of(ask)?;
    let key = ask.text("Key").unwrap_or_default();
    check_key(key)?;
    Ok((bucket, key))
}

/// Whether an object may have this key.
fn check_key(key: &str) -> Result<(), S3Error> {
    if key.len() > KEY_BYTES_MAX {
        let size = key.len().to_string();
        return Err(S3Error::KeyTooLongError { size, maximum: KEY_BYTES_MAX.to_string() });
    }
    if key.is_empty() {
        return Err(S3Error::argument("Key", "", "Object key cannot be the empty string"));
    }
    Ok(())
}
