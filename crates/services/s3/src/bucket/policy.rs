//! A bucket's policy. (Amazon S3 User Guide, "Bucket policies for Amazon S3".)

use bartizan_policy::PolicyError;
use bartizan_policy::document::Document;
use bartizan_service::{Authorized, Call, principal_ids};
use bartizan_types::{Fault, Principal};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};

use super::{Named, Nothing, change, read, save};
use crate::error::S3Error;
use crate::shapes::{
    DeleteBucketPolicyRequest, GetBucketPolicyOutput, GetBucketPolicyRequest,
    GetBucketPolicyStatusOutput, GetBucketPolicyStatusRequest, PolicyStatus,
    PutBucketPolicyRequest,
};
use crate::{S3, control, public, rules};

/// The longest bucket policy: 20 KB. (Amazon S3 User Guide, "Adding a bucket policy".)
const POLICY_BYTES_MAX: usize = 20 * 1024;

/// `PutBucketPolicy`. Its `ConfirmRemoveSelfBucketAccess` changes nothing, as in AWS: a caller may
/// shut itself out, and the root user keeps the way back in.
pub(crate) async fn put(
    _s3: &S3,
    call: &Call,
    request: Authorized<PutBucketPolicyRequest>,
) -> Result<Nothing, Fault> {
    let request = request.into_inner();
    check_md5(request.content_md5.as_deref(), &request.policy)?;
    let expected = request.expected_bucket_owner.as_deref();
    let bucket = Named::new(call, &request.bucket, expected).read(call)?;
    check_text(&request.policy, &bucket.name)?;
    let document = Document::parse(&request.policy).map_err(|error| malformed(&error.into()))?;
    let is_public = public::is_public(&document);
    let stored = principal_ids::stored(&request.policy, &call.directory).map_err(|_| {
        S3Error::MalformedPolicy { reason: "Invalid principal in policy".to_owned() }
    })?;
    let blocked = blocked(call, &bucket.name);
    let named = Named::new(call, &request.bucket, expected);
    call.commit(move |writer| {
        let mut bucket = named.load(writer)?;
        let of_account = control::of_account(writer, bucket.owner)?;
        let blocks = of_account.block_public_policy
            || bucket.public_access_block.is_some_and(|block| block.block_public_policy);
        if is_public && blocks {
            return Err(blocked.into());
        }
        bucket.policy = Some(stored);
        save(writer, &bucket)?;
        Ok::<_, S3Error>(Nothing::default())
    })
    .await
}

/// `GetBucketPolicy`.
pub(crate) async fn show(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetBucketPolicyRequest>,
) -> Result<GetBucketPolicyOutput, Fault> {
    let bucket = read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    let Some(stored) = bucket.policy else {
        return Err(S3Error::NoSuchBucketPolicy { bucket: bucket.name }.into());
    };
    Ok(GetBucketPolicyOutput { policy: Some(principal_ids::shown(&stored, &call.directory)) })
}

/// `GetBucketPolicyStatus`.
pub(crate) async fn status(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetBucketPolicyStatusRequest>,
) -> Result<GetBucketPolicyStatusOutput, Fault> {
    let bucket = read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    let Some(stored) = bucket.policy else {
        return Err(S3Error::NoSuchBucketPolicy { bucket: bucket.name }.into());
    };
    let document = Document::parse(&stored).map_err(|error| malformed(&error.into()))?;
    let is_public = Some(public::is_public(&document));
    Ok(GetBucketPolicyStatusOutput { policy_status: Some(PolicyStatus { is_public }) })
}

/// `DeleteBucketPolicy`.
pub(crate) async fn delete(
    _s3: &S3,
    call: &Call,
    request: Authorized<DeleteBucketPolicyRequest>,
) -> Result<Nothing, Fault> {
    change(call, &request.bucket, request.expected_bucket_owner.as_deref(), |bucket| {
        bucket.policy = None;
        Ok(())
    })
    .await
}

fn check_md5(declared: Option<&str>, text: &str) -> Result<(), S3Error> {
    let Some(declared) = declared else { return Ok(()) };
    let digest = STANDARD
        .decode(declared)
        .ok()
        .filter(|digest| digest.len() == 16)
        .ok_or_else(|| S3Error::InvalidDigest { digest: declared.to_owned() })?;
    if Md5::digest(text.as_bytes()).as_slice() == digest {
        Ok(())
    } else {
        Err(S3Error::BadDigest { algorithm: "Content-MD5".to_owned() })
    }
}

fn check_text(text: &str, bucket: &str) -> Result<(), S3Error> {
    if text.len() > POLICY_BYTES_MAX {
        let reason = "Policy exceeds the maximum allowed document size.".to_owned();
        return Err(S3Error::MalformedPolicy { reason });
    }
    bartizan_policy::check_bucket_policy(text, bucket).map_err(|error| malformed(&error))
}

fn malformed(error: &PolicyError) -> S3Error {
    let reason = match error {
        PolicyError::Json(_) => "This policy contains invalid Json".to_owned(),
        PolicyError::Malformed { message, .. } => message.clone(),
    };
    S3Error::MalformedPolicy { reason }
}

fn blocked(call: &Call, bucket: &str) -> Fault {
    let caller = match &call.caller.principal {
        Principal::Anonymous => "anonymous".to_owned(),
        principal => principal.arn().map(|arn| arn.to_string()).unwrap_or_default(),
    };
    let arn = rules::bucket_arn(bucket);
    Fault::new(
        "AccessDenied",
        format!(
            "User: {caller} is not authorized to perform: s3:PutBucketPolicy on resource: \
             \"{arn}\" because public policies are prevented by the BlockPublicPolicy setting in \
             S3 Block Public Access."
        ),
        403,
    )
}
