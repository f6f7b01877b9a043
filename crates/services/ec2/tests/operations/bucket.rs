//! A bucket that stands in for S3.

use bartizan_service::directory::Resource;
use bartizan_service::testkit::{ACCOUNT, Given};
use bartizan_service::types::{Arn, Fault};
use bartizan_service::{Access, Ask, Authorized, Call, Directory, operations};
use bartizan_wire::shape;

shape! { Nothing {
} }

/// The bucket `flows`, whose policy does not let `closed/` be written.
#[derive(Debug)]
pub(crate) struct Bucket;

operations! {
    Bucket = "s3";
    PutObject: Write Data Anyone ["s3:PutObject"] on_object => put;
}

async fn put(_: &Bucket, _: &Call, _: Authorized<Nothing>) -> Result<Nothing, Fault> {
    Ok(Nothing {})
}

fn on_object(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let text = |member| ask.text(member).unwrap_or_default();
    let (bucket, key) = (text("Bucket"), text("Key"));
    let arn = |resource: &str| Arn::new("s3", "", None, resource);
    let held = ask.call.directory.resource(arn(bucket).as_str());
    let held = held.ok_or_else(|| Fault::new("NoSuchBucket", "there is none", 404))?;
    let access = Access::on(ask.action(), &arn(&format!("{bucket}/{key}")))
        .owned_by(held.account)
        .resource_policy(held.policy.clone())
        .resource_type("AWS::S3::Object")
        .key_if("s3:x-amz-acl", ask.text("ACL"));
    Ok(vec![access])
}

impl Given for Bucket {
    fn enter(&self, directory: &mut Directory) {
        let policy = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow",
            "Principal":{"Service":"delivery.logs.amazonaws.com"},"Action":"s3:PutObject",
            "NotResource":"arn:aws:s3:::flows/closed/*",
            "Condition":{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control",
            "aws:SourceAccount":"123456789012"},
            "ArnLike":{"aws:SourceArn":"arn:aws:logs:us-east-1:123456789012:*"}}}}"#;
        let policy = bartizan_policy::Policy::parse(policy, bartizan_policy::PolicyKind::Resource);
        let policy = bartizan_policy::Attached::inline("bucket", policy.unwrap().into());
        let resource = Resource {
            account: ACCOUNT.parse().unwrap(),
            policy: Some(policy),
            tags: Vec::new(),
            restricts_public_policy: false,
        };
        directory.put_resource("arn:aws:s3:::flows", resource);
    }
}
