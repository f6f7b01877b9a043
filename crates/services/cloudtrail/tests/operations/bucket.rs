//! A bucket that stands in for S3: it keeps what it is sent, and refuses when it is told to.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use bartizan_service::directory::Resource;
use bartizan_service::testkit::{ACCOUNT, Given};
use bartizan_service::types::Fault;
use bartizan_service::{Access, Ask, Authorized, Call, Directory, operations};
use bartizan_types::Arn;
use bartizan_wire::shape;

shape! { Nothing {
} }

shape! { PutRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
    acl: Option<String> = show "ACL",
    content_type: Option<String> = show "ContentType",
    content_encoding: Option<String> = show "ContentEncoding",
    metadata: Option<BTreeMap<String, String>> = show "Metadata",
} }

/// One object that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) body: Vec<u8>,
    pub(crate) metadata: BTreeMap<String, String>,
}

/// The bucket `logs`.
#[derive(Debug, Default)]
pub(crate) struct Bucket {
    pub(crate) objects: Mutex<BTreeMap<String, Object>>,
    pub(crate) refuses: AtomicBool,
    /// It refuses keys with this text in them, unless it is empty.
    pub(crate) refused: Mutex<&'static str>,
    /// It takes what it is sent, and says that it failed.
    pub(crate) loses_answers: AtomicBool,
    pub(crate) writes: AtomicUsize,
}

impl Bucket {
    /// What was written under keys that contain this text.
    pub(crate) fn named(&self, text: &str) -> Vec<(String, Object)> {
        let objects = self.objects.lock().unwrap();
        let found =
            objects.iter().filter(|(key, object)| key.contains(text) && !object.body.is_empty());
        found.map(|(key, object)| (key.clone(), object.clone())).collect()
    }
}

operations! {
    Bucket = "s3";
    GetBucketAcl: Read Management Anyone ["s3:GetBucketAcl"] on_bucket => acl;
    PutObject: Write Data Anyone ["s3:PutObject"] on_object => put;
}

async fn acl(_: &Bucket, _: &Call, _: Authorized<Nothing>) -> Result<Nothing, Fault> {
    Ok(Nothing {})
}

async fn put(
    bucket: &Bucket,
    call: &Call,
    input: Authorized<PutRequest>,
) -> Result<Nothing, Fault> {
    let input = input.into_inner();
    let body = call.take_body().collect(1 << 20).await?.to_vec();
    let refused = *bucket.refused.lock().unwrap();
    let is_refused = !refused.is_empty() && input.key.contains(refused);
    if is_refused || bucket.refuses.load(Ordering::SeqCst) {
        return Err(Fault::new("AccessDenied", "Access Denied", 403));
    }
    bucket.writes.fetch_add(1, Ordering::SeqCst);
    let object = Object { body, metadata: input.metadata.unwrap_or_default() };
    bucket.objects.lock().unwrap().insert(input.key, object);
    if bucket.loses_answers.load(Ordering::SeqCst) {
        return Err(Fault::new("InternalError", "the answer was lost", 500));
    }
    Ok(Nothing {})
}

fn on_bucket(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    access(ask, &bucket_arn())
}

fn on_object(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let key = ask.text("Key").unwrap_or_default();
    access(ask, &Arn::new("s3", "", None, &format!("logs/{key}")))
}

fn access(ask: &Ask<'_>, arn: &Arn) -> Result<Vec<Access>, Fault> {
    let resource = ask.call.directory.resource(bucket_arn().as_str());
    let resource = resource.ok_or_else(|| Fault::new("NoSuchBucket", "there is none", 404))?;
    let access = Access::on(ask.action(), arn)
        .owned_by(resource.account)
        .resource_policy(resource.policy.clone())
        .resource_type("AWS::S3::Object")
        .key_if("s3:x-amz-acl", ask.text("ACL"));
    Ok(vec![access])
}

fn bucket_arn() -> Arn {
    Arn::new("s3", "", None, "logs")
}

/// The bucket's policy, in the directory.
pub(crate) struct Owned;

impl Given for Owned {
    fn enter(&self, directory: &mut Directory) {
        directory.put_resource(
            bucket_arn().as_str(),
            Resource {
                account: ACCOUNT.parse().unwrap(),
                policy: Some(policy::attached()),
                tags: Vec::new(),
                restricts_public_policy: false,
            },
        );
    }
}

mod policy {
    use std::sync::Arc;

    use bartizan_policy::{Attached, Policy, PolicyKind};

    /// As the CloudTrail User Guide has it, with trails and event data stores named.
    const TEXT: &str = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
         "Action":"s3:GetBucketAcl","Resource":"arn:aws:s3:::logs",
         "Condition":{"StringLike":{"aws:SourceArn":[
             "arn:aws:cloudtrail:us-east-1:123456789012:trail/*",
             "arn:aws:cloudtrail:us-east-1:123456789012:eventdatastore/*"]}}},
        {"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
         "Action":"s3:PutObject","Resource":"arn:aws:s3:::logs/*",
         "Condition":{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control",
                                      "aws:SourceAccount":"123456789012"}}}]}"#;

    pub(super) fn attached() -> Attached {
        Attached::inline("policy", Arc::new(Policy::parse(TEXT, PolicyKind::Resource).unwrap()))
    }
}
