//! Access control lists, which are disabled: the bucket owner owns and controls everything.
//! (Amazon S3 User Guide, "Controlling ownership of objects and disabling ACLs for your bucket".)

use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Fault};
use bartizan_wire::Value;

use crate::error::S3Error;
use crate::object::Found;
use crate::shapes::{
    GetBucketAclOutput, GetBucketAclRequest, GetObjectAclOutput, GetObjectAclRequest, Grant,
    Grantee, PutBucketAclRequest, PutObjectAclOutput, PutObjectAclRequest,
};
use crate::{S3, bucket, owner};

/// Refuses ACLs in the headers of a request, but those that say what holds anyway.
pub(crate) fn refuse(input: &Value, bucket: &str) -> Result<(), S3Error> {
    let refused = || S3Error::AccessControlListNotSupported { bucket: bucket.to_owned() };
    let grants = ["GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP"];
    if grants.iter().any(|name| input.field(name).is_some()) {
        return Err(refused());
    }
    match input.field("ACL").and_then(Value::text) {
        None | Some("private" | "bucket-owner-full-control") => Ok(()),
        Some(
            "public-read" | "public-read-write" | "aws-exec-read" | "authenticated-read"
            | "bucket-owner-read" | "log-delivery-write",
        ) => Err(refused()),
        Some(other) => Err(S3Error::argument("x-amz-acl", other, "")),
    }
}

/// `GetBucketAcl`.
pub(crate) async fn of_bucket(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetBucketAclRequest>,
) -> Result<GetBucketAclOutput, Fault> {
    let expected = request.expected_bucket_owner.as_deref();
    let bucket = bucket::read(call, &request.bucket, expected)?;
    Ok(GetBucketAclOutput {
        owner: Some(owner::owner(bucket.owner)),
        grants: Some(full_control(bucket.owner)),
    })
}

/// `GetObjectAcl`.
pub(crate) async fn of_object(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetObjectAclRequest>,
) -> Result<GetObjectAclOutput, Fault> {
    let bucket = bucket::read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    Found::read(call, &bucket, &request.key, request.version_id.as_deref())?;
    Ok(GetObjectAclOutput {
        owner: Some(owner::owner(bucket.owner)),
        grants: Some(full_control(bucket.owner)),
        request_charged: None,
    })
}

/// `PutBucketAcl`.
pub(crate) async fn put_of_bucket(
    _s3: &S3,
    call: &Call,
    request: Authorized<PutBucketAclRequest>,
) -> Result<bucket::Nothing, Fault> {
    let expected = request.expected_bucket_owner.as_deref();
    let bucket = bucket::read(call, &request.bucket, expected)?;
    Err(S3Error::AccessControlListNotSupported { bucket: bucket.name }.into())
}

/// `PutObjectAcl`.
pub(crate) async fn put_of_object(
    _s3: &S3,
    call: &Call,
    request: Authorized<PutObjectAclRequest>,
) -> Result<PutObjectAclOutput, Fault> {
    let bucket = bucket::read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    Found::read(call, &bucket, &request.key, request.version_id.as_deref())?;
    Err(S3Error::AccessControlListNotSupported { bucket: bucket.name }.into())
}

fn full_control(account: AccountId) -> Vec<Grant> {
    vec![Grant {
        grantee: Some(Grantee {
            id: Some(owner::canonical_id(account)),
            r#type: "CanonicalUser".to_owned(),
            ..Grantee::default()
        }),
        permission: Some("FULL_CONTROL".to_owned()),
    }]
}
