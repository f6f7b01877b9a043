//! The writing of reports.

use std::sync::Arc;

use bartizan_service::store::{Key, StoreError};
use bartizan_service::wire::{Bytes, Value};
use bartizan_service::{Road, ServiceCall};
use bartizan_types::{AccountId, Arn, Fault, Region};

use super::record::{BY_STATUS, Content, IN_PROGRESS, ReportRecord};
use super::{bills, findings};
use crate::document;
use crate::error::InspectorError;
use crate::look::{Look, PRINCIPAL};
use crate::shapes::Destination;

/// A file of a report.
pub(super) struct File {
    /// Its name, below the prefix.
    pub(super) name: String,
    pub(super) content_type: &'static str,
    pub(super) body: Vec<u8>,
}

/// Why a report cannot be written: a code of AWS's and a message.
#[derive(Debug)]
pub(super) struct Failure(pub(super) &'static str, pub(super) String);

impl From<InspectorError> for Failure {
    fn from(error: InspectorError) -> Self {
        Self("INTERNAL_ERROR", error.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::from(InspectorError::from(error))
    }
}

/// Writes the reports that are in progress.
///
/// # Errors
/// The store's fault. What a bucket or a key refuses ends the report, which says so.
pub async fn write_due(road: &Arc<Road>) -> Result<(), Fault> {
    let store = &road.platform().store;
    let due = store.read(|reader| reader.find::<ReportRecord>(BY_STATUS, IN_PROGRESS));
    for (key, record) in due.map_err(Fault::from)? {
        let written = write(road, &key, &record).await;
        let (status, error) = match written {
            Ok(()) => ("SUCCEEDED", None),
            Err(Failure(code, message)) => ("FAILED", Some((code.to_owned(), message))),
        };
        let end = move |writer: &mut bartizan_service::store::Writer<'_>| {
            let found = writer.get::<ReportRecord>(&key)?;
            // One that was cancelled meanwhile stays so.
            if let Some(record) = found.filter(|record| record.status == IN_PROGRESS) {
                let ended = ReportRecord { status: status.to_owned(), error, ..record };
                writer.put(&key, &ended)?;
            }
            Ok::<_, Fault>(())
        };
        store.write(end).await?;
    }
    Ok(())
}

async fn write(road: &Arc<Road>, key: &Key, record: &ReportRecord) -> Result<(), Failure> {
    let internal = |message: String| Failure("INTERNAL_ERROR", message);
    let account: AccountId =
        key.account.parse().map_err(|_| internal("the account has no id".to_owned()))?;
    let platform = Arc::clone(road.platform());
    let (id, region, record) = (key.id.clone(), key.region.clone(), record.clone());
    let destination: Destination = document::read("Destination", &record.destination)?;
    let bucket = Arn::new("s3", "", None, &destination.bucket_name);
    let directory = platform.directory().map_err(|fault| internal(fault.message))?;
    if directory.resource(bucket.as_str()).is_none() {
        let why = format!("There is no bucket {}.", destination.bucket_name);
        return Err(Failure("BUCKET_NOT_FOUND", why));
    }
    drop(directory);
    let made = tokio::task::spawn_blocking(move || {
        let look = Look::for_account(&platform, account, &region);
        match record.content {
            Content::Findings => findings::files(&platform, &look, &id, &record),
            Content::Bills => bills::files(&platform, &look, &id, &record),
        }
    });
    let files = made.await.map_err(|error| internal(error.to_string()))??;
    let (region, id) = (key.region.as_str(), &key.id);
    let source = Arn::new("inspector2", region, Some(account), &format!("report/{id}"));
    for file in files {
        put(road, &source, region, &destination, file).await?;
    }
    Ok(())
}

/// Writes a file, as the service principal that the policies of the bucket and of the key admit.
/// (Amazon Inspector User Guide, "Exporting Amazon Inspector findings reports".)
async fn put(
    road: &Road,
    source: &Arn,
    region: &str,
    destination: &Destination,
    file: File,
) -> Result<(), Failure> {
    let prefix = destination.key_prefix.as_deref().unwrap_or_default().trim_end_matches('/');
    let name = match prefix {
        "" => file.name,
        prefix => format!("{prefix}/{}", file.name),
    };
    let mut input = Value::Struct(Vec::new());
    input.set("Bucket", destination.bucket_name.as_str());
    input.set("Key", name.as_str());
    input.set("ContentType", file.content_type);
    input.set("ServerSideEncryption", "aws:kms");
    input.set("SSEKMSKeyId", destination.kms_key_arn.as_str());
    if let Some(owner) = &destination.expected_bucket_owner {
        input.set("ExpectedBucketOwner", owner.as_str());
    }
    let call = ServiceCall {
        principal: PRINCIPAL,
        on_behalf_of: source,
        operation: ("s3", "PutObject"),
        region: Region::new(region),
        input,
        body: Some(Bytes::from(file.body)),
    };
    road.travel_for_service(call).await.map(drop).map_err(|fault| refused(&fault))
}

/// What S3 refused, as a report says it. (Amazon Inspector API Reference, `GetFindingsReportStatus`.)
fn refused(fault: &Fault) -> Failure {
    let code = match fault.code.as_ref() {
        // It was deleted meanwhile.
        "NoSuchBucket" => "BUCKET_NOT_FOUND",
        "AccessDenied" => "INVALID_PERMISSIONS",
        "AuthorizationHeaderMalformed" | "PermanentRedirect" => "INCOMPATIBLE_BUCKET_REGION",
        code if code.starts_with("KMS.") => "MALFORMED_KMS_KEY",
        _ => "INTERNAL_ERROR",
    };
    Failure(code, fault.message.clone())
}
