//! A bucket that stands in for S3: it keeps what it is sent, and fails when it is told to.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::Resource;
use bartizan_service::testkit::{ACCOUNT, Given};
use bartizan_service::types::{Arn, Fault};
use bartizan_service::{Access, Ask, Authorized, Call, Directory, operations};
use bartizan_wire::shape;
use tokio::sync::Semaphore;

shape! { Nothing {
} }

shape! { PutRequest {
    key: String = show "Key",
} }

/// What becomes of a write.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fate {
    Fails(&'static str, u16),
    Panics,
    /// It waits until it is let go.
    Waits,
}

/// The bucket `reports`.
#[derive(Debug)]
pub(crate) struct Bucket {
    pub(crate) objects: Mutex<BTreeMap<String, Vec<u8>>>,
    /// What becomes of the next writes; others succeed.
    pub(crate) fates: Mutex<VecDeque<Fate>>,
    /// A permit for each write that waits, and one for each that may go on.
    pub(crate) waiting: Semaphore,
    pub(crate) let_go: Semaphore,
}

impl Default for Bucket {
    fn default() -> Self {
        let (objects, fates) = (Mutex::default(), Mutex::default());
        Self { objects, fates, waiting: Semaphore::new(0), let_go: Semaphore::new(0) }
    }
}

impl Bucket {
    pub(crate) fn next(&self, fates: impl IntoIterator<Item = Fate>) {
        self.fates.lock().unwrap().extend(fates);
    }

    pub(crate) fn keys(&self) -> Vec<String> {
        self.objects.lock().unwrap().keys().cloned().collect()
    }
}

operations! {
    Bucket = "s3";
    PutObject: Write Data Anyone ["s3:PutObject"] on_object => put;
}

async fn put(
    bucket: &Bucket,
    call: &Call,
    input: Authorized<PutRequest>,
) -> Result<Nothing, Fault> {
    let input = input.into_inner();
    let body = call.take_body().collect(1 << 20).await?.to_vec();
    let fate = bucket.fates.lock().unwrap().pop_front();
    match fate {
        Some(Fate::Fails(code, status)) => return Err(Fault::new(code, "it fails", status)),
        Some(Fate::Panics) => panic!("a bucket that panics"),
        Some(Fate::Waits) => {
            bucket.waiting.add_permits(1);
            bucket.let_go.acquire().await.unwrap().forget();
        }
        None => {}
    }
    bucket.objects.lock().unwrap().insert(input.key, body);
    Ok(Nothing {})
}

fn on_object(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let key = ask.text("Key").unwrap_or_default();
    let resource = ask.call.directory.resource(arn().as_str());
    let resource = resource.ok_or_else(|| Fault::new("NoSuchBucket", "there is none", 404))?;
    let access = Access::on(ask.action(), &Arn::new("s3", "", None, &format!("reports/{key}")))
        .owned_by(resource.account)
        .resource_policy(resource.policy.clone());
    Ok(vec![access])
}

fn arn() -> Arn {
    Arn::new("s3", "", None, "reports")
}

/// The bucket's policy, in the directory.
pub(crate) struct Owned;

impl Given for Owned {
    fn enter(&self, directory: &mut Directory) {
        const TEXT: &str = r#"{"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Principal":{"Service":"inspector2.amazonaws.com"},
             "Action":"s3:PutObject","Resource":"arn:aws:s3:::reports/*"}]}"#;
        let policy = Policy::parse(TEXT, PolicyKind::Resource).unwrap();
        let bucket = Resource {
            account: ACCOUNT.parse().unwrap(),
            policy: Some(Attached::inline("policy", Arc::new(policy))),
            tags: Vec::new(),
            restricts_public_policy: false,
        };
        directory.put_resource(arn().as_str(), bucket);
    }
}
