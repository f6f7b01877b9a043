//! The writing of reports.

use std::sync::Arc;
use std::time::Duration;

use bartizan_service::store::{Key, StoreError, Writer};
use bartizan_service::wire::{Bytes, Value};
use bartizan_service::{Road, ServiceCall};
use bartizan_types::{AccountId, Arn, Fault, Region, Timestamp};

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
pub(super) struct Failure {
    code: &'static str,
    message: String,
    /// Whether it may be otherwise a while later.
    is_passing: bool,
}

impl Failure {
    pub(super) fn new(code: &'static str, message: String) -> Self {
        Self { code, message, is_passing: false }
    }
}

impl From<InspectorError> for Failure {
    fn from(error: InspectorError) -> Self {
        let message = error.to_string();
        let is_passing = matches!(&error, InspectorError::Platform(fault) if is_passing(fault));
        Self { code: "INTERNAL_ERROR", message, is_passing }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::from(InspectorError::from(error))
    }
}

/// How often the writing of a report is begun, and how long it waits after the first time; each time after
/// that it is twice as long.
const TRIES_MAX: u32 = 5;
const TRIED_AGAIN_AFTER: Duration = Duration::from_secs(5);

/// Writes the reports that are in progress, the oldest first; whether some are to be tried again.
///
/// # Errors
/// The store's fault. What a bucket or a key refuses ends the report, which says so; what fails there is
/// tried again, a few times.
pub async fn write_due(road: &Road) -> Result<bool, Fault> {
    let store = &road.platform().store;
    let due = store.read(|reader| reader.find::<ReportRecord>(BY_STATUS, IN_PROGRESS));
    let mut due = due.map_err(Fault::from)?;
    due.sort_by_key(|(_, record)| record.created);
    let mut are_left = false;
    for (key, _) in due {
        let now = road.platform().now();
        let of_key = key.clone();
        let begun = store.write(move |writer| begin(writer, &of_key, now)).await?;
        let record = match begun {
            Begun::Not => continue,
            Begun::Waits => {
                are_left = true;
                continue;
            }
            Begun::Now(record) => record,
        };
        // What was begun too often ended the server, or its task.
        let written = match record.tries {
            ..=TRIES_MAX => write(road, &key, &record).await,
            _ => Err(Failure::new("INTERNAL_ERROR", "It was begun too often.".to_owned())),
        };
        let now = road.platform().now();
        let waits = store.write(move |writer| end(writer, &key, written, now)).await?;
        are_left |= waits;
    }
    Ok(are_left)
}

/// What became of a report that is to be written.
enum Begun {
    /// It was cancelled, or is over.
    Not,
    Waits,
    Now(Box<ReportRecord>),
}

fn begin(writer: &mut Writer<'_>, key: &Key, now: Timestamp) -> Result<Begun, Fault> {
    let found = writer.get::<ReportRecord>(key)?;
    let Some(mut record) = found.filter(|record| record.status == IN_PROGRESS) else {
        return Ok(Begun::Not);
    };
    if record.waits_until.is_some_and(|until| until > now) {
        return Ok(Begun::Waits);
    }
    record.tries = record.tries.saturating_add(1);
    record.waits_until = None;
    writer.put(key, &record)?;
    Ok(Begun::Now(Box::new(record)))
}

/// Keeps how it went; whether it is tried again. One that was cancelled meanwhile stays so.
fn end(
    writer: &mut Writer<'_>,
    key: &Key,
    written: Result<(), Failure>,
    now: Timestamp,
) -> Result<bool, Fault> {
    let found = writer.get::<ReportRecord>(key)?;
    let Some(mut record) = found.filter(|record| record.status == IN_PROGRESS) else {
        return Ok(false);
    };
    match written {
        Ok(()) => "SUCCEEDED".clone_into(&mut record.status),
        Err(failure) if failure.is_passing && record.tries < TRIES_MAX => {
            let doubled = 2_u32.saturating_pow(record.tries.saturating_sub(1));
            record.waits_until = Some(now.plus(TRIED_AGAIN_AFTER.saturating_mul(doubled)));
        }
        Err(failure) => {
            "FAILED".clone_into(&mut record.status);
            record.error = Some((failure.code.to_owned(), failure.message));
        }
    }
    writer.put(key, &record)?;
    Ok(record.status == IN_PROGRESS)
}

async fn write(road: &Road, key: &Key, record: &ReportRecord) -> Result<(), Failure> {
    let internal = |message: String| Failure::new("INTERNAL_ERROR", message);
    let account: AccountId =
        key.account.parse().map_err(|_| internal("the account has no id".to_owned()))?;
    let platform = Arc::clone(road.platform());
    let (id, region, record) = (key.id.clone(), key.region.clone(), record.clone());
    let destination: Destination = document::read("Destination", &record.destination)?;
    let bucket = Arn::new("s3", "", None, &destination.bucket_name);
    let directory = platform.directory().map_err(InspectorError::from)?;
    if directory.resource(bucket.as_str()).is_none() {
        let why = format!("There is no bucket {}.", destination.bucket_name);
        return Err(Failure::new("BUCKET_NOT_FOUND", why));
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
        let found = road.platform().store.read(|reader| reader.get::<ReportRecord>(key))?;
        if found.is_none_or(|record| record.status != IN_PROGRESS) {
            // It was cancelled meanwhile.
            return Ok(());
        }
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
    Failure { code, message: fault.message.clone(), is_passing: is_passing(fault) }
}

/// Whether a fault may be over a while later: one of a server, or that there are too many requests.
fn is_passing(fault: &Fault) -> bool {
    let is_throttled = fault.code.contains("Throttl") || fault.code == "SlowDown";
    is_throttled || fault.status == 429 || (fault.status >= 500 && fault.status != 501)
}
