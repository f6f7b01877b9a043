//! Writing into the bucket of a trail, as the service that the bucket's policy lets in.

use bartizan_service::{Road, ServiceCall};
use bartizan_types::{Fault, Region};
use bartizan_wire::{Bytes, Value};

use crate::PRINCIPAL;
use crate::records::Trail;

/// The access control list that CloudTrail asks for, and that bucket policies demand of it.
const ACL: &str = "bucket-owner-full-control";

/// What is to be written.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    key: String,
    body: Bytes,
    metadata: Vec<(&'static str, String)>,
    is_gzip: bool,
}

impl Upload {
    /// An empty object that stands for a folder.
    pub(crate) const fn folder(key: String) -> Self {
        Self { key, body: Bytes::new(), metadata: Vec::new(), is_gzip: false }
    }

    /// A file of JSON, packed by gzip.
    pub(crate) fn json(key: String, packed: Vec<u8>) -> Self {
        Self { key, body: packed.into(), metadata: Vec::new(), is_gzip: true }
    }

    /// The same with user-defined metadata.
    pub(crate) fn with_metadata(self, metadata: Vec<(&'static str, String)>) -> Self {
        Self { metadata, ..self }
    }

    fn input(&self, bucket: &str) -> Value {
        let mut input = Value::Struct(Vec::new());
        input.set("Bucket", bucket);
        input.set("Key", self.key.as_str());
        input.set("ACL", ACL);
        if self.is_gzip {
            input.set("ContentType", "application/json");
            input.set("ContentEncoding", "gzip");
        }
        if !self.metadata.is_empty() {
            let entries = self
                .metadata
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.as_str().into()));
            input.set("Metadata", Value::Map(entries.collect()));
        }
        input
    }
}

/// Writes one object into the trail's bucket.
pub(crate) async fn put(road: &Road, trail: &Trail, upload: Upload) -> Result<(), Fault> {
    let arn = trail.arn();
    let call = ServiceCall {
        principal: PRINCIPAL,
        on_behalf_of: &arn,
        operation: ("s3", "PutObject"),
        region: Region::new(&trail.bucket_region),
        input: upload.input(&trail.bucket),
        body: Some(upload.body),
    };
    road.travel_for_service(call).await.map(drop)
}

/// Reads the access control list of the trail's bucket: what CloudTrail checks it by.
pub(crate) async fn read_acl(road: &Road, trail: &Trail, region: Region) -> Result<(), Fault> {
    let arn = trail.arn();
    let mut input = Value::Struct(Vec::new());
    input.set("Bucket", trail.bucket.as_str());
    let operation = ("s3", "GetBucketAcl");
    let call = ServiceCall {
        principal: PRINCIPAL,
        on_behalf_of: &arn,
        operation,
        region,
        input,
        body: None,
    };
    road.travel_for_service(call).await.map(drop)
}

/// The folder of log files or of digests in the bucket.
pub(crate) fn folder(trail: &Trail, kind: &str) -> String {
    under_prefix(trail, &format!("AWSLogs/{}/{kind}/", trail.account))
}

/// A key behind the trail's prefix.
pub(crate) fn under_prefix(trail: &Trail, key: &str) -> String {
    match &trail.key_prefix {
        Some(prefix) => format!("{prefix}/{key}"),
        None => key.to_owned(),
    }
}
