//! Writing into a bucket, as the service that the bucket's policy lets in.

use bartizan_service::{Road, ServiceCall};
use bartizan_types::{Arn, Fault, Region};
use bartizan_wire::{Bytes, Value};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::PRINCIPAL;
use crate::records::Trail;

/// The access control list that CloudTrail asks for, and that bucket policies demand of it.
const ACL: &str = "bucket-owner-full-control";

/// What CloudTrail adds to the encryption context. (CloudTrail User Guide, "How AWS CloudTrail uses AWS
/// KMS".)
const CONTEXT: &str = "aws:cloudtrail:arn";

/// A bucket, and for what something is written into it.
#[derive(Debug, Clone)]
pub(crate) struct Place<'p> {
    /// The trail, or the event data store.
    pub(crate) for_arn: Arn,
    pub(crate) bucket: &'p str,
    pub(crate) region: Region,
    /// The key of KMS that what is written is encrypted with.
    pub(crate) kms_key: Option<&'p str>,
}

impl<'p> Place<'p> {
    /// The trail's bucket.
    pub(crate) fn of(trail: &'p Trail) -> Self {
        Self {
            for_arn: trail.arn(),
            bucket: &trail.bucket,
            region: Region::new(&trail.bucket_region),
            kms_key: trail.kms_key.as_deref(),
        }
    }
}

/// What is to be written.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    key: String,
    body: Bytes,
    metadata: Vec<(&'static str, String)>,
    content_type: Option<&'static str>,
    is_gzip: bool,
}

impl Upload {
    /// An empty object that stands for a folder.
    pub(crate) const fn folder(key: String) -> Self {
        Self { key, body: Bytes::new(), metadata: Vec::new(), content_type: None, is_gzip: false }
    }

    /// A file whose bytes are what they are.
    pub(crate) fn file(key: String, content_type: &'static str, body: Vec<u8>) -> Self {
        let content_type = Some(content_type);
        Self { key, body: body.into(), metadata: Vec::new(), content_type, is_gzip: false }
    }

    /// A file of JSON, packed by gzip.
    pub(crate) fn json(key: String, packed: Vec<u8>) -> Self {
        Self { is_gzip: true, ..Self::file(key, "application/json", packed) }
    }

    /// The same with user-defined metadata.
    pub(crate) fn with_metadata(self, metadata: Vec<(&'static str, String)>) -> Self {
        Self { metadata, ..self }
    }

    fn input(&self, place: &Place<'_>) -> Value {
        let mut input = Value::Struct(Vec::new());
        input.set("Bucket", place.bucket);
        input.set("Key", self.key.as_str());
        input.set("ACL", ACL);
        if let Some(key) = place.kms_key {
            let context = json!({ CONTEXT: place.for_arn.as_str() }).to_string();
            input.set("ServerSideEncryption", "aws:kms");
            input.set("SSEKMSKeyId", key);
            input.set("SSEKMSEncryptionContext", STANDARD.encode(context).as_str());
        }
        if let Some(content_type) = self.content_type {
            input.set("ContentType", content_type);
        }
        if self.is_gzip {
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

/// Writes one object.
pub(crate) async fn put(road: &Road, place: &Place<'_>, upload: Upload) -> Result<(), Fault> {
    let input = upload.input(place);
    call(road, place, "PutObject", input, Some(upload.body)).await
}

/// The region of the bucket, whose access control list is what CloudTrail checks it by; the place
/// names the region to be tried first.
pub(crate) async fn locate(road: &Road, place: Place<'_>) -> Result<Region, Fault> {
    let Err(fault) = read_acl(road, &place).await else { return Ok(place.region) };
    let Some(region) = elsewhere(&fault) else { return Err(fault) };
    let place = Place { region, ..place };
    read_acl(road, &place).await?;
    Ok(place.region)
}

/// The region that S3 says the bucket is in, where the request was signed for another.
fn elsewhere(fault: &Fault) -> Option<Region> {
    let (_, region) = fault.details.iter().find(|(name, _)| *name == "Region")?;
    (fault.code == "AuthorizationHeaderMalformed").then(|| Region::new(region))
}

async fn read_acl(road: &Road, place: &Place<'_>) -> Result<(), Fault> {
    let mut input = Value::Struct(Vec::new());
    input.set("Bucket", place.bucket);
    call(road, place, "GetBucketAcl", input, None).await
}

async fn call(
    road: &Road,
    place: &Place<'_>,
    operation: &'static str,
    input: Value,
    body: Option<Bytes>,
) -> Result<(), Fault> {
    let call = ServiceCall {
        principal: PRINCIPAL,
        on_behalf_of: &place.for_arn,
        operation: ("s3", operation),
        region: place.region.clone(),
        input,
        body,
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
