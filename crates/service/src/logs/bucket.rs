//! Writing into a bucket, as the service that the bucket's policy lets in.

use std::io::Write as _;

use bartizan_types::{Arn, Fault, Region, Timestamp};
use bartizan_wire::{Bytes, Value};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::{Road, ServiceCall};

/// The access control list that AWS asks for when it delivers logs, and that bucket policies demand of
/// it. (Amazon `CloudWatch` Logs User Guide, "Logs sent to Amazon S3".)
pub const ACL: &str = "bucket-owner-full-control";
/// The service principal that delivers logs. (There.)
pub const DELIVERY: &str = "delivery.logs.amazonaws.com";

/// A bucket, and as whom and for what something is written into it.
#[derive(Debug, Clone)]
pub struct Place<'p> {
    /// The service principal that the bucket's policy admits.
    pub principal: &'p str,
    /// The resource that it acts for: `aws:SourceArn`.
    pub on_behalf_of: &'p Arn,
    /// The bucket.
    pub bucket: &'p str,
    /// The region of the bucket.
    pub region: Region,
    /// What is written is encrypted by this key of KMS.
    pub key: Option<PlaceKey<'p>>,
}

/// A key of KMS that files are encrypted by.
#[derive(Debug, Clone, Copy)]
pub struct PlaceKey<'p> {
    /// Its ARN.
    pub arn: &'p str,
    /// The name in the encryption context under which the resource is told that the place is for.
    pub context: &'p str,
}

/// What is to be written.
#[derive(Debug, Clone)]
pub struct Upload {
    key: String,
    body: Bytes,
    metadata: Vec<(&'static str, String)>,
    content_type: Option<&'static str>,
    is_gzip: bool,
}

impl Upload {
    /// An empty object that stands for a folder.
    pub const fn folder(key: String) -> Self {
        Self { key, body: Bytes::new(), metadata: Vec::new(), content_type: None, is_gzip: false }
    }

    /// A file whose bytes are what they are.
    pub fn file(key: String, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let (content_type, body) = (Some(content_type), body.into());
        Self { key, body, metadata: Vec::new(), content_type, is_gzip: false }
    }

    /// A file of JSON, packed by gzip.
    pub fn json(key: String, packed: Vec<u8>) -> Self {
        Self { is_gzip: true, ..Self::file(key, "application/json", packed) }
    }

    /// The same with user-defined metadata.
    #[must_use]
    pub fn with_metadata(self, metadata: Vec<(&'static str, String)>) -> Self {
        Self { metadata, ..self }
    }

    fn input(&self, place: &Place<'_>) -> Value {
        let mut input = Value::Struct(Vec::new());
        input.set("Bucket", place.bucket);
        input.set("Key", self.key.as_str());
        input.set("ACL", ACL);
        if let Some(PlaceKey { arn, context }) = place.key {
            let context = json!({ context: place.on_behalf_of.as_str() }).to_string();
            input.set("ServerSideEncryption", "aws:kms");
            input.set("SSEKMSKeyId", arn);
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
///
/// # Errors
/// What S3 refuses, or the store's fault.
pub async fn put(road: &Road, place: &Place<'_>, upload: Upload) -> Result<(), Fault> {
    let input = upload.input(place);
    call(road, place, "PutObject", input, Some(upload.body)).await
}

/// Writes one object into a bucket whose region may be another than the place's, which is the one to
/// be tried first.
///
/// # Errors
/// As for [`put`].
pub async fn put_anywhere(road: &Road, place: Place<'_>, upload: Upload) -> Result<(), Fault> {
    let Err(fault) = put(road, &place, upload.clone()).await else { return Ok(()) };
    let Some(region) = elsewhere(&fault) else { return Err(fault) };
    put(road, &Place { region, ..place }, upload).await
}

/// The region of the bucket, whose access control list is what a service checks it by; the place
/// names the region to be tried first.
///
/// # Errors
/// What S3 refuses, or the store's fault.
pub async fn locate(road: &Road, place: Place<'_>) -> Result<Region, Fault> {
    let Err(fault) = read_acl(road, &place).await else { return Ok(place.region) };
    let Some(region) = elsewhere(&fault) else { return Err(fault) };
    let place = Place { region, ..place };
    read_acl(road, &place).await?;
    Ok(place.region)
}

/// The region that S3 says the bucket is in, where the request was signed for another.
pub fn elsewhere(fault: &Fault) -> Option<Region> {
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
        principal: place.principal,
        on_behalf_of: place.on_behalf_of,
        operation: ("s3", operation),
        region: place.region.clone(),
        input,
        body,
    };
    road.travel_for_service(call).await.map(drop)
}

/// `YYYY/MM/DD`, in UTC.
pub fn date_path(at: Timestamp) -> String {
    let text = at.iso8601();
    text.get(..10).unwrap_or_default().replace('-', "/")
}

/// Packs bytes by gzip; the same bytes give the same file.
///
/// # Errors
/// They cannot be packed, which memory alone could be the reason of.
pub fn gzip(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    packed.map_err(|error| Fault::new("InternalFailure", error.to_string(), 500))
}
