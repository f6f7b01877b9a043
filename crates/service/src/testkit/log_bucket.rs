//! A bucket for logs that stands in for S3.

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_types::{Arn, Fault};
use bartizan_wire::shape;

use super::{ACCOUNT, Given};
use crate::directory::Resource;
use crate::{Access, Ask, Authorized, Call, Directory, operations};

shape! { Nothing {
} }

/// A bucket of the test world's account, which forgets what is written where its policy lets that be.
#[derive(Debug, Clone, Copy)]
pub struct LogBucket {
    /// Its name.
    pub name: &'static str,
    /// Its policy.
    pub policy: &'static str,
}

operations! {
    LogBucket = "s3";
    PutObject: Write Data Anyone ["s3:PutObject"] on_object => put;
}

async fn put(_: &LogBucket, _: &Call, _: Authorized<Nothing>) -> Result<Nothing, Fault> {
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

impl Given for LogBucket {
    fn enter(&self, directory: &mut Directory) {
        let policy = Policy::parse(self.policy, PolicyKind::Resource).unwrap();
        let resource = Resource {
            account: ACCOUNT.parse().unwrap(),
            policy: Some(Attached::inline("bucket", policy.into())),
            tags: Vec::new(),
            restricts_public_policy: false,
        };
        directory.put_resource(Arn::new("s3", "", None, self.name).as_str(), resource);
    }
}
