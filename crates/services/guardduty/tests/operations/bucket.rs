//! A bucket that stands in for S3.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use bartizan_service::types::{Arn, Fault};
use bartizan_service::{Access, Ask, Authorized, Body, Call, Reply, operations};
use bartizan_wire::{IntoValue, shape};

shape! { Nothing {
} }

shape! { GetRequest {
    bucket: String = show "Bucket",
    key: String = show "Key",
} }

/// Objects, by their keys.
#[derive(Debug, Default, Clone)]
pub(crate) struct Bucket(pub(crate) Arc<Mutex<BTreeMap<String, String>>>);

impl Bucket {
    pub(crate) fn put(&self, key: &str, text: &str) {
        self.0.lock().unwrap().insert(key.to_owned(), text.to_owned());
    }
}

operations! {
    Bucket = "s3";
    GetObject: Read Data Anyone ["s3:GetObject"] on_object => get;
}

async fn get(bucket: &Bucket, _: &Call, input: Authorized<GetRequest>) -> Result<Reply, Fault> {
    let found = bucket.0.lock().unwrap().get(&input.key).cloned();
    let text = found.ok_or_else(|| Fault::new("NoSuchKey", "there is none", 404))?;
    Ok(Reply { value: Nothing {}.into_value(), body: Some(Body::from_bytes(text.into())) })
}

fn on_object(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let [bucket, key] = ["Bucket", "Key"].map(|member| ask.text(member).unwrap_or_default());
    let arn = Arn::new("s3", "", None, &format!("{bucket}/{key}"));
    Ok(vec![Access::on(ask.action(), &arn).owned_by(ask.call.account()?)])
}
